import type { UsedQuota } from '../admission/resource-quota.ts';
import type { Room } from '../rollout/place.ts';
import { rollOut } from '../rollout/rollout.ts';
import type { PodContext, PodSource } from './pod-context.ts';
import {
  isRefusedAsItIs,
  nextPod,
  openNodes,
  type PodCost,
  podCost,
  storedForm,
} from './pod-cost.ts';

/** A Pod or workload, where it is or would be, and what it costs there. */
export interface PlacedCost {
  readonly source: PodSource;
  readonly context: PodContext;
  readonly cost: PodCost;
}

/**
 * What each Pod or workload of files costs, one after another: those before it have taken their
 * part of the quotas of their namespace and of the nodes.
 */
export function costsInOrder(placed: readonly Omit<PlacedCost, 'cost'>[]): readonly PlacedCost[] {
  const quotasOf = new Map<string, readonly UsedQuota[]>();
  let nodes: PodContext['nodes'];
  return placed.map(({ source, context }) => {
    const namespace = source.pod.metadata.namespace ?? '';
    const here = {
      ...context,
      quotas: quotasOf.get(namespace) ?? context.quotas,
      nodes: nodes ?? context.nodes,
    };
    const one = { source, context: here, cost: podCost(source, here) };
    const after = roomAfter(one);
    // The others of the file are in those of the file already.
    const isOfFile = after.quotas?.some(({ isUsedByFile }) => isUsedByFile) ?? true;
    if (after.quotas !== undefined && !isOfFile) quotasOf.set(namespace, after.quotas);
    nodes = after.nodes;
    return one;
  });
}

/** What quotas and nodes have left for what stands behind it in its file. */
function roomAfter({ source, context, cost }: PlacedCost): Room {
  const { quotas, nodes } = context;
  if (
    isRefusedAsItIs(cost) ||
    cost.serverRefusal !== undefined ||
    cost.update?.refusal !== undefined ||
    source.kind === 'CronJob'
  ) {
    return { quotas, nodes };
  }
  if (cost.update !== undefined) return cost.update.outcome?.left ?? { quotas, nodes };
  const next = nextPod(source, storedForm(source, context).pod);
  const wanted = source.replicas ?? openNodes(source, next, nodes) ?? 1;
  const made = { strategy: { kind: 'never' }, isChanged: false, old: [] } as const;
  return rollOut(made, next, wanted, { quotas, nodes })?.left ?? { quotas, nodes };
}
