/**
 * `npm run bench`: whole-process times and memory of the built executable against kubectl and
 * tools of the same purpose, on the same cluster, in one run. Not a test: machines are noisy.
 * `npm run bench -- one` or `many` measures but one Pod or but thousands.
 */
import { join } from 'node:path';
import { acquireCluster } from '../test/cluster/cluster.ts';
import { benchManyPods } from './bench/many-pods.ts';
import { benchOnePod } from './bench/one-pod.ts';

const [part] = process.argv.slice(2);
const cluster = await acquireCluster({ keepFakeNodes: true });
if ('unavailable' in cluster) {
  console.error(`error: no cluster to measure on: ${cluster.unavailable}`);
  process.exit(1);
}
const { kubeconfig, kubectl } = cluster;
const bench = {
  executable: join(import.meta.dirname, '..', 'dist', 'kubectl-initx'),
  kubectl,
  kubeconfig,
  env: { ...process.env, KUBECONFIG: kubeconfig },
};
try {
  if (part !== 'many') await benchOnePod(bench);
  if (part !== 'one') await benchManyPods(bench);
} finally {
  await cluster.release();
}
