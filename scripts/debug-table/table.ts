import { debugWorkplace, SLEEPER } from '../../test/e2e/support/debug-workplace.ts';
import { quickPod } from '../../test/e2e/support/quick-pod.ts';
import { executable, realCluster } from '../../test/e2e/support/real-cluster.ts';
import { endWords, type Outcome, outcomeOf, outputWords } from './outcome.ts';
import { medians, timeToPrompt } from './prompt.ts';

type Place = Awaited<ReturnType<typeof debugWorkplace>>;

const IMAGE = 'busybox:1.28';
const RUNS = 7;
const env = { ...process.env, KUBECONFIG: realCluster.kubeconfig, NO_COLOR: '1' };

/** One task, done with both. */
interface Task {
  readonly title: string;
  readonly in: 'open' | 'restricted';
  /** The words after `debug`. */
  readonly words: readonly string[];
  readonly stdin?: string;
  readonly told: (outcome: Outcome, place: Place) => string | Promise<string>;
}

const both = (outcome: Outcome) => `${outputWords(outcome)}; ${endWords(outcome)}`;
const ended = (outcome: Outcome) =>
  outcome.exitCode === undefined
    ? endWords(outcome)
    : `ended after ${outcome.seconds.toFixed(1)} s, ${endWords(outcome)}`;

const TASKS: readonly Task[] = [
  {
    title: "exit code of `-- sh -c 'exit 3'`",
    in: 'open',
    words: ['web', '--image', IMAGE, '--attach', '--', 'sh', '-c', 'exit 3'],
    told: endWords,
  },
  {
    title: "`printf 'b\\na\\n' \\| … -i -- sort`",
    in: 'open',
    words: ['web', '--image', IMAGE, '-i', '--', 'sort'],
    stdin: 'b\na\n',
    told: both,
  },
  {
    title: 'stdout of `-- echo hi`',
    in: 'open',
    words: ['web', '--image', IMAGE, '--attach', '--', 'echo', 'hi'],
    told: outputWords,
  },
  {
    title: 'an image that does not exist',
    in: 'open',
    words: ['ill', '--image', 'no-such-image:1', '--attach', '--', 'true'],
    told: ended,
  },
  {
    title: 'a container that crashes as `--target`',
    in: 'open',
    words: ['crashing', '--image', IMAGE, '--attach', '--target', 'app', '--', 'true'],
    told: async (outcome, { added }) =>
      `${ended(outcome)}; ${counted(await added('crashing'))} in the Pod`,
  },
  {
    title: 'processes seen beside a stuck init container, none named',
    in: 'open',
    words: ['stuck', '--image', IMAGE, '--attach', '--', 'ps', '-o', 'args'],
    told: ({ stdout }) =>
      stdout.includes('until nslookup') ? 'those of the init container' : 'its own',
  },
  {
    title: '`ls /proc/1/root` of a server in a Pod with `runAsNonRoot`',
    in: 'open',
    words: ['nonroot', '--image', IMAGE, '--attach', '--', 'ls', '/proc/1/root/server'],
    told: ended,
  },
  {
    title: 'the same where `restricted` is enforced',
    in: 'restricted',
    words: ['nonroot', '--image', IMAGE, '--attach', '--', 'ls', '/proc/1/root/server'],
    told: ended,
  },
  {
    title: 'a copy (`--copy-to`) whose image does not exist: what is left of it',
    in: 'open',
    words: ['web', '--copy-to', 'copy-PROGRAM', '--image', 'no-such-image:1', '-i', '--', 'true'],
    stdin: '',
    told: async (outcome, place) => `${ended(outcome)}; ${await left(place, /^copy-/)}`,
  },
  {
    title: '`node/NAME -- true`: what is left of it',
    in: 'open',
    words: ['NODE', '--image', IMAGE, '--attach', '--', 'true'],
    told: async (outcome, place) => `${endWords(outcome)}; ${await left(place, /^node-debugger-/)}`,
  },
];

