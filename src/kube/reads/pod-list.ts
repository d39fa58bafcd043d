import type { CountedPod } from '../../model/resources/effective/counted-pod.ts';
import { apiPath } from '../objects/api-path.ts';
import type { JsonObject } from '../objects/json-value.ts';
import { trusted } from '../objects/trusted.ts';
import type { Message } from '../protobuf/message.ts';
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
  scope: PodScope,
  take: (pod: CountedPod) => void | Promise<void>,
  options: ReadOptions = {},
): Promise<void> {
  await readPodSlices(client, scope, POD, take, options);
}

/** Reads the fields of all Pods of a scope that a message names, as `readPods` does. */
export async function readPodSlices<Slice extends PodSlice>(
  client: KubeClient,
  { namespace, labelSelector, fieldSelector }: PodScope,
  item: Message,
  take: (pod: Slice) => void | Promise<void>,
  options: ReadOptions,
): Promise<void> {
  const list = {
    path: apiPath({ groupPath: '/api/v1', namespace, resource: 'pods' }),
    query: { labelSelector, fieldSelector },
    type: { kind: 'PodList', item },
  };
  await readList(client, list, (pod) => take(asPod<Slice>(pod)), options);
}

/** What every Pod has, however little of it is read. */
type PodSlice = Pick<CountedPod, 'metadata' | 'spec'>;

/**
 * Both decodings give the fields their types; only that the needed ones are there is unknown.
 * Throws DamagedMessage where they are not.
 */
export function asPod<Slice extends PodSlice>(item: JsonObject): Slice {
  const { metadata, spec } = item as Partial<PodSlice>;
  if (metadata?.name === undefined || spec?.containers === undefined) {
    throw new DamagedMessage('a Pod without a name or containers');
  }
  return trusted<Slice>(item);
}
