import type { Container, ContainerStatus, Pod } from './api.ts';

/** What a container is to the Pod's start-up. A sidecar is an init container that stays. */
export type ContainerRole = 'init' | 'sidecar' | 'app' | 'ephemeral';

export interface PodContainer {
  readonly name: string;
  readonly role: ContainerRole;
  /** Position in its own list of the spec, from 0. */
  readonly index: number;
  /** The path that events carry in involvedObject.fieldPath, such as `spec.initContainers{a}`. */
  readonly fieldPath: string;
  readonly spec: Container;
  /** Absent until the kubelet has reported the container. */
  readonly status?: ContainerStatus;
}

/**
 * All containers of a Pod in the order they start: init containers and sidecars as listed, then
 * app containers, then ephemeral ones. Statuses are looked up by name because the API sorts
 * containerStatuses by name (pkg/kubelet/status/status_manager.go).
 */
export function containersOf(pod: Pod): readonly PodContainer[] {
  const { spec, status } = pod;
  return [
    ...join('initContainers', spec.initContainers, status?.initContainerStatuses),
    ...join('containers', spec.containers, status?.containerStatuses),
    ...join('ephemeralContainers', spec.ephemeralContainers, status?.ephemeralContainerStatuses),
  ];
}

type ContainerList = 'initContainers' | 'containers' | 'ephemeralContainers';

function join(
  list: ContainerList,
  specs: readonly Container[] = [],
  statuses: readonly ContainerStatus[] = [],
): PodContainer[] {
  const statusByName = new Map(statuses.map((status) => [status.name, status]));
  return specs.map((spec, index) => {
    const status = statusByName.get(spec.name);
    return {
      name: spec.name,
      role: roleOf(list, spec),
      index,
      fieldPath: `spec.${list}{${spec.name}}`,
      spec,
      ...(status && { status }),
    };
  });
}

/**
 * Whether an init container is a native sidecar: only `restartPolicy: Always` makes it one. Since
 * 1.35 init containers may carry Never or OnFailure (pkg/api/v1/pod/util.go,
 * IsRestartableInitContainer).
 */
export function isSidecar(initContainer: Pick<Container, 'restartPolicy'>): boolean {
  return initContainer.restartPolicy === 'Always';
}

/** App containers may carry any restartPolicy, and it makes no sidecar of them. */
function roleOf(list: ContainerList, spec: Container): ContainerRole {
  switch (list) {
    case 'initContainers':
      return isSidecar(spec) ? 'sidecar' : 'init';
    case 'containers':
      return 'app';
    case 'ephemeralContainers':
      return 'ephemeral';
  }
}
