/**
 * `npm run bench`: whole-process times of the built executable against kubectl on the same
 * cluster, in one run, by turns, as medians and ratios. Not a test: machines are noisy.
 */
import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { acquireCluster } from '../test/cluster/cluster.ts';

const RUNS = 40;
const POD = 'bench-pod';
const executable = join(import.meta.dirname, '..', 'dist', 'kubectl-initx');

const manifest = `apiVersion: v1
kind: Pod
metadata: { name: ${POD}, namespace: default }
spec:
  terminationGracePeriodSeconds: 0
  initContainers:
    - { name: prepare, image: busybox:1.28, command: ['true'] }
    - { name: proxy, image: busybox:1.28, command: [sleep, '3600'], restartPolicy: Always }
  containers:
    - { name: app, image: busybox:1.28, command: [sleep, '3600'] }
`;

const cluster = await acquireCluster();
if ('unavailable' in cluster) {
  console.error(`error: no cluster to measure on: ${cluster.unavailable}`);
  process.exit(1);
}
const env = { ...process.env, KUBECONFIG: cluster.kubeconfig };
const kubectl = [cluster.kubectl, '-n', 'default'];

try {
  const file = join(tmpdir(), `${POD}.yaml`);
  writeFileSync(file, manifest);
  await run([...kubectl, 'apply', '-f', file]);
  await run([...kubectl, 'wait', '--for=condition=Ready', `pod/${POD}`, '--timeout=120s']);

  const live = await compare(
    [executable, 'explain', POD, '-n', 'default'],
    [...kubectl, 'get', 'pod', POD],
  );
  const offline = await compare([executable, 'explain', '-f', file], ['true']);

  console.log(`whole processes, ${RUNS} runs each by turns, medians`);
  console.log(`explain POD           ${ms(live.ours)}`);
  console.log(`kubectl get pod POD   ${ms(live.theirs)}   ratio ${ratio(live)} (aim: at most 1)`);
  console.log(`explain -f FILE       ${ms(offline.ours)}   (aim: at most 20 ms)`);
  console.log(`true                  ${ms(offline.theirs)}`);
} finally {
  await run([...kubectl, 'delete', 'pod', POD, '--ignore-not-found', '--wait=false']);
  await cluster.release();
}

/** Alternates the two commands so that a drift of the machine hits both alike. */
async function compare(ours: string[], theirs: string[]) {
  const times = { ours: [] as number[], theirs: [] as number[] };
  await run(ours);
  await run(theirs);
  for (let index = 0; index < RUNS; index++) {
    times.ours.push(await run(ours));
    times.theirs.push(await run(theirs));
  }
  return { ours: median(times.ours), theirs: median(times.theirs) };
}

async function run(command: string[]): Promise<number> {
  const start = performance.now();
  const child = Bun.spawn(command, { stdio: ['ignore', 'ignore', 'pipe'], env });
  const exitCode = await child.exited;
  const elapsed = performance.now() - start;
  // explain's own codes 2 to 4 tell of the Pod; 1 is an error of the run.
  if (exitCode === 1) {
    throw new Error(`${command.join(' ')}: ${await new Response(child.stderr).text()}`);
  }
  return elapsed;
}

function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

function ms(value: number): string {
  return `${value.toFixed(1).padStart(7)} ms`;
}

function ratio({ ours, theirs }: { ours: number; theirs: number }): string {
  return (ours / theirs).toFixed(2);
}
