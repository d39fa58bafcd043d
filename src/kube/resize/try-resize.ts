import { apiPath } from '../objects/api-path.ts';
import type { KubeClient } from '../transport/client.ts';
import { ApiError } from '../transport/errors.ts';
import { STRATEGIC_MERGE_PATCH } from '../transport/request.ts';

/**
 * What the API server says to a resize of a Pod that is not made (dry run): undefined where it takes
 * the patch, else its refusal.
 */
export async function tryResize(
  client: KubeClient,
  { namespace, name }: { readonly namespace: string; readonly name: string },
  patch: object,
): Promise<string | undefined> {
  const pod = apiPath({ groupPath: '/api/v1', namespace, resource: 'pods', name });
  try {
    await client.sendJson('PATCH', `${pod}/resize`, patch, {
      contentType: STRATEGIC_MERGE_PATCH,
      query: { dryRun: 'All' },
    });
    return undefined;
  } catch (error) {
    if (error instanceof ApiError) return error.serverMessage;
    throw error;
  }
}
