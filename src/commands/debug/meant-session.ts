import { UserError } from '../../errors.ts';
import type { DebugSession } from '../../model/debug/session/sessions.ts';

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
