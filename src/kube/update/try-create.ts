import type { Pod } from '../../model/kubernetes/api.ts';
import { apiPath } from '../objects/api-path.ts';
import { fieldsOf, type JsonObject, objectsOf, textOf } from '../objects/json-value.ts';
import { podPath } from '../reads/pods.ts';
import { WORKLOAD_KINDS } from '../reads/workloads.ts';
import type { KubeClient } from '../transport/client.ts';
import { ApiError } from '../transport/errors.ts';

/**
 * Why the API server would not take a new Pod, in its words and without the Pod's name: a dry run, in
 * which whoever has a say there has it (Pod Security, classes and accounts that are not there, webhooks).
 * Undefined where it takes the Pod, and where it could not be asked. What quotas say is not meant:
 * they count another thing at each moment.
 */
export async function tryCreate(
  client: KubeClient,
  namespace: string,
  { metadata: { name, labels, annotations }, spec }: Pod,
): Promise<string | undefined> {
  const metadata = { generateName: `${name ?? 'pod'}-`, labels, annotations };
  const pod = { apiVersion: 'v1', kind: 'Pod', metadata, spec };
  const words = await refusalOf(client, podPath(namespace), pod);
  return words !== undefined && /^(?:exceeded|failed) quota|^status unknown/.test(words)
    ? undefined
    : words;
}

/**
 * The same of a workload that is not there yet, and of the volume claims that a StatefulSet makes for
 * its first Pod: there quotas count objects and storage.
 */
export async function tryCreateWorkload(
  client: KubeClient,
  namespace: string,
  kind: string,
  manifest: JsonObject,
): Promise<string | undefined> {
  const where = WORKLOAD_KINDS.find((each) => each.kind === kind);
  if (where === undefined) return undefined;
  const { status: _, ...object } = manifest;
  const refusal = await refusalOf(client, apiPath({ ...where, namespace }), object);
  if (refusal !== undefined) return refusal;
  const { volumeClaimTemplates } = fieldsOf(manifest.spec);
  for (const { metadata, spec } of objectsOf(volumeClaimTemplates)) {
    const name = textOf(fieldsOf(metadata).name) ?? '';
    const claim = { apiVersion: 'v1', kind: 'PersistentVolumeClaim', metadata: {}, spec };
    const named = { ...claim, metadata: { generateName: `${name}-` } };
    const path = apiPath({ groupPath: '/api/v1', namespace, resource: 'persistentvolumeclaims' });
    const words = await refusalOf(client, path, named);
    if (words !== undefined) return `volume claim ${name}: ${words}`;
  }
  return undefined;
}

/** Without the name of the object before it. */
async function refusalOf(
  client: KubeClient,
  path: string,
  object: object,
): Promise<string | undefined> {
  try {
    await client.sendJson('POST', path, object, { query: { dryRun: 'All' } });
    return undefined;
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    const { code, serverMessage } = error;
    const isOfObject = code === 400 || code === 403 || code === 422;
    if (!isOfObject || /cannot create resource/.test(serverMessage)) return undefined;
    return serverMessage.replace(/^\S+ "[^"]*" is (?:forbidden|invalid): /, '');
  }
}
