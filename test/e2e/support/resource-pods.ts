/** Pods that differ in everything that the resources of a Pod can differ in. */

type Amounts = Readonly<Record<string, string>>;
type Fields = Readonly<Record<string, unknown>>;

/** One of them; the cluster brings it to `state`, where it stays. */
export interface ResourcePod {
  readonly name: string;
  readonly spec: Fields;
  readonly state: 'running' | 'initialising' | 'ended';
  /** What runs it; a Pod by itself if not given. */
  readonly job: boolean;
  /** Names of RuntimeClass overhead, and what else only a cluster of the tests' own has. */
  readonly needsOwnCluster: boolean;
}

/** Overhead by the name of the RuntimeClass, which is `NAMESPACE-NAME`. */
export const OVERHEADS: Readonly<Record<string, Amounts>> = {
  heavy: { cpu: '25m', memory: '24Mi' },
  gadgets: { 'example.com/gadget': '2' },
};

/** The extended resource that the node is given, which nobody else asks for. */
export const GADGET = 'example.com/gadget';

export const RESOURCE_PODS: readonly ResourcePod[] = [
  pod('nothing', [app('app')]),
  pod('requests-only', [app('app', gives('20m/16Mi'))]),
  pod('limits-only', [app('app', gives('', '25m/16Mi'))]),
  pod('guaranteed', [app('one', gives('10m/8Mi', '10m/8Mi')), app('two', gives('', '15m/8Mi'))]),
  pod('guaranteed-with-init', [app('app', gives('10m/8Mi', '10m/8Mi'))], {
    initContainers: [init('setup', gives('30m/16Mi', '30m/16Mi'))],
  }),
  pod('init-breaks-guaranteed', [app('app', gives('10m/8Mi', '10m/8Mi'))], {
    initContainers: [init('setup', gives('10m/8Mi', '20m/8Mi'))],
  }),
  pod('init-larger', [app('app', gives('10m/8Mi', '20m/16Mi'))], {
    initContainers: [init('setup', gives('60m/64Mi', '80m/96Mi'))],
  }),
  pod('several-inits', [app('one', gives('5m/4Mi')), app('two', gives('5m/4Mi'))], {
    initContainers: [init('quick', gives('40m/8Mi')), init('large', gives('8m/48Mi'))],
  }),
  pod('sidecar-before-init', [app('app', gives('10m/8Mi', '20m/16Mi'))], {
    initContainers: [
      sidecar('proxy', gives('20m/16Mi', '30m/32Mi')),
      init('setup', gives('50m/32Mi', '60m/48Mi')),
    ],
  }),
  pod('sidecar-after-init', [app('app', gives('10m/8Mi', '20m/16Mi'))], {
    initContainers: [
      init('setup', gives('50m/32Mi', '60m/48Mi')),
      sidecar('proxy', gives('20m/16Mi', '30m/32Mi')),
    ],
  }),
  pod('sidecars-around', [app('app', gives('5m/8Mi'))], {
    initContainers: [
      sidecar('first', gives('11m/4Mi')),
      init('setup', gives('22m/48Mi')),
      sidecar('second', gives('33m/4Mi')),
      init('late', gives('1m/16Mi')),
    ],
  }),
  pod('only-sidecar-requests', [app('app')], {
    initContainers: [sidecar('proxy', gives('15m/8Mi', '30m/16Mi'))],
  }),
  pod('init-without-limits', [app('app', gives('10m/8Mi', '20m/16Mi'))], {
    initContainers: [init('setup', gives('10m/8Mi'))],
  }),
  pod('sidecar-without-limits', [app('app', gives('10m/8Mi', '20m/16Mi'))], {
    initContainers: [sidecar('proxy', gives('5m/4Mi'))],
  }),
  pod('memory-limit-only', [app('app', gives('10m/8Mi', '/16Mi'))]),
  pod('cpu-limit-only', [app('app', gives('10m/8Mi', '35m'))]),
  pod('zeros', [app('app', gives('0/8Mi', '0/16Mi'))]),
  pod('pod-level', [app('one', gives('10m/8Mi')), app('two')], {
    resources: gives('30m/32Mi', '60m/64Mi'),
  }),
  pod('pod-level-guaranteed', [app('app')], { resources: gives('20m/16Mi', '20m/16Mi') }),
  pod('pod-level-memory-limit', [app('app', gives('15m/8Mi'))], {
    resources: gives('', '/48Mi'),
  }),
  pod('pod-level-with-inits', [app('app', gives('10m/8Mi', '20m/16Mi'))], {
    resources: gives('45m/', '90m/'),
    initContainers: [
      sidecar('proxy', gives('10m/8Mi', '20m/16Mi')),
      init('setup', gives('30m/32Mi', '40m/48Mi')),
    ],
  }),
  pod('ephemeral-storage', [app('app', gives('5m/4Mi', '', { 'ephemeral-storage': '3Mi' }))], {
    initContainers: [
      init('setup', gives('5m/4Mi', '', { 'ephemeral-storage': '7M' }, '9Mi')),
      sidecar('proxy', gives('5m/4Mi', '', { 'ephemeral-storage': '1500k' })),
    ],
  }),
  pod('tiny', [app('one', gives('1m/', '3m/')), app('two', gives('0.1m/', '0.0004/'))]),
  pod('odd-bytes', [app('one', gives('3m/5000001', '7m/6291457')), app('two', gives('/1e6'))]),
  pod('other-units', [app('app', gives('0.013/8388608500m', '17e-3/0.0157Gi'))]),
  pod('initialising', [app('app', gives('5m/8Mi', '10m/16Mi'))], {
    state: 'initialising',
    initContainers: [app('setup', gives('20m/16Mi', '30m/32Mi'))],
  }),
  pod('failed', [{ ...app('app', gives('10m/8Mi')), command: ['false'] }], {
    state: 'ended',
    restartPolicy: 'Never',
  }),
  pod('job', [{ ...app('app', gives('10m/8Mi')), command: ['true'] }], {
    state: 'ended',
    restartPolicy: 'Never',
    job: true,
    initContainers: [sidecar('proxy', gives('10m/8Mi'))],
  }),
  pod('overhead', [app('app', gives('10m/8Mi', '20m/16Mi'))], { overhead: 'heavy' }),
  pod('overhead-with-init', [app('app', gives('10m/8Mi'))], {
    overhead: 'heavy',
    initContainers: [init('setup', gives('30m/16Mi'))],
  }),
  pod('overhead-pod-level', [app('app')], {
    overhead: 'heavy',
    resources: gives('20m/16Mi', '40m/32Mi'),
  }),
  pod('gadgets', [app('app', gadgets('1')), app('other', gives('1m'))], {
    needsOwnCluster: true,
    initContainers: [init('setup', gadgets('4'))],
  }),
  pod('gadgets-overhead', [app('app', gadgets('3'))], { overhead: 'gadgets' }),
];