/** Does all tasks with both programs and gives the table as Markdown. */
export async function debugTable(): Promise<string> {
  const node = (await oneLine(['get', 'nodes', '-o', 'name'])) ?? '';
  const rows = [await promptRow()];
  for (const task of TASKS) {
    const [theirs, ours] = await Promise.all([
      done(task, realCluster.kubectl, 'theirs', node),
      done(task, executable, 'ours', node),
    ]);
    rows.push([task.title, theirs, ours]);
  }
  const lines = rows.map((cells) => `| ${cells.join(' | ')} |`);
  const version = (await oneLine(['version', '--client', '-o', 'json']))?.match(/v1\.\d+/)?.[0];
  return [
    `| on the same Pods | \`kubectl debug\` ${version ?? ''} | \`kubectl initx debug\` |`,
    '| --- | --- | --- |',
    ...lines,
    '',
  ].join('\n');
}

async function promptRow(): Promise<readonly string[]> {
  const place = await workplace('open');
  const words = ['debug', '-n', place.name, 'web', '-it', '--image', IMAGE, '--target', 'app'];
  const prompt = (program: string) => () => timeToPrompt([program, ...words, '--', 'sh'], env);
  const times = await medians(prompt(realCluster.kubectl), prompt(executable), RUNS);
  await place.remove();
  const told = times.map((time) => `${(time / 1000).toFixed(2)} s`);
  return [`time to a prompt, median of ${RUNS}`, ...told];
}

/** Each has Pods of its own: what one leaves in them must not change what the other finds. */
async function done(task: Task, program: string, who: string, node: string): Promise<string> {
  const place = await workplace(task.in);
  const words = task.words.map((word) => word.replace('PROGRAM', who).replace('NODE', node));
  const command = [program, 'debug', '-n', place.name, ...words];
  const outcome = await outcomeOf(command, env, task.stdin);
  const told = await task.told(outcome, place);
  await place.remove();
  return told;
}

async function workplace(kind: Task['in']): Promise<Place> {
  const place = await debugWorkplace(
    'debug-table',
    kind === 'restricted' ? ['pod-security.kubernetes.io/enforce=restricted'] : [],
  );
  const securityContext = { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } };
  const server = { name: 'app', image: 'distroless:latest', securityContext };
  const nonroot = quickPod('nonroot', [server], {
    securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
  });
  const loop = ['sh', '-c', 'until nslookup mydb; do sleep 2; done'];
  const open = [
    quickPod('web', [SLEEPER]),
    quickPod('ill', [SLEEPER]),
    quickPod('crashing', [{ ...SLEEPER, command: ['sh', '-c', 'exit 3'] }]),
    quickPod('stuck', [SLEEPER], { initContainers: [{ ...SLEEPER, name: 'wait', command: loop }] }),
  ];
  const pods = kind === 'open' ? [nonroot, ...open] : [nonroot];
  await place.create(...pods);
  const running = kind === 'open' ? ['web', 'ill', 'nonroot'] : ['nonroot'];
  await Promise.all(running.map((name) => place.untilPod(name, '{.status.phase}', 'Running')));
  if (kind === 'open') {
    await place.untilPod(
      'stuck',
      '{.status.initContainerStatuses[0].state.running.startedAt}',
      /./,
    );
    await place.untilPod('crashing', '{.status.containerStatuses[0].restartCount}', /[2-9]/);
    // Between two runs it says CrashLoopBackOff or Error.
    const state = '{.status.containerStatuses[0].state}';
    await place.untilPod('crashing', state, /waiting|terminated/);
  }
  return place;
}

async function left(place: Place, name: RegExp): Promise<string> {
  const { items } = JSON.parse(await place.kubectl('get', 'pods', '-o', 'json'));
  const pods = items.filter(
    ({ metadata }: { metadata: { name: string; deletionTimestamp?: string } }) =>
      name.test(metadata.name) && metadata.deletionTimestamp === undefined,
  );
  return pods.length === 0 ? 'nothing is left' : 'the Pod is left';
}

function counted(names: readonly string[]): string {
  return names.length === 0 ? 'no container' : `${names.length} container for good`;
}

async function oneLine(args: readonly string[]): Promise<string | undefined> {
  const { stdout } = await outcomeOf([realCluster.kubectl, ...args], env);
  return stdout.includes('{') ? stdout : stdout.split('\n')[0];
}
