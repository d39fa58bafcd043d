import type { Container, Pod, PodStatus } from '../../../../src/model/kubernetes/api.ts';
import { amounts, container, sidecar } from '../small-resources.ts';

/**
 * Pods of k8s.io/component-helpers resource/helpers_test.go with what Kubernetes makes of them;
 * each line of a table is one that shows something the others do not.
 */
export interface EffectiveCase {
  readonly name: string;
  readonly init?: readonly Container[];
  readonly apps?: readonly Container[];
  readonly podLevel?: NonNullable<Pod['spec']['resources']>;
  readonly overhead?: string;
  readonly status?: PodStatus;
  readonly requests?: string;
  readonly limits?: string;
}

/** The same amounts as requests and as limits: both follow one formula. */
const both = (name: string, text: string) => container(name, text, text);
const aside = (name: string, text: string) => sidecar(name, text, text);

/** TestPodResourceRequests and TestPodResourceLimits, from the spec alone. */
export const BY_ORDER: readonly EffectiveCase[] = [
  {
    name: 'a larger init container decides',
    init: [both('i', 'cpu=4')],
    apps: [both('a', 'cpu=1')],
    requests: 'cpu=4',
    limits: 'cpu=4',
  },
  {
    name: 'app containers that are larger together decide',
    init: [both('i', 'cpu=2')],
    apps: [both('a', 'cpu=2'), both('b', 'cpu=3')],
    requests: 'cpu=5',
    limits: 'cpu=5',
  },
  {
    name: 'the largest of several init containers decides, each resource for itself',
    init: [
      container('small', 'cpu=1 memory=5', 'cpu=1 memory=5'),
      container('big', 'cpu=40', 'cpu=80'),
    ],
    apps: [
      container('a', 'cpu=1 memory=5', 'cpu=2 memory=10'),
      container('b', 'cpu=4 memory=12', 'cpu=8 memory=24'),
    ],
    requests: 'cpu=40 memory=17',
    limits: 'cpu=80 memory=34',
  },
  {
    name: 'a sidecar is added to the app containers',
    init: [aside('s', 'cpu=1')],
    apps: [both('a', 'cpu=1')],
    requests: 'cpu=2',
    limits: 'cpu=2',
  },
  {
    name: 'sidecars after an init container do not count beside it: max(5, 1+2+3 + 1)',
    init: [both('i', 'cpu=5'), aside('s1', 'cpu=1'), aside('s2', 'cpu=2'), aside('s3', 'cpu=3')],
    apps: [both('a', 'cpu=1')],
    requests: 'cpu=7',
    limits: 'cpu=7',
  },
  {
    name: 'sidecars before an init container count beside it: 1+2 + 5, the last one not',
    init: [
      both('i1', 'cpu=5'),
      aside('s1', 'cpu=1'),
      aside('s2', 'cpu=2'),
      both('i2', 'cpu=5'),
      aside('s3', 'cpu=3'),
    ],
    apps: [both('a', 'cpu=1')],
    requests: 'cpu=8',
    limits: 'cpu=8',
  },
  {
    name: 'a sidecar first: 10 + 200 against 10 + 100',
    init: [aside('s', 'cpu=10'), both('i', 'cpu=200')],
    apps: [both('a', 'cpu=100')],
    requests: 'cpu=210',
    limits: 'cpu=210',
  },
  {
    name: 'without limits there is no limit',
    apps: [container('a')],
    requests: '',
    limits: '',
  },
  {
    name: 'a container without limits adds nothing to the sum',
    apps: [container('a', '', 'cpu=2 memory=2Gi'), container('b')],
    limits: 'cpu=2 memory=2Gi',
  },
  {
    name: 'an init container without limits does not raise the sum',
    init: [container('i1', '', 'cpu=2 memory=2Gi'), container('i2')],
    apps: [container('a', '', 'cpu=1 memory=1Gi')],
    limits: 'cpu=2 memory=2Gi',
  },
];

/** TestPodRequestsAndLimits and the overhead cases of the others. */
export const WITH_OVERHEAD: readonly EffectiveCase[] = [
  {
    name: 'alone is requested, and is no limit',
    apps: [container('a')],
    overhead: 'cpu=5 memory=5',
    requests: 'cpu=5 memory=5',
    limits: '',
  },
  {
    name: 'is added to requests and limits',
    init: [container('i', 'cpu=1 memory=10', 'cpu=2 memory=12')],
    apps: [container('a', 'cpu=1 memory=10', 'cpu=2 memory=12')],
    overhead: 'cpu=5 memory=5',
    requests: 'cpu=6 memory=15',
    limits: 'cpu=7 memory=17',
  },
  {
    name: 'is added to a limit only where there is one',
    apps: [container('a', 'cpu=1 memory=10', 'cpu=2')],
    overhead: 'cpu=5 memory=5',
    requests: 'cpu=6 memory=15',
    limits: 'cpu=7',
  },
];

