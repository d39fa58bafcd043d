/**
 * Plays scenarios on the real cluster and stores what was seen as test/fixtures/histories:
 *
 *   npm run record              all of test/scenarios
 *   npm run record -- NAME…     those
 */
import { statSync } from 'node:fs';
import { acquireCluster } from '../cluster/cluster.ts';
import { saveHistory } from '../support/histories.ts';
import { ClusterApi } from './cluster-api.ts';
import { type Outcome, runAll } from './run-all.ts';
import { loadScenarios } from './scenario.ts';

const scenarios = loadScenarios(process.argv.slice(2));
const cluster = await acquireCluster();
if ('unavailable' in cluster) {
  console.error(cluster.unavailable);
  process.exit(1);
}
const api = await ClusterApi.connect(cluster);
const started = performance.now();
try {
  await Promise.all([...runAll(api, scenarios)].map(([name, outcome]) => report(name, outcome)));
} finally {
  api.close();
  await cluster.release();
}

async function report(name: string, running: Promise<Outcome>) {
  const outcome = await running;
  const seconds = ((performance.now() - started) / 1000).toFixed(0);
  if ('error' in outcome) {
    process.exitCode = 1;
    console.error(`${seconds} s  ${name}: ${String(outcome.error)}`);
    return;
  }
  const file = saveHistory(outcome.history);
  const kilobytes = (statSync(file).size / 1024).toFixed(0);
  console.log(`${seconds} s  ${name}: ${outcome.history.samples.length} samples, ${kilobytes} KB`);
}
