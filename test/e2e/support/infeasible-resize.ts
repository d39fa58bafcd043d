/**
 * An API server as of 1.37 refuses a resize that exceeds the node, and kubelets before that called
 * it infeasible; those of today do so only with settings that the node of the tests lacks. So that
 * part of a kubelet is played, on a node that has none.
 */

/** A node that no Pod is placed on unasked. */
export function nodeWithoutKubelet(name: string, allocatable: object) {
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name: `${name}-node`, labels: { 'initx-test': name } },
    spec: { taints: [{ key: 'initx-test', effect: 'NoSchedule' }] },
    status: { capacity: allocatable, allocatable },
  };
}

/** The status of a Pod whose container `app` runs with these requests. */
export function runningStatus(requests: object) {
  const app = {
    name: 'app',
    image: 'busybox:1.28',
    imageID: '',
    ready: true,
    restartCount: 0,
    state: { running: {} },
    allocatedResources: requests,
    resources: { requests },
  };
  return { phase: 'Running', containerStatuses: [app] };
}

export const INFEASIBLE = {
  type: 'PodResizePending',
  status: 'True',
  reason: 'Infeasible',
  message: 'In-place resize of this Pod is not supported.',
};
