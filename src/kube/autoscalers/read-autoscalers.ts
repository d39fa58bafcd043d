import { apiPath } from '../objects/api-path.ts';
import { fitToShape } from '../objects/shape.ts';
import { trusted } from '../objects/trusted.ts';
import { readJsonList } from '../reads/list.ts';
import type { KubeClient } from '../transport/client.ts';
import { AUTOSCALER_SHAPE, type Autoscaler } from './autoscaler.ts';

/**
 * The HorizontalPodAutoscalers of a namespace; one that is not of the form that the API gives is
 * passed over. Throws ApiError or ConnectionError.
 */
export async function readAutoscalers(
  client: KubeClient,
  namespace: string,
): Promise<readonly Autoscaler[]> {
  const groupPath = '/apis/autoscaling/v2';
  const found: Autoscaler[] = [];
  const path = apiPath({ groupPath, namespace, resource: 'horizontalpodautoscalers' });
  await readJsonList(client, path, (item) => {
    if (fitToShape(item, AUTOSCALER_SHAPE).length === 0) found.push(trusted<Autoscaler>(item));
  });
  return found;
}
