import type { Pod, WrittenResourceList } from '../../kubernetes/api.ts';
import { hasFinalPhase } from '../../kubernetes/pod-status.ts';
import type { FieldProblem } from '../admission/field-problem.ts';
import { type LimitRangeViolation, limitRangeViolations } from '../admission/limit-range.ts';
import {
  type FilledAmount,
  type LimitRangerSetting,
  limitRangerSettings,
} from '../admission/limit-range-defaults.ts';
import { manifestForm } from '../admission/manifest-form.ts';
import { type QuotaVerdict, quotaVerdict } from '../admission/quota.ts';
import { type ResourceWarning, resourceWarnings } from '../admission/resource-warnings.ts';
import { withServerDefaults } from '../admission/server-defaults.ts';
import { resourceProblems } from '../admission/validation.ts';
import { explainFit, type FitExplanation } from '../nodes/fit-explanation.ts';
import { daemonPod, obstacleOn, unplaced } from '../nodes/node-placement.ts';
import { rollOut } from '../rollout/rollout.ts';
import type { Update, UpdateCost } from '../rollout/update.ts';
import { type OfferedSaving, offeredSavings } from './offered-savings.ts';
import type { PodContext, PodSource } from './pod-context.ts';
import { type PodResources, podResources } from './pod-resources.ts';
import { type ReplicaCost, replicaCost } from './replica-cost.ts';
import { type PodUsage, podUsage } from './usage.ts';

/** What a Pod needs and is not there. */
interface AbsentObject {
  readonly kind: 'Namespace' | 'RuntimeClass';
  readonly name: string;
}

/** What a Pod costs, and what its context says to that. */
export interface PodCost {
  readonly resources: PodResources;
  /** Why the API server would refuse it, LimitRange's defaults filled in; empty for a stored Pod. */
  readonly refusals: readonly FieldProblem[];
  /** Why it refuses the Pod for something else, in its words (`PodContext`). */
  readonly serverRefusal: string | undefined;
  /** What the API server takes with a warning. */
  readonly warnings: readonly ResourceWarning[];
  /** What LimitRange gave the containers, or would give them. */
  readonly filled: readonly (FilledAmount | LimitRangerSetting)[];
  readonly violations: readonly LimitRangeViolation[];
  /** Undefined where no quota was read, or the Pod has ended and takes nothing. */
  readonly quotas: readonly QuotaVerdict[] | undefined;
  /** Whether one more such Pod finds room; undefined where no node was read. */
  readonly fit: FitExplanation | undefined;
  readonly usage: PodUsage | undefined;
  /** Of its namespace and RuntimeClass those that are not there, as the server tells of them. */
  readonly absent: readonly AbsentObject[];
  /** A RuntimeClass that nobody was asked about: it may add an overhead. */
  readonly unknownRuntimeClass: string | undefined;
  readonly savings: readonly OfferedSaving[];
  /** Undefined for a single Pod, and for one on every node. */
  readonly replicas: ReplicaCost | undefined;
  /** Whether Pods that stand before it in files are counted in the quotas. */
  readonly isAfterOthers: boolean;
  /** What comes of an update; undefined where nothing of its name is known to be there. */
  readonly update: UpdateCost | undefined;
}

/** Whether such a Pod is refused for what it is itself, before quotas and nodes are asked (R21). */
export function isRefusedAsItIs({
  refusals,
  violations,
  absent,
}: Pick<PodCost, 'refusals' | 'violations' | 'absent'>): boolean {
  return refusals.length + violations.length + absent.length > 0;
}

/** The Pod as the API server stores it, with what LimitRange filled in (R21). */
export function storedForm(
  { pod, isStored }: PodSource,
  { limitRanges = [], overhead }: Pick<PodContext, 'limitRanges' | 'overhead'>,
): Pick<PodCost, 'filled'> & { readonly pod: Pod } {
  if (isStored) return { pod, filled: limitRangerSettings(pod.metadata.annotations) };
  return withServerDefaults(withOverhead(pod, overhead), limitRanges);
}