/** TestPodLevelResourceRequests. */
export const POD_LEVEL: readonly EffectiveCase[] = [
  {
    name: 'count without any of a container',
    podLevel: { requests: amounts('memory=2Mi') },
    requests: 'memory=2Mi',
  },
  {
    name: 'replace only what they name',
    podLevel: { requests: amounts('memory=2Mi') },
    apps: [container('a', 'cpu=2m')],
    requests: 'cpu=2m memory=2Mi',
  },
  {
    name: 'of other resources are passed over',
    podLevel: { requests: amounts('storage=2Mi') },
    apps: [container('a', 'storage=3Mi')],
    requests: 'storage=3Mi',
  },
  {
    name: 'replace what init containers and sidecars come to',
    podLevel: { requests: amounts('memory=15Mi cpu=18m') },
    init: [sidecar('s', 'memory=5Mi cpu=4m'), container('i', 'memory=6Mi cpu=8m')],
    apps: [container('a', 'memory=3Mi cpu=2m')],
    requests: 'cpu=18m memory=15Mi',
  },
  {
    name: 'replace hugepages too',
    podLevel: {
      requests: amounts('cpu=1 hugepages-2Mi=10Mi'),
      limits: amounts('hugepages-2Mi=10Mi'),
    },
    apps: [container('a', 'hugepages-2Mi=6Mi', 'hugepages-2Mi=6Mi')],
    requests: 'cpu=1 hugepages-2Mi=10Mi',
    limits: 'hugepages-2Mi=10Mi',
  },
];

const claim = (
  containers: readonly string[],
  mapping: string,
  overhead: readonly Overhead[] = [],
) => ({
  containers,
  mapping: Object.entries(amounts(mapping)).map(([name, quantity]) => ({ name, quantity })),
  overhead,
});

interface Overhead {
  readonly name: string;
  readonly perPod?: string;
  readonly perContainer?: string;
}

const claims = (...each: readonly ReturnType<typeof claim>[]): PodStatus => ({
  nodeAllocatableResourceClaimStatuses: each,
});

/** TestPodRequestsAndLimitsWithDRA. */
export const WITH_CLAIMS: readonly EffectiveCase[] = [
  {
    name: 'are added to requests, and to limits that there are',
    apps: [
      container('c1', 'cpu=100m memory=1Gi hugepages-1Gi=2', 'cpu=100m memory=1Gi hugepages-1Gi=2'),
    ],
    status: claims(claim(['c1'], 'cpu=50m hugepages-1Gi=1')),
    requests: 'cpu=150m hugepages-1Gi=3 memory=1Gi',
    limits: 'cpu=150m hugepages-1Gi=3 memory=1Gi',
  },
  {
    name: 'of one container are all added',
    apps: [container('c1', 'cpu=100m memory=1Gi')],
    status: claims(claim(['c1'], 'cpu=50m'), claim(['c1'], 'cpu=25m memory=512Mi')),
    requests: 'cpu=175m memory=1536Mi',
  },
  {
    name: 'that two containers share count once',
    apps: [container('c1', 'cpu=100m', 'cpu=100m'), container('c2', 'cpu=200m', 'cpu=200m')],
    status: claims(claim(['c1', 'c2'], 'cpu=50m')),
    requests: 'cpu=350m',
    limits: 'cpu=350m',
  },
  {
    name: 'of an init container stay for the whole life: max(100m, 50m) + 25m',
    init: [container('i', 'cpu=100m')],
    apps: [container('c1', 'cpu=50m')],
    status: claims(claim(['i'], 'cpu=25m')),
    requests: 'cpu=125m',
  },
  {
    name: 'do not go beyond what the pod level sets',
    podLevel: { requests: amounts('cpu=2'), limits: amounts('cpu=2') },
    apps: [container('c1', 'cpu=1 memory=1Gi', 'cpu=1 memory=1Gi')],
    status: claims(claim(['c1'], 'cpu=3')),
    requests: 'cpu=2 memory=1Gi',
    limits: 'cpu=2 memory=1Gi',
  },
  {
    name: 'have an overhead once a Pod and once a container',
    apps: [
      container('c1', 'cpu=100m memory=1Gi', 'memory=1Gi'),
      container('c2', 'cpu=100m memory=1Gi', 'memory=1Gi'),
    ],
    status: claims(
      claim(['c1', 'c2'], '', [{ name: 'memory', perPod: '1Gi', perContainer: '500Mi' }]),
    ),
    requests: 'cpu=200m memory=4072Mi',
    limits: 'memory=4072Mi',
  },
  {
    name: 'that no container uses have an overhead once a Pod',
    apps: [container('c1', 'memory=1Gi', 'memory=1Gi')],
    status: claims(claim([], '', [{ name: 'memory', perPod: '1Gi', perContainer: '500Mi' }])),
    requests: 'memory=2Gi',
    limits: 'memory=2Gi',
  },
  {
    name: 'make no limit where there is none',
    apps: [container('c1', 'cpu=100m memory=1Gi')],
    status: claims(claim(['c1'], 'cpu=50m memory=512Mi')),
    requests: 'cpu=150m memory=1536Mi',
    limits: '',
  },
  {
    name: 'of hugepages always make a limit',
    apps: [container('c1', 'cpu=100m')],
    status: claims(claim(['c1'], 'hugepages-1Gi=1')),
    requests: 'cpu=100m hugepages-1Gi=1',
    limits: 'hugepages-1Gi=1',
  },
];

