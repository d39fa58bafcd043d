import {
  followPods,
  followWorkloadPods,
  type PodsChange,
  type PodsFollowing,
} from '../../../../kube/explain/follow-pods.ts';
import { podNotFound } from '../../../../kube/reads/follow-pod.ts';
import type { KubeClient } from '../../../../kube/transport/client.ts';
import type { WatchedPods } from '../../request.ts';

/** What comes of the Pods that are meant. Throws ApiError where a named one is not there. */
export async function* changesOf(
  { of }: WatchedPods,
  client: KubeClient,
  following: PodsFollowing,
): AsyncGenerator<PodsChange> {
  const { namespace } = client.connection;
  switch (of.kind) {
    case 'workload':
      yield* followWorkloadPods(client, of.workload, namespace, of.name, following);
      break;
    case 'list': {
      const { allNamespaces, selector: labelSelector, fieldSelector } = of.list;
      const scope = { namespace: allNamespaces ? undefined : namespace, labelSelector };
      yield* followPods(client, { ...scope, fieldSelector }, following);
      break;
    }
    case 'names':
      yield* named(of.names, followPods(client, { namespace }, following));
  }
}

async function* named(
  names: readonly string[],
  changes: AsyncIterable<PodsChange>,
): AsyncGenerator<PodsChange> {
  const wanted = new Set(names);
  let isFirst = true;
  for await (const change of changes) {
    if (change.kind !== 'listed') {
      if (wanted.has(change.pod.metadata.name ?? '')) yield change;
      continue;
    }
    const pods = change.pods.filter(({ metadata }) => wanted.has(metadata.name ?? ''));
    const missing = names.find((name) => !pods.some(({ metadata }) => metadata.name === name));
    if (isFirst && missing !== undefined) {
      throw podNotFound(missing);
    }
    isFirst = false;
    yield { kind: 'listed', pods };
  }
}
