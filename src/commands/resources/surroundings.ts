import { attempt, describeUserError, known, type Read, UserError } from '../../errors.ts';
import { readPodUsage } from '../../kube/metrics/pod-metrics.ts';
import { readClusterCapacity } from '../../kube/reads/cluster-capacity.ts';
import {
  lacksNamespace,
  type NamespacePolicies,
  readNamespacePolicies,
} from '../../kube/reads/namespace-policies.ts';
import { readOverhead } from '../../kube/reads/runtime-classes.ts';
import type { KubeClient } from '../../kube/transport/client.ts';
import type { Pod } from '../../model/kubernetes/api.ts';
import { conditionOf } from '../../model/kubernetes/pod-status.ts';
import type { NodeCapacity } from '../../model/resources/nodes/node-fit.ts';
import type { PodContext, PodSource } from '../../model/resources/pod/pod-context.ts';
import { unknown } from '../unknown.ts';

/** PodContext, and what of them could not be read and why. */
type SurroundingsRead = PodContext & { readonly notes: readonly string[] };

export interface SurroundingsReader {
  /** Begins to read the policies of a namespace that will be wanted. */
  readonly prefetch: (namespace: string) => void;
  readonly read: (subject: PodSource) => Promise<SurroundingsRead>;
}

/** What is known around a Pod without a cluster. */
export const NOTHING_AROUND: SurroundingsRead = {
  quotas: undefined,
  limitRanges: undefined,
  nodes: undefined,
  usage: undefined,
  overhead: undefined,
  notes: [],
};

/**
 * Looks at where Pods run or would run: the policies of each namespace once; all nodes and Pods,
 * once, for a Pod that cannot be placed and with `check`; usage where it is wanted. Rights that are
 * missing are notes, not errors.
 */
export function surroundingsReader(
  client: KubeClient,
  wanted: { readonly check: boolean; readonly usage: boolean },
): SurroundingsReader {
  const policies = new Map<string, Promise<NamespacePolicies>>();
  const policiesOf = (namespace: string) => {
    const reading = policies.get(namespace) ?? readNamespacePolicies(client, namespace);
    policies.set(namespace, reading);
    return reading;
  };
  let capacity: Promise<Read<readonly NodeCapacity[]>> | undefined;
  const capacityOnce = () => {
    capacity ??= attempt(readClusterCapacity(client));
    return capacity;
  };
  return {
    prefetch: (namespace) => void policiesOf(namespace),
    read: async (subject) => {
      const namespace = subject.pod.metadata.namespace ?? client.connection.namespace;
      const [{ quotas, limitRanges }, runtimeClass, usage, room, isNowhere] = await Promise.all([
        policiesOf(namespace),
        subject.isStored ? undefined : readOverhead(client, subject.pod),
        wanted.usage ? attempt(usageOf(subject, namespace, client)) : undefined,
        wanted.check || isUnschedulable(subject.pod) ? capacityOnce() : undefined,
        wanted.check ? lacksNamespace(client, namespace) : false,
      ]);
      return {
        namespace: client.connection.namespace,
        quotas: known(quotas),
        limitRanges: known(limitRanges),
        nodes: known(room),
        overhead: runtimeClass?.overhead,
        lacksRuntimeClass: runtimeClass?.isMissing ?? false,
        lacksNamespace: isNowhere,
        usage: known(usage),
        notes: [
          ...unknown('its quotas are', quotas),
          ...unknown('its LimitRanges are', limitRanges),
          ...(usage && 'problem' in usage ? [describeUserError(usage.problem)] : []),
          ...unknown('the room on the nodes is', room),
        ],
      };
    },
  };
}

/** Whether the scheduler has tried, and found no node. */
function isUnschedulable(pod: Pod): boolean {
  const scheduled = conditionOf(pod, 'PodScheduled');
  return scheduled?.status === 'False' && scheduled.reason === 'Unschedulable';
}

async function usageOf(
  { pod, kind }: PodSource,
  namespace: string,
  client: KubeClient,
): Promise<PodContext['usage']> {
  if (kind !== 'Pod') {
    throw new UserError('--usage is about Pods, not about the template of a workload');
  }
  return { sample: await readPodUsage(client, namespace, pod.metadata.name ?? '') };
}
