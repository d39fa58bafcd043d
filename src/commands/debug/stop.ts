import { UserError } from '../../errors.ts';
import { outputOf } from '../../kube/debug/exec.ts';
import { followPod } from '../../kube/reads/follow-pod.ts';
import { readPod } from '../../kube/reads/pods.ts';
import type { KubeClient } from '../../kube/transport/client.ts';
import { runtimeId, stopOutcome, stopScript } from '../../model/debug/inside.ts';
import { containerExit } from '../../model/debug/session/container-exit.ts';
import type { Pod } from '../../model/kubernetes/api.ts';
import type { CommandContext } from '../command.ts';
import { tell } from '../outcome.ts';
import { meantSession } from './meant-session.ts';
import type { SessionRequest } from './request/words.ts';

const ENDS_BY_ITSELF = 'It ends with its own command, or with the Pod.';
/** The script waits some seconds before it kills. */
const PATIENCE_MS = 15_000;
/** For how long the kubelet may take to tell of it. */
const KUBELET_PATIENCE_MS = 10_000;

/** `debug stop`: ends the main process of a debug container; it stays listed (R31). */
export async function stop(
  { pod: name, container: wanted }: SessionRequest,
  { io, connect }: CommandContext,
): Promise<number> {
  const client = await connect();
  const { namespace } = client.connection;
  const { pod } = await readPod(client, namespace, name);
  const { container, containerID, stdin } = meantSession(pod, wanted);
  const id = runtimeId(containerID);
  if (id === undefined) throw new Error(`a running container without an id: ${container}`);
  const output = await outputOf(client, {
    namespace,
    pod: name,
    container,
    command: ['sh', '-c', stopScript(id)],
    signal: AbortSignal.timeout(PATIENCE_MS),
  });
  const outcome = stopOutcome(output);
  const said = `debug container ${container}`;
  if (outcome === 'no-shell') {
    throw new UserError(`${said} cannot be ended from inside: no sh could be run in it`, {
      hint: ENDS_BY_ITSELF,
    });
  }
  if (outcome === 'first') {
    throw new UserError(
      `${said} cannot be ended from inside: its command is the first process of its own namespace`,
      {
        hint: stdin
          ? `If it is a shell, attach and leave it with exit: kubectl initx debug attach ${name} ${container} -n ${namespace}`
          : ENDS_BY_ITSELF,
      },
    );
  }
  if (outcome === 'survived' || !(await hasEnded(client, pod, container))) {
    throw new UserError(`${said} did not end`, { hint: 'It ends with the Pod.' });
  }
  return tell({ text: '', remarks: [`Ended ${container} in Pod ${name}; it stays listed.`] }, io);
}

/** Waits until the kubelet says so too: what was run inside may have been killed before the rest. */
async function hasEnded(client: KubeClient, pod: Pod, container: string): Promise<boolean> {
  const { namespace = '', name = '' } = pod.metadata;
  const signal = AbortSignal.timeout(KUBELET_PATIENCE_MS);
  for await (const { pod: seen, isDeleted } of followPod(client, namespace, name, {
    since: pod,
    signal,
  })) {
    if (isDeleted || containerExit(seen, container) !== undefined) return true;
  }
  return false;
}
