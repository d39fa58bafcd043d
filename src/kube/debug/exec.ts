import { podPath } from '../reads/pods.ts';
import type { KubeClient } from '../transport/client.ts';
import { openWebSocket } from '../web-socket/open.ts';

/** What to run, and where. */
export interface ExecRequest {
  readonly namespace: string;
  readonly pod: string;
  readonly container: string;
  readonly command: readonly string[];
  readonly signal: AbortSignal;
}

/** The channel of stdout (apimachinery pkg/util/remotecommand/constants.go). */
const STDOUT = 1;

/**
 * Runs a short command in a container and gives what it writes to stdout. Throws ApiError or
 * ConnectionError; a command that is not there writes nothing.
 */
export async function outputOf(client: KubeClient, request: ExecRequest): Promise<string> {
  const { namespace, pod, container, command, signal } = request;
  const socket = await openWebSocket(client, `${podPath(namespace, pod)}/exec`, {
    query: { container, command, stdout: true },
    protocols: ['v5.channel.k8s.io', 'v4.channel.k8s.io'],
    signal,
  });
  const decoder = new TextDecoder();
  let output = '';
  for await (const message of socket.messages()) {
    if (message[0] === STDOUT) output += decoder.decode(message.subarray(1), { stream: true });
  }
  return output;
}
