import { UserError } from '../../errors.ts';
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

/** Why one cannot attach to it. */
function standOf({ state }: DebugSession): string {
  if (state.kind === 'terminated') return `has ended (exit code ${state.exitCode})`;
  if (state.kind === 'running') return 'ends with its Pod';
  return `has not started${'reason' in state && state.reason !== '' ? ` (${state.reason})` : ' yet'}`;
}

/** The debug container of a Pod that is meant: by name, or the only one that runs. */
export function meantSession(
  sessions: readonly DebugSession[],
  pod: string,
  name: string | undefined,
): DebugSession {
  const running = sessions.filter(({ attachable }) => attachable);
  const names = running.map(({ container }) => container).join(', ');
  const hint = running.length === 0 ? `See kubectl initx debug list.` : `Running are: ${names}`;
  if (name !== undefined) {
    const found = sessions.find(({ container }) => container === name);
    if (found === undefined) {
      throw new UserError(`Pod ${pod} has no debug container ${name}`, { hint });
    }
    if (found.attachable) return found;
    throw new UserError(`debug container ${name} in Pod ${pod} ${standOf(found)}`, { hint });
  }
  const [only, another] = running;
  if (only === undefined) {
    throw new UserError(`no debug container runs in Pod ${pod}`, { hint });
  }
  if (another === undefined) return only;
  throw new UserError(`several debug containers run in Pod ${pod}: say which one`, { hint });
}
