import type { Pod, PodEvent } from '../kubernetes/api.ts';
import { eventsAbout, indexEvents } from '../kubernetes/events.ts';
import { hasStatus } from '../kubernetes/pod-status.ts';
import { type StatusColumns, statusColumns } from '../kubernetes/status-column.ts';
import type { Cause } from './cause/cause.ts';
import { causesOf } from './cause/causes.ts';
import { lookInside } from './cause/look-inside.ts';
import type { AwaitedService, FoundService } from './command/awaited-service.ts';
import { awaitedServices } from './command/awaited-service.ts';
import type { FileConfig } from './command/file-config.ts';
import { type ContainerLog, containerLogOf } from './container-log.ts';
import type { ExplainedWorkload, Explanation } from './explanation.ts';
import { explainContainers } from './kubelet/explained-container.ts';
import { startOrder } from './kubelet/gates.ts';
import { kubeletView } from './kubelet/kubelet-view.ts';
import type { NextStart } from './kubelet/next-condition.ts';
import { nextStart } from './kubelet/next-start.ts';
import { manifestNotes, portsTwice } from './manifest-notes.ts';
import { misleadingStatus } from './misleading-status.ts';
import type { MomentSource } from './moment.ts';
import { notesOf } from './notes.ts';
import { type ContainerHistory, historiesOf } from './timeline/history.ts';
import { startPathOf } from './timeline/start-path.ts';
import { buildTimeline } from './timeline/timeline.ts';
import type { FoundClaim } from './verdict/claim.ts';
import type { Verdict } from './verdict/codes.ts';
import { isOwnRetry } from './verdict/running.ts';
import type { Situation } from './verdict/situation.ts';
import { verdictOf } from './verdict/stage/verdict.ts';

export interface ExplainInput {
  readonly pod: Pod;
  /** Of the Pod, or of its whole namespace: those about others are passed over. */
  readonly events: readonly PodEvent[];
  /** Why the events could not be read, if they could not. */
  readonly eventsUnreadable?: string;
  /** The server's own words; without them they are computed. */
  readonly columns?: StatusColumns;
  /** When the Pod was as it is here, in milliseconds since the epoch. */
  readonly now: number;
  /** How `now` is known, of a saved Pod. */
  readonly observedBy?: MomentSource;
  /** What it was found in, of a template. */
  readonly workload?: ExplainedWorkload;
  /** Those that `awaitedBy` names, as far as they could be read. */
  readonly services?: readonly FoundService[];
  /** The ConfigMaps and Secrets of its file. */
  readonly configs?: readonly FileConfig[];
  /** Those that `unboundClaims` names, as far as they could be read. */
  readonly claims?: readonly FoundClaim[];
  /** The log that was read, with its lines; passed over if another one tells more. */
  readonly log?: ContainerLog;
}

/**
 * All that `explain` tells of one Pod. A Pod without a phase is a manifest and gives a forecast;
 * any other gives what goes on, what is in the way and what starts next. Total: whatever parses as
 * a Pod is explained, and nothing is asked of a cluster or a clock.
 */
export function explainPod(input: ExplainInput): Explanation {
  const { pod, now, eventsUnreadable } = input;
  const situation = situationOf(pod, input.events, now, input.services);
  const { events, view, containers } = situation;
  const { observedBy, workload, claims } = input;
  const { name = '', namespace = 'default', uid, generateName } = pod.metadata;
  const explained = {
    name,
    namespace,
    ...(uid !== undefined && { uid }),
    isNameGenerated: name !== '' && name === generateName,
    ...(workload && { workload }),
    observedAt: now,
    ...(pod.spec.nodeName !== undefined && { node: pod.spec.nodeName }),
    containers,
  };
  if (!hasStatus(pod)) {
    const notes = [
      ...notesOf(situation, undefined, eventsUnreadable),
      ...manifestNotes(pod, workload, input.configs),
    ];
    const order = startOrder(containers.map(({ container }) => container));
    return { kind: 'forecast', ...explained, startOrder: order, notes };
  }
  const columns = input.columns ?? statusColumns(pod, now);
  const verdict = verdictOf(situation);
  const misleading = misleadingStatus(situation, columns);
  const isComplete = verdict.outcome === 'complete';
  const isOver = verdict.outcome === 'failed' || isComplete;
  const next = isOver ? undefined : afterVolumes(nextStart(view, now), verdict);
  const timeline = buildTimeline(pod, containers, events, now);
  const startPath = startPathOf(pod, containers, timeline, now);
  const isRetry = (each: ContainerHistory) => isOwnRetry(situation, each);
  const log = readLog(containerLogOf(verdict, containers, isRetry), input.log);
  const inside = observedBy === undefined ? lookInside(pod, verdict, containers) : undefined;
  const causes = causesOf(
    { ...situation, ...(log && { output: log }), ...(claims && { claims }) },
    verdict,
  );
  return {
    kind: 'live',
    ...explained,
    ...(observedBy && { observedBy }),
    phase: pod.status?.phase ?? 'Unknown',
    columns,
    ...(misleading && { misleading }),
    verdict,
    causes,
    ...(next && { next }),
    ...(log && { log }),
    ...(inside && { lookInside: inside }),
    timeline,
    ...(startPath && { startPath }),
    notes: [
      ...notesOf(situation, verdict, eventsUnreadable),
      ...(isComplete || isPortTold(causes)
        ? []
        : portsTwice(containers.map(({ container }) => container))),
    ],
  };
}

/** The port that is taken, and whose it is. */
function isPortTold(causes: readonly Cause[]): boolean {
  return causes.some(({ code, ...rest }) => code === 'port-taken' && 'declaredBy' in rest);
}

function readLog(wanted: ContainerLog | undefined, read: ContainerLog | undefined) {
  const isIt = read?.container === wanted?.container && read?.previous === wanted?.previous;
  return wanted && isIt ? read : wanted;
}

/**
 * What comes before the sandbox, if that fails. The kubelet mounts and the controller attaches, with
 * the same pauses (pkg/util/goroutinemap/exponentialbackoff).
 */
function afterVolumes(next: NextStart | undefined, { code, reason }: Verdict) {
  if (next?.condition.kind !== 'sandbox' || code !== 'Volumes' || reason === undefined) return next;
  return { ...next, condition: { kind: 'volumes' as const } };
}

/** The Services that the container to blame waits for: how they stand tells why it does. */
export function awaitedBy(explanation: Explanation): readonly AwaitedService[] {
  if (explanation.kind !== 'live') return [];
  const { verdict, notes, namespace } = explanation;
  return notes.flatMap((note) =>
    note.code === 'waiting-pattern' && note.container === verdict.container
      ? awaitedServices(note, namespace)
      : [],
  );
}

/** The PersistentVolumeClaims one of which may keep the Pod from being placed. */
export function unboundClaims(explanation: Explanation): readonly string[] {
  const causes = explanation.kind === 'live' ? explanation.causes : [];
  return causes.flatMap((cause) =>
    cause.code === 'node-demand' && cause.demand === 'claims' ? cause.values : [],
  );
}

/** What a verdict is made from; `events` about other objects are passed over. */
export function situationOf(
  pod: Pod,
  allEvents: readonly PodEvent[],
  now: number,
  services: readonly FoundService[] = [],
): Situation {
  const events = indexEvents(eventsAbout(pod, allEvents));
  const view = kubeletView(pod, events);
  const containers = historiesOf(pod, explainContainers(view), events);
  return { pod, events, now, view, containers, services };
}
