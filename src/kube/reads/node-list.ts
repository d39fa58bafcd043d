import type { Node } from '../../model/kubernetes/node.ts';
import { trusted } from '../objects/trusted.ts';
import { NODE } from '../protobuf/messages.ts';
import { DamagedMessage } from '../protobuf/wire.ts';
import type { KubeClient } from '../transport/client.ts';
import { type ReadOptions, readList } from './list.ts';

/** Reads the Nodes, or those of a label selector, one after another, and keeps none. */
export async function readNodes(
  client: KubeClient,
  { labelSelector }: { readonly labelSelector?: string | undefined },
  take: (node: Node) => void | Promise<void>,
  options: ReadOptions = {},
): Promise<void> {
  const type = { kind: 'NodeList', item: NODE };
  const list = { path: '/api/v1/nodes', query: { labelSelector }, type };
  await readList(
    client,
    list,
    (item) => {
      const node = trusted<Node>(item);
      if (node.metadata?.name === undefined) throw new DamagedMessage('a Node without a name');
      return take(node);
    },
    options,
  );
}

/** Reads one Node; throws an ApiError where it is not there or the right to is missing. */
export async function readNode(client: KubeClient, name: string): Promise<Node> {
  const { body } = await client.getJson(`/api/v1/nodes/${encodeURIComponent(name)}`);
  return trusted<Node>(body);
}
