import type { CountedPod } from '../../model/resources/effective/counted-pod.ts';
import { apiPath } from '../objects/api-path.ts';
import type { JsonObject } from '../objects/json-value.ts';
import { trusted } from '../objects/trusted.ts';
import { POD } from '../protobuf/messages.ts';
import { DamagedMessage } from '../protobuf/wire.ts';
import type { KubeClient } from '../transport/client.ts';
import { type ReadOptions, readList } from './list.ts';

/** Which Pods: undefined means any. */
export interface PodScope {
  readonly namespace?: string | undefined;
  readonly labelSelector?: string | undefined;
  readonly fieldSelector?: string | undefined;
}

/**
 * Reads all Pods of a scope, as far as `resources` looks at them (see protobuf/messages.ts), and
 * keeps none: `take` gets one after another, and may make the next one wait. They come by
 * namespace and name.
 */
export async function readPods(
  client: KubeClient,
  { namespace, labelSelector, fieldSelector }: PodScope,
  take: (pod: CountedPod) => void | Promise<void>,
  options: ReadOptions = {},
): Promise<void> {
  const list = {
    path: apiPath({ groupPath: '/api/v1', namespace, resource: 'pods' }),
    query: { labelSelector, fieldSelector },
    type: { kind: 'PodList', item: POD },
  };
  await readList(client, list, (item) => take(asPod(item)), options);
}

/** Both decodings give the fields their types; only that the needed ones are there is unknown. */
function asPod(item: JsonObject): CountedPod {
  const { metadata, spec } = item as Partial<CountedPod>;
  if (metadata?.name === undefined || spec?.containers === undefined) {
    throw new DamagedMessage('a Pod without a name or containers');
  }
  return trusted<CountedPod>(item);
}
