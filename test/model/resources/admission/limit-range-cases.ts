/**
 * The cases of TestPodLimitFunc (plugin/pkg/admission/limitranger/admission_test.go): Pods that
 * keep to a LimitRange with one item, and Pods that do not.
 */
export interface LimitRangeCase {
  readonly name: string;
  readonly item: {
    readonly type: string;
    readonly min?: string;
    readonly max?: string;
    readonly maxLimitRequestRatio?: string;
  };
  /** How many app containers, and the requests and limits that each has. */
  readonly apps: readonly [count: number, requests: string, limits: string];
  readonly inits?: readonly RequestsAndLimits[];
  readonly sidecar?: RequestsAndLimits;
  readonly podLevel?: RequestsAndLimits;
}

type RequestsAndLimits = readonly [requests: string, limits: string];

export const KEPT: readonly LimitRangeCase[] = [
  {
    name: 'ctr-min-cpu-request',
    item: { type: 'Container', min: 'cpu=50m' },
    apps: [1, 'cpu=100m', ''],
  },
  {
    name: 'ctr-min-cpu-request-limit',
    item: { type: 'Container', min: 'cpu=50m' },
    apps: [1, 'cpu=100m', 'cpu=200m'],
  },
  {
    name: 'ctr-min-memory-request',
    item: { type: 'Container', min: 'memory=50Mi' },
    apps: [1, 'memory=60Mi', ''],
  },
  {
    name: 'ctr-min-memory-request-limit',
    item: { type: 'Container', min: 'memory=50Mi' },
    apps: [1, 'memory=60Mi', 'memory=100Mi'],
  },
  {
    name: 'ctr-max-cpu-request-limit',
    item: { type: 'Container', max: 'cpu=2' },
    apps: [1, 'cpu=500m', 'cpu=1'],
  },
  { name: 'ctr-max-cpu-limit', item: { type: 'Container', max: 'cpu=2' }, apps: [1, '', 'cpu=1'] },
  {
    name: 'ctr-max-mem-request-limit',
    item: { type: 'Container', max: 'memory=1Gi' },
    apps: [1, 'memory=250Mi', 'memory=500Mi'],
  },
  {
    name: 'ctr-max-cpu-ratio',
    item: { type: 'Container', maxLimitRequestRatio: 'cpu=1.5' },
    apps: [1, 'cpu=500m', 'cpu=750m'],
  },
  {
    name: 'ctr-max-mem-limit',
    item: { type: 'Container', max: 'memory=1Gi' },
    apps: [1, '', 'memory=500Mi'],
  },
  { name: 'pod-min-cpu-request', item: { type: 'Pod', min: 'cpu=100m' }, apps: [2, 'cpu=75m', ''] },
  {
    name: 'pod-min-cpu-request-limit',
    item: { type: 'Pod', min: 'cpu=100m' },
    apps: [2, 'cpu=75m', 'cpu=200m'],
  },
  {
    name: 'pod-min-memory-request',
    item: { type: 'Pod', min: 'memory=100Mi' },
    apps: [2, 'memory=60Mi', ''],
  },
  {
    name: 'pod-min-memory-request-limit',
    item: { type: 'Pod', min: 'memory=100Mi' },
    apps: [2, 'memory=60Mi', 'memory=100Mi'],
  },
  {
    name: 'pod-init-min-memory-request',
    item: { type: 'Pod', min: 'memory=100Mi' },
    apps: [2, 'memory=60Mi', ''],
    inits: [['memory=100Mi', '']],
  },
  {
    name: 'pod-init-min-memory-request-limit',
    item: { type: 'Pod', min: 'memory=100Mi' },
    apps: [2, 'memory=60Mi', 'memory=100Mi'],
    inits: [['memory=80Mi', 'memory=100Mi']],
  },
  {
    name: 'pod-max-cpu-request-limit',
    item: { type: 'Pod', max: 'cpu=2' },
    apps: [2, 'cpu=500m', 'cpu=1'],
  },
  { name: 'pod-max-cpu-limit', item: { type: 'Pod', max: 'cpu=2' }, apps: [2, '', 'cpu=1'] },
  {
    name: 'pod-init-max-cpu-request-limit',
    item: { type: 'Pod', max: 'cpu=2' },
    apps: [2, 'cpu=500m', 'cpu=1'],
    inits: [
      ['cpu=1', 'cpu=2'],
      ['cpu=1', 'cpu=1'],
    ],
  },
  {
    name: 'pod-init-max-cpu-limit',
    item: { type: 'Pod', max: 'cpu=2' },
    apps: [2, '', 'cpu=1'],
    inits: [
      ['', 'cpu=2'],
      ['', 'cpu=2'],
    ],
  },
  {
    name: 'pod-max-mem-request-limit',
    item: { type: 'Pod', max: 'memory=1Gi' },
    apps: [2, 'memory=250Mi', 'memory=500Mi'],
  },
  {
    name: 'pod-max-mem-limit',
    item: { type: 'Pod', max: 'memory=1Gi' },
    apps: [2, '', 'memory=500Mi'],
  },
  {
    name: 'pod-max-mem-ratio',
    item: { type: 'Pod', max: 'memory=2Gi', maxLimitRequestRatio: 'memory=1.5' },
    apps: [3, 'memory=300Mi', 'memory=450Mi'],
  },
  {
    name: 'ctr-1-min-local-ephemeral-storage-request',
    item: { type: 'Container', min: 'ephemeral-storage=50Mi' },
    apps: [1, 'ephemeral-storage=60Mi', ''],
  },
  {
    name: 'ctr-1-min-local-ephemeral-storage-request-limit',
    item: { type: 'Container', min: 'ephemeral-storage=50Mi' },
    apps: [1, 'ephemeral-storage=60Mi', 'ephemeral-storage=100Mi'],
  },
  {
    name: 'ctr-1-max-local-ephemeral-storage-request-limit',
    item: { type: 'Container', max: 'ephemeral-storage=1Gi' },
    apps: [1, 'ephemeral-storage=250Mi', 'ephemeral-storage=500Mi'],
  },
  {
    name: 'ctr-1-max-local-ephemeral-storage-limit',
    item: { type: 'Container', max: 'ephemeral-storage=1Gi' },
    apps: [1, '', 'ephemeral-storage=500Mi'],
  },
  {
    name: 'ctr-2-min-local-ephemeral-storage-request',
    item: { type: 'Container', min: 'ephemeral-storage=50Mi' },
    apps: [2, 'ephemeral-storage=60Mi', ''],
  },
  {
    name: 'ctr-2-min-local-ephemeral-storage-request-limit',
    item: { type: 'Container', min: 'ephemeral-storage=50Mi' },
    apps: [2, 'ephemeral-storage=60Mi', 'ephemeral-storage=100Mi'],
  },
  {
    name: 'ctr-2-max-local-ephemeral-storage-request-limit',
    item: { type: 'Container', max: 'ephemeral-storage=600Mi' },
    apps: [2, 'ephemeral-storage=250Mi', 'ephemeral-storage=500Mi'],
  },
  {
    name: 'ctr-2-max-local-ephemeral-storage-limit',
    item: { type: 'Container', max: 'ephemeral-storage=600Mi' },
    apps: [2, '', 'ephemeral-storage=500Mi'],
  },
  {
    name: 'pod-min-local-ephemeral-storage-request',
    item: { type: 'Pod', min: 'ephemeral-storage=100Mi' },
    apps: [2, 'ephemeral-storage=60Mi', ''],
  },
  {
    name: 'pod-min-local-ephemeral-storage-request-limit',
    item: { type: 'Pod', min: 'ephemeral-storage=100Mi' },
    apps: [2, 'ephemeral-storage=60Mi', 'ephemeral-storage=100Mi'],
  },
  {
    name: 'pod-init-min-local-ephemeral-storage-request',
    item: { type: 'Pod', min: 'ephemeral-storage=100Mi' },
    apps: [2, 'ephemeral-storage=60Mi', ''],
    inits: [['ephemeral-storage=100Mi', '']],
  },
  {
    name: 'pod-init-min-local-ephemeral-storage-request-limit',
    item: { type: 'Pod', min: 'ephemeral-storage=100Mi' },
    apps: [2, 'ephemeral-storage=60Mi', 'ephemeral-storage=100Mi'],
    inits: [['ephemeral-storage=80Mi', 'ephemeral-storage=100Mi']],
  },
  {
    name: 'pod-max-local-ephemeral-storage-request-limit',
    item: { type: 'Pod', max: 'ephemeral-storage=1Gi' },
    apps: [2, 'ephemeral-storage=250Mi', 'ephemeral-storage=500Mi'],
  },
  {
    name: 'pod-max-local-ephemeral-storage-limit',
    item: { type: 'Pod', max: 'ephemeral-storage=1Gi' },
    apps: [2, '', 'ephemeral-storage=500Mi'],
  },
  {
    name: 'pod-max-local-ephemeral-storage-ratio',
    item: {
      type: 'Pod',
      max: 'ephemeral-storage=2Gi',
      maxLimitRequestRatio: 'ephemeral-storage=1.5',
    },
    apps: [3, 'ephemeral-storage=300Mi', 'ephemeral-storage=450Mi'],
  },
  {
    name: 'pod-level-resources-with-min-max',
    item: { type: 'Pod', max: 'cpu=400m memory=200Mi' },
    apps: [3, 'cpu=100m memory=60Mi', 'cpu=200m memory=100Mi'],
    podLevel: ['cpu=200m memory=180Mi', 'cpu=400m memory=200Mi'],
  },
  {
    name: 'pod-level-requests-with-min',
    item: { type: 'Pod', min: 'cpu=160m memory=200Mi' },
    apps: [3, 'cpu=50m memory=60Mi', ''],
    podLevel: ['cpu=160m memory=200Mi', ''],
  },
  {
    name: 'pod-level-limits-with-max',
    item: { type: 'Pod', max: 'cpu=160m memory=200Mi' },
    apps: [3, '', 'cpu=50m memory=60Mi'],
    podLevel: ['', 'cpu=160m memory=200Mi'],
  },
];

