/**
 * `npm test`: formatting, lint, types, what nothing uses, the executable, a release, unit tests,
 * the comparison with Kubernetes' own arithmetic, then the tests on a real cluster where this machine
 * allows one: up to three of its files that fail are run once more. Ends with what failed and what did
 * not run, and why; with CI=true anything that did not run is a failure.
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

/**
 * So many files of the real cluster that fail are bad luck; more are a fault, not to be waited for
 * twice.
 */
const MOST_SECOND_TRIES = 3;

/** Of one test, or of a run that failed outside of its tests: that one has no file. */
interface Outcome {
  readonly is: 'passed' | 'failed' | 'skipped';
  readonly name: string;
  readonly file?: string;
}

const outcomes: Outcome[] = [];
const brokenSteps: string[] = [];

await step('formatting and lint', ['biome', 'ci', '.']);
await step('types', ['tsc', '--noEmit']);
await step('nothing unused', ['knip-bun']);
await step('executable', ['bun', 'run', 'scripts/build.ts']);
await step('release', ['bun', 'run', 'scripts/release.ts', '--trial', '--out', release]);
const unit = [
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
];
outcomes.push(...(await tests('unit', unit)));
outcomes.push(...(await tests('release', ['./test/release'], { INITX_RELEASE: release })));
outcomes.push(...(await tests('oracle', ['./test/oracle'])));
try {
  outcomes.push(...(await clusterTests()));
} catch (error) {
  console.error(error);
  const name = 'real cluster: could not be brought up or down, see above';
  outcomes.push({ is: 'failed', name });
}

rmSync(scratch, { recursive: true, force: true });
summarise();

async function clusterTests(): Promise<Outcome[]> {
  const cluster = await acquireCluster();
  if ('unavailable' in cluster) {
    return [{ is: 'skipped', name: `all of test/e2e: ${cluster.unavailable}` }];
  }
  const onCluster = (name: string, path: string) =>
    // On two cores a Pod's moment may be over before it is looked at: a test gets a second try, and
    // the output says "attempt 2".
    tests(name, ['--retry=1', path], {
      INITX_E2E_KUBECONFIG: cluster.kubeconfig,
      INITX_E2E_KUBECTL: cluster.kubectl,
      INITX_E2E_NODE_ACCESS: String(cluster.nodeAccess),
      INITX_RELEASE: release,
    });
  try {
    let found = await onCluster('real cluster', './test/e2e');
    // What a file makes for its tests is not tried again with them.
    const again = new Set(found.flatMap(({ is, file }) => (is === 'failed' && file ? file : [])));
    if (again.size > MOST_SECOND_TRIES) return found;
    for (const file of again) {
      const second = await onCluster(`second try of ${file}`, `./${file}`);
      found = [...found.filter((outcome) => outcome.file !== file), ...second];
    }
    return found;
  } finally {
    await cluster.release();
  }
}

async function step(name: string, command: string[]) {
  if (!(await succeeds(name, command))) brokenSteps.push(name);
}

async function succeeds(name: string, command: string[], env: Record<string, string> = {}) {
  console.log(`\n== ${name}`);
  const path = `${join(import.meta.dirname, '..', 'node_modules', '.bin')}:${process.env.PATH}`;
  const child = Bun.spawn(command, {
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, ...env, PATH: path },
  });
  return (await child.exited) === 0;
}

async function tests(
  name: string,
  args: string[],
  env: Record<string, string> = {},
): Promise<Outcome[]> {
  const report = join(scratch, `${name.replaceAll(/[ /]/g, '-')}.xml`);
  const reporter = ['--reporter=junit', `--reporter-outfile=${report}`];
  const ok = await succeeds(name, ['bun', 'test', TIMEOUT, ...reporter, ...args], {
    INITX_EXECUTABLE: executable,
    ...env,
  });
  if (!existsSync(report)) {
    return [
      { is: 'failed', name: `${name}: ended without a report, so its tests are not counted` },
    ];
  }
  const found = outcomesOf(readFileSync(report, 'utf8'));
  if (ok || found.some(({ is }) => is === 'failed')) return found;
  // As when a file cannot even be loaded: the report leaves it out.
  return [...found, { is: 'failed', name: `${name}: an error outside of the tests, see above` }];
}

function outcomesOf(xml: string): Outcome[] {
  const cases = xml.matchAll(/<testcase ([^>]*?)(\/>|>[\s\S]*?<\/testcase>)/g);
  return Array.from(cases, ([, attributes = '', rest = '']) => {
    const name = /\bname="([^"]*)"/.exec(attributes)?.[1] ?? '?';
    const file = /\bfile="([^"]*)"/.exec(attributes)?.[1] ?? '?';
    if (/<failure|<error/.test(rest)) return { is: 'failed', name: `${file}: ${name}`, file };
    return { is: rest.includes('<skipped') ? 'skipped' : 'passed', name, file };
  });
}

function summarise() {
  const named = (wanted: Outcome['is']) =>
    outcomes.filter(({ is }) => is === wanted).map(({ name }) => name);
  const failed = named('failed');
  const skipped = named('skipped');
  console.log('');
  for (const name of brokenSteps) console.log(`FAILED: ${name}`);
  for (const name of failed) console.log(`failed: ${name}`);
  for (const name of skipped) console.log(`did not run: ${name}`);
  const incomplete = isCi && skipped.length > 0;
  if (incomplete) console.log('With CI=true every test must run.');
  const passed = named('passed').length;
  console.log(`${passed} passed, ${failed.length} failed, ${skipped.length} skipped`);
  process.exitCode = brokenSteps.length > 0 || failed.length > 0 || incomplete ? 1 : 0;
}
