import { eachPod } from '../../kube/debug/pods-of.ts';
import { readPod } from '../../kube/reads/pods.ts';
import { type DebugSession, sessionsOf } from '../../model/debug/session/sessions.ts';
import type { Pod } from '../../model/kubernetes/api.ts';
import { structuredSessions } from '../../render/debug/session-structured.ts';
import { toJsonOrYaml } from '../../render/text/json-yaml.ts';
import { terminalOf } from '../../render/text/terminal.ts';
import type { CommandContext } from '../command.ts';
import { tell } from '../outcome.ts';
import type { ListRequest } from './request/words.ts';

/** `debug list`: every debug container of a Pod, of the namespace's Pods, or of all. */
export async function list(
  { pod: name, allNamespaces, output }: ListRequest,
  { io, connect }: CommandContext,
): Promise<number> {
  const client = await connect();
  const { namespace } = client.connection;
  const sessions: DebugSession[] = [];
  const take = (pod: Pod) => void sessions.push(...sessionsOf(pod));
  if (name !== undefined) take((await readPod(client, namespace, name)).pod);
  else await eachPod(client, allNamespaces ? undefined : namespace, take);
  if (output === 'json' || output === 'yaml') {
    const value = structuredSessions(sessions);
    return tell({ text: toJsonOrYaml(value, output) }, io);
  }
  if (sessions.length === 0) {
    const where = name ? `Pod ${name}` : allNamespaces ? 'the cluster' : `namespace ${namespace}`;
    return tell({ text: '', remarks: [`There are no debug containers in ${where}.`] }, io);
  }
  const { sessionTable } = await import('../../render/debug/session-table.ts');
  const text = sessionTable(sessions, {
    ...terminalOf('auto', io),
    isTerminal: io.stdoutIsTerminal,
    withNamespace: allNamespaces,
    now: io.now(),
  });
  return tell({ text }, io);
}
