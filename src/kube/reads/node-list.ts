import type { Node } from '../../model/kubernetes/node.ts';
import { trusted } from '../objects/trusted.ts';
import { NODE } from '../protobuf/messages.ts';
import { DamagedMessage } from '../protobuf/wire.ts';
import type { KubeClient } from '../transport/client.ts';
import { isNotFound } from '../transport/errors.ts';
import { type ReadOptions, readList } from './list.ts';
import { withNameHint } from './table.ts';

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

/** Reads a Node that somebody has named: the error says what others are called almost so. */
export async function readNamedNode(client: KubeClient, name: string): Promise<Node> {
  try {
    return await readNode(client, name);
  } catch (error) {
    if (!isNotFound(error)) throw error;
    throw await withNameHint(client, { groupPath: '/api/v1', resource: 'nodes' }, name, error);
  }
}
