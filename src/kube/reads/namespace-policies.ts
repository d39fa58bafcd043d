import { attempt, type Read } from '../../errors.ts';
import type { ObjectMeta } from '../../model/kubernetes/api.ts';
import type { LimitRange } from '../../model/resources/admission/limit-range.ts';
import type { ResourceQuota } from '../../model/resources/admission/resource-quota.ts';
import { apiPath } from '../objects/api-path.ts';
import { itemsOf } from '../objects/json-value.ts';
import { trusted } from '../objects/trusted.ts';
import type { KubeClient } from '../transport/client.ts';
import { ApiError } from '../transport/errors.ts';
import { METADATA_LIST, type ReadOptions, readList as readMany } from './list.ts';

/** What a namespace demands of its Pods, sorted by name as the server lists it. */
export interface NamespacePolicies {
  readonly quotas: Read<readonly ResourceQuota[]>;
  readonly limitRanges: Read<readonly LimitRange[]>;
}

/**
 * Reads the ResourceQuotas and LimitRanges of a namespace at the same time: whoever may not read
 * them can still be told of the Pod.
 */
export async function readNamespacePolicies(
  client: KubeClient,
  namespace: string,
): Promise<NamespacePolicies> {
  const [quotas, limitRanges] = await Promise.all([
    attempt(readList<ResourceQuota>(client, namespace, 'resourcequotas')),
    attempt(readList<LimitRange>(client, namespace, 'limitranges')),
  ]);
  return { quotas, limitRanges };
}

/** The LimitRanges of a namespace or of all, by namespace. */
export async function readLimitRanges(
  client: KubeClient,
  namespace: string | undefined,
): Promise<ReadonlyMap<string, readonly LimitRange[]>> {
  const all = await readList<LimitRange>(client, namespace, 'limitranges');
  return Map.groupBy(all, ({ metadata }) => metadata.namespace ?? '');
}

/** Whether the namespace is known not to be there; who may not look at it does not know. */
export async function lacksNamespace(client: KubeClient, name: string): Promise<boolean> {
  try {
    await client.getJson(apiPath({ groupPath: '/api/v1', resource: 'namespaces', name }));
    return false;
  } catch (error) {
    if (error instanceof ApiError) return error.code === 404;
    throw error;
  }
}

/** The names of the namespaces with these labels. */
export async function readNamespaceNames(
  client: KubeClient,
  labelSelector: string,
  options: ReadOptions,
): Promise<ReadonlySet<string>> {
  const names = new Set<string>();
  const path = apiPath({ groupPath: '/api/v1', resource: 'namespaces' });
  const list = { path, query: { labelSelector }, ...METADATA_LIST };
  await readMany(
    client,
    list,
    (item) => {
      names.add(trusted<{ metadata?: ObjectMeta }>(item).metadata?.name ?? '');
    },
    options,
  );
  return names;
}

async function readList<Item>(
  client: KubeClient,
  namespace: string | undefined,
  resource: string,
): Promise<readonly Item[]> {
  const { body } = await client.getJson(apiPath({ groupPath: '/api/v1', namespace, resource }));
  return trusted<readonly Item[]>(itemsOf(body));
}
