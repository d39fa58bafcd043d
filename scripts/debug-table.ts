/**
 * `npm run debug-table`: does the same tasks with `kubectl debug` and with ours, on the same Pods of
 * a real cluster, and writes what came of them into the table of README.md.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { acquireCluster } from '../test/cluster/cluster.ts';

const cluster = await acquireCluster();
if ('unavailable' in cluster) throw new Error(`no cluster to compare on: ${cluster.unavailable}`);
process.env.INITX_E2E_KUBECONFIG = cluster.kubeconfig;
process.env.INITX_E2E_KUBECTL = cluster.kubectl;
try {
  const { debugTable } = await import('./debug-table/table.ts');
  const readme = join(import.meta.dirname, '..', 'README.md');
  const table = await debugTable();
  const block = /(<!-- debug table -->\n)[\s\S]*?(?=<!-- end -->)/;
  writeFileSync(
    readme,
    readFileSync(readme, 'utf8').replace(block, (_, marker) => `${marker}${table}`),
  );
  console.log(table);
} finally {
  await cluster.release();
}
