import type { NewPod } from '../../model/debug/new-pod/pod-copy.ts';
import type { Pod } from '../../model/kubernetes/api.ts';
import { apiPath } from '../objects/api-path.ts';
import { fieldsOf } from '../objects/json-value.ts';
import { trusted } from '../objects/trusted.ts';
import { podPath } from '../reads/pods.ts';
import type { KubeClient } from '../transport/client.ts';
import { ApiError, isNotFound } from '../transport/errors.ts';

/**
 * Creates a Pod and gives it as the server has it; with `dryRun` the server does all but store it.
 * The generated APIs would drop fields of the copied Pod that they do not know. Throws ApiError.
 */
export async function createPod(
  client: KubeClient,
  namespace: string,
  pod: NewPod,
  { dryRun }: { readonly dryRun: boolean },
): Promise<Pod> {
  const query = { fieldManager: 'kubectl-initx', ...(dryRun && { dryRun: 'All' }) };
  const { body } = await client.sendJson('POST', podPath(namespace), pod, { query });
  return trusted<Pod>(body);
}

/** Deletes this very Pod, and no other of its name; one that is gone is no error. */
export async function deletePod(
  client: KubeClient,
  { metadata }: Pod,
  gracePeriodSeconds?: number,
): Promise<void> {
  const { namespace = '', name = '', uid } = metadata;
  const options = {
    apiVersion: 'v1',
    kind: 'DeleteOptions',
    preconditions: { uid },
    ...(gracePeriodSeconds !== undefined && { gracePeriodSeconds }),
  };
  try {
    await client.sendJson('DELETE', podPath(namespace, name), options);
  } catch (error) {
    if (!isNotFound(error)) throw error;
  }
}

/** The access modes of claims by name; those that may not be read are left out. */
export async function accessModesOf(
  client: KubeClient,
  namespace: string,
  claims: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const resource = 'persistentvolumeclaims';
  const found = claims.map(async (name) => {
    try {
      const path = apiPath({ groupPath: '/api/v1', namespace, resource, name });
      const { body } = await client.getJson(path);
      const spec = fieldsOf(fieldsOf(body).spec);
      const modes = Array.isArray(spec.accessModes) ? spec.accessModes.map(String) : [];
      return [[name, modes] as const];
    } catch (error) {
      if (error instanceof ApiError) return [];
      throw error;
    }
  });
  return new Map((await Promise.all(found)).flat());
}
