import type { Pod } from '../../kubernetes/api.ts';
import { type Blocker, type Place, placeFor, type Room } from './place.ts';
import { type Bounds, boundsOf, countOf, type Strategy } from './strategy.ts';

/** The Pods of a workload that are there, and how others take their place. */
export interface Rollout {
  readonly strategy: Strategy;
  /** Whether the template is another, so that the old Pods are replaced. */
  readonly isChanged: boolean;
  readonly old: readonly Pod[];
}

/** How a rollout ends. */
export interface RolloutOutcome {
  /** How many Pods are to be made. */
  readonly toMake: number;
  /** How many of them come to be. */
  readonly made: number;
  /** Who lets in no more; undefined where all come. */
  readonly blocker: Blocker | undefined;
  /** Old Pods that are gone before the first new one comes. */
  readonly goneFirst: readonly Pod[];
  /** Too many and too few, of a Deployment. */
  readonly bounds: Bounds | undefined;
  /** Quotas and nodes when the first one comes. */
  readonly atFirst: Room;
  /** … and in the end. */
  readonly left: Room;
}

/** More are not looked at one by one. */
const MOST = 100_000;

/**
 * Plays through how the Pods of a template come, and old ones go for them: what a quota counts, and
 * what is free on a node, is another thing at each moment. All new Pods are taken to become ready.
 * Undefined where there are too many.
 */
export function rollOut(
  { strategy, isChanged, old }: Rollout,
  next: Pod,
  wanted: number,
  room: Room,
): RolloutOutcome | undefined {
  if (wanted + old.length > MOST) return undefined;
  const play = new Play(placeFor(next, room), old);
  const toMake = numberToMake(strategy, isChanged, old.length, wanted);
  const missing = Math.max(wanted - old.length, 0);
  const bounds = strategy.kind === 'rolling' ? boundsOf(strategy, wanted) : undefined;
  if (!isChanged || strategy.kind === 'never') play.create(missing);
  else if (strategy.kind === 'recreate') {
    play.remove(old.length);
    play.create(wanted);
  } else if (bounds !== undefined) roll(play, wanted, bounds);
  else {
    play.remove(old.length - wanted);
    if (play.create(missing)) replaceEach(play, strategy, toMake);
  }
  const { made, blocker, goneFirst } = play;
  return {
    toMake,
    made,
    blocker: made < toMake ? blocker : undefined,
    goneFirst,
    bounds: isChanged ? bounds : undefined,
    atFirst: play.atFirst ?? play.place.room(),
    left: play.place.room(),
  };
}

function numberToMake(strategy: Strategy, isChanged: boolean, old: number, wanted: number): number {
  const missing = Math.max(wanted - old, 0);
  if (!isChanged) return missing;
  switch (strategy.kind) {
    case 'never':
      return missing;
    case 'ordered':
      return missing + Math.max(Math.min(old, wanted) - strategy.partition, 0);
    case 'per-node':
      return missing + Math.min(old, wanted);
    default:
      return wanted;
  }
}

/** pkg/controller/deployment/rolling.go: never too many in all, never too few that are ready. */
function roll(play: Play, wanted: number, { surge, unavailable }: Bounds): void {
  for (;;) {
    const before = play.made + play.gone;
    const rest = () => Math.min(wanted - play.made, wanted + surge - play.made - play.left);
    play.create(Math.max(rest(), 0));
    play.remove(play.made + play.left - (wanted - unavailable));
    if (play.made === wanted || play.made + play.gone === before) return;
  }
}

/** The Pods with the highest numbers go first; each comes again before the next one goes. */
function replaceEach(play: Play, strategy: Strategy, toMake: number): void {
  const isSurging =
    strategy.kind === 'per-node' && countOf(strategy.maxSurge, play.left, Math.ceil) > 0;
  while (play.made < toMake) {
    const [pod] = play.remaining;
    const node = strategy.kind === 'per-node' ? pod?.spec.nodeName : undefined;
    if (!isSurging) play.remove(1);
    if (!play.create(1, node)) return;
    if (isSurging) play.remove(1);
  }
}

/** What has happened so far. */
class Play {
  made = 0;
  gone = 0;
  blocker: Blocker | undefined;
  readonly goneFirst: Pod[] = [];
  atFirst: Room | undefined;
  readonly place: Place;
  remaining: readonly Pod[];

  constructor(place: Place, old: readonly Pod[]) {
    this.place = place;
    this.remaining = old;
  }

  get left(): number {
    return this.remaining.length;
  }

  /** Whether so many could be made. */
  create(count: number, node?: string): boolean {
    for (let index = 0; index < count; index += 1) {
      const before = this.made === 0 ? this.place.room() : undefined;
      this.blocker = this.place.create(node);
      if (this.blocker !== undefined) return false;
      this.atFirst ??= before;
      this.made += 1;
    }
    return true;
  }

  remove(count: number): void {
    for (const pod of this.remaining.slice(0, Math.max(count, 0))) {
      this.place.remove(pod);
      this.gone += 1;
      if (this.made === 0) this.goneFirst.push(pod);
    }
    this.remaining = this.remaining.slice(Math.max(count, 0));
  }
}