const statusOf = (
  name: string,
  actual: string | undefined,
  allocated?: string,
  limits?: string,
) => ({
  name,
  ...((actual !== undefined || limits !== undefined) && {
    resources: {
      ...(actual !== undefined && { requests: amounts(actual) }),
      ...(limits !== undefined && { limits: amounts(limits) }),
    },
  }),
  ...(allocated !== undefined && { allocatedResources: amounts(allocated) }),
});

export const INFEASIBLE = {
  conditions: [{ type: 'PodResizePending', status: 'True', reason: 'Infeasible' }],
} as const satisfies PodStatus;

/** The resize cases of the tests above and of TestAggregateContainerRequestsAndLimits. */
export const RESIZED: readonly EffectiveCase[] = [
  {
    name: 'upwards, not yet allocated, counts as asked for',
    apps: [container('c1', 'cpu=4', 'memory=2Gi')],
    status: { containerStatuses: [statusOf('c1', 'cpu=2', undefined, 'memory=1Gi')] },
    requests: 'cpu=4',
    limits: 'memory=2Gi',
  },
  {
    name: 'downwards, not yet done, counts as it is',
    apps: [container('c1', '', 'memory=1Gi')],
    status: { containerStatuses: [statusOf('c1', undefined, undefined, 'memory=2Gi')] },
    limits: 'memory=2Gi',
  },
  {
    name: 'counts the highest of spec, allocated and actual, each resource for itself',
    apps: [container('c1', 'cpu=30m memory=20M ephemeral-storage=10G')],
    status: {
      containerStatuses: [
        statusOf(
          'c1',
          'cpu=10m memory=30M ephemeral-storage=20G',
          'cpu=20m memory=10M ephemeral-storage=30G',
        ),
      ],
    },
    requests: 'cpu=30m ephemeral-storage=30G memory=30M',
  },
  {
    name: 'and infeasible leaves out what is asked for',
    apps: [container('c1', 'cpu=4', 'cpu=10')],
    status: { ...INFEASIBLE, containerStatuses: [statusOf('c1', 'cpu=2', undefined, 'cpu=6')] },
    requests: 'cpu=2',
    limits: 'cpu=6',
  },
  {
    name: 'and infeasible while an earlier one goes on counts what is allocated',
    apps: [container('c1', 'cpu=6')],
    status: { ...INFEASIBLE, containerStatuses: [statusOf('c1', 'cpu=2', 'cpu=4')] },
    requests: 'cpu=4',
  },
  {
    name: 'of a sidecar counts like that of an app container',
    init: [sidecar('s', 'cpu=4', 'memory=1Gi')],
    status: { initContainerStatuses: [statusOf('s', 'cpu=2', undefined, 'memory=2Gi')] },
    requests: 'cpu=4',
    limits: 'memory=2Gi',
  },
  {
    name: 'of two containers takes the highest of the sums, not the sum of the highest',
    apps: [container('c1', 'cpu=1', 'cpu=1'), container('c2', 'cpu=2', 'cpu=2')],
    status: {
      containerStatuses: [
        statusOf('c1', undefined, 'cpu=2', 'cpu=2'),
        statusOf('c2', undefined, 'cpu=1', 'cpu=1'),
      ],
    },
    requests: 'cpu=3',
    limits: 'cpu=3',
  },
  {
    name: 'counts what the kubelet tells of a container whose spec has nothing',
    init: [sidecar('s')],
    status: { initContainerStatuses: [statusOf('s', 'cpu=2')] },
    requests: 'cpu=2',
    limits: '',
  },
];