/** All about one Pod's cost (R16–R21). */
export function podCost(source: PodSource, context: PodContext): PodCost {
  const { pod, filled } = storedForm(source, context);
  const { limitRanges = [], usage } = context;
  const hasEnded = hasFinalPhase(pod);
  const next = nextPod(source, pod);
  const update = source.update && updateCost(source, source.update, next, context);
  // What counts is how it is when the first new Pod comes.
  const { quotas, nodes } = update?.outcome?.atFirst ?? context;
  const quotaVerdicts = hasEnded ? undefined : quotas?.map((quota) => quotaVerdict(quota, pod));
  const fit = nodes && !hasEnded ? explainFit(next, nodes) : undefined;
  const own = {
    refusals: source.isStored ? [] : resourceProblems(pod),
    violations: source.isStored ? [] : limitRangeViolations(pod, limitRanges),
    absent: absentObjects(pod, context),
  };
  return {
    ...own,
    resources: podResources(pod, source, context.namespace, source.pod),
    serverRefusal: context.serverRefusal,
    warnings: resourceWarnings(pod),
    filled,
    fit,
    unknownRuntimeClass:
      pod.spec.overhead === undefined && !source.isStored && !context.lacksRuntimeClass
        ? pod.spec.runtimeClassName
        : undefined,
    usage: usage && podUsage(pod, usage.sample),
    quotas: quotaVerdicts,
    replicas: replicaCost(source, {
      stored: pod,
      quotas: quotaVerdicts ?? [],
      fit,
      isRefused: isRefusedAsItIs(own),
    }),
    isAfterOthers: context.quotas?.some(({ isForetold }) => isForetold) === true,
    update,
    savings: hasEnded
      ? []
      : offeredSavings(manifestOf(source, context), pod, { ...context, quotas, nodes }),
  };
}

function updateCost(
  source: PodSource,
  { old, ...update }: Update,
  next: Pod,
  { quotas, nodes }: PodContext,
): UpdateCost {
  const wanted = source.replicas ?? openNodes(source, next, nodes) ?? old.length;
  const outcome = rollOut({ ...update, old }, next, wanted, { quotas, nodes });
  return { ...update, existing: old.length, outcome };
}

/** On how many nodes a DaemonSet runs; undefined for other kinds. */
export function openNodes(
  { kind }: PodSource,
  next: Pod,
  nodes: PodContext['nodes'],
): number | undefined {
  if (kind !== 'DaemonSet') return undefined;
  return nodes?.filter((node) => obstacleOn(next, node) === undefined).length;
}

/** One more such Pod, as the scheduler would get it. */
export function nextPod({ kind, isStored }: PodSource, pod: Pod): Pod {
  if (isStored) return unplaced(pod);
  return kind === 'DaemonSet' ? daemonPod(pod) : pod;
}

function absentObjects(pod: Pod, context: PodContext): readonly AbsentObject[] {
  const { runtimeClassName } = pod.spec;
  const namespace = pod.metadata.namespace ?? context.namespace ?? 'default';
  return [
    ...(context.lacksNamespace ? [{ kind: 'Namespace', name: namespace } as const] : []),
    ...(context.lacksRuntimeClass && runtimeClassName !== undefined
      ? [{ kind: 'RuntimeClass', name: runtimeClassName } as const]
      : []),
  ];
}

/** What was written, as far as it can be told (`manifestForm`). */
export function manifestOf(
  { pod, isStored }: PodSource,
  { overhead }: Pick<PodContext, 'overhead'>,
): Pod {
  return isStored ? unplaced(manifestForm(pod).pod) : withOverhead(pod, overhead);
}

function withOverhead(pod: Pod, overhead: WrittenResourceList | undefined): Pod {
  return overhead === undefined ? pod : { ...pod, spec: { ...pod.spec, overhead } };
}
