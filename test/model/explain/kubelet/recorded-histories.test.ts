import { describe, expect, test } from 'bun:test';
import {
  VERDICTS,
  type Verdict,
  type VerdictCode,
} from '../../../../src/model/explain/verdict/codes.ts';
import type { PodEvent } from '../../../../src/model/kubernetes/api.ts';
import { statusColumns } from '../../../../src/model/kubernetes/status-column.ts';
import { loadScenario, loadScenarios } from '../../../scenarios/scenario.ts';
import { type Bound, checkBounds } from '../../../support/bounds-check.ts';
import { type History, loadHistories, withoutSample } from '../../../support/histories.ts';
import { INIT_RULE_CHECKS } from '../../../support/init-rule-checks.ts';
import { checkNextStarts } from '../../../support/next-start-check.ts';
import type { RuleCheck } from '../../../support/rule-check.ts';
import { SIDECAR_RULE_CHECKS } from '../../../support/sidecar-rule-checks.ts';
import {
  matches,
  textOf,
  verdictIn,
  verdictsOf,
  withoutRepetitions,
} from '../../../support/verdict-check.ts';

const histories = loadHistories();
const RULE_CHECKS = [...INIT_RULE_CHECKS, ...SIDECAR_RULE_CHECKS];

test('every scenario has been recorded', () => {
  const recorded = histories.map(({ scenario }) => scenario);
  expect(recorded).toEqual(loadScenarios().map(({ name }) => name));
});

describe.each(histories.map((history) => [history.scenario, history] as const))(
  '%s',
  (_, history) => {
    const scenario = loadScenario(history.scenario);
    const rules = scenario.rules.join(' ');

    test(`${rules} READY, STATUS and RESTARTS are the server's in every sample`, () => {
      for (const { pod, observedAt, row } of history.samples) {
        expect(statusColumns(pod, observedAt)).toEqual(row);
      }
    });

    test(`${rules} the container named as next is the one that started next`, () => {
      const { mismatches, confirmed } = checkNextStarts(history);
      expect(mismatches).toEqual([]);
      expect(confirmed).toBeGreaterThan(0);
    });

    test(`${rules} so it is where a slow observer misses any one of the samples`, () => {
      for (const index of history.samples.slice(0, -1).keys()) {
        expect(checkNextStarts(withoutSample(history, index)).mismatches).toEqual([]);
      }
    });

    test(`${rules} what was foretold came in its time, with the back-offs and the end that the rules give`, () => {
      const { mismatches, backoffs, stopsWithin } = checkBounds(history);
      expect(mismatches).toEqual([]);
      expect(backoffs).toEqual([...scenario.backoffs]);
      expect(stopsWithin).toBe(scenario.stopsWithin);
    });

    test(`${rules} the verdicts follow each other as the story tells`, () => {
      const verdicts = verdictsOf(history);
      const isAsTold = matches(verdicts, scenario.expect);
      expect(isAsTold ? scenario.expect : verdicts.map(textOf)).toEqual([...scenario.expect]);
    });

    test(`${rules} so they do where events come before the status that belongs to them`, () => {
      const all = history.samples.map(verdictIn);
      for (const [index, sample] of history.samples.slice(0, -1).entries()) {
        const events = history.samples[index + 1]?.events ?? [];
        const between = verdictIn({ ...sample, events });
        const verdicts = withoutRepetitions(all.toSpliced(index + 1, 0, between));
        expect(matches(verdicts, scenario.expect) ? [] : verdicts.map(textOf)).toEqual([]);
      }
    });

    for (const { rule, title, check } of RULE_CHECKS.filter(isAbout(history))) {
      test(`${rule} ${title}`, () => check(history));
    }
  },
);

const decided = histories.map(checkNextStarts).reduce((sum, { confirmed }) => sum + confirmed, 0);
const all = histories.reduce((sum, { samples }) => sum + samples.length, 0);

test(`the rest of its story decides ${decided} of ${all} forecasts of the next start, all right`, () => {
  expect(decided / all).toBeGreaterThan(0.85);
});

test('back-offs, kills, startup probes, deadlines and shutdowns were all borne out', () => {
  const confirmed = histories.map((history) => checkBounds(history).confirmed);
  const counted = (bound: Bound) => confirmed.reduce((sum, each) => sum + each[bound], 0);
  expect(counted('back-off')).toBeGreaterThan(20);
  expect(counted('kill')).toBeGreaterThan(10);
  expect(counted('startup probe')).toBeGreaterThan(5);
  expect(counted('deadline')).toBeGreaterThan(5);
  expect(counted('shutdown')).toBeGreaterThan(20);
});

test('every verdict has been seen on a real cluster, except for those of older kubelets', () => {
  const seen = new Set(histories.flatMap(({ samples }) => samples.map(verdictIn)).map(codeOf));
  const unseen = Object.keys(VERDICTS).filter((code) => !seen.has(code as VerdictCode));
  expect(unseen).toEqual(['InitSkipped']);
});

test('R5 a sample whose events are newer than its status decides nothing about the next start', () => {
  const history = histories.find(({ scenario }) => scenario === 'app-bad-image');
  const { samples = [] } = history ?? {};
  const isOf = ({ involvedObject }: PodEvent, name: string) =>
    involvedObject?.fieldPath === `spec.containers{${name}}`;
  const index = samples.findIndex(
    ({ pod }) => pod.status?.initContainerStatuses?.[0]?.state?.running !== undefined,
  );
  const status = samples[index];
  const events = samples
    .find((sample) =>
      sample.events.some((each) => each.reason === 'Failed' && isOf(each, 'broken')),
    )
    ?.events.filter((each) => !isOf(each, 'fine'));
  if (!history || !status || !events) throw new Error('the story is not as it was');
  const mixed = { ...history, samples: samples.toSpliced(index + 1, 0, { ...status, events }) };
  const { mismatches, undecided } = checkNextStarts(mixed);
  expect(mismatches).toEqual([]);
  expect(undecided['the status was older than the events']).toBe(1);
});

function codeOf({ code }: Verdict): VerdictCode {
  return code;
}

function isAbout({ scenario }: History) {
  return (rule: RuleCheck) => rule.scenario === scenario;
}
