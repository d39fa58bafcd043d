import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { run, waitUntil } from './command.ts';
import { PATHS } from './layout.ts';
import { enter, isAlive, type Machine, runOn } from './machine.ts';

/** A long-running program of the cluster. */
export type Component = {
  readonly name: string;
  readonly command: readonly [string, ...string[]];
  /** Further folders to find programs in. */
  readonly path?: readonly string[];
};

/** A component that ended, with the last of what it wrote. */
class ComponentError extends Error {
  override name = 'ComponentError';
}

/** Starts a component on the machine, detached, with its output in the logs folder. */
export async function startComponent(machine: Machine, component: Component): Promise<void> {
  for (const directory of [PATHS.logs, PATHS.pids]) mkdirSync(directory, { recursive: true });
  const path = [...(component.path ?? []), '/usr/sbin', '/usr/bin', '/sbin', '/bin'].join(':');
  const script = `export PATH="$1"; echo $$ >"$2"; exec >>"$3" 2>&1 </dev/null; shift 3; exec "$@"`;
  const files = [pidFile(component.name), logFile(component.name)];
  await run('nsenter', [
    ...enter(machine),
    'setsid',
    '--fork',
    ...['sh', '-c', script, component.name, path, ...files],
    ...component.command,
  ]);
}

/** Waits until a component does its work; throws with the end of its log when it ends instead. */
export async function waitForComponent(
  machine: Machine,
  name: string,
  isReady: () => Promise<boolean>,
  seconds = 60,
): Promise<void> {
  const late = () => `${name} was not ready after ${seconds} s\n${lastLines(name)}`;
  const started = Date.now();
  await waitUntil(
    async () => {
      if (await isReady().catch(() => false)) return true;
      if (Date.now() - started > 1000 && !isRunning(machine, name)) {
        throw new ComponentError(`${name} ended\n${lastLines(name)}`);
      }
      return false;
    },
    seconds,
    late,
  );
}

/** Whether the component's process is there. */
export function isRunning(machine: Machine, name: string): boolean {
  const pid = componentPid(name);
  return pid !== undefined && isAlive(machine, pid);
}

/** Ends a component and waits for its end. */
export async function stopComponent(machine: Machine, name: string): Promise<void> {
  const pid = componentPid(name);
  if (pid === undefined || !isAlive(machine, pid)) return;
  await runOn(machine, 'kill', ['-TERM', String(pid)]);
  await waitUntil(
    () => !isAlive(machine, pid),
    30,
    () => `${name} does not end`,
  );
}

function componentPid(name: string): number | undefined {
  try {
    return Number(readFileSync(pidFile(name), 'utf8')) || undefined;
  } catch {
    return undefined;
  }
}

function lastLines(name: string): string {
  const file = logFile(name);
  try {
    return `${file}:\n${readFileSync(file, 'utf8').trim().split('\n').slice(-25).join('\n')}`;
  } catch {
    return `${file} is not there`;
  }
}

function pidFile(name: string): string {
  return join(PATHS.pids, name);
}

function logFile(name: string): string {
  return join(PATHS.logs, `${name}.log`);
}
