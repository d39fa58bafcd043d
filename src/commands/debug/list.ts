import { eachPod } from '../../kube/debug/pods-of.ts';
import { type DebugSession, sessionsOf } from '../../model/debug/session/sessions.ts';
import { structuredSessions } from '../../render/debug/session-structured.ts';
import { toJsonOrYaml } from '../../render/text/json-yaml.ts';
import { terminalOf } from '../../render/text/terminal.ts';
import type { CommandContext } from '../command.ts';
import { tell } from '../outcome.ts';
import type { ListRequest } from './request/words.ts';

/** `debug list`: every debug container of the namespace's Pods, or of all. */
export async function list(
  { allNamespaces, output }: ListRequest,
  { io, connect }: CommandContext,
): Promise<number> {
  const client = await connect();
  const { namespace } = client.connection;
  const sessions: DebugSession[] = [];
  await eachPod(client, allNamespaces ? undefined : namespace, (pod) => {
    sessions.push(...sessionsOf(pod));
  });
  if (output === 'json' || output === 'yaml') {
    const value = structuredSessions(sessions);
    return tell({ text: toJsonOrYaml(value, output) }, io);
  }
  if (sessions.length === 0) {
    const where = allNamespaces ? 'the cluster' : `namespace ${namespace}`;
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
