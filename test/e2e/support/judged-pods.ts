/** Policies of namespaces, and Pods that each of them judges in its own way. */
import type {
  Container,
  Pod,
  PodSpec,
  ResourceRequirements,
} from '../../../src/model/kubernetes/api.ts';
import type { SavingAnswer } from './judgements.ts';
import { type Amounts, container, gatedPod, limitRange, quota } from './resource-objects.ts';

const ALWAYS = { restartPolicy: 'Always' } as const;
const GPU = 'example.com/gpu';

/** What is in a namespace, by what it is about. */
export const POLICIES: Readonly<Record<string, readonly object[]>> = {
  'defaults of a LimitRange': [
    limitRange('usual', {
      type: 'Container',
      default: { memory: '64Mi' },
      defaultRequest: { cpu: '0.01', memory: '32Mi' },
    }),
  ],
  'smallest and largest containers': [
    limitRange('sizes', {
      type: 'Container',
      min: { cpu: '20m' },
      max: { cpu: '500m', memory: '512Mi', 'ephemeral-storage': '2Gi' },
    }),
  ],
  'ratios of limits to requests': [
    limitRange('ratios', {
      type: 'Container',
      default: { cpu: '200m', memory: '100Mi' },
      defaultRequest: { cpu: '100m', memory: '50Mi' },
      maxLimitRequestRatio: { cpu: '2.5', memory: '2' },
    }),
  ],
  'smallest and largest Pods': [
    limitRange(
      'pods',
      {
        type: 'Container',
        default: { cpu: '250m', memory: '128Mi' },
        max: { 'hugepages-2Mi': '4Mi' },
      },
      {
        type: 'Pod',
        min: { cpu: '30m' },
        max: { cpu: '1', memory: '300M' },
        maxLimitRequestRatio: { memory: '8' },
      },
    ),
  ],
  'quotas on everything': [
    quota('compute', { 'requests.cpu': '800m', 'limits.memory': '512Mi', pods: '5' }),
    quota('others', {
      [`requests.${GPU}`]: '1',
      'hugepages-2Mi': '4Mi',
      'limits.ephemeral-storage': '1Gi',
    }),
  ],
  'quotas with scopes': [
    quota('best-effort', { pods: '0' }, { scopes: ['BestEffort'] }),
    quota('jobs', { cpu: '60m' }, { scopes: ['Terminating', 'NotBestEffort'] }),
    quota('services', { 'requests.memory': '150Mi' }, { scopes: ['NotTerminating'] }),
    quota(
      'critical',
      { 'limits.memory': '100Mi' },
      {
        scopeSelector: {
          matchExpressions: [
            {
              scopeName: 'PriorityClass',
              operator: 'In',
              values: ['system-node-critical', 'system-cluster-critical'],
            },
          ],
        },
      },
    ),
  ],
  'a quota after a LimitRange': [
    limitRange('usual', {
      type: 'Container',
      default: { cpu: '100m', memory: '50Mi' },
      max: { memory: '256Mi' },
    }),
    quota('compute', {
      'limits.cpu': '700m',
      'requests.memory': '200Mi',
      [`requests.${GPU}`]: '0',
    }),
  ],
};

