import { kubeletView } from '../../src/model/explain/kubelet/kubelet-view.ts';
import type { NextStart } from '../../src/model/explain/kubelet/next-condition.ts';
import { nextStart } from '../../src/model/explain/kubelet/next-start.ts';
import type { ContainerStatus } from '../../src/model/kubernetes/api.ts';
import { containersOf } from '../../src/model/kubernetes/containers.ts';
import { indexEvents } from '../../src/model/kubernetes/events.ts';
import type { History, Sample } from './histories.ts';
import { endsOf } from './observed-ends.ts';
import {
  byStart,
  isKnownIn,
  nanosecondsIn,
  type ObservedStart,
  observedStarts,
  startedByEvent,
} from './observed-starts.ts';

export interface NextStartCheck {
  readonly mismatches: readonly string[];
  /** Samples whose forecast came true. */
  readonly confirmed: number;
  /** Samples about which the rest of the history says nothing, by reason. */
  readonly undecided: Readonly<Record<string, number>>;
}

type Finding = 'confirmed' | { readonly undecided: string } | { readonly mismatch: string };

/**
 * Compares nextStart() of every sample with what the kubelet started next. A forecast is one of
 * the kubelet's doing, not of the programs in the containers, so it stays open where a program
 * decided otherwise: see the reasons under `undecided`.
 */
export function checkNextStarts(history: History): NextStartCheck {
  const starts = observedStarts(history.samples);
  const mismatches: string[] = [];
  const undecided: Record<string, number> = {};
  let confirmed = 0;
  for (const index of history.samples.keys()) {
    const finding = checkSample(history, starts, index);
    if (finding === 'confirmed') confirmed++;
    else if ('mismatch' in finding) mismatches.push(`sample ${index}: ${finding.mismatch}`);
    else undecided[finding.undecided] = (undecided[finding.undecided] ?? 0) + 1;
  }
  return { mismatches, confirmed, undecided };
}

function checkSample(
  { samples, steps }: History,
  starts: readonly ObservedStart[],
  index: number,
): Finding {
  const sample = samples[index];
  if (!sample) throw new Error(`no sample ${index}`);
  const view = kubeletView(sample.pod, indexEvents(sample.events));
  const forecast = nextStart(view, sample.observedAt);
  const end = steps.find(({ decisive, after }) => decisive && after > index)?.after;
  const rest = samples.slice(index, end ?? samples.length);
  const coming = starts.filter(
    (start) => !isKnownIn(start, samples, index) && start.seenIn < (end ?? samples.length),
  );
  const [first] = coming;
  const ranByEvent = startedByEvent(starts, samples, index);
  // Starts of one second that no event sets apart: any of them may have been the first.
  const names = coming.filter((start) => first && byStart(start, first) === 0);
  if (names.some(({ container }) => container === forecast?.container)) return 'confirmed';
  if (first && hasFailedBefore(forecast, sample, first, samples)) return 'confirmed';
  if (!first && end !== undefined) return { undecided: 'a step of the scenario came before' };
  const until = first ? rest.slice(0, first.seenIn - index + 1) : rest;
  if (hasConditionFailed(forecast, sample, until, ranByEvent)) {
    return { undecided: 'the container it waited for failed' };
  }
  if (first && hasEndedByItself(sample, until, ranByEvent)) {
    return { undecided: 'another container ended by itself' };
  }
  if (isStatusBehindEvents(forecast, sample) || hasBegunAnew(sample, ranByEvent)) {
    return { undecided: 'the status was older than the events' };
  }
  if (first) return { mismatch: `forecast ${text(forecast)}, but ${first.container} started` };
  return checkWithoutStart(forecast, sample, rest, ranByEvent);
}

/** Nothing starts any more before the end of the history. */
function checkWithoutStart(
  forecast: NextStart | undefined,
  sample: Sample,
  rest: readonly Sample[],
  ranByEvent: ReadonlySet<string>,
): Finding {
  const last = rest.at(-1);
  if (!last) throw new Error('no samples');
  const wanted = containersOf(last.pod).filter(({ status, role }) => {
    const end = status?.state?.terminated;
    const hasFailed = role === 'init' && end?.reason === 'OOMKilled';
    const isDone = end && !hasFailed && !isPutOff(status, last);
    return role !== 'ephemeral' && !status?.state?.running && !isDone;
  });
  const isOver = ['Succeeded', 'Failed'].includes(last.pod.status?.phase ?? '');
  if (forecast && last.pod.status?.message?.startsWith('Pod was rejected')) {
    return { undecided: 'the kubelet refused the Pod' };
  }
  const isDeleted = last.pod.metadata.deletionTimestamp !== undefined;
  if (forecast && isDeleted && !sample.pod.metadata.deletionTimestamp) {
    return { undecided: 'somebody deleted the Pod' };
  }
  // Whose end is known has to be told apart; who needs help might have got it in time.
  const isTimed = forecast?.condition.kind === 'backoff';
  if (forecast && !isTimed && last.pod.status?.reason === 'DeadlineExceeded') {
    return { undecided: 'activeDeadlineSeconds came before' };
  }
  if (isOver || hasNoNewSandbox(last) || isDeleted || wanted.length === 0) {
    if (!forecast) return 'confirmed';
    return { mismatch: `forecast ${text(forecast)}, but nothing started any more` };
  }
  if (!forecast) {
    const ranThen = wanted.every(({ name }) => runsIn(sample, name) || ranByEvent.has(name));
    if (ranThen) return { undecided: 'the container to start again ran at the time' };
    return { mismatch: `forecast nothing, but ${wanted[0]?.name} is still to start` };
  }
  // The kubelet tries and fails: the container it tries says why.
  const tried = wanted.filter(({ status }) => isRetried(status, last)).map(({ name }) => name);
  const candidates = tried.length > 0 ? tried : wanted.slice(0, 1).map(({ name }) => name);
  if (candidates.includes(forecast.container)) return 'confirmed';
  return { mismatch: `forecast ${text(forecast)}, but ${candidates.join()} is being tried` };
}

