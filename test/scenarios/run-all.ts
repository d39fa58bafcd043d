import type { History } from '../support/histories.ts';
import type { ClusterApi } from './cluster-api.ts';
import { runScenario } from './run-scenario.ts';
import { runsAlone, type Scenario } from './scenario.ts';

/** Most of a story is waiting; more at once than this slow each other down on two cores. */
const AT_ONCE = 6;

export type Outcome = { readonly history: History } | { readonly error: unknown };

/** Starts scenarios at once as far as they bear it and gives the outcome of each as a promise. */
export function runAll(
  api: ClusterApi,
  scenarios: readonly Scenario[],
): ReadonlyMap<string, Promise<Outcome>> {
  const outcomes = new Map<string, PromiseWithResolvers<Outcome>>();
  for (const { name } of scenarios) outcomes.set(name, Promise.withResolvers<Outcome>());
  const run = async (scenario: Scenario) => {
    const outcome = await runScenario(api, scenario).then(
      (history) => ({ history }),
      (error: unknown) => ({ error }),
    );
    outcomes.get(scenario.name)?.resolve(outcome);
  };
  const together = scenarios.filter((scenario) => !runsAlone(scenario));
  const alone = scenarios.filter(runsAlone);
  void inTurn(together, AT_ONCE, run).then(() => inTurn(alone, 1, run));
  return new Map([...outcomes].map(([name, { promise }]) => [name, promise]));
}

async function inTurn<T>(items: readonly T[], atOnce: number, work: (item: T) => Promise<void>) {
  const queue = [...items];
  const worker = async () => {
    for (let item = queue.shift(); item; item = queue.shift()) await work(item);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}
