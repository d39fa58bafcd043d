import type {
  Container,
  ContainerStatus,
  Pod,
  PodStatus,
} from '../../../src/model/kubernetes/api.ts';

/** The instant the cases are about. */
export const NOW = Date.parse('2026-03-01T12:00:00Z');

export function secondsAgo(seconds: number): string {
  return new Date(NOW - seconds * 1000).toISOString();
}

interface PrintPodCase {
  readonly title: string;
  readonly pod: Pod;
  readonly expected: readonly [ready: string, status: string, restarts: string];
}

/** The tables leave container names empty, so these do too. */
function containers(count: number): readonly Container[] {
  return Array.from({ length: count }, () => ({ name: '' }));
}

interface PodParts {
  readonly inits?: readonly Container[];
  readonly apps?: readonly Container[];
  readonly deleted?: boolean;
  readonly status: Omit<PodStatus, 'phase'> & { readonly phase: string };
}

/** `podPhase` of the tables is no phase that the API knows. */
function pod({ inits, apps = containers(2), deleted, status }: PodParts): Pod {
  return {
    metadata: { name: 'test', ...(deleted && { deletionTimestamp: secondsAgo(10) }) },
    spec: { containers: apps, ...(inits && { initContainers: inits }) },
    status: status as PodStatus,
  };
}

type StatusParts = Omit<Partial<ContainerStatus>, 'lastState'> & { readonly endedAgo?: number };

function container({ endedAgo, ...parts }: StatusParts): ContainerStatus {
  if (endedAgo === undefined) return { name: '', ...parts };
  const lastState = { terminated: { exitCode: 0, finishedAt: secondsAgo(endedAgo) } };
  return { name: '', ...parts, lastState };
}

const running = { running: {} };
const waiting = { waiting: {} };
const completed = { terminated: { exitCode: 0, reason: 'Completed' } };
const crashed = { terminated: { exitCode: 1, reason: 'podCrash', finishedAt: secondsAgo(0) } };
const silent = { terminated: { exitCode: 0, finishedAt: secondsAgo(0) } };
const readyThrice = container({ ready: true, restartCount: 3, state: running });
const restartedInit = container({ restartCount: 3, state: running, endedAgo: 10 });
const waitingApp = container({ state: waiting });

