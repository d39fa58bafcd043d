import type { ContainerLog } from './container-log.ts';
import { type ExplainInput, explainPod } from './explain.ts';
import type { Explanation } from './explanation.ts';
import { shutdownOf } from './kubelet/shutdown.ts';

/** What was read of one Pod: all that its explanation is made from, and that a dump keeps. */
export interface PodRead extends ExplainInput {
  /** The log that was read, with its lines. */
  readonly log?: ContainerLog;
}

/** What else is told of a Pod where it is asked for. */
interface Wanted {
  /** How it will stop. */
  readonly shutdown: boolean;
}

/** The explanation of what was read, with the log where it is the one that tells most. */
export function explainRead(read: PodRead, { shutdown }: Wanted = NOTHING): Explanation {
  const explanation = withLog(read);
  if (!shutdown) return explanation;
  // It tells the order, too.
  const notes = explanation.notes.filter(({ code }) => code !== 'shutdown-order');
  return { ...explanation, notes, shutdown: shutdownOf(read.pod, explanation.containers) };
}

const NOTHING: Wanted = { shutdown: false };

function withLog({ log, ...input }: PodRead): Explanation {
  const explanation = explainPod(input);
  if (explanation.kind !== 'live' || explanation.log === undefined) return explanation;
  const { container, previous } = explanation.log;
  const isIt = log?.container === container && log.previous === previous;
  return isIt ? { ...explanation, log } : explanation;
}
