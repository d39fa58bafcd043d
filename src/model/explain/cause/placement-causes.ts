import type { NodeSelectorRequirement, Pod, PodAffinity } from '../../kubernetes/api.ts';
import { BY_SCHEDULER } from '../../resources/effective/counting.ts';
import { effectiveRequests } from '../../resources/effective/effective.ts';
import { reservationOf } from '../../resources/effective/reservation.ts';
import { compare, formatQuantity, readQuantity } from '../../resources/quantity/quantity.ts';
import { claimProblem, type FoundClaim } from '../verdict/claim.ts';
import type { Verdict } from '../verdict/codes.ts';
import { scaleUpOf } from '../verdict/scale-up.ts';
import type { Situation } from '../verdict/situation.ts';
import type { Cause } from './cause.ts';
import type { NodeTaint, StartCause } from './start-cause.ts';

/** What the Pod wants of a node, where the scheduler's message only says that none has it. */
export function placementCauses(
  { pod, claims: found = [] }: Situation,
  { message = '' }: Verdict,
): readonly Cause[] {
  const all = [...demands(pod, message), ...limits(message), ...taints(message)];
  return all.flatMap((cause) => {
    const isOfClaims = cause.code === 'node-demand' && cause.demand === 'claims';
    return isOfClaims ? causesOfClaims(cause.values, found, message) : [cause];
  });
}

/** Each claim for what is the matter with it; those that nobody has looked at together. */
function causesOfClaims(
  names: readonly string[],
  found: readonly FoundClaim[],
  message: string,
): readonly Cause[] {
  const unknown = names.filter((name) => !found.some((each) => each.name === name));
  const isOfBound = message.includes('volume node affinity conflict');
  const known = found.flatMap((each): readonly Cause[] => {
    const problem = claimProblem(each);
    if (problem === undefined || (problem === 'elsewhere') !== isOfBound) return [];
    const { name, storageClassName, volumeName, storageClass, said, unreadable } = each;
    const isSaid = problem === 'provisioning-failed' || problem === 'volume-not-free';
    const words = unreadable ?? (isSaid ? said?.message : undefined);
    return [
      {
        code: 'claim',
        claim: name,
        problem,
        ...(storageClassName && { storageClass: storageClassName }),
        ...(storageClass?.provisioner && { provisioner: storageClass.provisioner }),
        ...(volumeName && { volume: volumeName }),
        ...(words && { message: words }),
      },
    ];
  });
  return unknown.length === 0
    ? known
    : [...known, { code: 'node-demand', demand: 'claims', values: unknown }];
}

export function scaleUpCauses(situation: Situation): readonly Cause[] {
  const scaleUp = scaleUpOf(situation);
  return scaleUp ? [{ code: 'autoscaler', ...scaleUp }] : [];
}

function demands(pod: Pod, message: string): readonly Cause[] {
  return DEMANDS.flatMap(([words, demand, valuesOf]) => {
    const values = words.test(message) ? valuesOf(pod) : [];
    return values.length > 0 ? [{ code: 'node-demand', demand, values } as const] : [];
  });
}

type Demand = Extract<StartCause, { code: 'node-demand' }>['demand'];

