/**
 * `npm run bench`: whole-process times and memory of the built executable against its earlier self,
 * kubectl and tools of the same purpose, on the same cluster, in one run. Not a test: machines are
 * noisy. `npm run bench -- start`, `one` or `many` measures but the start-up, which needs no
 * cluster, one Pod, or thousands.
 */
import { join } from 'node:path';
import { acquireCluster } from '../test/cluster/cluster.ts';
import { buildEarlier, type Earlier } from './bench/earlier.ts';
import { benchManyPods } from './bench/many-pods.ts';
import { benchOnePod } from './bench/one-pod.ts';
import { benchStartUp } from './bench/start-up.ts';

const executable = join(import.meta.dirname, '..', 'dist', 'kubectl-initx');
const [part] = process.argv.slice(2);
const earlier = await buildEarlier();
try {
  if (part === undefined || part === 'start') {
    await benchStartUp({ executable, earlier, env: process.env });
  }
  if (part !== 'start') await onCluster(earlier);
} finally {
  await earlier.remove();
}

async function onCluster(earlier: Earlier) {
  const cluster = await acquireCluster({ keepFakeNodes: true });
  if ('unavailable' in cluster) {
    console.error(`error: no cluster to measure on: ${cluster.unavailable}`);
    process.exitCode = 1;
    return;
  }
  const { kubeconfig, kubectl } = cluster;
  const env = { ...process.env, KUBECONFIG: kubeconfig };
  const bench = { executable, earlier, kubectl, kubeconfig, env };
  try {
    if (part !== 'many') await benchOnePod(bench);
    if (part !== 'one') await benchManyPods(bench);
  } finally {
    await cluster.release();
  }
}
