import type { PodContainer } from '../../kubernetes/containers.ts';
import { initRunFailed } from '../../kubernetes/restart-policy.ts';
import type { ContainerView } from './kubelet-view.ts';
import type { NextCondition } from './next-condition.ts';

/** What must be true of this container before the next one starts. */
export interface Gate {
  readonly kind: 'must-exit-0' | 'must-be-running' | 'startup-probe' | 'none';
  /** True of `none` too: such a container holds nobody back. */
  readonly passed: boolean;
}

/**
 * What each container must do before the next one starts, and whether it has (R1, R22), in the
 * order given, which is the one they start in. A gate is passed once: as soon as a later container
 * exists in the sandbox, a crash of this one holds nothing back any more
 * (computeInitContainerActions).
 */
export function gatesOf(views: readonly ContainerView[]): readonly Gate[] {
  return views.map(({ container }, index) => {
    const kind = gateKind(container);
    return { kind, passed: kind === 'none' || isPassed(views, index) };
  });
}

/** Readiness and liveness probes never gate (R24); app containers wait for nobody (R5). */
function gateKind({ role, spec }: PodContainer): Gate['kind'] {
  if (role === 'init') return 'must-exit-0';
  if (role !== 'sidecar') return 'none';
  return spec.startupProbe ? 'startup-probe' : 'must-be-running';
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

/** One place in a Pod's start order, foretold from its spec alone. */
export interface StartStep {
  readonly container: PodContainer;
  /** What must have happened before it starts. */
  readonly condition: NextCondition;
}

/**
 * The order in which a new Pod's containers start (R1, R2, R5, R22). App containers all follow
 * the last init container's gate; the kubelet starts them as listed, each after the pull and
 * postStart hook of the one before. Ephemeral containers are only ever added later (R28).
 */
export function startOrder(containers: readonly PodContainer[]): readonly StartStep[] {
  let previous: PodContainer | undefined;
  return containers
    .filter(({ role }) => role !== 'ephemeral')
    .map((container) => {
      const condition: NextCondition = previous ? conditionAfter(previous) : { kind: 'scheduled' };
      if (container.role !== 'app') previous = container;
      return { container, condition };
    });
}