/** Messages of the scheduler's plugins (pkg/scheduler/framework/plugins). */
const DEMANDS: readonly (readonly [RegExp, Demand, (pod: Pod) => readonly string[]])[] = [
  [/didn't match Pod's node affinity\/selector/, 'labels', wantedLabels],
  [/didn't have free ports/, 'host-ports', hostPorts],
  [
    /unbound immediate PersistentVolumeClaims|volume node affinity conflict|"VolumeBinding"/,
    'claims',
    claims,
  ],
  [/didn't match pod affinity rules/, 'beside', (pod) => others(pod.spec.affinity?.podAffinity)],
  [
    /didn't match pod anti-affinity rules/,
    'apart',
    (pod) => others(pod.spec.affinity?.podAntiAffinity),
  ],
  [/topology spread constraints \(missing required label\)/, 'spread-labels', spreadKeys],
  [/topology spread constraints(?! \(missing)/, 'spread', spreads],
];

function wantedLabels({ spec }: Pod): readonly string[] {
  const selector = Object.entries(spec.nodeSelector ?? {}).map(([key, value]) => `${key}=${value}`);
  const required = spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution;
  const [term, ...others] = required?.nodeSelectorTerms ?? [];
  // Any one of several terms is enough; the message would become a puzzle.
  const expressions = others.length === 0 ? (term?.matchExpressions ?? []) : [];
  return [...selector, ...expressions.map(requirementText)];
}

/** `tier=db`, or `tier NotIn (db, cache)`. */
function requirementText({ key, operator, values = [] }: NodeSelectorRequirement): string {
  if (operator === 'In' && values.length === 1) return `${key}=${values[0]}`;
  return [key, operator, ...(values.length > 0 ? [`(${values.join(', ')})`] : [])].join(' ');
}

function hostPorts({ spec }: Pod): readonly string[] {
  return [...(spec.initContainers ?? []), ...spec.containers].flatMap(({ name, ports = [] }) =>
    ports.flatMap(({ hostPort }) => (hostPort === undefined ? [] : [`${hostPort} of ${name}`])),
  );
}

function claims({ metadata, spec }: Pod): readonly string[] {
  return (spec.volumes ?? []).flatMap(({ name, persistentVolumeClaim, ephemeral }) => {
    if (persistentVolumeClaim) return [persistentVolumeClaim.claimName];
    return ephemeral ? [`${metadata.name}-${name}`] : [];
  });
}

function spreadKeys({ spec }: Pod): readonly string[] {
  return [...new Set(spec.topologySpreadConstraints?.map(({ topologyKey }) => topologyKey))];
}

/** Those that the scheduler may not break; the others are wishes. */
function spreads({ spec }: Pod): readonly string[] {
  const hard = spec.topologySpreadConstraints?.filter(
    ({ whenUnsatisfiable = 'DoNotSchedule' }) => whenUnsatisfiable === 'DoNotSchedule',
  );
  return (hard ?? []).map(({ topologyKey, maxSkew = 1, minDomains }) => {
    const least = minDomains === undefined ? '' : `, minDomains ${minDomains}`;
    return `maxSkew ${maxSkew} by ${topologyKey}${least}`;
  });
}

/** `app=web on one kubernetes.io/hostname` of each required term. */
function others(affinity: PodAffinity | undefined): readonly string[] {
  const terms = affinity?.requiredDuringSchedulingIgnoredDuringExecution ?? [];
  return terms.flatMap(({ labelSelector, topologyKey }) => {
    const labels = Object.entries(labelSelector?.matchLabels ?? {});
    const all = [
      ...labels.map(([key, value]) => `${key}=${value}`),
      ...(labelSelector?.matchExpressions ?? []).map(requirementText),
    ];
    return all.length > 0 && topologyKey ? [`${all.join(',')} (by ${topologyKey})`] : [];
  });
}

/** pkg/scheduler/framework/plugins: noderesources and nodevolumelimits. */
function limits(message: string): readonly Cause[] {
  return [
    ...(message.includes('Too many pods') ? [{ code: 'node-limit', of: 'pods' } as const] : []),
    ...(message.includes('exceed max volume count')
      ? [{ code: 'node-limit', of: 'volumes' } as const]
      : []),
  ];
}

/** Taints that Kubernetes sets by itself for what is wrong with a node. */
function taints(message: string): readonly Cause[] {
  return TAINTS.filter((taint) => message.includes(`{node.kubernetes.io/${taint}`)).map(
    (taint) => ({ code: 'node-taint', taint }) as const,
  );
}

const TAINTS: readonly NodeTaint[] = [
  'not-ready',
  'unreachable',
  'unschedulable',
  'memory-pressure',
  'disk-pressure',
  'pid-pressure',
  'network-unavailable',
];

/**
 * The scheduler does not even try a Pod whose ResourceClaims do not exist, and says nothing of it
 * (pkg/scheduler/framework/plugins/dynamicresources, PreEnqueue).
 */
export function claimCauses({ pod }: Situation): readonly Cause[] {
  const names = (pod.spec.resourceClaims ?? []).map(
    ({ name, resourceClaimName, resourceClaimTemplateName }) =>
      resourceClaimName ?? resourceClaimTemplateName ?? name,
  );
  return names.length > 0 ? [{ code: 'resource-claims', claims: names }] : [];
}

/** What the device manager could not allocate (pkg/kubelet/cm/devicemanager/manager.go). */
export function deviceCauses(
  { pod }: Situation,
  { reason, message = '' }: Verdict,
): readonly Cause[] {
  if (reason !== 'UnexpectedAdmissionError') return [];
  const found = message.match(
    /(?:unhealthy devices|unregistered device|unavailable for|unknown Device Plugin) ([\w./-]*\w)/i,
  );
  if (!found && !/device plugin/i.test(message)) return [];
  const { nodeName } = pod.spec;
  const resource = found?.[1];
  return [
    {
      code: 'device-plugin',
      ...(resource && { resource }),
      ...(nodeName && { node: nodeName }),
    },
  ];
}

/** A sysctl that is not safe for all Pods of a node (pkg/kubelet/sysctl/allowlist.go). */
export function sysctlCauses(
  { pod }: Situation,
  { reason, message = '' }: Verdict,
): readonly Cause[] {
  const sysctl = message.match(/forbidden sysctl: "([\w./-]+)" not allowlisted/)?.[1];
  if (reason !== 'SysctlForbidden' || sysctl === undefined) return [];
  const { nodeName } = pod.spec;
  return [{ code: 'unsafe-sysctl', sysctl, ...(nodeName && { node: nodeName }) }];
}

/** Who makes another Pod; of a static Pod it is its node. */
export function replacement({ pod }: Situation): readonly Cause[] {
  const owner = pod.metadata.ownerReferences?.find(({ controller }) => controller !== false);
  if (owner?.kind === 'Node') return [];
  return [{ code: 'replacement', ...(owner && { kind: owner.kind, name: owner.name }) }];
}

/**
 * R17 R19: what the Pod asks for of each resource that no node has enough of, and which init
 * container makes it so much, where one does (pkg/scheduler/framework/plugins/noderesources,
 * and pkg/kubelet/lifecycle/predicate.go where the kubelet rejects it).
 */
export function schedulingCauses({ pod }: Situation, { message = '' }: Verdict): readonly Cause[] {
  if (!isReadable(pod)) return [];
  const names = new Set(
    [...message.matchAll(/(?:Insufficient|enough resource:) ([\w./-]*\w)/g)].map(
      ([, name]) => name,
    ),
  );
  const requests = effectiveRequests(pod, BY_SCHEDULER);
  const { steps, running, initPeak } = reservationOf(pod, 'requests');
  return [...names].flatMap((resource): readonly Cause[] => {
    const amount = resource === undefined ? undefined : requests.get(resource);
    if (resource === undefined || amount === undefined) return [];
    const peak = initPeak.get(resource);
    const later = running.get(resource);
    const isInit = peak !== undefined && (later === undefined || compare(peak, later) > 0);
    const step = isInit
      ? steps.find(({ use }) => compare(use.get(resource) ?? peak, peak) === 0 && use.has(resource))
      : undefined;
    return [
      {
        code: 'requests',
        resource,
        amount: formatQuantity(amount),
        ...(step && { container: step.container }),
        ...(step && { running: later ? formatQuantity(later) : '0' }),
      },
    ];
  });
}

/** The API server takes no other amounts; a saved Pod may have been edited. */
function isReadable({ spec }: Situation['pod']): boolean {
  return [...(spec.initContainers ?? []), ...spec.containers]
    .flatMap(({ resources }) => Object.values(resources?.requests ?? {}))
    .every((amount) => !('problem' in readQuantity(String(amount))));
}
