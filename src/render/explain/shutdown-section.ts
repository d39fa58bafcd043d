import type { Shutdown, ShutdownStep } from '../../model/explain/kubelet/shutdown.ts';
import { humanDuration } from '../../model/kubernetes/human-duration.ts';
import { rfc3339 } from '../text/instant.ts';
import { columns, shortened, wrapped } from '../text/layout.ts';
import { listed } from '../text/listed.ts';
import type { Style } from '../text/style.ts';

const LONGEST_NAME = 16;
const SHORTEST_NAME = 6;

/** How the Pod will stop: in which order, what each container waits for, and the longest it takes. */
export function shutdownSection(
  shutdown: Shutdown,
  style: Pick<Style, 'width' | 'strong' | 'ellipsis'>,
): string {
  const { steps, worstSeconds, since } = shutdown;
  const title = style.strong('Shutdown');
  if (steps.length === 0) return `${title}\nNothing of it runs that would have to be stopped.`;
  const longest = longestName(shutdown, style.width);
  const name = (text: string) => shortened(text, longest, style.ellipsis);
  const rows = steps.map((step) => [
    step.role,
    name(step.container),
    hookWord(step),
    signalWord(step, steps, name),
    secondsWord(step.stopLatest),
    secondsWord(step.killLatest),
  ]);
  const head = ['ROLE', 'CONTAINER', 'PRESTOP', 'SIGNAL TO STOP', 'LATEST', 'KILLED'];
  const worst = `${title}, at most ${secondsWord(worstSeconds)}`;
  const table = [
    columns([head, ...rows]),
    ...sentences(shutdown).map((sentence) => wrapped(`- ${sentence}`, style.width, 2)),
  ];
  if (shutdown.afterHook !== undefined) {
    // Nobody knows when that is, so nothing is counted from the deletion.
    const hook = `once the postStart hook of ${name(shutdown.afterHook)} has returned`;
    return [`${worst} ${hook}`, ...table].join('\n');
  }
  return [since === undefined ? worst : `${worst}, since ${rfc3339(since)}`, ...table].join('\n');
}

/** A name may stand in two columns, and both have to fit beside the others. */
function longestName({ steps }: Shutdown, width: number): number {
  const widest = (head: string, cells: readonly string[]) =>
    Math.max(head.length, ...cells.map((cell) => cell.length));
  const others = [
    widest(
      'ROLE',
      steps.map(({ role }) => role),
    ),
    widest('PRESTOP', steps.map(hookWord)),
    'once  has ended'.length,
    widest(
      'LATEST',
      steps.map(({ stopLatest }) => secondsWord(stopLatest)),
    ),
    widest(
      'KILLED',
      steps.map(({ killLatest }) => secondsWord(killLatest)),
    ),
  ].reduce((sum, column) => sum + column + GAP, 0);
  return Math.max(SHORTEST_NAME, Math.min(LONGEST_NAME, Math.floor((width - others) / 2)));
}

const GAP = 2;

/** As elsewhere, but to the second, as it is meant; only what nobody waits for is rounded. */
function secondsWord(seconds: number): string {
  const isRounded = seconds >= 600 && seconds < 10_800;
  if (!isRounded || seconds % 60 === 0) return humanDuration(seconds * 1000);
  return `${Math.trunc(seconds / 60)}m${seconds % 60}s`;
}

function hookWord({ preStop }: ShutdownStep): string {
  if (preStop === undefined) return '';
  return preStop.seconds === undefined ? 'hook' : `sleep ${secondsWord(preStop.seconds)}`;
}

function signalWord(
  { after, preStop }: ShutdownStep,
  steps: readonly ShutdownStep[],
  name: (text: string) => string,
): string {
  const sidecar = after.find((each) => isSidecar(each, steps));
  if (sidecar !== undefined) return `once ${name(sidecar)} has ended`;
  if (after.length === 1) return `once ${name(after[0] ?? '')} has ended`;
  if (after.length > 1) return 'once all apps have ended';
  return preStop === undefined ? 'at once' : 'after preStop';
}

function isSidecar(name: string, steps: readonly ShutdownStep[]): boolean {
  return steps.some(({ container, role }) => container === name && role === 'sidecar');
}

function sentences({ graceSeconds, steps, worstSeconds }: Shutdown): readonly string[] {
  const hooked = steps.filter(({ preStop, role }) => preStop && role === 'sidecar');
  const waits = steps.some(({ after }) => after.length > 0);
  const takesTime = waits || steps.some(({ preStop }) => preStop);
  const isLonger = worstSeconds > graceSeconds;
  return [
    `The grace period of ${secondsWord(graceSeconds)} is one for all containers${takesTime ? ', and preStop hooks and waiting take their time from it' : ''}.`,
    ...(waits
      ? ['A sidecar whose turn has not come when it is over gets the signal all the same.']
      : []),
    ...(isLonger ? ['After the signal each container has at least 2s before it is killed.'] : []),
    ...(hooked.length > 0
      ? [
          `The preStop ${hooked.length > 1 ? 'hooks' : 'hook'} of ${listed(hooked.map(({ container }) => container))} ${hooked.length > 1 ? 'run' : 'runs'} at once, while the others still work.`,
        ]
      : []),
  ];
}
