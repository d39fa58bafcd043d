import type { Node } from '../../kubernetes/node.ts';
import { resourceList } from '../quantity/resource-list.ts';
import type { NodeFacts } from './totals-report.ts';

/** Without allocatable the capacity counts, as for `kubectl describe node`. */
export function factsOf({ metadata, spec, status }: Node): NodeFacts {
  const { allocatable = {}, capacity, conditions = [] } = status ?? {};
  const hasAllocatable = Object.keys(allocatable).length > 0;
  return {
    name: metadata.name ?? '',
    allocatable: resourceList(hasAllocatable ? allocatable : capacity),
    isCordoned: spec?.unschedulable ?? false,
    labels: metadata.labels ?? {},
    isReady: conditions.some((each) => each.type === 'Ready' && each.status === 'True'),
  };
}

/** The nodes of files; one that somebody has written by hand says nothing of how it is. */
export function factsOfFile(nodes: readonly Node[]): ReadonlyMap<string, NodeFacts> {
  const facts = nodes.map((node) => {
    const found = factsOf(node);
    return { ...found, isReady: found.isReady || node.status?.conditions === undefined };
  });
  return new Map(facts.map((each) => [each.name, each]));
}
