import type { LimitRange } from '../../model/resources/admission/limit-range.ts';
import type { ResourceQuota } from '../../model/resources/admission/resource-quota.ts';
import { apiPath } from '../objects/api-path.ts';
import { isJsonObject, objectsOf } from '../objects/json-value.ts';
import { trusted } from '../objects/trusted.ts';
import type { KubeClient } from '../transport/client.ts';
import { ApiError, problemOf } from '../transport/errors.ts';

/** What a namespace demands of its Pods; a problem says why something could not be read. */
export interface NamespacePolicies {
  readonly quotas: readonly ResourceQuota[];
  readonly quotasProblem: string | undefined;
  readonly limitRanges: readonly LimitRange[];
  readonly limitRangesProblem: string | undefined;
}

/**
 * Reads the ResourceQuotas and LimitRanges of a namespace at the same time, sorted by name as the
 * server lists them. Never throws: whoever may not read them can still be told of the Pod.
 */
export async function readNamespacePolicies(
  client: KubeClient,
  namespace: string,
): Promise<NamespacePolicies> {
  const [quotas, limitRanges] = await Promise.all([
    readList<ResourceQuota>(client, namespace, 'resourcequotas'),
    readList<LimitRange>(client, namespace, 'limitranges'),
  ]);
  return {
    quotas: quotas.items,
    quotasProblem: quotas.problem,
    limitRanges: limitRanges.items,
    limitRangesProblem: limitRanges.problem,
  };
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

async function readList<Item>(
  client: KubeClient,
  namespace: string,
  resource: string,
): Promise<{ readonly items: readonly Item[]; readonly problem: string | undefined }> {
  try {
    const path = apiPath({ groupPath: '/api/v1', namespace, resource });
    const { body } = await client.getJson(path);
    const items = isJsonObject(body) ? objectsOf(body.items) : [];
    return { items: trusted<readonly Item[]>(items), problem: undefined };
  } catch (error) {
    return { items: [], problem: problemOf(error) };
  }
}
