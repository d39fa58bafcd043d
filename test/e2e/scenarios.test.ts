import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import { statusColumns } from '../../src/model/kubernetes/status-column.ts';
import { ClusterApi } from '../scenarios/cluster-api.ts';
import { type Outcome, runAll } from '../scenarios/run-all.ts';
import { loadScenarios, needsNodeAccess, runsAlone } from '../scenarios/scenario.ts';
import { BUSY_LATE_MS, checkBounds } from '../support/bounds-check.ts';
import type { History } from '../support/histories.ts';
import { INIT_RULE_CHECKS } from '../support/init-rule-checks.ts';
import { checkNextStarts } from '../support/next-start-check.ts';
import { SIDECAR_RULE_CHECKS } from '../support/sidecar-rule-checks.ts';
import { matches, textOf, verdictsOf } from '../support/verdict-check.ts';
import { realCluster } from './support/real-cluster.ts';

/** All stories together, run several at once. */
const TIMEOUT_MS = 15 * 60_000;

const RULE_CHECKS = [...INIT_RULE_CHECKS, ...SIDECAR_RULE_CHECKS];

const scenarios = loadScenarios().filter(({ recordedOnly }) => recordedOnly === undefined);
const runnable = scenarios.filter(
  (scenario) => realCluster.hasNodeAccess || !needsNodeAccess(scenario),
);

describe.skipIf(realCluster.isAbsent)('a Pod on the real cluster', () => {
  let api: ClusterApi | undefined;
  let outcomes: ReadonlyMap<string, Promise<Outcome>> = new Map();

  beforeAll(async () => {
    const { kubeconfig, kubectl, hasNodeAccess } = realCluster;
    api = await ClusterApi.connect({ kubeconfig, kubectl, nodeAccess: hasNodeAccess });
    outcomes = runAll(api, runnable);
  });

  afterAll(() => api?.close());

  async function historyOf(name: string): Promise<History> {
    const outcome = await outcomes.get(name);
    if (!outcome) throw new Error(`${name} was not run`);
    if ('error' in outcome) throw failedRun(name, outcome.error);
    return outcome.history;
  }

  for (const scenario of runnable) {
    const { name, rules, expect: told, backoffs, stopsWithin } = scenario;
    test(
      `${rules.join(' ')} ${name}: columns, next start, times and verdicts are right all along`,
      async () => {
        const history = await historyOf(name);
        for (const { pod, observedAt, row } of history.samples) {
          expect(statusColumns(pod, observedAt)).toEqual(row);
        }
        expect(checkNextStarts(history).mismatches).toEqual([]);
        const bounds = checkBounds(history, BUSY_LATE_MS);
        expect(bounds).toMatchObject({ mismatches: [], stopsWithin });
        // How long a kubelet takes to come back decides what can be known of a back-off.
        if (!runsAlone(scenario)) expect(bounds.backoffs).toEqual([...backoffs]);
        const verdicts = verdictsOf(history);
        expect(matches(verdicts, told) ? told : verdicts.map(textOf)).toEqual([...told]);
      },
      TIMEOUT_MS,
    );
  }

  for (const { rule, scenario, title, check } of RULE_CHECKS) {
    const isPlayed = runnable.some(({ name }) => name === scenario);
    test.skipIf(!isPlayed)(
      `${rule} ${title} (${scenario})`,
      async () => {
        check(await historyOf(scenario));
      },
      TIMEOUT_MS,
    );
  }

  for (const { name } of scenarios.filter((scenario) => !runnable.includes(scenario))) {
    test.skip(`${name} (needs access to the node)`, () => {});
  }
});

/** A new error for each test: the runner prints one that it has seen before without its message. */
function failedRun(name: string, error: unknown): Error {
  const reason = error instanceof Error ? error.message : String(error);
  return new Error(`${name} was not played to its end: ${reason}`, { cause: error });
}
