import type { Pod } from '../../model/kubernetes/api.ts';
import { itemsOf } from '../objects/json-value.ts';
import { labelSelectorOf } from '../objects/label-selector.ts';
import { trusted } from '../objects/trusted.ts';
import { readJsonList } from '../reads/list.ts';
import { podPath } from '../reads/pods.ts';
import { getWorkload, type WorkloadKind } from '../reads/workloads.ts';
import type { KubeClient } from '../transport/client.ts';

/** More Pods than that nobody needs to choose from. */
const LIMIT = 500;

/** The Pods with these labels, `app=web,tier!=db`; throws ApiError. */
export async function podsWith(
  client: KubeClient,
  namespace: string,
  labelSelector: string,
): Promise<readonly Pod[]> {
  const { body } = await client.getJson(podPath(namespace), {
    query: { labelSelector, limit: LIMIT },
  });
  return itemsOf(body).map((item) => trusted<Pod>(item));
}

/** Reads the Pods of a namespace, or with undefined of all, whole; keeps none. Throws ApiError. */
export async function eachPod(
  client: KubeClient,
  namespace: string | undefined,
  take: (pod: Pod) => void,
): Promise<void> {
  const path = namespace === undefined ? '/api/v1/pods' : podPath(namespace);
  await readJsonList(client, path, (item) => take(trusted<Pod>(item)));
}

/**
 * The selector of a workload as the API takes it in a query; undefined for kinds that have none.
 * Throws ApiError if the workload is not there.
 */
export async function selectorOf(
  client: KubeClient,
  namespace: string,
  kind: WorkloadKind,
  name: string,
): Promise<string | undefined> {
  return labelSelectorOf(await getWorkload(client, kind, namespace, name));
}
