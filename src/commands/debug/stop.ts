import { UserError } from '../../errors.ts';
import { outputOf } from '../../kube/debug/exec.ts';
import { readPod } from '../../kube/reads/pods.ts';
import { runtimeId, stopOutcome, stopScript } from '../../model/debug/inside.ts';
import { sessionsOf } from '../../model/debug/session/sessions.ts';
import type { CommandContext } from '../command.ts';
import { tell } from '../outcome.ts';
import { meantSession } from './list.ts';
import type { SessionRequest } from './request/words.ts';

/** The script waits some seconds before it kills. */
const PATIENCE_MS = 15_000;

/** `debug stop`: ends the main process of a debug container; it stays listed (R31). */
export async function stop(
  { pod: name, container: wanted }: SessionRequest,
  { io, connect }: CommandContext,
): Promise<number> {
  const client = await connect();
  const { namespace } = client.connection;
  const { pod } = await readPod(client, namespace, name);
  const { container, containerID } = meantSession(sessionsOf(pod), name, wanted);
  const id = runtimeId(containerID);
  if (id === undefined) throw new Error(`a running container without an id: ${container}`);
  const output = await outputOf(client, {
    namespace,
    pod: name,
    container,
    command: ['sh', '-c', stopScript(id)],
    signal: AbortSignal.timeout(PATIENCE_MS),
  });
  switch (stopOutcome(output)) {
    case 'ended':
      return tell(
        { text: '', remarks: [`Ended ${container} in Pod ${name}; it stays listed.`] },
        io,
      );
    case 'first':
      throw new UserError(
        `debug container ${container} cannot be ended from inside: its command is the first process of its own namespace`,
        { hint: `Attach and end it there: kubectl initx debug attach ${name} ${container}` },
      );
    case 'survived':
      throw new UserError(`debug container ${container} did not end`, {
        hint: 'It ends with the Pod.',
      });
  }
}
