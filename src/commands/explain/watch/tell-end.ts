import { attempt, EXIT, known } from '../../../errors.ts';
import type { Io } from '../../../io/io.ts';
import type { KubeClient } from '../../../kube/transport/client.ts';
import type { Outcome as PodOutcome } from '../../../model/explain/verdict/codes.ts';
import { isGivenUp, type Seen } from '../../../model/explain/watch/until.ts';
import { renderExplanation } from '../../../render/explain/explain-text.ts';
import { changeLines } from '../../../render/explain/watch/change-line.ts';
import { type Vain, vainWords } from '../../../render/explain/watch/end-words.ts';
import { terminalOf } from '../../../render/text/terminal.ts';
import { tell } from '../../outcome.ts';
import { exitCodeOf } from '../exit-code.ts';
import { explainLivePod } from '../explanations.ts';
import type { WatchedPod } from '../request.ts';
import type { WatchEnd, WatchResult } from './watch-pod.ts';

type Waiting = Pick<WatchedPod, 'stages' | 'timeoutMs'>;

/** Tells what a watch has come to, with all that is known of a Pod that was waited for in vain. */
export async function tellEnd(
  { end, seen }: WatchResult,
  isOnScreen: boolean,
  request: WatchedPod,
  client: KubeClient,
  io: Io,
): Promise<number> {
  const outcomes = seen === undefined ? [] : [seen.explanation.verdict.outcome];
  const exitCode = exitCodeOfEnd(end, outcomes, request);
  const vain = vainOf(end, request);
  const remarks = vain === undefined ? [] : [vainWords(request.name, request.stages, vain)];
  // A screen leaves nothing of what it has shown.
  const isTold = vain !== undefined || (isOnScreen && end.kind === 'reached');
  const text = isTold ? await inFull(seen, request, client, io) : '';
  const gone = isOnScreen && seen?.isDeleted ? goneLine(seen, request, io) : '';
  const gap = text === '' || isOnScreen ? '' : '\n';
  return tell({ text: `${gap}${text}${gone}`, remarks, exitCode }, io);
}

/** `outcomes` of the Pods as they were last seen. */
export function exitCodeOfEnd(
  end: WatchEnd,
  outcomes: readonly PodOutcome[],
  { stages }: Waiting,
): number {
  switch (end.kind) {
    case 'reached':
      // Beside other stages it is the one that nobody hopes for.
      return isGivenUp(stages, end) ? EXIT.stuck : EXIT.success;
    case 'impossible':
      return EXIT.failed;
    case 'timeout':
      return EXIT.timedOut;
    case 'deleted':
      return EXIT.success;
    case 'signal':
      return end.exitCode;
    case 'quit':
      return exitCodeOf(outcomes);
  }
}

/** Why what was waited for has not come. */
export function vainOf(end: WatchEnd, { stages, timeoutMs }: Waiting): Vain | undefined {
  if (end.kind === 'reached' && isGivenUp(stages, end)) return { kind: 'stuck' };
  if (end.kind === 'timeout') return { kind: 'timeout', afterMs: timeoutMs };
  return end.kind === 'impossible' ? { kind: 'impossible' } : undefined;
}

/** Of a Pod that is gone there may be another one of the same name by now. */
export async function inFull(
  seen: Seen | undefined,
  { color, output, logLines }: Pick<WatchedPod, 'color' | 'output' | 'logLines'>,
  client: KubeClient,
  io: Io,
): Promise<string> {
  const isWide = output === 'wide';
  if (seen === undefined || (output !== 'table' && !isWide)) return '';
  const { namespace, name } = seen.explanation;
  const read = seen.isDeleted
    ? undefined
    : known(await attempt(explainLivePod(name, { client, namespace, logLines }, io)));
  return renderExplanation(read ?? seen.explanation, { ...terminalOf(color, io), isWide });
}

function goneLine(seen: Seen, { color }: WatchedPod, io: Io): string {
  return changeLines([{ code: 'deleted' }], seen, terminalOf(color, io));
}
