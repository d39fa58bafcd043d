import { UserError } from '../../errors.ts';
import { type DebugSession, sessionsOf } from '../../model/debug/session/sessions.ts';
import type { Pod } from '../../model/kubernetes/api.ts';

/** Why one cannot attach to it. */
function standOf({ state }: DebugSession): string {
  switch (state.kind) {
    case 'terminated':
      return `has ended (exit code ${state.exitCode})`;
    case 'running':
      return 'ends with its Pod';
    case 'unknown':
      return 'had not started when its Pod ended';
    case 'waiting':
      return `has not started${state.reason === '' ? ' yet' : ` (${state.reason})`}`;
  }
}

/** The debug container of a Pod that is meant: by name, or the only one that runs. */
export function meantSession(subject: Pod, name: string | undefined): DebugSession {
  const { namespace = '', name: pod = '' } = subject.metadata;
  const sessions = sessionsOf(subject);
  const list = `kubectl initx debug list -n ${namespace}`;
  const running = sessions.filter(({ attachable }) => attachable);
  const waiting = sessions.filter(({ state }) => state.kind === 'waiting');
  if (name !== undefined) {
    const found = sessions.find(({ container }) => container === name);
    if (found === undefined) {
      throw new UserError(`Pod ${pod} has no debug container ${name}`, {
        hint: others(running, list),
      });
    }
    if (found.attachable) return found;
    const isToCome = found.state.kind === 'waiting';
    throw new UserError(`debug container ${name} in Pod ${pod} ${standOf(found)}`, {
      hint: isToCome ? toCome(list) : others(running, list),
    });
  }
  const [only, another] = running;
  if (only === undefined) {
    const hint =
      waiting.length > 0 ? `Not started yet: ${namesOf(waiting)}. ${toCome(list)}` : `See ${list}`;
    throw new UserError(`no debug container runs in Pod ${pod}`, { hint });
  }
  if (another === undefined) return only;
  throw new UserError(`several debug containers run in Pod ${pod}: say which one`, {
    hint: others(running, list),
  });
}

function toCome(list: string): string {
  return `Nothing can attach to a container or end it before it runs: try again once this shows Running: ${list}`;
}

function others(running: readonly DebugSession[], list: string): string {
  return running.length === 0 ? `See ${list}` : `Running are: ${namesOf(running)}`;
}

function namesOf(sessions: readonly DebugSession[]): string {
  return sessions.map(({ container }) => container).join(', ');
}
