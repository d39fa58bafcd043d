import type { ContainerLog } from './container-log.ts';
import { type ExplainInput, explainPod } from './explain.ts';
import type { Explanation } from './explanation.ts';

/** What was read of one Pod: all that its explanation is made from, and that a dump keeps. */
export interface PodRead extends ExplainInput {
  /** The log that was read, with its lines. */
  readonly log?: ContainerLog;
}

/** The explanation of what was read, with the log where it is the one that tells most. */
export function explainRead({ log, ...input }: PodRead): Explanation {
  const explanation = explainPod(input);
  if (explanation.kind !== 'live' || explanation.log === undefined) return explanation;
  const { container, previous } = explanation.log;
  const isIt = log?.container === container && log.previous === previous;
  return isIt ? { ...explanation, log } : explanation;
}
