/** A Pod with every field that is read, and others around them: no recorded one has them all. */
export const FULL_POD = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: {
    name: 'full',
    namespace: 'größe',
    uid: '5f1b7c0e-8f5a-4b7e-9d38-0a3c1c7d9f11',
    resourceVersion: '99',
    generation: 3,
    creationTimestamp: '2026-03-01T11:00:00Z',
    deletionTimestamp: '2026-03-01T12:00:00Z',
    deletionGracePeriodSeconds: 0,
    labels: { app: 'web', empty: '', 'example.com/team': 'a' },
    annotations: {
      'example.com/note': 'ä long note '.repeat(30),
      'kubernetes.io/config.mirror': '0123456789abcdef',
    },
    ownerReferences: [
      { apiVersion: 'v1', kind: 'Node', name: 'one', uid: 'u1', controller: true },
      { apiVersion: 'v1', kind: 'ConfigMap', name: 'two', uid: 'u2', controller: false },
      { apiVersion: 'v1', kind: 'Secret', name: 'three', uid: 'u3' },
    ],
    finalizers: ['example.com/wait'],
    managedFields: [{ manager: 'kubectl', operation: 'Update', fieldsType: 'FieldsV1' }],
  },
  spec: {
    initContainers: [
      { name: 'setup', image: 'busybox', resources: {} },
      {
        name: 'proxy',
        restartPolicy: 'Always',
        resources: { requests: { cpu: '100m', memory: '64Mi' } },
        startupProbe: { httpGet: { path: '/', port: 80 }, periodSeconds: 2 },
      },
    ],
    containers: [
      {
        name: 'web',
        image: 'web:1',
        command: ['sh', '-c', 'echo'],
        env: [{ name: 'A', value: 'b' }],
        ports: [{ containerPort: 8080, protocol: 'TCP' }],
        resources: {
          requests: { cpu: '1500m', memory: '1Gi', 'example.com/gpu': '2', 'hugepages-2Mi': '0' },
          limits: { 'example.com/gpu': '2', 'hugepages-2Mi': '0', memory: '1536Mi' },
          claims: [{ name: 'device' }],
        },
      },
    ],
    ephemeralContainers: [{ name: 'debugger', image: 'busybox' }],
    nodeName: 'node-1',
    nodeSelector: { disk: 'ssd' },
    priorityClassName: 'high',
    priority: -5,
    activeDeadlineSeconds: 4294967295,
    terminationGracePeriodSeconds: 30,
    overhead: { cpu: '250m', memory: '120Mi' },
    resources: { requests: { cpu: '3' }, limits: { cpu: '4', memory: '5Gi' } },
    tolerations: [{ operator: 'Exists', tolerationSeconds: -1 }],
  },
  status: {
    phase: 'Running',
    qosClass: 'Burstable',
    conditions: [
      { type: 'PodScheduled', status: 'True', lastTransitionTime: '2026-03-01T11:00:01Z' },
      { type: 'Ready', status: 'False', reason: 'ContainersNotReady', message: 'not yet' },
      { type: 'PodResizePending', status: 'True', reason: 'Infeasible', message: 'too much' },
      { type: 'PodResizeInProgress', status: 'True' },
    ],
    initContainerStatuses: [
      { name: 'setup', ready: true, restartCount: 0, image: 'busybox', imageID: '', resources: {} },
    ],
    containerStatuses: [
      {
        name: 'web',
        ready: false,
        restartCount: 7,
        image: 'web:1',
        imageID: 'web@sha256:0',
        state: { running: { startedAt: '2026-03-01T11:00:09Z' } },
        allocatedResources: { cpu: '1', memory: '1Gi' },
        resources: { requests: { cpu: '1' }, limits: { memory: '1536Mi' } },
      },
    ],
    allocatedResources: { cpu: '3' },
    resources: { requests: { cpu: '2500m' } },
    nodeAllocatableResourceClaimStatuses: [
      {
        resourceClaimName: 'claim',
        containers: ['web', 'proxy'],
        mapping: [{ name: 'cpu', quantity: '2' }],
        overhead: [{ name: 'memory', perPod: '16Mi', perContainer: '1Mi' }],
      },
    ],
  },
};

/** The same for a Node. */
export const FULL_NODE = {
  apiVersion: 'v1',
  kind: 'Node',
  metadata: { name: 'node-1', labels: { zone: 'a', 'node-role.kubernetes.io/worker': '' } },
  spec: {
    podCIDR: '10.0.0.0/24',
    unschedulable: true,
    taints: [
      { key: 'dedicated', value: 'gpu', effect: 'NoSchedule' },
      {
        key: 'node.kubernetes.io/unschedulable',
        effect: 'NoExecute',
        timeAdded: '2026-03-01T11:00:00Z',
      },
    ],
  },
  status: {
    capacity: { cpu: '8', memory: '32Gi', pods: '110' },
    allocatable: { cpu: '7500m', memory: '30Gi', pods: '110' },
    conditions: [
      { type: 'MemoryPressure', status: 'False', reason: 'KubeletHasSufficientMemory' },
      { type: 'Ready', status: 'Unknown', reason: 'NodeStatusUnknown' },
    ],
    images: [{ names: ['busybox:1.28'], sizeBytes: 1146369 }],
  },
};
