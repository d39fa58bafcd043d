import { describe, expect, test } from 'bun:test';
import type {
  ContainerVerdictCode,
  PodVerdictCode,
  Verdict,
} from '../../../../src/model/explain/verdict/codes.ts';
import type { ExpectedVerdict } from '../../../scenarios/scenario.ts';
import { matches } from '../../../support/verdict-check.ts';

/** How a scenario tells its verdicts: a check that takes anything would prove nothing. */
describe('the verdicts that a scenario expects', () => {
  test.each<[string, string[], ExpectedVerdict[], boolean]>([
    ['come in order', ['InitRunning a', 'Ready'], ['InitRunning a', 'Ready'], true],
    ['not in another order', ['Ready', 'InitRunning a'], ['InitRunning a', 'Ready'], false],
    ['are all there', ['Ready'], ['InitRunning a', 'Ready'], false],
    ['and no others', ['InitRunning a', 'NotReady a', 'Ready'], ['InitRunning a', 'Ready'], false],
    ['may go unseen with ?', ['Ready'], ['InitRunning a ?', 'Ready'], true],
    ['may come with ?', ['InitRunning a', 'Ready'], ['InitRunning a ?', 'Ready'], true],
    ['are about the container named', ['InitRunning b'], ['InitRunning a'], false],
    ['are about any without one', ['InitRunning a', 'InitRunning b'], ['InitRunning'], true],
    ['leave fleeting ones out', ['Sandbox', 'Ready'], ['Ready'], true],
    [
      'take turns in a list',
      ['Ready', 'NotReady', 'Ready', 'Failed'],
      [['NotReady', 'Ready'], 'Failed'],
      true,
    ],
    ['need no turn', ['Failed'], [['NotReady', 'Ready'], 'Failed'], true],
    [
      'take no turn outside the list',
      ['Ready', 'Evicted', 'Failed'],
      [['NotReady', 'Ready'], 'Failed'],
      false,
    ],
    ['end with what ends them', ['Ready', 'NotReady'], [['NotReady', 'Ready'], 'Failed'], false],
  ])('%s', (_, seen, expected, isAsTold) => {
    expect(matches(seen.map(verdict), expected)).toBe(isAsTold);
  });
});

function verdict(text: string): Verdict {
  const [code, container] = text.split(' ');
  const facts = { outcome: 'progressing', holdsBack: [], evidence: [] } as const;
  return container === undefined
    ? { code: code as PodVerdictCode, ...facts }
    : { code: code as ContainerVerdictCode, container, ...facts };
}
