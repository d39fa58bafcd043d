import { isSidecar } from '../../kubernetes/containers.ts';
import type { CountedContainer, CountedPod } from '../effective/counted-pod.ts';
import { type Amounts, compactAmounts, NO_AMOUNTS } from '../quantity/amounts.ts';
import { resourceList } from '../quantity/resource-list.ts';
import { GroupRow } from './group-row.ts';
import type { PodAmounts } from './pod-amounts.ts';

/** What each container of a Pod asks for itself, in the order of the start, of so many alike. */
export function containerRows(
  { spec }: CountedPod,
  replicas: number,
  usageOf: (container: string) => Amounts | undefined,
): readonly GroupRow[] {
  const rows = (containers: readonly CountedContainer[], role: 'app' | undefined) =>
    containers.map((container) => {
      const kind = role ?? (isSidecar(container) ? 'sidecar' : 'init');
      const row = new GroupRow(container.name, undefined, kind);
      row.addAlike(amountsOf(container), 0, replicas, usageOf(container.name));
      return row;
    });
  return [...rows(spec.initContainers ?? [], undefined), ...rows(spec.containers, 'app')];
}

function amountsOf({ resources }: CountedContainer): PodAmounts {
  const limits = resourceList(resources?.limits);
  return {
    requests: compactAmounts(resourceList(resources?.requests)),
    limits: compactAmounts(limits),
    unused: NO_AMOUNTS,
    now: undefined,
    heldBack: NO_AMOUNTS,
    beyondSpec: NO_AMOUNTS,
    withoutLimit: { cpu: limits.has('cpu') ? 0 : 1, memory: limits.has('memory') ? 0 : 1 },
    qosClass: 'BestEffort',
  };
}
