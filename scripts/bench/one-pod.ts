import { line, measure, ratio } from './compare.ts';
import { removePods, type Samples, startPods } from './sample-pods.ts';
import type { Bench } from './setting.ts';

const RUNS = 40;

/** `explain` and `resources` of one Pod against `kubectl get pod`. */
export async function benchOnePod(bench: Bench): Promise<void> {
  const samples = await startPods(bench);
  try {
    await benchPlain(bench, samples);
    await benchLong(bench, samples);
  } finally {
    await removePods(bench);
  }
}

async function benchPlain({ executable, kubectl, env }: Bench, { plain, file }: Samples) {
  const commands = [
    [executable, 'explain', plain, '-n', 'default'],
    [executable, 'resources', plain, '-n', 'default'],
    [kubectl, '-n', 'default', 'get', 'pod', plain],
    [executable, 'explain', '-f', file],
    [executable, 'resources', '-f', file],
    [kubectl, 'version', '--client'],
  ];
  const measured = await measure(commands, RUNS, env);
  const [explain, resources, get, explainFile, resourcesFile, client] = measured;
  if (!explain || !resources || !get || !explainFile || !resourcesFile || !client) return;
  console.log(`\none Pod, ${RUNS} runs each by turns, medians`);
  console.log(line('kubectl get pod POD', get));
  console.log(line('explain POD', explain, `ratio ${ratio(explain, get)} (aim: at most 0.6)`));
  console.log(
    line('resources POD', resources, `ratio ${ratio(resources, get)} (aim: at most 0.8)`),
  );
  console.log(line('kubectl version --client', client));
  const ofClient = `ratio ${ratio(explainFile, client)} (aim: at most 0.45)`;
  console.log(line('explain -f FILE', explainFile, ofClient));
  console.log(line('resources -f FILE', resourcesFile));
}

/** Pods of which there is much to tell, each against `kubectl get pod` of the same one. */
async function benchLong({ executable, kubectl, env }: Bench, { manyInits, manyEvents }: Samples) {
  for (const [title, pod] of [
    ['20 init containers', manyInits],
    ['500 Events', manyEvents],
  ] as const) {
    const [explain, get] = await measure(
      [
        [executable, 'explain', pod, '-n', 'default'],
        [kubectl, '-n', 'default', 'get', 'pod', pod],
      ],
      RUNS,
      env,
    );
    if (!explain || !get) return;
    console.log(line(`kubectl get pod, ${title}`, get));
    const note = `ratio ${ratio(explain, get)} (aim: at most 0.8)`;
    console.log(line(`explain POD, ${title}`, explain, note));
  }
}