/** TestPrintPod, in order (pkg/printers/internalversion/printers_test.go:1272). */
const PRINT_POD: readonly PrintPodCase[] = [
  {
    title: '1: ready containers and restarts are added up',
    pod: pod({
      status: {
        phase: 'podPhase',
        containerStatuses: [readyThrice, container({ restartCount: 3 })],
      },
    }),
    expected: ['1/2', 'podPhase', '6'],
  },
  {
    title: '2: a waiting reason replaces the phase',
    pod: pod({
      status: {
        phase: 'podPhase',
        containerStatuses: [
          readyThrice,
          container({ restartCount: 3, state: { waiting: { reason: 'ContainerWaitingReason' } } }),
        ],
      },
    }),
    expected: ['1/2', 'ContainerWaitingReason', '6'],
  },
  {
    title: '3: the first container wins over later ones',
    pod: pod({
      status: {
        phase: 'podPhase',
        containerStatuses: [
          container({ restartCount: 3, state: { waiting: { reason: 'ContainerWaitingReason' } } }),
          container({
            restartCount: 3,
            state: { terminated: { exitCode: 0, reason: 'ContainerTerminatedReason' } },
          }),
        ],
      },
    }),
    expected: ['0/2', 'ContainerWaitingReason', '6'],
  },
  {
    title: '4: a ready container that does not run is not counted',
    pod: pod({
      status: {
        phase: 'podPhase',
        containerStatuses: [readyThrice, container({ ready: true, restartCount: 3 })],
      },
    }),
    expected: ['1/2', 'podPhase', '6'],
  },
  {
    title: '5: the reason of the Pod replaces the phase',
    pod: pod({
      status: {
        phase: 'podPhase',
        reason: 'podReason',
        containerStatuses: [readyThrice, container({ ready: true, restartCount: 3 })],
      },
    }),
    expected: ['1/2', 'podReason', '6'],
  },
  {
    title: '6: one container done, one running, no Ready condition',
    pod: pod({
      status: {
        phase: 'Running',
        containerStatuses: [
          container({ ready: true, restartCount: 3, state: completed }),
          readyThrice,
        ],
      },
    }),
    expected: ['1/2', 'NotReady', '6'],
  },
  {
    title: '6: one container done, one running, Ready',
    pod: pod({
      status: {
        phase: 'Running',
        containerStatuses: [
          container({ ready: true, restartCount: 3, state: completed }),
          readyThrice,
        ],
        conditions: [{ type: 'Ready', status: 'True' }],
      },
    }),
    expected: ['1/2', 'Running', '6'],
  },
  {
    title: '7: one init container restarted',
    pod: pod({
      inits: containers(1),
      apps: containers(1),
      status: {
        phase: 'podPhase',
        initContainerStatuses: [restartedInit],
        containerStatuses: [waitingApp],
      },
    }),
    expected: ['0/1', 'Init:0/1', '3 (10s ago)'],
  },
  {
    title: '8: the first of two init containers restarted',
    pod: pod({
      inits: containers(2),
      apps: containers(1),
      status: {
        phase: 'podPhase',
        initContainerStatuses: [restartedInit, container({ state: waiting })],
        containerStatuses: [waitingApp],
      },
    }),
    expected: ['0/1', 'Init:0/2', '3 (10s ago)'],
  },
  {
    title: '9: the second of two init containers restarted',
    pod: pod({
      inits: containers(2),
      apps: containers(1),
      status: {
        phase: 'podPhase',
        initContainerStatuses: [
          container({ state: { terminated: { exitCode: 0 } } }),
          restartedInit,
        ],
        containerStatuses: [waitingApp],
      },
    }),
    expected: ['0/1', 'Init:1/2', '3 (10s ago)'],
  },
  {
    title: '10: both init containers restarted, the newest end counts',
    pod: pod({
      inits: containers(2),
      apps: containers(1),
      status: {
        phase: 'podPhase',
        initContainerStatuses: [
          container({ restartCount: 2, state: { terminated: { exitCode: 0 } }, endedAgo: 120 }),
          restartedInit,
        ],
        containerStatuses: [waitingApp],
      },
    }),
    expected: ['0/1', 'Init:1/2', '5 (10s ago)'],
  },
  {
    title: '11: once initialised, restarts of init containers are forgotten',
    pod: pod({
      inits: containers(1),
      apps: containers(1),
      status: {
        phase: 'Running',
        initContainerStatuses: [
          container({ restartCount: 2, state: { terminated: { exitCode: 0 } }, endedAgo: 120 }),
        ],
        containerStatuses: [container({ restartCount: 4, state: running, endedAgo: 20 })],
      },
    }),
    expected: ['0/1', 'Running', '4 (20s ago)'],
  },
  {
    title: '12: restarted five days ago',
    pod: pod({
      apps: containers(1),
      status: {
        phase: 'Running',
        containerStatuses: [
          container({ ready: true, restartCount: 3, state: running, endedAgo: 5 * 86_400 }),
        ],
      },
    }),
    expected: ['1/1', 'Running', '3 (5d ago)'],
  },
  {
    title: '13: one never restarted, one ten days ago',
    pod: pod({
      status: {
        phase: 'Running',
        containerStatuses: [
          container({ ready: true, restartCount: 0, state: running }),
          container({ ready: true, restartCount: 3, state: running, endedAgo: 10 * 86_400 }),
        ],
      },
    }),
    expected: ['2/2', 'Running', '3 (10d ago)'],
  },
  {
    title: '14: restarted five and twenty days ago',
    pod: pod({
      status: {
        phase: 'Running',
        containerStatuses: [
          container({ ready: true, restartCount: 6, state: running, endedAgo: 5 * 86_400 }),
          container({ ready: true, restartCount: 3, state: running, endedAgo: 20 * 86_400 }),
        ],
      },
    }),
    expected: ['2/2', 'Running', '9 (5d ago)'],
  },
  {
    title: '15: scheduling gates',
    pod: pod({
      status: {
        phase: 'podPhase',
        conditions: [{ type: 'PodScheduled', status: 'False', reason: 'SchedulingGated' }],
      },
    }),
    expected: ['0/2', 'SchedulingGated', '0'],
  },
  {
    title: '16: succeeded',
    pod: pod({
      apps: containers(1),
      status: { phase: 'Succeeded', containerStatuses: [container({ state: completed })] },
    }),
    expected: ['0/1', 'Completed', '0'],
  },
  {
    title: '17: failed',
    pod: pod({
      apps: containers(1),
      status: {
        phase: 'Failed',
        containerStatuses: [container({ state: { terminated: { exitCode: 1, reason: 'Error' } } })],
      },
    }),
    expected: ['0/1', 'Error', '0'],
  },
  {
    title: '18: succeeded and deleted',
    pod: pod({
      apps: containers(1),
      deleted: true,
      status: { phase: 'Succeeded', containerStatuses: [container({ state: completed })] },
    }),
    expected: ['0/1', 'Completed', '0'],
  },
  {
    title: '19: running and deleted',
    pod: pod({
      apps: containers(1),
      deleted: true,
      status: { phase: 'Running', containerStatuses: [container({ state: running })] },
    }),
    expected: ['0/1', 'Terminating', '0'],
  },
  {
    title: '20: pending and deleted',
    pod: pod({ apps: containers(1), deleted: true, status: { phase: 'Pending' } }),
    expected: ['0/1', 'Terminating', '0'],
  },
  {
    title: '21: crashed, running',
    pod: pod({
      status: {
        phase: 'Failed',
        containerStatuses: [
          container({ state: crashed }),
          container({ ready: true, state: running }),
        ],
      },
    }),
    expected: ['1/2', 'podCrash', '0'],
  },
  {
    title: '22: running, crashed',
    pod: pod({
      status: {
        phase: 'Failed',
        containerStatuses: [
          container({ ready: true, state: running }),
          container({ state: crashed }),
        ],
      },
    }),
    expected: ['1/2', 'podCrash', '0'],
  },
  {
    title: '23: running, crashed, done, all called ready',
    pod: pod({
      apps: containers(3),
      status: {
        phase: 'Failed',
        containerStatuses: [
          container({ ready: true, state: running }),
          container({ ready: true, state: crashed }),
          container({ ready: true, state: silent }),
        ],
      },
    }),
    expected: ['1/3', 'podCrash', '0'],
  },
  {
    title: '24: running, crashed, done, none ready',
    pod: pod({
      apps: containers(3),
      status: {
        phase: 'Failed',
        containerStatuses: [
          container({ state: running }),
          container({ state: crashed }),
          container({ state: silent }),
        ],
      },
    }),
    expected: ['0/3', 'podCrash', '0'],
  },
];