/** What the kubelet tells of the whole Pod; without either figure the containers' are taken. */
export const POD_STATUS: readonly EffectiveCase[] = [
  {
    name: 'stands for all containers',
    apps: [container('c1', 'cpu=1', 'cpu=2')],
    status: {
      allocatedResources: amounts('cpu=4'),
      resources: { requests: amounts('cpu=3'), limits: amounts('cpu=5') },
    },
    requests: 'cpu=4',
    limits: 'cpu=5',
  },
  {
    name: 'without the allocated part leaves requests to the containers',
    apps: [container('c1', 'cpu=1', 'cpu=2')],
    status: {
      resources: { requests: amounts('cpu=3'), limits: amounts('cpu=7') },
      containerStatuses: [statusOf('c1', 'cpu=5', 'cpu=6', 'cpu=7')],
    },
    requests: 'cpu=6',
    limits: 'cpu=7',
  },
  {
    name: 'without the actual part leaves all to the containers',
    apps: [container('c1', 'cpu=1', 'cpu=2')],
    status: {
      allocatedResources: amounts('cpu=6'),
      containerStatuses: [statusOf('c1', 'cpu=5', 'cpu=6', 'cpu=8')],
    },
    requests: 'cpu=6',
    limits: 'cpu=8',
  },
  {
    name: 'raises what the pod level sets while its resize goes on',
    podLevel: { requests: amounts('cpu=2'), limits: amounts('cpu=4') },
    apps: [container('c1', 'cpu=1', 'cpu=2')],
    status: {
      allocatedResources: amounts('cpu=3'),
      resources: { requests: amounts('cpu=3.5'), limits: amounts('cpu=5') },
    },
    requests: 'cpu=3500m',
    limits: 'cpu=5',
  },
  {
    name: 'replaces what the pod level asks for in vain',
    podLevel: { requests: amounts('cpu=10'), limits: amounts('cpu=20') },
    apps: [container('c1', 'cpu=1', 'cpu=2')],
    status: {
      ...INFEASIBLE,
      allocatedResources: amounts('cpu=3'),
      resources: { requests: amounts('cpu=4'), limits: amounts('cpu=8') },
    },
    requests: 'cpu=4',
    limits: 'cpu=8',
  },
  {
    name: 'has the claims in it already',
    apps: [container('c1', 'memory=1Gi'), container('c2', 'memory=2Gi')],
    status: {
      ...claims(claim(['c1', 'c2'], '', [{ name: 'memory', perContainer: '1Gi' }])),
      containerStatuses: [
        statusOf('c1', 'memory=2Gi', 'memory=1Gi'),
        statusOf('c2', 'memory=2Gi', 'memory=2Gi'),
      ],
      allocatedResources: amounts('memory=5Gi'),
      resources: { requests: amounts('memory=6Gi') },
    },
    requests: 'memory=6Gi',
  },
];

/** Without the figures for the whole Pod the claims come on top of the containers'. */
export const CLAIMS_AND_RESIZE: readonly EffectiveCase[] = [
  {
    name: 'a request that is being raised',
    apps: [container('c1', 'memory=4Gi'), container('c2', 'memory=2Gi')],
    status: {
      ...claims(claim(['c1', 'c2'], '', [{ name: 'memory', perContainer: '1Gi' }])),
      containerStatuses: [
        statusOf('c1', 'memory=2Gi', 'memory=4Gi'),
        statusOf('c2', 'memory=2Gi', 'memory=2Gi'),
      ],
    },
    requests: 'memory=8Gi',
  },
  {
    name: 'a limit that is being raised',
    apps: [container('c1', '', 'memory=4Gi'), container('c2', '', 'memory=2Gi')],
    status: {
      ...claims(claim(['c1', 'c2'], '', [{ name: 'memory', perContainer: '1Gi' }])),
      containerStatuses: [
        statusOf('c1', undefined, undefined, 'memory=2Gi'),
        statusOf('c2', undefined, undefined, 'memory=2Gi'),
      ],
    },
    limits: 'memory=8Gi',
  },
];
