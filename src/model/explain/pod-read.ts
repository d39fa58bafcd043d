import { eventsAbout, indexEvents } from '../kubernetes/events.ts';
import { type ExplainInput, explainPod } from './explain.ts';
import type { Explanation } from './explanation.ts';
import { shutdownOf } from './kubelet/shutdown.ts';

/** What was read of one Pod: all that its explanation is made from, and that a dump keeps. */
export type PodRead = ExplainInput;

/** What else is told of a Pod where it is asked for. */
interface Wanted {
  /** How it will stop. */
  readonly shutdown: boolean;
}

/** The explanation of what was read, with what else is wanted. */
export function explainRead(read: PodRead, { shutdown }: Wanted = NOTHING): Explanation {
  const explanation = explainPod(read);
  if (!shutdown) return explanation;
  const events = indexEvents(eventsAbout(read.pod, read.events));
  // It tells the order, too.
  const notes = explanation.notes.filter(({ code }) => code !== 'shutdown-order');
  return { ...explanation, notes, shutdown: shutdownOf(read.pod, explanation.containers, events) };
}

const NOTHING: Wanted = { shutdown: false };