export const BROKEN: readonly LimitRangeCase[] = [
  {
    name: 'ctr-min-cpu-request',
    item: { type: 'Container', min: 'cpu=50m' },
    apps: [1, 'cpu=40m', ''],
  },
  {
    name: 'ctr-min-cpu-request-limit',
    item: { type: 'Container', min: 'cpu=50m' },
    apps: [1, 'cpu=40m', 'cpu=200m'],
  },
  {
    name: 'ctr-min-cpu-no-request-limit',
    item: { type: 'Container', min: 'cpu=50m' },
    apps: [1, '', ''],
  },
  {
    name: 'ctr-min-memory-request',
    item: { type: 'Container', min: 'memory=50Mi' },
    apps: [1, 'memory=40Mi', ''],
  },
  {
    name: 'ctr-min-memory-request-limit',
    item: { type: 'Container', min: 'memory=50Mi' },
    apps: [1, 'memory=40Mi', 'memory=100Mi'],
  },
  {
    name: 'ctr-min-memory-no-request-limit',
    item: { type: 'Container', min: 'memory=50Mi' },
    apps: [1, '', ''],
  },
  {
    name: 'ctr-max-cpu-request-limit',
    item: { type: 'Container', max: 'cpu=2' },
    apps: [1, 'cpu=500m', 'cpu=2500m'],
  },
  {
    name: 'ctr-max-cpu-limit',
    item: { type: 'Container', max: 'cpu=2' },
    apps: [1, '', 'cpu=2500m'],
  },
  {
    name: 'ctr-max-cpu-no-request-limit',
    item: { type: 'Container', max: 'cpu=2' },
    apps: [1, '', ''],
  },
  {
    name: 'ctr-max-cpu-ratio',
    item: { type: 'Container', maxLimitRequestRatio: 'cpu=1' },
    apps: [1, 'cpu=1250m', 'cpu=2500m'],
  },
  {
    name: 'ctr-max-mem-request-limit',
    item: { type: 'Container', max: 'memory=1Gi' },
    apps: [1, 'memory=250Mi', 'memory=2Gi'],
  },
  {
    name: 'ctr-max-mem-limit',
    item: { type: 'Container', max: 'memory=1Gi' },
    apps: [1, '', 'memory=2Gi'],
  },
  {
    name: 'ctr-max-mem-no-request-limit',
    item: { type: 'Container', max: 'memory=1Gi' },
    apps: [1, '', ''],
  },
  { name: 'pod-min-cpu-request', item: { type: 'Pod', min: 'cpu=100m' }, apps: [1, 'cpu=75m', ''] },
  {
    name: 'pod-min-cpu-request-limit',
    item: { type: 'Pod', min: 'cpu=100m' },
    apps: [1, 'cpu=75m', 'cpu=200m'],
  },
  {
    name: 'pod-min-memory-request',
    item: { type: 'Pod', min: 'memory=100Mi' },
    apps: [1, 'memory=60Mi', ''],
  },
  {
    name: 'pod-min-memory-request-limit',
    item: { type: 'Pod', min: 'memory=100Mi' },
    apps: [1, 'memory=60Mi', 'memory=100Mi'],
  },
  {
    name: 'pod-max-cpu-request-limit',
    item: { type: 'Pod', max: 'cpu=2' },
    apps: [3, 'cpu=500m', 'cpu=1'],
  },
  { name: 'pod-max-cpu-limit', item: { type: 'Pod', max: 'cpu=2' }, apps: [3, '', 'cpu=1'] },
  {
    name: 'pod-max-mem-request-limit',
    item: { type: 'Pod', max: 'memory=1Gi' },
    apps: [3, 'memory=250Mi', 'memory=500Mi'],
  },
  {
    name: 'pod-max-mem-limit',
    item: { type: 'Pod', max: 'memory=1Gi' },
    apps: [3, '', 'memory=500Mi'],
  },
  {
    name: 'pod-init-max-mem-limit',
    item: { type: 'Pod', max: 'memory=1Gi' },
    apps: [1, '', 'memory=500Mi'],
    inits: [['', 'memory=1.5Gi']],
  },
  {
    name: 'pod-max-mem-ratio',
    item: { type: 'Pod', max: 'memory=2Gi', maxLimitRequestRatio: 'memory=1.5' },
    apps: [3, 'memory=250Mi', 'memory=500Mi'],
  },
  {
    name: 'ctr-1-min-local-ephemeral-storage-request',
    item: { type: 'Container', min: 'ephemeral-storage=50Mi' },
    apps: [1, 'ephemeral-storage=40Mi', ''],
  },
  {
    name: 'ctr-1-min-local-ephemeral-storage-request-limit',
    item: { type: 'Container', min: 'ephemeral-storage=50Mi' },
    apps: [1, 'ephemeral-storage=40Mi', 'ephemeral-storage=100Mi'],
  },
  {
    name: 'ctr-1-min-local-ephemeral-storage-no-request-limit',
    item: { type: 'Container', min: 'ephemeral-storage=50Mi' },
    apps: [1, '', ''],
  },
  {
    name: 'ctr-1-max-local-ephemeral-storage-request-limit',
    item: { type: 'Container', max: 'ephemeral-storage=1Gi' },
    apps: [1, 'ephemeral-storage=250Mi', 'ephemeral-storage=2Gi'],
  },
  {
    name: 'ctr-1-max-local-ephemeral-storage-limit',
    item: { type: 'Container', max: 'ephemeral-storage=1Gi' },
    apps: [1, '', 'ephemeral-storage=2Gi'],
  },
  {
    name: 'ctr-1-max-local-ephemeral-storage-no-request-limit',
    item: { type: 'Container', max: 'ephemeral-storage=1Gi' },
    apps: [1, '', ''],
  },
  {
    name: 'ctr-2-min-local-ephemeral-storage-request',
    item: { type: 'Container', min: 'ephemeral-storage=50Mi' },
    apps: [2, 'ephemeral-storage=40Mi', ''],
  },
  {
    name: 'ctr-2-min-local-ephemeral-storage-request-limit',
    item: { type: 'Container', min: 'ephemeral-storage=50Mi' },
    apps: [2, 'ephemeral-storage=40Mi', 'ephemeral-storage=100Mi'],
  },
  {
    name: 'ctr-2-min-local-ephemeral-storage-no-request-limit',
    item: { type: 'Container', min: 'ephemeral-storage=50Mi' },
    apps: [2, '', ''],
  },
  {
    name: 'ctr-2-max-local-ephemeral-storage-request-limit',
    item: { type: 'Container', max: 'ephemeral-storage=1Gi' },
    apps: [2, 'ephemeral-storage=250Mi', 'ephemeral-storage=2Gi'],
  },
  {
    name: 'ctr-2-max-local-ephemeral-storage-limit',
    item: { type: 'Container', max: 'ephemeral-storage=1Gi' },
    apps: [2, '', 'ephemeral-storage=2Gi'],
  },
  {
    name: 'ctr-2-max-local-ephemeral-storage-no-request-limit',
    item: { type: 'Container', max: 'ephemeral-storage=1Gi' },
    apps: [2, '', ''],
  },
  {
    name: 'pod-min-local-ephemeral-storage-request',
    item: { type: 'Pod', min: 'ephemeral-storage=100Mi' },
    apps: [1, 'ephemeral-storage=60Mi', ''],
  },
  {
    name: 'pod-min-local-ephemeral-storage-request-limit',
    item: { type: 'Pod', min: 'ephemeral-storage=100Mi' },
    apps: [1, 'ephemeral-storage=60Mi', 'ephemeral-storage=100Mi'],
  },
  {
    name: 'pod-max-local-ephemeral-storage-request-limit',
    item: { type: 'Pod', max: 'ephemeral-storage=1Gi' },
    apps: [3, 'ephemeral-storage=250Mi', 'ephemeral-storage=500Mi'],
  },
  {
    name: 'pod-max-local-ephemeral-storage-limit',
    item: { type: 'Pod', max: 'ephemeral-storage=1Gi' },
    apps: [3, '', 'ephemeral-storage=500Mi'],
  },
  {
    name: 'pod-init-max-local-ephemeral-storage-limit',
    item: { type: 'Pod', max: 'ephemeral-storage=1Gi' },
    apps: [1, '', 'ephemeral-storage=500Mi'],
    inits: [['', 'ephemeral-storage=1.5Gi']],
  },
  {
    name: 'pod-max-local-ephemeral-storage-ratio',
    item: {
      type: 'Pod',
      max: 'ephemeral-storage=2Gi',
      maxLimitRequestRatio: 'ephemeral-storage=1.5',
    },
    apps: [3, 'ephemeral-storage=250Mi', 'ephemeral-storage=500Mi'],
  },
  {
    name: 'ctr-max-cpu-limit-restartable-init-container',
    item: { type: 'Pod', max: 'cpu=2' },
    apps: [1, 'cpu=1000m', 'cpu=1500m'],
    sidecar: ['cpu=1500m', ''],
  },
  {
    name: 'pod-level-resources-exceeding-max',
    item: { type: 'Pod', max: 'cpu=400m memory=200Mi' },
    apps: [3, 'cpu=100m memory=60Mi', 'cpu=200m memory=100Mi'],
    podLevel: ['cpu=200m memory=180Mi', 'cpu=500m memory=280Mi'],
  },
  {
    name: 'pod-level-requests-less-than-min',
    item: { type: 'Pod', min: 'cpu=160m memory=200Mi' },
    apps: [3, 'cpu=50m memory=60Mi', ''],
    podLevel: ['cpu=100m memory=200Mi', ''],
  },
  {
    name: 'pod-level-limits-exceeding-max',
    item: { type: 'Pod', max: 'cpu=160m memory=200Mi' },
    apps: [3, '', 'cpu=50m memory=60Mi'],
    podLevel: ['', 'cpu=160m memory=300Mi'],
  },
];
