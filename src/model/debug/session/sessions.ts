import type { ContainerStatus, EphemeralContainer, Pod } from '../../kubernetes/api.ts';
import { type ContainerState, stateOf } from '../../kubernetes/container-state.ts';
import { hasFinalPhase } from '../../kubernetes/pod-status.ts';

/** A debug container that was added to a Pod, with this command or another. */
export interface DebugSession {
  readonly namespace: string;
  readonly pod: string;
  readonly container: string;
  readonly image: string;
  readonly target: string | undefined;
  readonly state: ContainerState;
  /** `containerd://ID`; absent until it has started. */
  readonly containerID: string | undefined;
  /** Whether it has a terminal, and whether it reads stdin: as it has to be attached to. */
  readonly tty: boolean;
  readonly stdin: boolean;
  /** It runs, so one can attach to it. */
  readonly attachable: boolean;
}

/** All debug containers that were ever added to a Pod (R31), as the API lists them. */
export function sessionsOf(pod: Pod): readonly DebugSession[] {
  const { metadata, spec, status } = pod;
  const statuses = status?.ephemeralContainerStatuses ?? [];
  const about = { namespace: metadata.namespace ?? '', pod: metadata.name ?? '' };
  return (spec.ephemeralContainers ?? []).map((container) => ({
    ...about,
    ...sessionOf(
      container,
      statuses.find(({ name }) => name === container.name),
      hasFinalPhase(pod),
    ),
  }));
}

function sessionOf(
  { name, image = '', targetContainerName, tty = false, stdin = false }: EphemeralContainer,
  status: ContainerStatus | undefined,
  podHasEnded: boolean,
) {
  const told = stateOf(status);
  // The kubelet reports one only once it has tried to start it.
  const isNew = told.kind === 'unknown' && !podHasEnded;
  const state: ContainerState = isNew ? { kind: 'waiting', reason: '' } : told;
  const attachable = state.kind === 'running' && !podHasEnded;
  const { containerID } = status ?? {};
  const about = { container: name, image, target: targetContainerName, containerID };
  return { ...about, state, tty, stdin, attachable };
}
