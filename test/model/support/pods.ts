import type {
  Container,
  ContainerStatus,
  Pod,
  PodEvent,
  PodSpec,
  PodStatus,
} from '../../../src/model/kubernetes/api.ts';

/** Instants of tests are seconds after this one. */
const EPOCH = Date.parse('2026-01-01T00:00:00Z');

export function at(second: number): number {
  return EPOCH + second * 1000;
}

export function timestamp(second: number): string {
  return new Date(at(second)).toISOString().replace('.000Z', 'Z');
}

export interface PodParts extends Partial<Omit<PodSpec, 'containers' | 'initContainers'>> {
  readonly init?: readonly Container[];
  readonly app?: readonly Container[];
  readonly initStatuses?: readonly ContainerStatus[];
  readonly appStatuses?: readonly ContainerStatus[];
  readonly ephemeralStatuses?: readonly ContainerStatus[];
  readonly status?: PodStatus;
  readonly deleted?: boolean;
}

/** A Pod bound to a node, with a ready sandbox since second 0 unless `status` says otherwise. */
export function pod(parts: PodParts): Pod {
  const {
    init = [],
    app = [{ name: 'app', image: 'app:1' }],
    initStatuses = [],
    appStatuses = [],
    ephemeralStatuses = [],
    status,
    deleted,
    ...spec
  } = parts;
  return {
    metadata: {
      name: 'web',
      namespace: 'default',
      ...(deleted && { deletionTimestamp: timestamp(100) }),
    },
    spec: { nodeName: 'node-1', initContainers: init, containers: app, ...spec },
    status: {
      phase: 'Pending',
      conditions: [sandbox('True', 0)],
      initContainerStatuses: initStatuses,
      containerStatuses: appStatuses,
      ephemeralContainerStatuses: ephemeralStatuses,
      ...status,
    },
  };
}

export function sandbox(status: 'True' | 'False', second: number) {
  return {
    type: 'PodReadyToStartContainers',
    status,
    lastTransitionTime: timestamp(second),
  } as const;
}

export function sidecar(name: string, more: Partial<Container> = {}): Container {
  return { name, image: `${name}:1`, restartPolicy: 'Always', ...more };
}

export function container(name: string, more: Partial<Container> = {}): Container {
  return { name, image: `${name}:1`, ...more };
}

export function running(
  name: string,
  startedAt = 1,
  more: Partial<ContainerStatus> = {},
): ContainerStatus {
  return {
    name,
    started: true,
    restartCount: 0,
    state: { running: { startedAt: timestamp(startedAt) } },
    ...more,
  };
}

/** A run of one second that ended at `finishedAt`. */
export function exited(
  name: string,
  exitCode: number,
  finishedAt = 2,
  more: Partial<ContainerStatus> = {},
): ContainerStatus {
  return {
    name,
    restartCount: 0,
    state: { terminated: terminated(exitCode, finishedAt) },
    ...more,
  };
}

export function terminated(exitCode: number, finishedAt: number, reason?: string) {
  return {
    exitCode,
    reason: reason ?? (exitCode === 0 ? 'Completed' : 'Error'),
    startedAt: timestamp(finishedAt - 1),
    finishedAt: timestamp(finishedAt),
  };
}

export function waiting(
  name: string,
  reason: string,
  more: Partial<ContainerStatus> = {},
  message?: string,
): ContainerStatus {
  return {
    name,
    restartCount: 0,
    state: { waiting: { reason, ...(message !== undefined && { message }) } },
    ...more,
  };
}

export function crashLoop(
  name: string,
  delay: string,
  finishedAt: number,
  restartCount: number,
): ContainerStatus {
  return waiting(
    name,
    'CrashLoopBackOff',
    { restartCount, lastState: { terminated: terminated(1, finishedAt) } },
    `back-off ${delay} restarting failed container=${name} pod=web_default(uid)`,
  );
}

export function event(
  fieldPath: string,
  reason: string,
  second: number,
  message = '',
  type = 'Normal',
): PodEvent {
  return {
    reason,
    type,
    message,
    count: 1,
    firstTimestamp: timestamp(second),
    lastTimestamp: timestamp(second),
    involvedObject: { kind: 'Pod', name: 'web', namespace: 'default', fieldPath },
  };
}
