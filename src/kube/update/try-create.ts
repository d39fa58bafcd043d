import type { Pod } from '../../model/kubernetes/api.ts';
import { podPath } from '../reads/pods.ts';
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
  try {
    const pod = { apiVersion: 'v1', kind: 'Pod', metadata, spec };
    await client.sendJson('POST', podPath(namespace), pod, { query: { dryRun: 'All' } });
    return undefined;
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    const { code, serverMessage } = error;
    const isOfPod = code === 400 || code === 403 || code === 422;
    if (!isOfPod || /cannot create resource/.test(serverMessage)) return undefined;
    const words = serverMessage.replace(/^pods? "[^"]*" is (?:forbidden|invalid): /i, '');
    return /^(?:exceeded quota|failed quota|status unknown for quota)/.test(words)
      ? undefined
      : words;
  }
}