interface More {
  readonly state?: ResourcePod['state'];
  readonly job?: boolean;
  readonly overhead?: string;
  readonly needsOwnCluster?: boolean;
  readonly [field: string]: unknown;
}

function pod(name: string, containers: readonly Fields[], more: More = {}): ResourcePod {
  const { state = 'running', job = false, overhead, needsOwnCluster = false, ...fields } = more;
  const spec = {
    terminationGracePeriodSeconds: 0,
    automountServiceAccountToken: false,
    ...fields,
    ...(overhead && { runtimeClassName: overhead }),
    containers,
  };
  return { name, spec, state, job, needsOwnCluster: needsOwnCluster || overhead !== undefined };
}

function app(name: string, resources: Fields = {}): Fields {
  return { name, image: 'busybox:1.28', command: ['sleep', '3600'], resources };
}

function init(name: string, resources: Fields): Fields {
  return { ...app(name, resources), command: ['true'] };
}

function sidecar(name: string, resources: Fields): Fields {
  return { ...app(name, resources), restartPolicy: 'Always' };
}

function gadgets(count: string): Fields {
  return { requests: { cpu: '1m', [GADGET]: count }, limits: { [GADGET]: count } };
}

/** Requests and limits, each `CPU/MEMORY` with either left out. */
function gives(requests: string, limits = '', more: Amounts = {}, storageLimit?: string): Fields {
  return {
    requests: { ...cpuAndMemory(requests), ...more },
    limits: {
      ...cpuAndMemory(limits),
      ...(storageLimit && { 'ephemeral-storage': storageLimit }),
    },
  };
}

function cpuAndMemory(text: string): Amounts {
  const [cpu = '', memory = ''] = text.split('/');
  return { ...(cpu && { cpu }), ...(memory && { memory }) };
}
