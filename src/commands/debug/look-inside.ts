import { outputOf } from '../../kube/debug/exec.ts';
import type { KubeClient } from '../../kube/transport/client.ts';
import {
  type InsideFacts,
  insideFacts,
  insideScript,
  runtimeId,
} from '../../model/debug/inside.ts';
import type { Pod } from '../../model/kubernetes/api.ts';
import type { PodContainer } from '../../model/kubernetes/containers.ts';

/** A person waits for the prompt meanwhile. */
const PATIENCE_MS = 2000;

/**
 * Looks, from inside the running debug container, for the processes of its target. Undefined
 * where that cannot be found out: an image without a shell, no right to exec, no time.
 */
export async function lookInside(
  client: KubeClient,
  { metadata }: Pod,
  container: string,
  { status }: PodContainer,
): Promise<InsideFacts | undefined> {
  const id = runtimeId(status?.containerID);
  if (id === undefined) return undefined;
  try {
    const output = await outputOf(client, {
      namespace: metadata.namespace ?? '',
      pod: metadata.name ?? '',
      container,
      command: ['sh', '-c', insideScript(id)],
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    return insideFacts(output);
  } catch {
    // The session does not need it.
    return undefined;
  }
}
