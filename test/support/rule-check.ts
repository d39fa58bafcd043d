import type { LiveExplanation } from '../../src/model/explain/explanation.ts';
import { containersOf } from '../../src/model/kubernetes/containers.ts';
import { explainLive } from './explain-live.ts';
import type { History, Sample } from './histories.ts';
import { observedStarts } from './observed-starts.ts';

/** One rule of init, sidecar and ephemeral containers, as a scenario's history has to bear it out. */
export interface RuleCheck {
  readonly rule: string;
  readonly scenario: string;
  /** The rest of the sentence "R1 …". */
  readonly title: string;
  /** Throws where the cluster or what is said about it is otherwise. */
  readonly check: (history: History) => void;
}

/** What `explain` tells at the moment of a sample. */
export function explained({ pod, events, observedAt }: Sample): LiveExplanation {
  return explainLive({ pod, events, now: observedAt });
}

/** The last sample of a history; each has one. */
export function lastOf({ samples }: History): Sample {
  const last = samples.at(-1);
  if (!last) throw new Error('no samples');
  return last;
}

/** What the status says of a container; undefined where it says nothing yet. */
export function statusOf({ pod }: Pick<Sample, 'pod'>, container: string) {
  return containersOf(pod).find(({ name }) => name === container)?.status;
}

/** Whether the status says that the container runs. */
export function isRunning(sample: Sample, container: string): boolean {
  return statusOf(sample, container)?.state?.running !== undefined;
}

/** Whether the condition is True in a sample. */
export function isTrue({ pod }: Sample, type: string): boolean {
  return pod.status?.conditions?.find((each) => each.type === type)?.status === 'True';
}

/** Names of the containers in the order their processes started, repeated starts included. */
export function startOrder({ samples }: History): readonly string[] {
  return observedStarts(samples).map(({ container }) => container);
}

/** Codes of all notes about the container, or about the Pod, that any sample brings forth. */
export function noteCodes({ samples }: History, container?: string): readonly string[] {
  const notes = samples.flatMap((sample) => explained(sample).notes);
  const about = notes.filter(
    (note) => !container || ('container' in note && note.container === container),
  );
  return [...new Set(about.map(({ code }) => code))];
}

/** Start and end of a container's last run, in milliseconds. */
export function lastRunOf(history: History, container: string) {
  const end = statusOf(lastOf(history), container)?.state?.terminated;
  return { start: Date.parse(end?.startedAt ?? ''), end: Date.parse(end?.finishedAt ?? '') };
}