const sidecars: readonly Container[] = [
  { name: 'restartable-init-1', restartPolicy: 'Always' },
  { name: 'restartable-init-2', restartPolicy: 'Always' },
];
const [first, second] = ['restartable-init-1', 'restartable-init-2'];
const killed = { terminated: { exitCode: 137, reason: 'Error' } };

function sidecarPod(status: PodParts['status']): Pod {
  return pod({ inits: sidecars, apps: containers(1), status });
}

/** TestPrintPodWithRestartableInitContainer, in order (printers_test.go:1865). */
const WITH_SIDECARS: readonly PrintPodCase[] = [
  {
    title: '1: the first sidecar runs but has not started',
    pod: sidecarPod({
      phase: 'Pending',
      initContainerStatuses: [
        { ...restartedInit, name: first, started: false },
        container({ name: second, state: waiting, started: false }),
      ],
      containerStatuses: [waitingApp],
      conditions: [{ type: 'Initialized', status: 'False' }],
    }),
    expected: ['0/3', 'Init:0/2', '3 (10s ago)'],
  },
  {
    title: '1: the second sidecar runs but has not started',
    pod: sidecarPod({
      phase: 'Pending',
      initContainerStatuses: [
        { ...restartedInit, name: first, started: true },
        container({ name: second, state: running, started: false }),
      ],
      containerStatuses: [waitingApp],
      conditions: [{ type: 'Initialized', status: 'False' }],
    }),
    expected: ['0/3', 'Init:1/2', '3 (10s ago)'],
  },
  {
    title: '2: both sidecars have started, the app runs',
    pod: sidecarPod({
      phase: 'Running',
      initContainerStatuses: [
        { ...restartedInit, name: first, started: true },
        container({ name: second, state: running, started: true }),
      ],
      containerStatuses: [
        container({ ready: true, restartCount: 4, state: running, endedAgo: 20 }),
      ],
      conditions: [{ type: 'Initialized', status: 'True' }],
    }),
    expected: ['1/3', 'Running', '7 (10s ago)'],
  },
  {
    title: '3: sidecars killed after the app was done',
    pod: sidecarPod({
      phase: 'Succeeded',
      initContainerStatuses: [
        { ...restartedInit, name: first, state: killed, started: false },
        container({ name: second, state: killed, started: false }),
      ],
      containerStatuses: [container({ restartCount: 4, state: completed, endedAgo: 20 })],
      conditions: [{ type: 'Initialized', status: 'True' }],
    }),
    expected: ['0/3', 'Completed', '7 (10s ago)'],
  },
  {
    title: '4: statuses of containers that are not in the spec',
    pod: pod({
      inits: [{ name: 'init1' }, { name: 'sidecar1', restartPolicy: 'Always' }],
      apps: [{ name: 'container1' }],
      status: {
        phase: 'Running',
        initContainerStatuses: [{ name: 'initinvalid' }, { name: 'init1' }, { name: 'sidecar1' }],
        containerStatuses: [{ name: 'containerinvalid' }, { name: 'container1' }],
      },
    }),
    expected: ['0/2', 'Init:0/2', '0'],
  },
];