/** What is wanted of `warm`, `app` and, before them, a sidecar `proxy`. */
const SPECS: readonly Partial<PodSpec>[] = [
  pod({}, {}),
  pod({ requests: { cpu: '500m' } }, { requests: { cpu: '100m' } }),
  pod({ limits: { cpu: '500m', memory: '64Mi' } }, { limits: { cpu: '100m', memory: '64Mi' } }),
  pod(
    { requests: { cpu: '120m', memory: '128Mi' }, limits: { memory: '256Mi' } },
    { requests: { memory: '40Mi' } },
    { requests: { cpu: '10m', memory: '30Mi' }, limits: { cpu: '0.5' } },
  ),
  pod(
    { requests: { cpu: '10m', memory: '600Mi' } },
    { requests: { cpu: '250m', memory: '90M' }, limits: { cpu: '1', memory: '128Mi' } },
  ),
  pod({ limits: { [GPU]: '1' } }, { requests: { cpu: '20m', [GPU]: '2' }, limits: { [GPU]: '2' } }),
  pod(
    { requests: { memory: '16Mi' }, limits: { 'hugepages-2Mi': '6Mi' } },
    { limits: { memory: '32Mi' } },
  ),
  pod(
    { requests: { 'ephemeral-storage': '1Gi' }, limits: { 'ephemeral-storage': '3Gi' } },
    { requests: { memory: '1e7' }, limits: { memory: '20000k' } },
  ),
  {
    ...pod({ requests: { memory: '96Mi' } }, { requests: { memory: '16Mi' } }),
    resources: { requests: { cpu: '120m' } },
  },
  {
    ...pod({ limits: { memory: '200Mi' } }, {}),
    resources: { limits: { cpu: '900m', memory: '256Mi' } },
  },
  { ...pod({ requests: { cpu: '70m' } }, { requests: { cpu: '50m' } }), activeDeadlineSeconds: 60 },
  { ...pod({}, {}), activeDeadlineSeconds: 60 },
  {
    ...pod({ limits: { memory: '120Mi' } }, { requests: { memory: '60Mi' } }),
    priorityClassName: 'system-cluster-critical',
  },
];

export const JUDGED_PODS: readonly Pod[] = SPECS.map((spec, index) =>
  gatedPod(`pod-${index}`, spec),
);

/** What `--what-if` is asked, and the same for a manifest. */
export const CHANGES = [
  ['warm.cpu=', setting('warm', 'requests', 'cpu', undefined)],
  ['warm.cpu=300m', setting('warm', 'requests', 'cpu', '300m')],
  ['warm.limits.memory=100Mi', setting('warm', 'limits', 'memory', '100Mi')],
  ['app.limits.cpu=0.2', setting('app', 'limits', 'cpu', '0.2')],
  ['app.memory=80Mi', setting('app', 'requests', 'memory', '80Mi')],
] as const;

type Field = keyof ResourceRequirements;

function setting(name: string, field: Field, resource: string, amount: string | undefined) {
  return (pod: Pod) => withContainers(pod, name, (own) => withAmount(own, field, resource, amount));
}

/** The manifest with all changes of a saving made. */
export function withSaving(pod: Pod, { change, changes = change ? [change] : [] }: SavingAnswer) {
  return changes.reduce((before, { kind, container: name, neighbour, ...set }) => {
    if (kind === 'move') return movedAfter(before, name, neighbour);
    const { field = 'requests', resource = '', amount } = set;
    const fields: readonly Field[] = field === 'both' ? ['requests', 'limits'] : [field];
    return fields.reduce((changed, each) => setting(name, each, resource, amount)(changed), before);
  }, pod);
}

function movedAfter(pod: Pod, name: string, neighbour: string | undefined): Pod {
  const { initContainers = [] } = pod.spec;
  const moved = initContainers.filter((each) => each.name === name);
  const others = initContainers.filter((each) => each.name !== name);
  const at = others.findIndex((each) => each.name === neighbour);
  return { ...pod, spec: { ...pod.spec, initContainers: others.toSpliced(at + 1, 0, ...moved) } };
}

function withContainers(pod: Pod, name: string, change: (own: Container) => Container): Pod {
  const changed = (all: readonly Container[]) =>
    all.map((each) => (each.name === name ? change(each) : each));
  const { initContainers = [], containers } = pod.spec;
  const lists = { initContainers: changed(initContainers), containers: changed(containers) };
  return { ...pod, spec: { ...pod.spec, ...lists } };
}

function withAmount(
  own: Container,
  field: Field,
  resource: string,
  amount: string | undefined,
): Container {
  const { [resource]: _, ...others } = own.resources?.[field] ?? {};
  const amounts = amount === undefined ? others : { ...others, [resource]: amount };
  return { ...own, resources: { ...own.resources, [field]: amounts } };
}

interface Wanted {
  readonly requests?: Amounts;
  readonly limits?: Amounts;
}

function pod(warm: Wanted, app: Wanted, proxy?: Wanted): Partial<PodSpec> {
  const sidecars = proxy ? [container('proxy', proxy.requests, proxy.limits, ALWAYS)] : [];
  return {
    initContainers: [...sidecars, container('warm', warm.requests, warm.limits)],
    containers: [container('app', app.requests, app.limits)],
  };
}
