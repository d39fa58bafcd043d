import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { line, measure, ratio } from './compare.ts';
import type { Bench } from './setting.ts';

const RUNS = 40;
const POD = 'bench-pod';

const MANIFEST = `apiVersion: v1
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

/** `explain` and `resources` of one Pod against `kubectl get pod`. */
export async function benchOnePod({ executable, kubectl, env }: Bench): Promise<void> {
  const file = join(tmpdir(), `${POD}.yaml`);
  writeFileSync(file, MANIFEST);
  const inDefault = [kubectl, '-n', 'default'];
  await measure([[...inDefault, 'apply', '-f', file]], 0, env);
  const ready = ['wait', '--for=condition=Ready', `pod/${POD}`, '--timeout=120s'];
  await measure([[...inDefault, ...ready]], 0, env);
  try {
    const commands = [
      [executable, 'explain', POD, '-n', 'default'],
      [executable, 'resources', POD, '-n', 'default'],
      [...inDefault, 'get', 'pod', POD],
      [executable, 'explain', '-f', file],
      [executable, 'resources', '-f', file],
    ];
    const [explain, resources, get, explainFile, resourcesFile] = await measure(
      commands,
      RUNS,
      env,
    );
    if (!explain || !resources || !get || !explainFile || !resourcesFile) return;
    console.log(`\none Pod, ${RUNS} runs each by turns, medians`);
    console.log(line('kubectl get pod POD', get));
    console.log(line('explain POD', explain, `ratio ${ratio(explain, get)} (aim: at most 0.6)`));
    console.log(
      line('resources POD', resources, `ratio ${ratio(resources, get)} (aim: at most 0.8)`),
    );
    console.log(line('explain -f FILE', explainFile, '(aim: at most 20 ms)'));
    console.log(line('resources -f FILE', resourcesFile));
  } finally {
    const remove = ['delete', 'pod', POD, '--ignore-not-found', '--wait=false'];
    await measure([[...inDefault, ...remove]], 0, env);
  }
}
