import { attempt, EXIT } from '../../../errors.ts';
import type { Io } from '../../../io/io.ts';
import type { KubeClient } from '../../../kube/transport/client.ts';
import type { Outcome as PodOutcome } from '../../../model/explain/verdict/codes.ts';
import { renderExplanation } from '../../../render/explain/explain-text.ts';
import { type Vain, vainWords } from '../../../render/explain/watch/end-words.ts';
import { terminalOf } from '../../../render/text/terminal.ts';
import { tell } from '../../outcome.ts';
import { exitCodeOf } from '../exit-code.ts';
import { explainLivePod } from '../explanations.ts';
import type { WatchedPod } from '../request.ts';
import type { WatchEnd } from './watch-pod.ts';

/** Tells what a watch has come to, with all that is known of a Pod that was waited for in vain. */
export async function tellEnd(
  end: WatchEnd,
  outcome: PodOutcome | undefined,
  request: WatchedPod,
  client: KubeClient,
  io: Io,
): Promise<number> {
  const exitCode = exitCodeOfEnd(end, outcome, request);
  const vain = vainOf(end, request);
  if (vain === undefined) return exitCode;
  const text = await inFull(request, client, io);
  return tell({ text, remarks: [vainWords(request.name, request.stages, vain)], exitCode }, io);
}

function exitCodeOfEnd(
  end: WatchEnd,
  outcome: PodOutcome | undefined,
  { stages }: WatchedPod,
): number {
  switch (end.kind) {
    case 'reached':
      // Beside other stages it is the one that nobody hopes for.
      return isGivenUp(end, stages) ? EXIT.stuck : EXIT.success;
    case 'impossible':
      return EXIT.failed;
    case 'timeout':
      return EXIT.timedOut;
    case 'deleted':
      return EXIT.success;
    case 'signal':
      return end.exitCode;
    case 'quit':
      return exitCodeOf(outcome === undefined ? [] : [outcome]);
  }
}

function isGivenUp(end: WatchEnd, stages: WatchedPod['stages']): boolean {
  return end.kind === 'reached' && end.stage.kind === 'stuck' && stages.length > 1;
}

/** Why what was waited for has not come. */
function vainOf(end: WatchEnd, { stages, timeoutMs }: WatchedPod): Vain | undefined {
  if (isGivenUp(end, stages)) return { kind: 'stuck' };
  if (end.kind === 'timeout') return { kind: 'timeout', afterMs: timeoutMs };
  return end.kind === 'impossible' ? { kind: 'impossible' } : undefined;
}

async function inFull(
  { name, color, output, logLines }: WatchedPod,
  client: KubeClient,
  io: Io,
): Promise<string> {
  const isWide = output === 'wide';
  if (output !== 'table' && !isWide) return '';
  const { namespace } = client.connection;
  const read = await attempt(explainLivePod(name, { client, namespace, logLines }, io));
  // It may be gone by now.
  if ('problem' in read) return '';
  return `\n${renderExplanation(read.value, { ...terminalOf(color, io), isWide })}`;
}
