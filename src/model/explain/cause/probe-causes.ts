import { deadlineOf } from '../../kubernetes/pod-status.ts';
import { type ProbeKind, probeFailure } from '../kubelet/kills.ts';
import { startupBudget } from '../kubelet/probe-budget.ts';
import type { ContainerHistory } from '../timeline/history.ts';
import type { Verdict } from '../verdict/codes.ts';
import { portsOf } from '../verdict/deadlock.ts';
import { PATIENCE } from '../verdict/patience.ts';
import { isProbeErroring, isProbeOverdue, runningSince } from '../verdict/running.ts';
import { outlasts, type Situation } from '../verdict/situation.ts';
import type { Cause, ProbeMismatch } from './cause.ts';
import { startErrors } from './exit-meaning.ts';

/** Of a container that runs and whose startup probe has not passed. */
export function startupCauses(situation: Situation, blamed: ContainerHistory): readonly Cause[] {
  const { container, started, latest } = blamed;
  const { name, spec } = container;
  if (!spec.startupProbe || started || latest.kind !== 'running') return [];
  const since = runningSince(situation, blamed);
  const { earliestSeconds, latestSeconds } = startupBudget(container, situation.events);
  if (isProbeErroring(situation, blamed)) {
    const { message } = probeFailure(container, 'startup', situation.events) ?? {};
    return [
      { code: 'probe-errors', container: name, probe: 'startup', ...(message && { message }) },
      ...probeAsks(situation, blamed, 'startup'),
    ];
  }
  if (isProbeOverdue(situation, blamed)) {
    return [{ code: 'probe-overdue', container: name, seconds: latestSeconds - 1 }];
  }
  const failure = probeFailure(container, 'startup', situation.events);
  const isOfRun = failure?.at !== undefined && since !== undefined && failure.at >= since;
  const isCounted = isOfRun && (failure?.since ?? 0) >= since;
  // Of a sidecar the next start tells when it is killed.
  const mayBeKilled = container.role === 'app' && since !== undefined && !latest.replaced;
  // R12: the end of the Pod may come before.
  const deadline = deadlineOf(situation.pod) ?? Infinity;
  const tellsKill = mayBeKilled && since + earliestSeconds * 1000 < deadline;
  if (!failure && !tellsKill) return [];
  return [
    {
      code: 'probe-fails',
      container: name,
      probe: 'startup',
      hasFailed: failure !== undefined,
      ...(isCounted && { failures: failure.count }),
      threshold: spec.startupProbe.failureThreshold ?? 3,
      ...(failure?.message && { message: failure.message }),
      ...(tellsKill && {
        killEarliest: since + earliestSeconds * 1000,
        killLatest: since + latestSeconds * 1000,
      }),
    },
    ...probeAsks(situation, blamed, 'startup'),
  ];
}

/** What the readiness probe of a container that runs and is not ready has found in this run. */
export function readinessFailure(situation: Situation, blamed: ContainerHistory): readonly Cause[] {
  const { container } = blamed;
  const failure = probeFailure(container, 'readiness', situation.events);
  const since = runningSince(situation, blamed) ?? 0;
  if (!failure || (failure.at ?? Infinity) < since) return [];
  const asks = probeAsks(situation, blamed, 'readiness');
  if (!failure.errored) return asks;
  return [
    { code: 'probe-errors', container: container.name, probe: 'readiness' },
    ...asks,
    ...startErrors(blamed, failure.message),
  ];
}

/** Of a container that is being killed for a probe: what the probe asked, and whether too soon. */
export function killingCauses(
  situation: Situation,
  blamed: ContainerHistory,
  { reason, since }: Verdict,
): readonly Cause[] {
  const probe = reason?.startsWith('startup') ? 'startup' : 'liveness';
  const run = { startedAt: runningSince(situation, blamed), killedAt: since };
  return killCauses(situation, blamed, probe, run);
}

