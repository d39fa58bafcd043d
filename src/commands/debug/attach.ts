import { readPod } from '../../kube/reads/pods.ts';
import type { CommandContext } from '../command.ts';
import { meantSession } from './meant-session.ts';
import type { SessionRequest } from './request/words.ts';
import { holdSession } from './session.ts';

/** `debug attach`: takes up a session again, such as one that a lost connection left behind. */
export async function attach(
  { pod: name, container: wanted }: SessionRequest,
  { io, connect }: CommandContext,
): Promise<number> {
  const client = await connect();
  const { pod } = await readPod(client, client.connection.namespace, name);
  const session = meantSession(pod, wanted);
  const container = pod.spec.ephemeralContainers?.find((each) => each.name === session.container);
  if (container === undefined) throw new Error('a session without a container');
  const stdin = container.stdin ?? false;
  return holdSession(client, { pod, container, stdin, sendsStartLine: false }, io);
}
