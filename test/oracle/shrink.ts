import type { Pod } from '../../src/model/kubernetes/api.ts';
import { readQuantity } from '../../src/model/resources/quantity/quantity.ts';

/**
 * The smallest value that is reached by one small change after another, as long as the fault shows.
 * `stillFails` is asked for all changes of one step at once, the greatest cuts first.
 */
export async function shrink<T>(
  value: T,
  smallerThan: (value: T) => readonly T[],
  stillFails: (candidates: readonly T[]) => Promise<readonly boolean[]>,
): Promise<T> {
  const candidates = smallerThan(value);
  const fails = candidates.length === 0 ? [] : await stillFails(candidates);
  const index = fails.indexOf(true);
  return index === -1 ? value : shrink(candidates[index] as T, smallerThan, stillFails);
}

/** The Pod without one of its parts, or with one quantity made `1`. It keeps an app container. */
export function smallerPods(pod: Pod): readonly Pod[] {
  return changes(pod, 0)
    .sort((one, other) => one.rank - other.rank)
    .map(({ result }) => result as Pod);
}

/** Without these a Pod is none, or its parts do not know each other any more. */
const KEPT = new Set(['metadata', 'spec', 'containers', 'name', 'type']);
const SIMPLEST = '1';
/** Quantities are looked at when nothing more can be left out. */
const LAST = 1000;

interface Change {
  readonly rank: number;
  readonly result: unknown;
}

function changes(value: unknown, depth: number): Change[] {
  if (typeof value === 'string') {
    const isSimplest = value === SIMPLEST || 'problem' in readQuantity(value);
    return isSimplest ? [] : [{ rank: LAST, result: SIMPLEST }];
  }
  if (Array.isArray(value)) {
    return value.flatMap((item, index) => [
      ...(value.length > 1 ? [{ rank: depth, result: value.toSpliced(index, 1) }] : []),
      ...within(item, depth, (result) => value.with(index, result)),
    ]);
  }
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, part]) => {
    const { [key]: _, ...rest } = value as Record<string, unknown>;
    return [
      ...(KEPT.has(key) ? [] : [{ rank: depth, result: rest }]),
      ...within(part, depth, (result) => ({ ...value, [key]: result })),
    ];
  });
}

function within(part: unknown, depth: number, put: (result: unknown) => unknown): Change[] {
  return changes(part, depth + 1).map(({ rank, result }) => ({ rank, result: put(result) }));
}
