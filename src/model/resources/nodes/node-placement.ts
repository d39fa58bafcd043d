import type {
  NodeSelectorRequirement,
  NodeSelectorTerm,
  Pod,
  Toleration,
} from '../../kubernetes/api.ts';
import type { Taint } from '../../kubernetes/node.ts';
import type { NodeCapacity } from './node-fit.ts';

/**
 * What keeps a Pod from a node, whatever is free there:
 * - `cordoned`: the node is marked as unschedulable
 * - `taint`: it has a taint that the Pod does not tolerate
 * - `selector`, `affinity`: it lacks what the Pod's nodeSelector or required node affinity wants
 * - `node-name`: the Pod's own spec names another node
 */
export type Obstacle =
  | { readonly code: 'cordoned' | 'selector' | 'affinity' | 'node-name' }
  | { readonly code: 'taint'; readonly taint: string };

/** What else the scheduler looks at for this Pod, and nothing here does. */
export type Unjudged =
  | 'pod-affinity'
  | 'topology-spread'
  | 'volume-claims'
  | 'resource-claims'
  | 'host-ports'
  | 'scheduling-gates'
  | 'other-scheduler';

const UNSCHEDULABLE: Taint = { key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule' };

/**
 * The first thing about a node's own object that keeps a Pod away, in the order in which the
 * scheduler asks (plugins NodeUnschedulable, NodeName, TaintToleration and NodeAffinity).
 */
export function obstacleOn({ spec }: Pick<Pod, 'spec'>, node: NodeCapacity): Obstacle | undefined {
  const { tolerations = [], nodeSelector = {} } = spec;
  const nodeName = spec.nodeName || undefined;
  const isTolerated = (taint: Taint) => tolerations.some((each) => tolerates(each, taint));
  if (nodeName !== undefined && nodeName !== node.name) return { code: 'node-name' };
  // A Pod that names its node asks no scheduler; its kubelet looks at NoExecute alone.
  const isBound = nodeName !== undefined;
  if (node.unschedulable && !isBound && !isTolerated(UNSCHEDULABLE)) return { code: 'cordoned' };
  const taint = node.taints.find(
    (each) =>
      (each.effect === 'NoExecute' || (each.effect === 'NoSchedule' && !isBound)) &&
      // A cordon is told as what it is.
      !(node.unschedulable && each.key === UNSCHEDULABLE.key) &&
      !isToleratedByDefault(each) &&
      !isTolerated(each),
  );
  if (taint !== undefined) return { code: 'taint', taint: taintText(taint) };
  const hasLabels = Object.entries(nodeSelector).every(
    ([key, value]) => node.labels[key] === value,
  );
  if (!hasLabels) return { code: 'selector' };
  const required = spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution;
  if (required === undefined) return undefined;
  const isMeant = (required.nodeSelectorTerms ?? []).some((term) => isMet(term, node));
  return isMeant ? undefined : { code: 'affinity' };
}

/** Every Pod is given these two (plugin/pkg/admission/defaulttolerationseconds). */
function isToleratedByDefault({ key, effect }: Taint): boolean {
  return (
    effect === 'NoExecute' &&
    (key === 'node.kubernetes.io/not-ready' || key === 'node.kubernetes.io/unreachable')
  );
}

/** k8s.io/api core/v1/toleration.go, ToleratesTaint, without the operators that are alpha. */
function tolerates({ key, operator = 'Equal', value, effect }: Toleration, taint: Taint): boolean {
  if (effect && effect !== taint.effect) return false;
  if (key && key !== taint.key) return false;
  if (operator === 'Exists') return true;
  return operator === 'Equal' && (value ?? '') === (taint.value ?? '');
}

/** As `kubectl describe node` writes it. */
function taintText({ key, value, effect }: Taint): string {
  return `${key}${value ? `=${value}` : ''}:${effect}`;
}

/** component-helpers scheduling/corev1/nodeaffinity: a term that asks for nothing is never met. */
function isMet(
  { matchExpressions = [], matchFields = [] }: NodeSelectorTerm,
  { name, labels }: NodeCapacity,
): boolean {
  if (matchExpressions.length + matchFields.length === 0) return false;
  const fields = { 'metadata.name': name };
  return (
    matchExpressions.every((each) => isRequirementMet(each, labels)) &&
    matchFields.every((each) => isRequirementMet(each, fields))
  );
}

function isRequirementMet(
  { key, operator, values = [] }: NodeSelectorRequirement,
  labels: Readonly<Record<string, string>>,
): boolean {
  const value = Object.hasOwn(labels, key) ? labels[key] : undefined;
  switch (operator) {
    case 'In':
      return value !== undefined && values.includes(value);
    case 'NotIn':
      return value === undefined || !values.includes(value);
    case 'Exists':
      return value !== undefined;
    case 'DoesNotExist':
      return value === undefined;
    case 'Gt':
    case 'Lt': {
      const [bound] = values;
      if (!isInteger(value) || !isInteger(bound)) return false;
      return operator === 'Gt' ? BigInt(value) > BigInt(bound) : BigInt(value) < BigInt(bound);
    }
    default:
      return false;
  }
}

function isInteger(text: string | undefined): text is string {
  return text !== undefined && /^[+-]?\d{1,19}$/.test(text);
}

/** The same node, open again. */
export function uncordoned(node: NodeCapacity): NodeCapacity {
  const taints = node.taints.filter(({ key }) => key !== UNSCHEDULABLE.key);
  return { ...node, unschedulable: false, taints };
}

/** The demands of a Pod that other Pods, volumes or devices decide, and not the nodes alone. */
export function unjudgedOf({ spec }: Pick<Pod, 'spec'>): readonly Unjudged[] {
  const { affinity, volumes = [], topologySpreadConstraints = [], schedulerName } = spec;
  const containers = [...(spec.initContainers ?? []), ...spec.containers];
  const names = new Set(volumes.map(({ name }) => name));
  const required = [affinity?.podAffinity, affinity?.podAntiAffinity].flatMap(
    (each) => each?.requiredDuringSchedulingIgnoredDuringExecution ?? [],
  );
  const isThere: Readonly<Record<Unjudged, boolean>> = {
    'pod-affinity': required.length > 0,
    'topology-spread': topologySpreadConstraints.some(
      ({ whenUnsatisfiable = 'DoNotSchedule' }) => whenUnsatisfiable === 'DoNotSchedule',
    ),
    'volume-claims':
      volumes.some((each) => each.persistentVolumeClaim || each.ephemeral) ||
      // What a template mounts and does not have a StatefulSet claims for each of its Pods.
      containers.some(({ volumeMounts = [] }) => volumeMounts.some(({ name }) => !names.has(name))),
    'resource-claims': (spec.resourceClaims ?? []).length > 0,
    'host-ports': containers.some(({ ports = [] }) =>
      ports.some(({ hostPort = 0 }) => hostPort > 0),
    ),
    'scheduling-gates': (spec.schedulingGates ?? []).length > 0,
    'other-scheduler': schedulerName !== undefined && schedulerName !== 'default-scheduler',
  };
  return (Object.keys(isThere) as Unjudged[]).filter((each) => isThere[each]);
}

const DAEMON_TOLERATIONS: readonly Toleration[] = [
  'disk-pressure',
  'memory-pressure',
  'pid-pressure',
  'unschedulable',
].map((name) => ({
  key: `node.kubernetes.io/${name}`,
  operator: 'Exists',
  effect: 'NoSchedule',
}));

/** The Pod of a DaemonSet with what its controller lets it tolerate (pkg/controller/daemon/util). */
export function daemonPod(pod: Pod): Pod {
  const tolerations = [...(pod.spec.tolerations ?? []), ...DAEMON_TOLERATIONS];
  return { ...pod, spec: { ...pod.spec, tolerations } };
}

/** A Pod as its manifest has it: the scheduler has chosen the node. */
export function unplaced({ spec, ...pod }: Pod): Pod {
  const { nodeName: _, ...rest } = spec;
  return { ...pod, spec: rest };
}
