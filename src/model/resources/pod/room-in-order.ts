import type { UsedQuota } from '../admission/resource-quota.ts';
import type { Room } from '../rollout/place.ts';
import { rollOut } from '../rollout/rollout.ts';
import type { PodContext, PodSource } from './pod-context.ts';
import { nextPod, openNodes, podCost, storedForm } from './pod-cost.ts';

/** Quotas and nodes as the Pods of files fill them, one document after another. */
export class RoomInOrder {
  private readonly quotas = new Map<string, readonly UsedQuota[]>();
  private nodes: PodContext['nodes'];

  /** How it is before this one, which then takes its part. */
  before(source: PodSource, context: PodContext): PodContext {
    const namespace = source.pod.metadata.namespace ?? '';
    const quotas = this.quotas.get(namespace) ?? context.quotas;
    const here = { ...context, quotas, nodes: this.nodes ?? context.nodes };
    const after = roomAfter(source, here);
    // The others of the file are in those of the file already.
    const isOfFile = after.quotas?.some(({ isUsedByFile }) => isUsedByFile) ?? true;
    if (after.quotas !== undefined && !isOfFile) this.quotas.set(namespace, after.quotas);
    this.nodes = after.nodes;
    return here;
  }
}

/** What quotas and nodes have left for what stands behind it in its file. */
function roomAfter(source: PodSource, context: PodContext): Room {
  const { quotas, nodes } = context;
  const cost = podCost(source, context);
  const isRefused = cost.refusals.length + cost.violations.length + cost.absent.length > 0;
  if (
    isRefused ||
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