/** The cases of TestPrintPodwide, TestPrintPodConditions and TestPrintPodList not seen above. */
const OTHERS: readonly PrintPodCase[] = [
  ...['Running', 'Succeeded', 'Failed'].map(
    (phase): PrintPodCase => ({
      title: `conditions: ${phase} with one container of two ready`,
      pod: pod({
        status: { phase, containerStatuses: [readyThrice, container({ restartCount: 3 })] },
      }),
      expected: ['1/2', phase, '6'],
    }),
  ),
  {
    title: 'wide: conditions of readiness gates do not matter',
    pod: pod({
      status: {
        phase: 'podPhase',
        conditions: [
          { type: 'condition1', status: 'False' },
          { type: 'condition2', status: 'True' },
        ],
        containerStatuses: [readyThrice, container({ restartCount: 3 })],
      },
    }),
    expected: ['1/2', 'podPhase', '6'],
  },
  {
    title: 'list: two of two ready',
    pod: pod({ status: { phase: 'podPhase', containerStatuses: [readyThrice, readyThrice] } }),
    expected: ['2/2', 'podPhase', '6'],
  },
  {
    title: 'list: one of one ready',
    pod: pod({
      apps: containers(1),
      status: {
        phase: 'podPhase',
        containerStatuses: [container({ ready: true, restartCount: 1, state: running })],
      },
    }),
    expected: ['1/1', 'podPhase', '1'],
  },
];

export const PRINT_POD_CASES: readonly PrintPodCase[] = [
  ...PRINT_POD.map((one) => ({ ...one, title: `TestPrintPod ${one.title}` })),
  ...WITH_SIDECARS.map((one) => ({ ...one, title: `with sidecars ${one.title}` })),
  ...OTHERS,
];
