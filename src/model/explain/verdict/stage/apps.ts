import { eventsOf, newestOf } from '../../../kubernetes/events.ts';
import { conditionOf, isTrue, trueSince } from '../../../kubernetes/pod-status.ts';
import { parseTimestamp } from '../../../kubernetes/time.ts';
import { isPulling } from '../../kubelet/pulls.ts';
import type { ContainerHistory } from '../../timeline/history.ts';
import type { ContainerVerdictCode, Verdict } from '../codes.ts';
import {
  conditionField,
  eventField,
  finishField,
  lastStateField,
  stateField,
  statusField,
} from '../evidence.ts';
import { nodeSilentSince } from '../node-silent.ts';
import { PATIENCE } from '../patience.ts';
import { isBetweenCrashes, isErroring, runningEvidence, runningSince } from '../running.ts';
import {
  containerVerdict,
  newestEvent,
  outlasts,
  podVerdict,
  type Situation,
} from '../situation.ts';
import { isRunning, isRunningUnreported, type Trouble, troubleOf } from '../trouble.ts';
import { completingVerdict, isDone } from './completing.ts';
import { isHopeless, outcomeOfStart, pullSince, turnOf } from './init-phase.ts';
import { postStartVerdict } from './post-start.ts';
import { probeKilling } from './probe-killing.ts';

/**
 * The verdict on a Pod whose init containers and sidecars have let the app containers start.
 * What needs somebody goes before what ends by itself, app containers before sidecars.
 */
export function appsVerdict(situation: Situation): Verdict {
  const apps = ofRole(situation, 'app');
  const killing = first(situation.containers, (each) => probeKilling(situation, each));
  if (killing) return killing;
  if (isTrue(situation.pod, 'Ready')) {
    return (
      first(situation.containers, (each) => restarted(situation, each)) ??
      skippedInit(situation) ??
      ready(situation)
    );
  }
  return (
    first(apps, (app) => failing(situation, app)) ??
    first(ofRole(situation, 'sidecar'), (sidecar) => degraded(situation, sidecar)) ??
    first(apps, (app) => pulling(situation, app)) ??
    first(apps, (app) => postStartVerdict(situation, app)) ??
    first(apps, (app) => starting(situation, app)) ??
    first(apps, (app) => justStarted(situation, app)) ??
    first(situation.containers, (each) => unready(situation, each)) ??
    completingVerdict(situation) ??
    unreadyPod(situation)
  );
}

function ofRole({ containers }: Situation, role: 'app' | 'sidecar') {
  return containers.filter(({ container }) => container.role === role);
}

function first(
  containers: readonly ContainerHistory[],
  judge: (container: ContainerHistory) => Verdict | undefined,
): Verdict | undefined {
  for (const container of containers) {
    const found = judge(container);
    if (found) return found;
  }
  return undefined;
}

function ready(situation: Situation): Verdict {
  const isReady = conditionOf(situation.pod, 'Ready');
  return podVerdict({
    code: 'Ready',
    since: parseTimestamp(isReady?.lastTransitionTime),
    evidence: conditionField(isReady),
  });
}

/** Ready only until it fails again, by all that has been. */
function restarted(situation: Situation, explained: ContainerHistory): Verdict | undefined {
  if (!isBetweenCrashes(situation, explained)) return undefined;
  const { container } = explained;
  return containerVerdict(explained, {
    code: 'RestartedRecently',
    since: runningSince(situation, explained),
    reason: container.status?.lastState?.terminated?.reason,
    evidence: [
      ...stateField(container),
      ...lastStateField(container),
      statusField(container, 'restartCount', explained.restartCount),
    ],
  });
}

/** R11: what an init container prepares may be missing, though the Pod is Ready. */
function skippedInit({ pod, containers }: Situation): Verdict | undefined {
  const left = containers.find(({ skipped }) => skipped);
  if (!left) return undefined;
  return containerVerdict(left, {
    code: 'InitSkipped',
    since: trueSince(pod, 'PodReadyToStartContainers'),
    evidence: [
      ...finishField(left.container),
      ...conditionField(conditionOf(pod, 'PodReadyToStartContainers')),
    ],
  });
}

const APP_TROUBLE = {
  image: 'ImageFailing',
  config: 'ConfigError',
  create: 'CreateError',
  crash: 'AppBackoff',
} as const satisfies Record<Trouble['kind'], ContainerVerdictCode>;

function failing(situation: Situation, app: ContainerHistory): Verdict | undefined {
  const trouble = troubleOf(situation, app);
  return trouble && troubled(app, APP_TROUBLE[trouble.kind], trouble);
}

/** A sidecar whose gate is passed holds nobody back; it only keeps the Pod from being Ready. */
function degraded(situation: Situation, sidecar: ContainerHistory): Verdict | undefined {
  const trouble = troubleOf(situation, sidecar);
  return trouble && troubled(sidecar, 'SidecarDegraded', trouble);
}

function troubled(
  explained: ContainerHistory,
  code: (typeof APP_TROUBLE)[Trouble['kind']] | 'SidecarDegraded',
  { since, reason, message, evidence }: Trouble,
): Verdict {
  const { holdsBack } = explained;
  return containerVerdict(explained, { code, since, reason, message, holdsBack, evidence });
}

