import type { Pod, WrittenResourceList } from '../../model/kubernetes/api.ts';
import { apiPath } from '../objects/api-path.ts';
import { fieldsOf } from '../objects/json-value.ts';
import { trusted } from '../objects/trusted.ts';
import type { KubeClient } from '../transport/client.ts';
import { ApiError } from '../transport/errors.ts';

/** What a RuntimeClass adds; undefined where nothing is to be asked, or it cannot be read. */
export interface OverheadRead {
  readonly overhead: WrittenResourceList | undefined;
  /** There is no such RuntimeClass: the server refuses the Pod. */
  readonly isMissing: boolean;
}

/**
 * What the RuntimeClass of a Pod that is not stored yet will add to it (plugin/pkg/admission/
 * runtimeclass); empty if it adds nothing.
 */
export async function readOverhead(
  client: KubeClient,
  { spec }: Pick<Pod, 'spec'>,
): Promise<OverheadRead> {
  const name = spec.runtimeClassName;
  if (name === undefined || spec.overhead !== undefined) {
    return { overhead: undefined, isMissing: false };
  }
  try {
    const path = apiPath({ groupPath: '/apis/node.k8s.io/v1', resource: 'runtimeclasses', name });
    const { body } = await client.getJson(path);
    const overhead = fieldsOf(fieldsOf(body).overhead);
    const podFixed = trusted<WrittenResourceList>(overhead.podFixed ?? {});
    return { overhead: podFixed, isMissing: false };
  } catch (error) {
    if (error instanceof ApiError) return { overhead: undefined, isMissing: error.code === 404 };
    throw error;
  }
}
