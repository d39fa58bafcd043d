import { conditionOf } from '../../kubernetes/pod-status.ts';
import { isEqual, parseQuantity } from '../quantity/quantity.ts';
import { type CountedPod, statusLookup } from './counted-pod.ts';

/**
 * How far an in-place resize is:
 * - `unseen`: the kubelet has not said anything yet
 * - `deferred`: it does not fit the node now, and is tried again
 * - `infeasible`: it can never be done on this node
 * - `in-progress`: promised, being set
 * - `failed`: promised, and could not be set; it is tried again
 */
export type ResizeState = 'unseen' | 'deferred' | 'infeasible' | 'in-progress' | 'failed';

/**
 * Of the resize that is not done, if there is one (conditions PodResizePending and
 * PodResizeInProgress; pkg/kubelet/allocation/allocation_manager.go, pkg/kubelet/kubelet.go).
 */
export function resizeState(pod: CountedPod): ResizeState | undefined {
  const { phase } = pod.status ?? {};
  if (phase !== 'Running' && phase !== 'Pending') return undefined;
  const pending = conditionOf(pod, 'PodResizePending');
  if (pending?.status === 'True') {
    return pending.reason === 'Infeasible' ? 'infeasible' : 'deferred';
  }
  const progress = conditionOf(pod, 'PodResizeInProgress');
  if (progress?.status === 'True') return progress.reason === 'Error' ? 'failed' : 'in-progress';
  return isPromisedOtherwise(pod) ? 'unseen' : undefined;
}

/** Whether the kubelet has not promised what was asked for, as the node has no room for it. */
export function isResizePending(pod: CountedPod): boolean {
  const state = resizeState(pod);
  return state === 'deferred' || state === 'infeasible';
}

/** The kubelet answers a resize by promising what the spec asks for; until then it is unseen. */
function isPromisedOtherwise(pod: CountedPod): boolean {
  const { spec } = pod;
  const statusOf = statusLookup(pod);
  return [...(spec.initContainers ?? []), ...spec.containers].some(({ name, resources }) => {
    const { allocatedResources, resources: set } = statusOf({ name }) ?? {};
    if (set === undefined || allocatedResources === undefined) return false;
    const names = new Set([
      ...Object.keys(resources?.requests ?? {}),
      ...Object.keys(set.requests ?? {}),
    ]);
    return [...names].some((resource) => {
      const [asked, promised] = [resources?.requests?.[resource], allocatedResources[resource]];
      if (promised === undefined || asked === promised) return false;
      return asked === undefined || !isEqual(parseQuantity(asked), parseQuantity(promised));
    });
  });
}