/** App containers are started one after another, so a pull delays those listed after it. */
function pulling(situation: Situation, app: ContainerHistory): Verdict | undefined {
  const { container } = app;
  if (!isUnstarted(app) || !isPulling(container, situation.events)) return undefined;
  const { containers } = situation;
  const later = containers
    .slice(containers.indexOf(app) + 1)
    .filter((each) => each.container.role === 'app' && isUnstarted(each));
  const since = pullSince(situation, app);
  return containerVerdict(app, {
    code: 'AppPulling',
    outcome: outcomeOfStart(situation, since),
    since,
    holdsBack: later.map((each) => each.container.name),
    evidence: [
      ...stateField(container),
      ...eventField(newestEvent(situation, ['Pulling'], container)),
    ],
  });
}

function isUnstarted(app: ContainerHistory): boolean {
  const isEnded = app.state.kind === 'terminated' && !app.stale;
  return !isEnded && !isRunning(app);
}

/** Not started yet, or running with a startup probe that has not passed. */
function starting(situation: Situation, app: ContainerHistory): Verdict | undefined {
  const { container, state, started } = app;
  const { spec } = container;
  const isProbing =
    isRunning(app) && !started && Boolean(spec.startupProbe || isReportedUnstarted(app));
  if (!isProbing && !isUnstarted(app)) return undefined;
  const waiting = state.kind === 'waiting' ? state : undefined;
  const since = isProbing ? runningSince(situation, app) : turnOf(situation, app);
  const ofProbe = isHopeless(situation, app) ? 'stuck' : 'progressing';
  return containerVerdict(app, {
    code: 'AppStarting',
    outcome: isProbing ? ofProbe : outcomeOfStart(situation, since),
    since,
    reason: waiting?.reason,
    message: waiting?.message,
    evidence: [
      ...stateField(container),
      ...(isProbing ? [statusField(container, 'started', started)] : []),
    ],
  });
}

function isReportedUnstarted(app: ContainerHistory): boolean {
  return app.container.status?.started === false && !isRunningUnreported(app);
}

/** By an event alone: the kubelet writes the status when it has started all that it can. */
function justStarted(situation: Situation, app: ContainerHistory): Verdict | undefined {
  if (!isRunningUnreported(app)) return undefined;
  return containerVerdict(app, {
    code: 'AppStarting',
    outcome: 'progressing',
    since: runningSince(situation, app),
    evidence: runningEvidence(situation, app),
  });
}

/**
 * R24: readiness of sidecars counts for the Pod as that of app containers does. Between two crashes
 * nothing speaks for a better end, and the verdict must not flip with every attempt.
 */
function unready(situation: Situation, explained: ContainerHistory): Verdict | undefined {
  const { container } = explained;
  const counts = container.role === 'app' || container.role === 'sidecar';
  if (!counts || explained.ready || isDone(situation, explained)) return undefined;
  const runsSince = runningSince(situation, explained) ?? 0;
  const failed = unhealthy(situation, explained);
  // What a probe said of the run before is a cause of its end.
  const probe = (failed?.last ?? Infinity) >= runsSince ? failed : undefined;
  const allReady = conditionOf(situation.pod, 'ContainersReady');
  const sinceUnready = parseTimestamp(allReady?.lastTransitionTime) ?? 0;
  const since = Math.max(runsSince, sinceUnready) || undefined;
  const isErrored = isErroring(situation, explained, 'readiness');
  const patience = isErrored ? PATIENCE.probeError : PATIENCE.readiness;
  const crash = isBetweenCrashes(situation, explained) ? lastEnd(container) : undefined;
  const isStuck = crash !== undefined || outlasts(since, situation.now, patience);
  return containerVerdict(explained, {
    code: 'NotReady',
    outcome: isStuck ? 'stuck' : 'progressing',
    since,
    reason: crash?.reason ?? allReady?.reason,
    message: probe?.message,
    evidence: [
      ...stateField(container),
      statusField(container, 'ready', false),
      ...(crash ? lastStateField(container) : []),
      ...eventField(probe),
    ],
  });
}

function lastEnd({ status }: ContainerHistory['container']) {
  return status?.lastState?.terminated ?? undefined;
}

/** What its readiness probe has found; a liveness probe that fails too may be louder. */
function unhealthy({ events }: Situation, { container }: ContainerHistory) {
  const all = eventsOf(events, container).filter(({ reason }) => reason === 'Unhealthy');
  return newestOf(
    container.spec.readinessProbe ? all.filter(({ message }) => /^readiness/i.test(message)) : all,
  );
}

/** Every container is ready: a readiness gate is missing, or the node does not answer. */
function unreadyPod(situation: Situation): Verdict {
  const { pod, now } = situation;
  const isReady = conditionOf(situation.pod, 'Ready');
  const since = parseTimestamp(isReady?.lastTransitionTime);
  const missing = (pod.spec.readinessGates ?? [])
    .map(({ conditionType }) => conditionType)
    .filter((type) => !isTrue(situation.pod, type));
  const node = newestEvent(situation, ['NodeNotReady']);
  const isSilent = missing.length === 0 && nodeSilentSince(situation) !== undefined;
  return podVerdict({
    code: missing.length > 0 ? 'ReadinessGate' : 'NotReady',
    outcome: outlasts(since, now, PATIENCE.readiness) ? 'stuck' : 'progressing',
    since,
    reason: isSilent ? 'NodeNotReady' : isReady?.reason,
    message: isReady?.message ?? (isSilent ? undefined : node?.message),
    evidence: [
      ...conditionField(isReady),
      ...missing.map((type) => `spec.readinessGates: ${type} is not True`),
      ...eventField(node),
    ],
  });
}
