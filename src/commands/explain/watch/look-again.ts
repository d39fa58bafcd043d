import type { Io } from '../../../io/io.ts';
import type { Explanation } from '../../../model/explain/explanation.ts';
import { type Lookup, MOST_LOOKUPS } from '../lookups.ts';

/** How often what was looked up is read again. */
const EVERY_MS = 5000;

/** Knows what the explanations ask about, and looks again now and then. */
export function lookAgain<Asked, Found>({ askedBy, keyOf, read }: Lookup<Asked, Found>, io: Io) {
  let known: ReadonlyMap<string, Found> = new Map();
  let names = '';
  let readAt = 0;
  return {
    known: (): readonly Found[] => [...known.values()],
    /** Reads it where it is time to; whether there is something else to be said then. */
    refresh: async (explanation: Explanation): Promise<boolean> => {
      const asked = askedBy(explanation).slice(0, MOST_LOOKUPS);
      const wanted = asked.map(keyOf).join();
      if (wanted === names && (wanted === '' || io.now() - readAt < EVERY_MS)) return false;
      names = wanted;
      readAt = io.now();
      const found = await Promise.all(
        asked.map(async (each): Promise<readonly [string, Found][]> => {
          const key = keyOf(each);
          // Where it cannot be read now, it is as it was.
          const now = (await read(each)) ?? known.get(key);
          return now === undefined ? [] : [[key, now]];
        }),
      );
      // Meanwhile others may be wanted.
      if (names !== wanted) return false;
      const before = JSON.stringify([...known]);
      known = new Map(found.flat());
      return JSON.stringify([...known]) !== before;
    },
  };
}
