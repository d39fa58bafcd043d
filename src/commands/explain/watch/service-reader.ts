import type { Io } from '../../../io/io.ts';
import { readService } from '../../../kube/explain/services.ts';
import type { KubeClient } from '../../../kube/transport/client.ts';
import type { FoundService } from '../../../model/explain/command/awaited-service.ts';
import { awaitedBy } from '../../../model/explain/explain.ts';
import type { Explanation } from '../../../model/explain/explanation.ts';

/** How often the Services that are waited for are read again. */
const EVERY_MS = 5000;
/** As many as `explain` reads. */
const MOST_SERVICES = 4;

/** Knows the Services that the container to blame waits for, and looks again now and then. */
export function serviceReader(client: KubeClient, io: Io) {
  let known: readonly FoundService[] = [];
  let names = '';
  let readAt = 0;
  return {
    known: () => known,
    /** Reads them where it is time to; whether there is something else to be said then. */
    refresh: async (explanation: Explanation): Promise<boolean> => {
      const awaited = awaitedBy(explanation).slice(0, MOST_SERVICES);
      const wanted = awaited.map(({ namespace, name }) => `${namespace}/${name}`).join();
      if (wanted === names && (wanted === '' || io.now() - readAt < EVERY_MS)) return false;
      names = wanted;
      readAt = io.now();
      const read = await Promise.all(
        awaited.map(async (service) => {
          const found = await readService(client, service);
          // Where it cannot be read now, it is as it was.
          return found ?? known.find((each) => isSame(each, service));
        }),
      );
      // Meanwhile others may be waited for.
      if (names !== wanted) return false;
      const before = JSON.stringify(known);
      known = read.filter((each) => each !== undefined);
      return JSON.stringify(known) !== before;
    },
  };
}

type Named = Pick<FoundService, 'namespace' | 'name'>;

function isSame(one: Named, other: Named): boolean {
  return one.namespace === other.namespace && one.name === other.name;
}
