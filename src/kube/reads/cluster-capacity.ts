import { hasFinalPhase } from '../../model/kubernetes/pod-status.ts';
import { BY_SCHEDULER } from '../../model/resources/effective/counting.ts';
import { effectiveRequests } from '../../model/resources/effective/effective.ts';
import { type NodeCapacity, scheduledAmounts } from '../../model/resources/nodes/node-fit.ts';
import type { Quantity } from '../../model/resources/quantity/quantity.ts';
import { addTo, resourceList } from '../../model/resources/quantity/resource-list.ts';
import type { KubeClient } from '../transport/client.ts';
import { readNodes } from './node-list.ts';
import { readPods } from './pod-list.ts';

/** What a node's Pods take of it. */
interface Taken {
  readonly requested: Map<string, Quantity>;
  podCount: number;
}

/**
 * What every node has to give and what its Pods take, as the scheduler counts it. Reads all nodes
 * and all Pods of the cluster; throws an ApiError without the right to.
 */
export async function readClusterCapacity(client: KubeClient): Promise<readonly NodeCapacity[]> {
  const takenOn = new Map<string, Taken>();
  const nodes: NodeCapacity[] = [];
  await Promise.all([
    readPods(client, {}, (pod) => {
      const { nodeName } = pod.spec;
      if (!nodeName || hasFinalPhase(pod)) return;
      const taken = takenOn.get(nodeName) ?? { requested: new Map(), podCount: 0 };
      takenOn.set(nodeName, taken);
      addTo(taken.requested, scheduledAmounts(effectiveRequests(pod, BY_SCHEDULER)));
      taken.podCount += 1;
    }),
    readNodes(client, {}, ({ metadata, spec, status }) => {
      nodes.push({
        name: metadata.name ?? '',
        allocatable: resourceList(status?.allocatable),
        requested: new Map(),
        podCount: 0,
        unschedulable: spec?.unschedulable ?? false,
        labels: metadata.labels ?? {},
        taints: spec?.taints ?? [],
      });
    }),
  ]);
  return nodes.map((node) => ({ ...node, ...takenOn.get(node.name) }));
}
