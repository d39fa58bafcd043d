/**
 * `npm test`: formatting, lint, types, what nothing uses, the executable, a release, unit tests,
 * the comparison with Kubernetes' own arithmetic, then the tests on a real cluster where this machine
 * allows one. Ends with what failed and what did not run, and why; with CI=true anything that did not run is a failure.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { acquireCluster } from '../test/cluster/cluster.ts';

const isCi = process.env.CI === 'true';
const executable = join(import.meta.dirname, '..', 'dist', 'kubectl-initx');
const scratch = mkdtempSync(join(tmpdir(), 'kubectl-initx-test-'));
const release = join(scratch, 'release');

/** How long a test may take that says nothing itself: compiling on a busy machine takes its time. */
const TIMEOUT = '--timeout=20000';

interface Counts {
  passed: number;
  failed: string[];
  skipped: string[];
}

const total: Counts = { passed: 0, failed: [], skipped: [] };
const brokenSteps: string[] = [];

await step('formatting and lint', ['biome', 'ci', '.']);
await step('types', ['tsc', '--noEmit']);
await step('nothing unused', ['knip-bun']);
await step('executable', ['bun', 'run', 'scripts/build.ts']);
await step('release', ['bun', 'run', 'scripts/release.ts', '--trial', '--out', release]);
await tests('unit', [
  './test/architecture',
  './test/model',
  './test/kube',
  './test/render',
  './test/commands',
  './test/io',
  './test/live',
  './test/build',
  './test/errors.test.ts',
  './test/cluster',
]);
await tests('release', ['./test/release'], { INITX_RELEASE: release });
await tests('oracle', ['./test/oracle']);

await clusterTests().catch((error: unknown) => {
  console.error(error);
  total.failed.push('real cluster: could not be brought up or down, see above');
});

rmSync(scratch, { recursive: true, force: true });
summarise();

async function clusterTests() {
  const cluster = await acquireCluster();
  if ('unavailable' in cluster) {
    total.skipped.push(`all of test/e2e: ${cluster.unavailable}`);
    return;
  }
  try {
    // On two cores a Pod's moment may be over before it is looked at: a test gets a second try, and
    // the output says "attempt 2".
    await tests('real cluster', ['--retry=1', './test/e2e'], {
      INITX_E2E_KUBECONFIG: cluster.kubeconfig,
      INITX_E2E_KUBECTL: cluster.kubectl,
      INITX_E2E_NODE_ACCESS: String(cluster.nodeAccess),
      INITX_RELEASE: release,
    });
  } finally {
    await cluster.release();
  }
}

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

async function tests(name: string, args: string[], env: Record<string, string> = {}) {
  const report = join(scratch, `${name.replaceAll(' ', '-')}.xml`);
  const reporter = ['--reporter=junit', `--reporter-outfile=${report}`];
  const failedBefore = total.failed.length;
  const ok = await step(name, ['bun', 'test', TIMEOUT, ...reporter, ...args], {
    INITX_EXECUTABLE: executable,
    ...env,
  });
  if (!existsSync(report)) {
    total.failed.push(`${name}: ended without a report, so its tests are not counted`);
    return;
  }
  count(readFileSync(report, 'utf8'));
  // As when a file cannot even be loaded: the report leaves it out.
  if (!ok && total.failed.length === failedBefore) {
    total.failed.push(`${name}: an error outside of the tests, see above`);
  }
}

function count(xml: string) {
  for (const [, attributes = '', rest = ''] of xml.matchAll(
    /<testcase ([^>]*?)(\/>|>[\s\S]*?<\/testcase>)/g,
  )) {
    const name = /\bname="([^"]*)"/.exec(attributes)?.[1] ?? '?';
    const file = /\bfile="([^"]*)"/.exec(attributes)?.[1] ?? '?';
    if (rest.includes('<failure') || rest.includes('<error')) total.failed.push(`${file}: ${name}`);
    else if (rest.includes('<skipped')) total.skipped.push(name);
    else total.passed++;
  }
}

function summarise() {
  const { passed, failed, skipped } = total;
  console.log('');
  for (const name of brokenSteps) console.log(`FAILED: ${name}`);
  for (const name of failed) console.log(`failed: ${name}`);
  for (const name of skipped) console.log(`did not run: ${name}`);
  const incomplete = isCi && skipped.length > 0;
  if (incomplete) console.log('With CI=true every test must run.');
  console.log(`${passed} passed, ${failed.length} failed, ${skipped.length} skipped`);
  process.exitCode = brokenSteps.length > 0 || failed.length > 0 || incomplete ? 1 : 0;
}