/** Where one has run under restartPolicy Never, the kubelet makes no other (computePodActions). */
function hasNoNewSandbox({ pod }: Sample): boolean {
  const sandbox = pod.status?.conditions?.find(({ type }) => type === 'PodReadyToStartContainers');
  const hasRun = containersOf(pod).some(({ status }) => status?.state?.terminated);
  return pod.spec.restartPolicy === 'Never' && sandbox?.status === 'False' && hasRun;
}

function isRetried(status: ContainerStatus | undefined, sample: Sample): boolean {
  const reason = status?.state?.waiting?.reason ?? '';
  return isPutOff(status, sample) || !['', 'PodInitializing', 'ContainerCreating'].includes(reason);
}

function runsIn({ pod }: Sample, name: string): boolean {
  const found = containersOf(pod).find((each) => each.name === name);
  return found?.status?.state?.running !== undefined;
}

/** The kubelet has said since the end of the last run that it waits before the next one. */
function isPutOff(status: ContainerStatus | undefined, { events }: Sample): boolean {
  const end = status?.state?.terminated;
  if (!end) return false;
  const own = events.filter(({ involvedObject }) =>
    involvedObject?.fieldPath?.endsWith(`{${status?.name}}`),
  );
  const newest = (wanted: string) =>
    Math.max(
      ...own
        .filter(
          ({ reason, type }) => reason === wanted && (wanted !== 'BackOff' || type === 'Warning'),
        )
        .map(({ lastTimestamp }) => Date.parse(lastTimestamp ?? '')),
    );
  const putOff = newest('BackOff');
  return putOff >= Date.parse(end.finishedAt ?? '') && newest('Started') <= putOff;
}

/**
 * The forecast container was tried first, in vain, and the kubelet went on to another one. Its
 * failure must still have been to come at the time of the sample.
 */
function hasFailedBefore(
  forecast: NextStart | undefined,
  sample: Sample,
  first: ObservedStart,
  samples: readonly Sample[],
): boolean {
  const seen = samples[first.seenIn];
  if (!seen || failuresOf(forecast?.container, sample).length > 0) return false;
  return failuresOf(forecast?.container, seen).some((event) => {
    const failedAt = nanosecondsIn(event);
    return (
      first.nanoseconds === undefined || failedAt === undefined || failedAt < first.nanoseconds
    );
  });
}

/**
 * Events tell that the forecast container was tried, which the kubelet only does once the one that
 * it waits for by the status is past its gate: events and status come by two requests, and the
 * former may be quicker.
 */
function isStatusBehindEvents(forecast: NextStart | undefined, sample: Sample): boolean {
  if (forecast === undefined || !('container' in forecast.condition)) return false;
  return failuresOf(forecast.container, sample).length > 0;
}

/** The status still says that all containers are removed; an event, that one has started since. */
function hasBegunAnew({ pod }: Sample, ranByEvent: ReadonlySet<string>): boolean {
  const restarting = pod.status?.conditions?.find(({ type }) => type === 'AllContainersRestarting');
  return restarting?.status === 'True' && ranByEvent.size > 0;
}

function failuresOf(container: string | undefined, { events }: Sample) {
  return events.filter(
    ({ reason, involvedObject }) =>
      reason === 'Failed' && involvedObject?.fieldPath?.endsWith(`{${container}}`),
  );
}

/** The forecast hung on a container that then ended otherwise: what follows is another story. */
function hasConditionFailed(
  forecast: NextStart | undefined,
  sample: Sample,
  until: readonly Sample[],
  ranByEvent: ReadonlySet<string>,
): boolean {
  const { condition } = forecast ?? {};
  switch (condition?.kind) {
    case 'exits-0':
      // For the kubelet that is a failure, whatever the exit code.
      return endsOf(condition.container, sample, until, ranByEvent).some(
        ({ exitCode, reason }) => exitCode !== 0 || reason === 'OOMKilled',
      );
    case 'running':
    case 'startup-probe':
    case 'post-start':
      return endsOf(condition.container, sample, until, ranByEvent).length > 0;
    default:
      return false;
  }
}

/** A program that ran well at the time of the sample ended, and the kubelet had to start anew. */
function hasEndedByItself(
  sample: Sample,
  until: readonly Sample[],
  ranByEvent: ReadonlySet<string>,
): boolean {
  return containersOf(sample.pod).some(({ name, role, status }) => {
    const ran = status?.state?.running !== undefined || ranByEvent.has(name);
    return role !== 'init' && ran && endsOf(name, sample, until, ranByEvent).length > 0;
  });
}

function text(forecast: NextStart | undefined): string {
  if (!forecast) return 'nothing';
  return `${forecast.action} of ${forecast.container} (${JSON.stringify(forecast.condition)})`;
}
