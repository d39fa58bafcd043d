import type { Pod } from '../../../src/model/kubernetes/api.ts';
import type { LimitRange } from '../../../src/model/resources/admission/limit-range.ts';
import type { ResourceQuota } from '../../../src/model/resources/admission/resource-quota.ts';
import type { Change } from '../../../src/model/resources/change/what-if.ts';
import type { PodContext, PodSource } from '../../../src/model/resources/pod/pod-context.ts';
import { podCost } from '../../../src/model/resources/pod/pod-cost.ts';
import { whatIf } from '../../../src/model/resources/pod/what-if-cost.ts';
import { resourceList } from '../../../src/model/resources/quantity/resource-list.ts';
import type { PodCostOutput } from '../../../src/render/resources/pod/pod-cost-output.ts';
import { amounts, container, podOf, sidecar } from '../../model/resources/small-resources.ts';
import { IN_A_SANDBOX, KEP_753, MIGRATION } from '../../model/resources/worked-pods.ts';

const NOBODY_ASKED: PodContext = {
  quotas: undefined,
  limitRanges: undefined,
  nodes: undefined,
  overhead: undefined,
  usage: undefined,
};

/** As if the server had refused each patch. */
function tried({ cost, ...output }: PodCostOutput): PodCostOutput {
  const savings = cost.savings.map((saving) =>
    saving.patch === undefined ? saving : { ...saving, trial: { refusal: 'pods is forbidden' } },
  );
  return { ...output, cost: { ...cost, savings } };
}

/** What `resources` has found out about a Pod, or about one of a workload's. */
export function outputOf(
  pod: Pod,
  around: Partial<PodContext> = {},
  subject: Partial<PodSource> = {},
  changes: readonly Change[] = [],
): PodCostOutput {
  const whole: PodSource = {
    pod,
    kind: 'Pod',
    replicas: undefined,
    isStored: pod.status !== undefined,
    ...subject,
  };
  const context = { ...NOBODY_ASKED, ...around };
  return {
    cost: podCost(whole, context),
    whatIf: changes.length === 0 ? undefined : thought(whole, context, changes),
    verdict: undefined,
  };
}

function thought(source: PodSource, context: PodContext, changes: readonly Change[]) {
  const result = whatIf(source, context, changes);
  if ('problem' in result) throw new Error(result.problem.code);
  return result;
}

export const TRIM: Change = {
  kind: 'set',
  container: 'migrate',
  field: 'requests',
  resource: 'cpu',
  amount: '500m',
};
export const MOVE: Change = {
  kind: 'move',
  container: 'log-shipper',
  to: 'after',
  neighbour: 'migrate',
};

export function quotaOf(name: string, hard: string, used: string): ResourceQuota {
  return { metadata: { name }, status: { hard: amounts(hard), used: amounts(used) } };
}

/** Its default limit is below what many request. */
const LOW_DEFAULT: LimitRange = {
  metadata: { name: 'low' },
  spec: { limits: [{ type: 'Container', default: { memory: '64Mi' } }] },
};

export const LIMIT_RANGE: LimitRange = {
  metadata: { name: 'bounds' },
  spec: {
    limits: [
      {
        type: 'Container',
        default: amounts('cpu=1'),
        max: amounts('memory=256Mi'),
        maxLimitRequestRatio: amounts('cpu=1'),
      },
      { type: 'Pod', max: amounts('cpu=1') },
    ],
  },
};

const RESIZING = podOf(
  {
    containers: [container('app', 'cpu=2 memory=1Gi', 'cpu=4')],
    resources: { requests: amounts('cpu=2 memory=1Gi') },
  },
  {
    status: {
      phase: 'Running',
      qosClass: 'Burstable',
      conditions: [
        { type: 'PodResizePending', status: 'True', reason: 'Deferred', message: 'no room: cpu' },
      ],
      containerStatuses: [
        {
          name: 'app',
          resources: { requests: amounts('cpu=1 memory=1Gi'), limits: amounts('cpu=3') },
          allocatedResources: amounts('cpu=1 memory=1Gi'),
        },
      ],
      allocatedResources: amounts('cpu=1 memory=1Gi'),
      resources: { requests: amounts('cpu=1 memory=1Gi'), limits: amounts('cpu=3') },
    },
  },
);

