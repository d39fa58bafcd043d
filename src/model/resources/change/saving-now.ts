import type { Container, Pod } from '../../kubernetes/api.ts';
import { conditionOf } from '../../kubernetes/pod-status.ts';
import { type LimitRange, limitRangeViolations } from '../admission/limit-range.ts';
import type { CountedContainer, CountedPod } from '../effective/counted-pod.ts';
import { BY_SPEC } from '../effective/counting.ts';
import { effectiveRequests } from '../effective/effective.ts';
import { qosOf } from '../effective/qos.ts';
import { resizeState } from '../effective/resize-state.ts';
import { type Amounts, compactAmounts } from '../quantity/amounts.ts';
import { isGreater, type Quantity, subtract, ZERO } from '../quantity/quantity.ts';
import { isResizable, patchOf, type ResizePatch } from './resize-patch.ts';
import { type Saving, savingsOf } from './savings.ts';
import { type Change, withChanges } from './what-if.ts';

/** What a resize in place would give back of a running Pod, without a restart. */
export interface SavingNow {
  readonly amounts: Amounts;
  readonly patch: ResizePatch;
}

/** Resources that a Pod can be resized in. */
const RESIZABLE = ['cpu', 'memory'] as const;

/**
 * Whether the init containers of the Pod can be resized: they have all succeeded, nothing is being
 * resized already, and the Pod is neither static nor on its way out. By the condition Initialized,
 * because lists do not decode the states of containers; the kubelet takes it back when they run
 * again (pkg/kubelet/status/generate.go, GeneratePodInitializedCondition).
 */
export function canResizeNow(pod: CountedPod): boolean {
  return (
    isResizable(pod) &&
    pod.metadata.deletionTimestamp === undefined &&
    conditionOf(pod, 'Initialized')?.status === 'True' &&
    resizeState(pod) === undefined
  );
}

/**
 * The most that trimming init containers gives back now of what only they reserve (R19), and the
 * patch for it: resizes never change the QoS class, and keep to the LimitRanges of the namespace.
 * Undefined for nothing. The Pod must be one that `canResizeNow`.
 */
export function savingNow(
  counted: CountedPod,
  limitRanges: readonly LimitRange[] = [],
): SavingNow | undefined {
  const pod = wholePod(counted);
  const savings = savingsOf(pod, { limitRanges }).filter(({ changes }) => changes.every(isTrim));
  const best = RESIZABLE.flatMap((resource) => {
    const ofResource = savings.filter((saving) => saving.resource === resource);
    const [most] = ofResource.toSorted(byAmountLeft);
    return most === undefined ? [] : [most.changes];
  });
  const before = effectiveRequests(pod, BY_SPEC);
  const qosClass = counted.status?.qosClass ?? qosOf(pod).class;
  for (const changes of [best.flat(), ...best]) {
    const changed = withChanges(pod, changes);
    if ('problem' in changed || qosOf(changed.pod).class !== qosClass) continue;
    if (limitRangeViolations(changed.pod, limitRanges).length > 0) continue;
    const after = effectiveRequests(changed.pod, BY_SPEC);
    const saved = new Map<string, Quantity>();
    for (const [resource, amount] of before) {
      const rest = subtract(amount, after.get(resource) ?? ZERO);
      if (isGreater(rest, ZERO)) saved.set(resource, rest);
    }
    if (saved.size > 0) return { amounts: compactAmounts(saved), patch: patchOf(changes) };
  }
  return undefined;
}

function isTrim(change: Change): boolean {
  return change.kind === 'set' && change.amount !== undefined;
}

function byAmountLeft(one: Saving, other: Saving): number {
  return isGreater(one.after, other.after) ? 1 : isGreater(other.after, one.after) ? -1 : 0;
}

/** All of a Pod that its amounts depend on: what lists decode of it. */
function wholePod({ metadata, spec }: CountedPod): Pod {
  const { initContainers, resources, overhead } = spec;
  return {
    metadata: { ...(metadata.name !== undefined && { name: metadata.name }) },
    spec: {
      containers: spec.containers.map(wholeContainer),
      ...(initContainers && { initContainers: initContainers.map(wholeContainer) }),
      ...(resources && { resources }),
      ...(overhead && { overhead }),
    },
  };
}

function wholeContainer({ name, resources, restartPolicy }: CountedContainer): Container {
  return { name, ...(resources && { resources }), ...(restartPolicy && { restartPolicy }) };
}
