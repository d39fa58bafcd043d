import { type ContainerState, lastStateOf, stateOf } from '../../kubernetes/container-state.ts';
import { type Gate, gatesOf } from './gates.ts';
import { type ContainerView, type KubeletView, startingContainers } from './kubelet-view.ts';

/** What the kubelet has of a container, with what the API says of it and what waits for it. */
export interface ExplainedContainer extends ContainerView {
  readonly state: ContainerState;
  /** The run before the present state; absent for a first run. */
  readonly lastState?: ContainerState;
  readonly ready: boolean;
  readonly started: boolean;
  readonly restartCount: number;
  readonly gate: Gate;
  /** Names of containers that wait for this one's gate now. */
  readonly holdsBack: readonly string[];
}

/** All containers of the Pod in the order they start, ephemeral ones last. */
export function explainContainers(view: KubeletView): readonly ExplainedContainer[] {
  const starting = startingContainers(view);
  const gates = gatesOf(starting);
  const shut = gates.findIndex(({ passed }) => !passed);
  const held = starting.slice(shut + 1).map(({ container }) => container.name);
  return [
    ...starting.map((each, index) =>
      explain(each, gates[index] ?? NO_GATE, index === shut ? held : []),
    ),
    ...view.ephemeral.map((each) => explain(each, NO_GATE, [])),
  ];
}

const NO_GATE: Gate = { kind: 'none', passed: true };

function explain(
  view: ContainerView,
  gate: Gate,
  holdsBack: readonly string[],
): ExplainedContainer {
  const { status } = view.container;
  const lastState = lastStateOf(status);
  return {
    ...view,
    state: stateOf(status),
    ...(lastState && { lastState }),
    ready: status?.ready ?? false,
    started: status?.started ?? false,
    // A saved Pod may have been edited.
    restartCount: Math.max(0, status?.restartCount ?? 0),
    gate,
    holdsBack,
  };
}
