import type { Container, Pod } from '../../kubernetes/api.ts';
import { stateOf } from '../../kubernetes/container-state.ts';
import { isSidecar } from '../../kubernetes/containers.ts';
import { isMirrorPod } from '../../kubernetes/pod-status.ts';
import type { CountedPod } from '../effective/counted-pod.ts';
import { BY_SPEC } from '../effective/counting.ts';
import { effectiveRequests } from '../effective/effective.ts';
import { isEqual, ZERO } from '../quantity/quantity.ts';
import type { Saving } from './savings.ts';
import { type Change, withChanges } from './what-if.ts';

/** A strategic merge patch for the subresource `resize`. */
export interface ResizePatch {
  readonly spec: {
    readonly initContainers: readonly {
      readonly name: string;
      readonly resources: {
        readonly requests?: Readonly<Record<string, string>>;
        readonly limits?: Readonly<Record<string, string>>;
      };
    }[];
  };
}

/**
 * The patch that makes the changes in place. Init containers can be resized since 1.37 (KEP-1287,
 * pkg/apis/core/validation/validation.go, ValidatePodResize); where one has ended nothing has to be
 * set, so its reservation shrinks at once. Undefined where a new Pod is needed: to move a
 * container, where the QoS class would change, for resources other than cpu and memory, for static
 * Pods, while an init container has not ended, and where the Pod as a whole has an amount that was
 * once filled in from its containers: that stays.
 */
export function resizePatch(pod: Pod, saving: Saving): ResizePatch | undefined {
  const { changes, qosClass } = saving;
  if (!isResizable(pod) || qosClass !== undefined || !isSavedInPlace(pod, saving)) return undefined;
  return changes.every((change) => isInPlace(pod, change)) ? patchOf(changes) : undefined;
}

/** What is stored is changed, and not what it was made of. */
function isSavedInPlace({ metadata, spec }: Pod, { changes, resource, after }: Saving): boolean {
  const changed = withChanges({ metadata, spec }, changes);
  if ('problem' in changed) return false;
  return isEqual(effectiveRequests(changed.pod, BY_SPEC).get(resource) ?? ZERO, after);
}

/**
 * Whether the scheduler goes on counting cpu that was taken from an init container in place. It goes
 * by what the kubelet reads from the cgroup of the Pod, and that is written anew only when a running
 * container is resized (pkg/kubelet/kuberuntime/kuberuntime_manager.go, doPodResizeAction; seen with
 * 1.37.2). Of memory requests no cgroup tells.
 */
export function isKeptByScheduler(
  { status }: Pick<CountedPod, 'status'>,
  resource: string,
): boolean {
  return resource === 'cpu' && status?.resources?.requests?.cpu !== undefined;
}

/** The patch of changes that set amounts; a container is in it once, as strategic merges want it. */
export function patchOf(changes: readonly Change[]): ResizePatch {
  type Resources = ResizePatch['spec']['initContainers'][number]['resources'];
  const all = new Map<string, Resources>();
  for (const change of changes) {
    if (change.kind !== 'set' || change.amount === undefined) continue;
    const { container, field, resource, amount } = change;
    const before = all.get(container) ?? {};
    const requests = { ...before.requests, [resource]: amount };
    const limits = { ...before.limits, [resource]: amount };
    all.set(container, {
      ...before,
      ...(field !== 'limits' && { requests }),
      ...(field !== 'requests' && { limits }),
    });
  }
  return { spec: { initContainers: [...all].map(([name, resources]) => ({ name, resources })) } };
}

/** Whether the API server takes resizes of such a Pod: of one that runs, and is not static. */
export function isResizable(pod: CountedPod): boolean {
  return pod.status?.phase === 'Running' && pod.spec.os?.name !== 'windows' && !isMirrorPod(pod);
}

function isInPlace({ spec, status }: Pod, change: Change): boolean {
  if (change.kind !== 'set' || change.amount === undefined) return false;
  if (change.resource !== 'cpu' && change.resource !== 'memory') return false;
  const isInit = ({ name }: Container) => name === change.container;
  const container = spec.initContainers?.find(isInit);
  const ended = status?.initContainerStatuses?.find(({ name }) => name === change.container);
  return container !== undefined && !isSidecar(container) && stateOf(ended).kind === 'terminated';
}
