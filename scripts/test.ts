/**
 * `npm test`: formatting, lint, types, the executable, unit tests, the comparison with Kubernetes'
 * own arithmetic, then the tests on a real cluster where this machine allows one. Ends with what
 * did not run and why; with CI=true anything that did not run is a failure.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { acquireCluster } from '../test/cluster/cluster.ts';

const isCi = process.env.CI === 'true';
const scratch = mkdtempSync(join(tmpdir(), 'kubectl-initx-test-'));

interface Counts {
  passed: number;
  failed: number;
  skipped: string[];
}

const total: Counts = { passed: 0, failed: 0, skipped: [] };
const brokenSteps: string[] = [];

await step('formatting and lint', ['biome', 'ci', '.']);
await step('types', ['tsc', '--noEmit']);
await step('executable', ['bun', 'run', 'scripts/build.ts']);
await tests('unit', [
  './test/architecture',
  './test/model',
  './test/kube',
  './test/render',
  './test/commands',
]);
await tests('oracle', ['./test/oracle']);

const cluster = await acquireCluster();
if ('unavailable' in cluster) {
  total.skipped.push(`all of test/e2e: ${cluster.unavailable}`);
} else {
  try {
    await tests('real cluster', ['./test/e2e'], {
      INITX_E2E_KUBECONFIG: cluster.kubeconfig,
      INITX_E2E_KUBECTL: cluster.kubectl,
      INITX_E2E_NODE_ACCESS: String(cluster.nodeAccess),
    });
  } finally {
    await cluster.release();
  }
}

rmSync(scratch, { recursive: true, force: true });
summarise();

async function step(name: string, command: string[], env: Record<string, string> = {}) {
  console.log(`\n== ${name}`);
  const path = `${join(import.meta.dirname, '..', 'node_modules', '.bin')}:${process.env.PATH}`;
  const child = Bun.spawn(command, {
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, ...env, PATH: path },
  });
  const ok = (await child.exited) === 0;
  if (!ok) brokenSteps.push(name);
  return ok;
}

async function tests(name: string, paths: string[], env: Record<string, string> = {}) {
  const report = join(scratch, `${name.replaceAll(' ', '-')}.xml`);
  const reporter = ['--reporter=junit', `--reporter-outfile=${report}`];
  await step(name, ['bun', 'test', ...reporter, ...paths], env);
  count(readFileSync(report, 'utf8'));
}

function count(xml: string) {
  for (const [, attributes = '', rest = ''] of xml.matchAll(
    /<testcase ([^>]*?)(\/>|>[\s\S]*?<\/testcase>)/g,
  )) {
    const name = /\bname="([^"]*)"/.exec(attributes)?.[1] ?? '?';
    if (rest.includes('<failure') || rest.includes('<error')) total.failed++;
    else if (rest.includes('<skipped')) total.skipped.push(name);
    else total.passed++;
  }
}

function summarise() {
  console.log('');
  for (const name of brokenSteps) console.log(`FAILED: ${name}`);
  for (const name of total.skipped) console.log(`did not run: ${name}`);
  console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped.length} skipped`);
  const incomplete = isCi && total.skipped.length > 0;
  if (incomplete) console.log('With CI=true every test must run.');
  process.exitCode = brokenSteps.length > 0 || total.failed > 0 || incomplete ? 1 : 0;
}
