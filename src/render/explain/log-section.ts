import type { LookInside } from '../../model/explain/cause/look-inside.ts';
import type { ContainerLog } from '../../model/explain/container-log.ts';
import type { LiveExplanation } from '../../model/explain/explanation.ts';
import { humanDuration } from '../../model/kubernetes/human-duration.ts';
import { cut, wrapped, wrappedTo } from '../text/layout.ts';
import type { Style } from '../text/style.ts';

/** The last lines of the log below a headline, and the command that shows all, to be copied. */
export function logSection(
  explanation: LiveExplanation,
  log: ContainerLog,
  style: Style,
): readonly string[] {
  const { lines, unreadable } = log;
  const shown = shownLines(log);
  const command = logCommand(explanation, log);
  if (unreadable !== undefined) {
    const why = `The log of ${log.container} could not be read: ${unreadable}`;
    return [`  ${wrapped(why, style.width - 2, 4)}`, ...itsOutput(command)];
  }
  if (lines !== undefined && shown.length === 0) {
    const run = log.previous ? 'Its last run' : 'It';
    return [`  ${run} has written no output.`];
  }
  const room = style.width - 4;
  const texts = shown
    .flatMap((line, at) =>
      at === shown.length - 1
        ? wrappedTo(line, LINES_OF_LAST, room, style.ellipsis)
        : [cut(line, room, style.ellipsis)],
    )
    .map((line) => `  ${style.faint('|')} ${line}`);
  return [...quiet(explanation, log), ...itsOutput(command), ...texts];
}

/** The last line mostly says why, and at its end: it is worth a few. */
const LINES_OF_LAST = 4;

/** A container that has long said nothing may hang. */
const QUIET_MS = 60_000;

function quiet(
  { observedAt, containers }: LiveExplanation,
  { container: name, previous, writtenAt }: ContainerLog,
): readonly string[] {
  const found = containers.find(({ container }) => container.name === name);
  const runs = found?.state.kind === 'running' && !previous;
  const silence = writtenAt === undefined ? 0 : observedAt - writtenAt;
  return runs && silence >= QUIET_MS
    ? [`  It has written nothing new for ${humanDuration(silence)}.`]
    : [];
}

/** The lines of the log that say something. */
export function shownLines({ lines = [] }: ContainerLog): readonly string[] {
  return lines.filter((line) => line.trim() !== '');
}

/** Whether what a container said last is shown anyway (terminationMessagePolicy). */
export function isInLog(message: string, log: ContainerLog | undefined): boolean {
  const said = linesOf(message);
  const shown = linesOf((log?.lines ?? []).join('\n'));
  // The kubelet takes up to 80 lines of the log; fewer of them are shown, and the last ones tell.
  const common = Math.min(said.length, shown.length);
  return common > 0 && said.slice(-common).join('\n') === shown.slice(-common).join('\n');
}

function linesOf(text: string): readonly string[] {
  return text.split('\n').filter((line) => line.trim() !== '');
}

/** What the API server takes for a name: nothing that a shell or kubectl reads as something else. */
const PLAIN_NAME = /^[a-z0-9](?:[-a-z0-9.]*[a-z0-9])?$/;

/**
 * The `kubectl logs` line that shows the whole log. Empty for a Pod without a name, and where a
 * file gives a name that no cluster can have: whoever copies the line would run what stands there.
 */
export function logCommand(
  { name, namespace }: Pick<LiveExplanation, 'name' | 'namespace'>,
  { container, previous }: ContainerLog,
): string {
  if (![name, namespace, container].every((each) => PLAIN_NAME.test(each))) return '';
  const words = ['kubectl logs', name, '-n', namespace, '-c', container];
  return [...words, ...(previous ? ['--previous'] : [])].join(' ');
}

/**
 * The `kubectl initx debug` line that leads inside of the container to blame. Empty where a name is
 * none that a cluster can have.
 */
export function debugCommand(
  { name, namespace }: Pick<LiveExplanation, 'name' | 'namespace'>,
  { container, shell }: LookInside,
): string {
  if (![name, namespace, container].every((each) => PLAIN_NAME.test(each))) return '';
  const debug = ['kubectl initx debug', name, '-n', namespace];
  const how =
    shell === undefined
      ? ['--target', container]
      : ['--copy-to', `${name}-debug`, '-c', container, '--rm -it --', shell];
  return [...debug, ...how].join(' ');
}

/** What to run to look into the container to blame. */
export function insideSection(
  explanation: LiveExplanation,
  inside: LookInside | undefined,
): readonly string[] {
  const command = inside && debugCommand(explanation, inside);
  if (!command) return [];
  return [`  ${inside?.shell === undefined ? 'Look inside' : 'Try it in a copy'}: ${command}`];
}

function itsOutput(command: string): readonly string[] {
  return command === '' ? [] : [`  Its output: ${command}`];
}
