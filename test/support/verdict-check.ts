import { traitsOf, type Verdict } from '../../src/model/explain/verdict/codes.ts';
import type { ExpectedVerdict } from '../scenarios/scenario.ts';
import { explainLive } from './explain-live.ts';
import type { History, Sample } from './histories.ts';

/** The verdicts of a history, each once while it stays the same. */
export function verdictsOf({ samples }: History): readonly Verdict[] {
  return withoutRepetitions(samples.map(verdictIn));
}

/** The verdict at the moment of a sample. */
export function verdictIn({ pod, events, observedAt }: Sample): Verdict {
  return explainLive({ pod, events, now: observedAt }).verdict;
}

/** Each verdict once as long as nothing else comes between. */
export function withoutRepetitions(verdicts: readonly Verdict[]): readonly Verdict[] {
  return verdicts.filter((verdict, index, all) => {
    const before = all[index - 1];
    return !before || textOf(before) !== textOf(verdict);
  });
}

/** Whether the verdicts are the expected ones in order; see Scenario.expect for how to write them. */
export function matches(
  verdicts: readonly Verdict[],
  expected: readonly ExpectedVerdict[],
): boolean {
  // All places in the list that the verdicts so far may have led to.
  let places = withSkipped([0], expected);
  for (const verdict of verdicts) {
    const reached = [...places].flatMap((place) => placesAfter(verdict, place, expected));
    places = withSkipped(reached, expected);
  }
  return places.has(expected.length);
}

/** The same pattern may go on, as where only the container differs. */
function placesAfter(
  verdict: Verdict,
  place: number,
  expected: readonly ExpectedVerdict[],
): readonly number[] {
  const pattern = expected[place];
  const isMeant =
    pattern !== undefined && [pattern].flat().some((each) => isMeantBy(each, verdict));
  if (isMeant) return [place, place + 1];
  // A step that lasts a moment is named only where it is what the story tells.
  return traitsOf(verdict.code).fleeting ? [place] : [];
}

function withSkipped(
  places: readonly number[],
  expected: readonly ExpectedVerdict[],
): ReadonlySet<number> {
  const all = new Set<number>();
  for (const start of places) {
    let place = start;
    all.add(place);
    while (isOptional(expected[place])) all.add(++place);
  }
  return all;
}

function isOptional(pattern: ExpectedVerdict | undefined): boolean {
  return Array.isArray(pattern) || (typeof pattern === 'string' && pattern.endsWith('?'));
}

/** As the `expect` of a scenario writes it. */
export function textOf({ code, container }: Verdict): string {
  return container === undefined ? code : `${code} ${container}`;
}

function isMeantBy(pattern: string, verdict: Verdict): boolean {
  const [code, container] = pattern.replace(/\s*\?$/, '').split(' ');
  return code === verdict.code && (container === undefined || container === verdict.container);
}