const node = (name: string, cpu: string, unschedulable = false) => ({
  name,
  unschedulable,
  labels: {},
  taints: [],
  allocatable: resourceList(amounts(`cpu=${cpu} memory=8Gi pods=110`)),
  requested: new Map(),
  podCount: 0,
});

/** By what they show: a Pod for each part of the output. */
export const OUTPUTS: Readonly<Record<string, PodCostOutput>> = {
  'an init container that decides': outputOf(MIGRATION),
  'the example of KEP-753': outputOf(KEP_753),
  'what runs together decides': outputOf(podOf({ containers: [container('app', 'cpu=1')] })),
  'nothing at all': outputOf(podOf({ containers: [container('app')] })),
  'no name': outputOf({ metadata: {}, spec: { containers: [container('app')] } }),
  Guaranteed: outputOf(podOf({ containers: [container('a', '', 'cpu=1 memory=1Gi')] })),
  overhead: outputOf(IN_A_SANDBOX),
  'overhead alone': outputOf(podOf({ containers: [container('a')], overhead: amounts('cpu=1') })),
  'pod level': outputOf(
    podOf({
      ...MIGRATION.spec,
      resources: {
        requests: amounts('cpu=3 hugepages-2Mi=4Mi'),
        limits: amounts('cpu=3 hugepages-2Mi=4Mi'),
      },
    }),
  ),
  'resize that waits': outputOf(RESIZING),
  'a saving behind a resize': outputOf(
    podOf(
      {
        initContainers: [container('warm', 'memory=2Gi')],
        containers: [container('app', 'cpu=2 memory=1Gi')],
      },
      {
        status: {
          ...RESIZING.status,
          initContainerStatuses: [{ name: 'warm', state: { terminated: { exitCode: 0 } } }],
        },
      },
    ),
  ),
  'resize that is carried out': outputOf({
    ...RESIZING,
    status: {
      ...RESIZING.status,
      conditions: [{ type: 'PodResizeInProgress', status: 'True' }],
    },
  }),
  'figures of the kubelet': outputOf(
    podOf(IN_A_SANDBOX.spec, {
      status: {
        phase: 'Running',
        allocatedResources: amounts('cpu=2350m memory=760Mi'),
        resources: { requests: amounts('cpu=2350m memory=760Mi') },
      },
    }),
  ),
  'resource claims': outputOf(
    podOf(
      { containers: [container('app')] },
      {
        status: {
          phase: 'Running',
          nodeAllocatableResourceClaimStatuses: [
            { containers: ['app'], mapping: [{ name: 'hugepages-1Gi', quantity: '1Gi' }] },
          ],
        },
      },
    ),
  ),
  'more resources than have room side by side': outputOf(
    podOf({
      initContainers: [
        container(
          'warm',
          'cpu=1 ephemeral-storage=5Gi',
          'memory=1Gi ephemeral-storage=10Gi nvidia.com/gpu=2 hugepages-2Mi=64Mi',
        ),
      ],
      containers: [container('app', 'cpu=1 memory=1Gi')],
    }),
  ),
  'extended resources and hugepages': outputOf(
    podOf({
      initContainers: [container('warm', 'example.com/gpu=4', 'example.com/gpu=4')],
      containers: [
        container(
          'app',
          'example.com/gpu=1 hugepages-2Mi=4Mi ephemeral-storage=1Gi cpu=1',
          'example.com/gpu=1 hugepages-2Mi=4Mi',
        ),
      ],
    }),
  ),
  'another class at its creation': outputOf(
    podOf(MIGRATION.spec, { status: { phase: 'Running', qosClass: 'BestEffort' } }),
  ),
  ended: outputOf(podOf(MIGRATION.spec, { status: { phase: 'Succeeded' } })),
  'a Deployment': outputOf(MIGRATION, {}, { kind: 'Deployment', replicas: 3 }),
  'a DaemonSet': outputOf(MIGRATION, {}, { kind: 'DaemonSet' }),
  'many containers': outputOf(
    podOf({
      initContainers: [1, 2, 3, 4, 5].map((index) => sidecar(`sidecar-${index}`, 'cpu=100m')),
      containers: [1, 2, 3].map((index) => container(`app-${index}`, 'cpu=250m memory=1234567890')),
    }),
  ),
  'quota with room': outputOf(MIGRATION, {
    quotas: [quotaOf('team', 'requests.cpu=10', 'requests.cpu=1')],
  }),
  'quotas that refuse': outputOf(MIGRATION, {
    quotas: [
      quotaOf('full', 'requests.cpu=3 pods=10', 'requests.cpu=2 pods=2'),
      quotaOf('strict', 'limits.cpu=10', 'limits.cpu=0'),
      { metadata: { name: 'new' }, status: { hard: amounts('requests.cpu=10') } },
      {
        metadata: { name: 'others' },
        spec: { scopes: ['BestEffort'] },
        status: { hard: amounts('pods=10'), used: amounts('pods=1') },
      },
    ],
  }),
  'no quota': outputOf(MIGRATION, { quotas: [] }),
  'a LimitRange that is broken': outputOf(MIGRATION, { limitRanges: [LIMIT_RANGE] }),
  'a LimitRange that has filled in': outputOf({
    ...podOf(MIGRATION.spec, { status: { phase: 'Running' } }),
    metadata: {
      name: 'web',
      annotations: {
        'kubernetes.io/limit-ranger':
          'LimitRanger plugin set: cpu, memory request for container app; cpu limit for init container migrate',
      },
    },
  }),
  'a RuntimeClass nobody was asked about': outputOf(
    podOf({ ...MIGRATION.spec, runtimeClassName: 'kata' }),
  ),
  'room on a node': outputOf(MIGRATION, { nodes: [node('large', '8'), node('small', '1')] }),
  'a node too small for the init phase': outputOf(MIGRATION, { nodes: [node('small', '1')] }),
  'a Pod that wants another node': outputOf(
    podOf(
      { ...MIGRATION.spec, nodeSelector: { disk: 'ssd' } },
      {
        status: {
          phase: 'Pending',
          conditions: [
            {
              type: 'PodScheduled',
              status: 'False',
              reason: 'Unschedulable',
              message:
                "0/1 nodes are available: 1 node(s) didn't match Pod's node affinity/selector.",
            },
          ],
        },
      },
    ),
    { nodes: [node('large', '8')] },
  ),
  'a workload of which the nodes take some': outputOf(
    podOf({ ...MIGRATION.spec, schedulingGates: [{ name: 'example.com/later' }] }),
    {
      nodes: [
        node('large', '4'),
        { ...node('gpu', '8'), taints: [{ key: 'gpu', effect: 'NoSchedule' }] },
      ],
    },
    { kind: 'Deployment', replicas: 3 },
  ),
  'an update that stops half-way': outputOf(
    MIGRATION,
    { quotas: [quotaOf('team', 'requests.cpu=6', 'requests.cpu=4')] },
    {
      kind: 'Deployment',
      replicas: 3,
      update: {
        refusal: undefined,
        isAsked: true,
        isChanged: true,
        strategy: { kind: 'rolling', maxSurge: 0, maxUnavailable: 1 },
        old: [0, 1, 2].map(() => podOf({ containers: [container('app', 'cpu=1')] })),
      },
    },
  ),
  'a rolling update that cannot begin': outputOf(
    MIGRATION,
    { quotas: [quotaOf('team', 'pods=3', 'pods=3')], nodes: [node('large', '2')] },
    {
      kind: 'Deployment',
      replicas: 3,
      existing: 3,
      mostReplicas: 5,
      strategy: { kind: 'rolling', maxSurge: '25%', maxUnavailable: '25%' },
    },
  ),
  'a refusal for something else': outputOf(MIGRATION, {
    serverRefusal: 'no PriorityClass with name urgent was found',
  }),
  'only a cordoned node': outputOf(MIGRATION, { nodes: [node('closed', '8', true)] }),
  'resizes that were tried': tried(
    outputOf(
      podOf(MIGRATION.spec, {
        status: {
          phase: 'Running',
          initContainerStatuses: [{ name: 'migrate', state: { terminated: { exitCode: 0 } } }],
        },
      }),
    ),
  ),
  'a resize of which the kubelet tells the whole Pod': outputOf(
    podOf(MIGRATION.spec, {
      status: {
        phase: 'Running',
        resources: { requests: amounts('cpu=2100m memory=640Mi') },
        initContainerStatuses: [{ name: 'migrate', state: { terminated: { exitCode: 0 } } }],
      },
    }),
  ),
  usage: outputOf(
    podOf(MIGRATION.spec, {
      status: {
        phase: 'Running',
        initContainerStatuses: [
          { name: 'migrate', state: { terminated: { exitCode: 0 } } },
          { name: 'log-shipper', state: { running: { startedAt: '2026-03-01T12:00:00Z' } } },
        ],
        containerStatuses: [
          { name: 'app', state: { running: { startedAt: '2026-03-01T12:05:00Z' } } },
        ],
      },
    }),
    {
      usage: {
        sample: {
          name: 'web',
          namespace: 'default',
          timestamp: '2026-03-01T12:01:00Z',
          window: '10.062s',
          containers: [
            {
              name: 'app',
              usage: {
                cpu: { nano: 250_000_001n, format: 'DecimalSI' },
                memory: { nano: 600n * 2n ** 20n * 1_000_000_000n, format: 'BinarySI' },
                others: [],
              },
            },
          ],
        },
      },
    },
  ),
  'usage that is not measured': outputOf(podOf(MIGRATION.spec, { status: { phase: 'Running' } }), {
    usage: { sample: undefined },
  }),
  'a Pod that is refused once its defaults are filled in': {
    ...outputOf(podOf({ containers: [container('a', 'memory=100Mi')] }), {
      limitRanges: [LOW_DEFAULT],
      quotas: [quotaOf('team', 'requests.cpu=10', 'requests.cpu=1')],
    }),
    verdict: 'refused',
  },
  'nothing that it needs is there': outputOf(
    podOf({ containers: [container('a', 'memory=128m')], runtimeClassName: 'kata' }),
    { quotas: [], lacksNamespace: true, lacksRuntimeClass: true },
  ),
  'pod level, filled in by the server': outputOf(
    podOf({
      containers: [container('a', 'memory=100Mi')],
      resources: { limits: amounts('cpu=900m memory=256Mi') },
    }),
  ),
  'a saving that costs the class': outputOf(
    podOf({ initContainers: [container('i', 'cpu=1')], containers: [container('a')] }),
  ),
  'a saving of a Guaranteed Pod': outputOf(
    podOf({
      initContainers: [container('load', '', 'cpu=90m memory=32Mi')],
      containers: [container('db', '', 'cpu=60m memory=40Mi')],
    }),
  ),
  'a workload of which some Pods were refused': outputOf(
    MIGRATION,
    { quotas: [quotaOf('team', 'requests.cpu=10', 'requests.cpu=6')] },
    {
      kind: 'Deployment',
      replicas: 4,
      existing: 2,
      mostReplicas: 20,
      scaledBy: [{ resource: 'nvidia.com/gpu' }],
      refusal: 'exceeded quota: team',
    },
  ),
  'what if a limit of a stored Pod were another': outputOf(
    podOf(
      { containers: [container('a', 'cpu=500m', 'cpu=500m')] },
      { status: { phase: 'Running', qosClass: 'Burstable' } },
    ),
    {},
    {},
    [{ kind: 'set', container: 'a', field: 'limits', resource: 'cpu', amount: '1' }],
  ),
  'what if': outputOf(MIGRATION, {}, {}, [TRIM, MOVE]),
  'what if a limit is taken away': outputOf(MIGRATION, {}, {}, [
    { kind: 'set', container: 'app', field: 'limits', resource: 'memory', amount: undefined },
    { kind: 'move', container: 'log-shipper', to: 'last', neighbour: undefined },
  ]),
};
