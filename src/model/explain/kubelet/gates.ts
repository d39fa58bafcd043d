import type { PodContainer } from '../../kubernetes/containers.ts';
import { initRunFailed } from '../../kubernetes/restart-policy.ts';
import { type ContainerView, type KubeletView, startingContainers } from './kubelet-view.ts';
import type { NextCondition } from './next-condition.ts';

/** What must be true of this container before the next one starts. */
export interface Gate {
  readonly kind: 'must-exit-0' | 'must-be-running' | 'startup-probe' | 'none';
  readonly passed: boolean;
}

/**
 * What the container must do before the next one starts, and whether it has (R1, R22). A gate
 * is passed once: as soon as a later container exists in the sandbox, a crash of this one holds
 * nothing back any more (computeInitContainerActions).
 */
export function gateOf(container: PodContainer, view: KubeletView): Gate {
  const kind = gateKind(container);
  const views = startingContainers(view);
  const index = views.findIndex((each) => each.container.name === container.name);
  return { kind, passed: kind === 'none' || isPassed(views, index) };
}

/** Readiness and liveness probes never gate (R24); app containers wait for nobody (R5). */
export function gateKind({ role, spec }: PodContainer): Gate['kind'] {
  if (role === 'init') return 'must-exit-0';
  if (role !== 'sidecar') return 'none';
  return spec.startupProbe ? 'startup-probe' : 'must-be-running';
}

/**
 * Names of the containers that cannot start before this one passes its gate: all that follow,
 * if its gate is the first one still shut; none otherwise.
 */
export function holdsBack(container: PodContainer, view: KubeletView): readonly string[] {
  const views = startingContainers(view);
  const shut = views.findIndex(
    (each, index) => gateKind(each.container) !== 'none' && !isPassed(views, index),
  );
  if (shut === -1 || views[shut]?.container.name !== container.name) return [];
  return views.slice(shut + 1).map((each) => each.container.name);
}

/** Whether the state shown is from an earlier sandbox and the container will run again (R11). */
export function isStale(container: PodContainer, view: KubeletView): boolean {
  return (
    startingContainers(view).find((each) => each.container.name === container.name)?.stale ?? false
  );
}

/** The condition under which the container after this one starts. */
export function conditionAfter(container: PodContainer): NextCondition {
  const { name } = container;
  switch (gateKind(container)) {
    case 'must-exit-0':
      return { kind: 'exits-0', container: name };
    case 'must-be-running':
      return { kind: 'running', container: name };
    case 'startup-probe':
      return { kind: 'startup-probe', container: name };
    case 'none':
      return { kind: 'now' };
  }
}

function isPassed(views: readonly ContainerView[], index: number): boolean {
  if (views.slice(index + 1).some(({ active }) => active.kind !== 'none')) return true;
  const view = views[index];
  if (view?.active.kind === 'running') {
    return view.container.role === 'sidecar' && view.active.started;
  }
  return (
    view?.active.kind === 'exited' && view.container.role === 'init' && !initRunFailed(view.active)
  );
}
