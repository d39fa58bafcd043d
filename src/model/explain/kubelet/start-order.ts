import type { PodContainer } from '../../kubernetes/containers.ts';
import { conditionAfter } from './gates.ts';
import type { NextCondition } from './next-condition.ts';

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
