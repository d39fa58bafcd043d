import type { Pod, WrittenResourceList } from '../../model/kubernetes/api.ts';
import { apiPath } from '../objects/api-path.ts';
import { isJsonObject } from '../objects/json-value.ts';
import { trusted } from '../objects/trusted.ts';
import type { KubeClient } from '../transport/client.ts';
import { ApiError } from '../transport/errors.ts';

/**
 * What the RuntimeClass of a Pod that is not stored yet will add to it (plugin/pkg/admission/
 * runtimeclass); empty if it adds nothing, undefined if there is no RuntimeClass or it cannot be
 * read.
 */
export async function readOverhead(
  client: KubeClient,
  { spec }: Pick<Pod, 'spec'>,
): Promise<WrittenResourceList | undefined> {
  const name = spec.runtimeClassName;
  if (name === undefined || spec.overhead !== undefined) return undefined;
  try {
    const path = apiPath({ groupPath: '/apis/node.k8s.io/v1', resource: 'runtimeclasses', name });
    const { body } = await client.getJson(path);
    const overhead = isJsonObject(body) && isJsonObject(body.overhead) ? body.overhead : {};
    return trusted<WrittenResourceList>(overhead.podFixed ?? {});
  } catch (error) {
    if (error instanceof ApiError) return undefined;
    throw error;
  }
}
