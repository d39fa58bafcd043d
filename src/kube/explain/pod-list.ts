import type { Pod } from '../../model/kubernetes/api.ts';
import { apiPath } from '../objects/api-path.ts';
import type { JsonObject } from '../objects/json-value.ts';
import { trusted } from '../objects/trusted.ts';
import { EXPLAINED_POD } from '../protobuf/explained-pod.ts';
import { project } from '../protobuf/project.ts';
import { DamagedMessage } from '../protobuf/wire.ts';
import { type ReadOptions, readList } from '../reads/list.ts';
import type { PodScope } from '../reads/pod-list.ts';
import type { KubeClient } from '../transport/client.ts';

/**
 * Reads all Pods of a scope, as far as a verdict looks at them (see protobuf/explained-pod.ts), and
 * keeps none. What is left out of these Pods no verdict misses: a test compares them with whole
 * ones. Throws ApiError or ConnectionError.
 */
export async function readExplainedPods(
  client: KubeClient,
  { namespace, labelSelector, fieldSelector }: PodScope,
  take: (pod: Pod) => void | Promise<void>,
  options: ReadOptions = {},
): Promise<void> {
  const list = {
    path: apiPath({ groupPath: '/api/v1', namespace, resource: 'pods' }),
    query: { labelSelector, fieldSelector },
    type: { kind: 'PodList', item: EXPLAINED_POD },
  };
  await readList(client, list, (item) => take(asPod(item)), options);
}

/** The same of a Pod that a watch has sent, as JSON. */
export function explainedPodOf(object: unknown): Pod {
  return asPod(project(object, EXPLAINED_POD));
}

/** Both decodings give the fields their types; only that the needed ones are there is unknown. */
function asPod(item: JsonObject): Pod {
  const { metadata, spec } = item as Partial<Pod>;
  if (metadata?.name === undefined || spec?.containers === undefined) {
    throw new DamagedMessage('a Pod without a name or containers');
  }
  return trusted<Pod>(item);
}
