import type {
  Container,
  ContainerStateFields,
  ContainerStatus,
  Pod,
  PodCondition,
  PodEvent,
  PodStatus,
} from '../../../src/model/kubernetes/api.ts';

/** Second 0 of every small Pod: times in these tests are seconds since its creation. */
const CREATED = Date.parse('2026-03-01T12:00:00Z');

export function at(second: number): number {
  return CREATED + second * 1000;
}

export function stamp(second: number): string {
  return new Date(at(second)).toISOString();
}

export function running(second: number): ContainerStateFields {
  return { running: { startedAt: stamp(second) } };
}

export function terminated(
  exitCode: number,
  from: number,
  to: number,
  reason = exitCode === 0 ? 'Completed' : 'Error',
): ContainerStateFields {
  return {
    terminated: { exitCode, reason, startedAt: stamp(from), finishedAt: stamp(to) },
  };
}

export function waiting(reason: string, message?: string): ContainerStateFields {
  return { waiting: { reason, ...(message && { message }) } };
}

export function isTrue(type: string, second: number): PodCondition {
  return { type, status: 'True', lastTransitionTime: stamp(second) };
}

/** A container's spec and status side by side. */
export type Part = Partial<Omit<Container, 'name'>> & Partial<ContainerStatus> & { name: string };

export interface SmallPod extends Omit<PodStatus, 'phase'> {
  readonly phase: NonNullable<PodStatus['phase']>;
  readonly inits?: readonly Part[];
  readonly apps?: readonly Part[];
  readonly restartPolicy?: NonNullable<Pod['spec']['restartPolicy']>;
  readonly metadata?: Pod['metadata'];
}

/** Scheduled at 0, acknowledged at 1, sandbox at 2. */
export function smallPod(parts: SmallPod): Pod {
  const { inits = [], apps = [], restartPolicy, metadata, conditions = [], ...status } = parts;
  return {
    metadata: { name: 'small', creationTimestamp: stamp(0), ...metadata },
    spec: {
      initContainers: inits.map(specOf),
      containers: apps.map(specOf),
      ...(restartPolicy && { restartPolicy }),
    },
    status: {
      startTime: stamp(1),
      initContainerStatuses: inits.map(statusOf),
      containerStatuses: apps.map(statusOf),
      ...status,
      conditions: [
        isTrue('PodScheduled', 0),
        ...(conditions.some(({ type }) => type === 'PodReadyToStartContainers')
          ? []
          : [isTrue('PodReadyToStartContainers', 2)]),
        ...conditions,
      ],
    },
  };
}

function specOf({ name, image, restartPolicy, restartPolicyRules, startupProbe }: Part): Container {
  return {
    name,
    ...(image && { image }),
    ...(restartPolicy && { restartPolicy }),
    ...(restartPolicyRules && { restartPolicyRules }),
    ...(startupProbe && { startupProbe }),
  };
}

function statusOf(part: Part): ContainerStatus {
  const { name, state = waiting('PodInitializing'), lastState, ready, started } = part;
  return {
    name,
    state,
    ready: ready ?? false,
    restartCount: part.restartCount ?? 0,
    ...(lastState && { lastState }),
    ...(started !== undefined && { started }),
  };
}

interface EventParts {
  readonly first?: number;
  readonly last?: number;
  readonly count?: number;
  readonly type?: string;
  readonly message?: string;
}

/** A kubelet event; `where` is the fieldPath, such as `spec.containers{app}`. */
export function kubeletEvent(where: string, reason: string, parts: EventParts): PodEvent {
  const { first = 0, last = first, count = 1, type = 'Normal', message = '' } = parts;
  return {
    type,
    reason,
    message,
    count,
    firstTimestamp: stamp(first),
    lastTimestamp: stamp(last),
    eventTime: null,
    involvedObject: { kind: 'Pod', name: 'small', fieldPath: where },
    source: { component: 'kubelet' },
  };
}

export function pulledMessage(pulling: string, including: string, bytes: number): string {
  return `Successfully pulled image "x" in ${pulling} (${including} including waiting). Image size: ${bytes} bytes.`;
}
