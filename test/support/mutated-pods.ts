import { EVENT_SHAPE } from '../../src/kube/objects/event-shape.ts';
import { POD_SHAPE } from '../../src/kube/objects/pod-shape.ts';
import { fitToShape } from '../../src/kube/objects/shape.ts';
import { momentOf } from '../../src/model/explain/moment.ts';
import type { Pod, PodEvent } from '../../src/model/kubernetes/api.ts';
import type { Sample } from './histories.ts';

/** A recorded Pod that somebody has changed, as far as a file reader would take it. */
export interface MutatedPod {
  readonly pod: Pod;
  readonly events: readonly PodEvent[];
  readonly now: number;
}

/** Numbers from 0 to just below 1 that are the same for the same seed. */
export type Random = () => number;

/** mulberry32, whose every seed gives a row of its own. */
export function randomOf(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** One of the items, of which there must be one. */
export function pick<Item>(items: readonly Item[], random: Random): Item {
  return items[Math.floor(random() * items.length)] as Item;
}

/** Changes a recorded moment in some places. Undefined where no reader would take what comes out. */
export function mutated(samples: readonly Sample[], random: Random): MutatedPod | undefined {
  const { pod, events, observedAt } = pick(samples, random);
  const whole = structuredClone({ pod, events }) as { pod: unknown; events: unknown[] };
  const donor = pick(samples, random);
  for (let count = 1 + Math.floor(random() * 4); count > 0; count--) mutate(whole, donor, random);
  if (!Array.isArray(whole.events) || fitToShape(whole.pod, POD_SHAPE).length > 0) return undefined;
  if (whole.events.some((event) => fitToShape(event, EVENT_SHAPE).length > 0)) return undefined;
  const changedPod = whole.pod as Pod;
  // A reader gives a Pod without metadata an empty one, and takes none without a spec.
  if (!changedPod.metadata || !changedPod.spec) return undefined;
  const changedEvents = whole.events as PodEvent[];
  const given = observedAt + (random() < 0.3 ? pick(SHIFTS, random) : 0);
  const { at } = momentOf(changedPod, changedEvents, { given, readAt: observedAt });
  return { pod: changedPod, events: changedEvents, now: at };
}

const HOUR = 3_600_000;
/** Who looks later, or by a clock that is wrong. */
const SHIFTS = [-40 * 365 * 24 * HOUR, -HOUR, -1000, -1, 500, HOUR, 24 * HOUR, 9e12] as const;

const TEXTS = [
  '',
  ' ',
  '\u0000',
  '\u001b[2J\u001b]0;owned\u0007',
  'a\nb\r\nc\td',
  '\u202eright to left\u2066',
  '💥'.repeat(40),
  'ｗｉｄｅ'.repeat(30),
  'x'.repeat(5000),
  '<script>&"\'</script>',
  '`code` **bold** [a](b)',
  'constructor',
  'back-off 99999999999999999999h0s restarting failed container=a pod=b_c(d)',
  'back-off -77777s restarting failed container=a pod=b_c(d)',
  'Completed',
  'CrashLoopBackOff',
  'ContainerStatusUnknown',
] as const;
const TIMES = [
  '1970-01-01T00:00:00Z',
  '0001-01-01T00:00:00Z',
  '2026-11-24T02:51:13Z',
  '2026-11-24T02:51:13.999999Z',
  '9999-12-31T23:59:59Z',
  '2038-01-19T03:14:08+23:59',
] as const;
const NUMBERS = [0, -1, 1, 2, 137, 143, 255, 2 ** 31, -(2 ** 31), Number.MAX_SAFE_INTEGER] as const;

type Holder = Record<string, unknown> | unknown[];
interface Spot {
  readonly holder: Holder;
  readonly key: string;
}

function mutate(whole: { pod: unknown; events: unknown[] }, donor: Sample, random: Random): void {
  const spots = spotsIn(whole);
  if (spots.length === 0) return;
  const { holder, key } = pick(spots, random);
  const value = (holder as Record<string, unknown>)[key];
  const kinds = ['remove', 'null', 'change', 'change', 'change', 'repeat', 'give', 'swap'] as const;
  const set = (to: unknown) => {
    (holder as Record<string, unknown>)[key] = to;
  };
  switch (pick(kinds, random)) {
    case 'remove':
      if (Array.isArray(holder)) holder.splice(Number(key), 1);
      else delete holder[key];
      return;
    case 'null':
      set(null);
      return;
    case 'change':
      set(changed(value, random));
      return;
    case 'repeat':
      if (Array.isArray(value)) value.push(...structuredClone(value));
      return;
    case 'swap':
      if (Array.isArray(value)) value.reverse();
      return;
    case 'give': {
      // What another Pod has in a field of this name.
      const theirs = spotsIn({ pod: donor.pod, events: donor.events }).filter(
        (spot) => spot.key === key,
      );
      const from = theirs.length > 0 ? pick(theirs, random) : undefined;
      if (from) set(structuredClone((from.holder as Record<string, unknown>)[from.key]));
    }
  }
}

function changed(value: unknown, random: Random): unknown {
  if (typeof value === 'string') {
    const isTime = /^\d{4}-\d\d-\d\dT/.test(value);
    return pick<string>(isTime && random() < 0.8 ? TIMES : TEXTS, random);
  }
  if (typeof value === 'number') return pick(NUMBERS, random);
  if (typeof value === 'boolean') return !value;
  if (Array.isArray(value)) return random() < 0.5 ? [] : value.slice(0, 1);
  return typeof value === 'object' && value !== null ? {} : value;
}

/** Every place of a value; of deep ones as many as of shallow ones, as each is one place. */
function spotsIn(value: unknown, found: Spot[] = []): readonly Spot[] {
  if (typeof value !== 'object' || value === null) return found;
  for (const key of Object.keys(value)) {
    // What the server alone looks at would take most of the mutations.
    if (key === 'managedFields' || key === 'annotations') continue;
    found.push({ holder: value as Holder, key });
    spotsIn((value as Record<string, unknown>)[key], found);
  }
  return found;
}