/** What speaks for the probe, and not the container, being at fault for a kill. */
export function killCauses(
  situation: Situation,
  blamed: ContainerHistory,
  probe: ProbeKind,
  run: { readonly startedAt: number | undefined; readonly killedAt: number | undefined },
): readonly Cause[] {
  const asks = probeAsks(situation, blamed, probe);
  const { livenessProbe, startupProbe } = blamed.container.spec;
  if (asks.length > 0 || probe === 'startup' || !livenessProbe || startupProbe) return asks;
  const seconds = Math.max(
    (livenessProbe.initialDelaySeconds ?? 0) +
      (livenessProbe.failureThreshold ?? 3) * (livenessProbe.periodSeconds ?? 10),
    1,
  );
  const { startedAt = Number.NaN, killedAt = Number.NaN } = run;
  // After a success it takes that many periods more; both moments are cut to whole seconds.
  const isTooSoon = (killedAt - startedAt) / 1000 <= seconds - 1;
  const { name } = blamed.container;
  return isTooSoon ? [{ code: 'killed-while-starting', container: name, seconds }] : [];
}

/** By the words of the kubelet's probers and of Go's HTTP client (pkg/probe). */
function probeAsks(
  situation: Situation,
  explained: ContainerHistory,
  probe: ProbeKind | 'readiness',
): readonly Cause[] {
  const { containers, events } = situation;
  const { container } = explained;
  const { httpGet, tcpSocket, grpc, timeoutSeconds } = container.spec[`${probe}Probe`] ?? {};
  const port = httpGet?.port ?? tcpSocket?.port ?? grpc?.port;
  const message = probeFailure(container, probe, events)?.message;
  if (port === undefined || message === undefined || httpGet?.host || tcpSocket?.host) return [];
  const found = { container: container.name, probe, port: String(port) };
  const path = httpGet?.path ?? '/';
  const status = Number(message.match(/^HTTP probe failed with statuscode: (\d+)/)?.[1]);
  const answer = meaningOfStatus(status);
  if (answer) return [{ code: 'probe-asks', ...found, meaning: answer, path, status }];
  const declared = portNames(container);
  if (/^port "[^"]*" not found/.test(message)) {
    return [{ code: 'probe-asks', ...found, meaning: 'port-unnamed', declared }];
  }
  if (/connection refused/.test(message)) {
    const isElsewhere = containers.some((each) => portsOf(each).includes(Number(port)));
    const isUndeclared = typeof port === 'number' && declared.length > 0 && !isElsewhere;
    if (isUndeclared)
      return [{ code: 'probe-asks', ...found, meaning: 'port-undeclared', declared }];
    const isLong = outlasts(runningSince(situation, explained), situation.now, PATIENCE.listening);
    // A liveness probe may well have found it listening before.
    return probe !== 'liveness' && isLong
      ? [{ code: 'probe-asks', ...found, meaning: 'not-listening' }]
      : [];
  }
  const meaning = TALK.find(([words]) => words.test(message))?.[1];
  if (!meaning || !httpGet) return [];
  const seconds = meaning === 'slow-answer' ? { seconds: timeoutSeconds ?? 1 } : {};
  return [{ code: 'probe-asks', ...found, meaning, path, ...seconds }];
}

function meaningOfStatus(status: number): ProbeMismatch | undefined {
  if (status >= 500) return 'server-error';
  return STATUSES.get(status);
}

const STATUSES: ReadonlyMap<number, ProbeMismatch> = new Map([
  [400, 'bad-request'],
  [401, 'no-access'],
  [403, 'no-access'],
  [404, 'no-such-path'],
]);

const TALK: readonly (readonly [RegExp, ProbeMismatch])[] = [
  [/server gave HTTP response to HTTPS client/, 'wants-http'],
  [/malformed HTTP response "\\x15\\x03/, 'wants-https'],
  [/Client\.Timeout exceeded/, 'slow-answer'],
];

/** `8080`, or `web (8080)` of one with a name. */
export function portNames({ spec }: ContainerHistory['container']): readonly string[] {
  return (spec.ports ?? []).flatMap(({ name, containerPort }) => {
    if (containerPort === undefined) return [];
    return [name === undefined ? String(containerPort) : `${name} (${containerPort})`];
  });
}
