import type { ContainerState } from '../../kubernetes/container-state.ts';
import type { PodContainer } from '../../kubernetes/containers.ts';
import type { Gate } from './gates.ts';

export interface ExplainedContainer {
  readonly container: PodContainer;
  readonly state: ContainerState;
  readonly lastState?: ContainerState;
  readonly ready: boolean;
  readonly started: boolean;
  readonly restartCount: number;
  readonly gate: Gate;
  /** Names of containers that wait for this one's gate now. */
  readonly holdsBack: readonly string[];
  /** True when the state is from an earlier sandbox and the container will run again (R11). */
  readonly stale: boolean;
}
