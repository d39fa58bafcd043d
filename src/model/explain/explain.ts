import type { Pod, PodEvent } from '../kubernetes/api.ts';
import { lastStateOf, stateOf } from '../kubernetes/container-state.ts';
import { containersOf, type PodContainer } from '../kubernetes/containers.ts';
import { eventsAbout } from '../kubernetes/events.ts';
import { hasStatus } from '../kubernetes/pod-status.ts';
import type { StatusColumns } from '../kubernetes/status-column.ts';
import { statusColumns } from '../kubernetes/status-column.ts';
import type { Explanation } from './explanation.ts';
import type { ExplainedContainer } from './kubelet/explained-container.ts';
import { gateOf, holdsBack, isStale } from './kubelet/gates.ts';
import { type KubeletView, kubeletView } from './kubelet/kubelet-view.ts';
import { nextStart } from './kubelet/next-start.ts';
import { misleadingStatus } from './misleading-status.ts';
import { notesOf } from './notes.ts';
import { buildTimeline } from './timeline/timeline.ts';
import type { Situation } from './verdict/situation.ts';
import { verdictOf } from './verdict/verdict.ts';

export interface ExplainInput {
  readonly pod: Pod;
  readonly events: readonly PodEvent[];
  /** Why the events could not be read, if they could not. */
  readonly eventsUnreadable?: string;
  /** The server's own words; without them they are computed. */
  readonly columns?: StatusColumns;
  readonly now: number;
}

export function explainPod(input: ExplainInput): Explanation {
  const { pod, now, eventsUnreadable } = input;
  const events = eventsAbout(pod, input.events);
  const view = kubeletView(pod, events);
  const containers = containersOf(pod).map((each) => explainContainer(each, view));
  const situation: Situation = { pod, events, now, view, containers };
  const columns = input.columns ?? statusColumns(pod, now);
  const verdict = verdictOf(situation);
  const misleading = hasStatus(situation.pod) ? misleadingStatus(pod, columns) : undefined;
  const next = nextStart(view, events, now);
  const { name = '', namespace = 'default', uid } = pod.metadata;
  return {
    name,
    namespace,
    ...(uid !== undefined && { uid }),
    observedAt: now,
    hasStatus: hasStatus(situation.pod),
    phase: pod.status?.phase ?? 'Unknown',
    ...(pod.spec.nodeName !== undefined && { node: pod.spec.nodeName }),
    columns,
    ...(misleading && { misleading }),
    verdict,
    ...(next && { next }),
    containers,
    timeline: buildTimeline(pod, events, now),
    notes: notesOf(situation, verdict, eventsUnreadable),
  };
}

function explainContainer(container: PodContainer, view: KubeletView): ExplainedContainer {
  const { status } = container;
  const lastState = lastStateOf(status);
  return {
    container,
    state: stateOf(status),
    ...(lastState && { lastState }),
    ready: status?.ready ?? false,
    started: status?.started ?? false,
    restartCount: status?.restartCount ?? 0,
    gate: gateOf(container, view),
    holdsBack: holdsBack(container, view),
    stale: isStale(container, view),
  };
}
