import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { run, waitUntil } from './command.ts';
import { MACHINE_MARK, PATHS, STATE_DIR } from './layout.ts';

/**
 * The "machine" that the cluster runs on: a process and a mount namespace of
 * its own. Its process 1 takes every process and mount of the cluster with it
 * when it is killed: also those of a run that crashed before it could write
 * anything down. /run, /var/lib and /var/log are the machine's own, so that
 * nothing with a fixed path (shim sockets, CNI results, log links) stays behind.
 */
export type Machine = { readonly pid: number };

const SETUP = `
set -e
mount --make-rshared /
mount -t tmpfs -o mode=755 tmpfs /run
mkdir -p /run/lock /run/netns /run/state
mount --bind "$1" /run/state
mount --bind /run/state/node/var-log /var/log
mount --bind /run/state/node/var-lib /var/lib
mkdir -p "$1"
mount --bind /run/state "$1"
exec "$2" "$0"
`;

/** Starts the machine; its processes outlive this one. */
export async function startMachine(pause: string): Promise<Machine> {
  for (const directory of [PATHS.varLib, PATHS.varLog]) mkdirSync(directory, { recursive: true });
  const namespaces = ['--pid', '--fork', '--kill-child', '--mount', '--mount-proc'];
  const child = spawn(
    'unshare',
    [...namespaces, '--propagation', 'private', 'sh', '-c', SETUP, MACHINE_MARK, STATE_DIR, pause],
    { stdio: ['ignore', 'ignore', 'pipe'], detached: true },
  );
  let complaint = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    complaint += text;
  });
  await waitUntil(
    () => findMachine() !== undefined || child.exitCode !== null,
    10,
    () => `the machine's namespaces did not come up: ${complaint}`,
  );
  const machine = findMachine();
  if (!machine) throw new Error(`unshare failed: ${complaint}`);
  child.stderr.destroy();
  child.unref();
  return machine;
}

/** The machine that runs, if one does. */
export function findMachine(): Machine | undefined {
  const pid = markedProcesses().find((candidate) => {
    const command = commandLine(candidate);
    // Only after its setup is the machine's process 1 the pause program.
    return command.length === 2 && command[0]?.endsWith('/pause');
  });
  return pid === undefined ? undefined : { pid };
}

/** Kills the machine, and with it all that runs and is mounted there. */
export async function killMachine(): Promise<void> {
  for (const pid of markedProcesses()) signal(pid, 'SIGKILL');
  await waitUntil(
    () => markedProcesses().length === 0,
    20,
    () => `processes that do not end: ${markedProcesses().join(' ')}`,
  );
}

/** Runs a command on the machine and gives its output. */
export async function runOn(
  machine: Machine,
  command: string,
  args: readonly string[],
): Promise<string> {
  return run('nsenter', [...enter(machine), command, ...args]);
}

/** What makes nsenter(1) run a command on the machine. */
export function enter(machine: Machine): readonly string[] {
  return ['--target', String(machine.pid), '--mount', '--pid'];
}

/** Process ids on the machine (as the machine counts them) with their command lines. */
export function machineProcesses(machine: Machine): readonly { pid: number; command: string[] }[] {
  const proc = `/proc/${machine.pid}/root/proc`;
  return processIds(proc).map((pid) => ({ pid, command: commandLine(pid, proc) }));
}

/** Whether a process of the machine is alive. */
export function isAlive(machine: Machine, pid: number): boolean {
  return existsSync(`/proc/${machine.pid}/root/proc/${pid}/exe`);
}

function markedProcesses(): readonly number[] {
  return processIds('/proc').filter((pid) => commandLine(pid).includes(MACHINE_MARK));
}

function processIds(proc: string): readonly number[] {
  try {
    return readdirSync(proc)
      .filter((name) => /^\d+$/.test(name))
      .map(Number);
  } catch {
    return [];
  }
}

function commandLine(pid: number, proc = '/proc'): string[] {
  try {
    return readFileSync(`${proc}/${pid}/cmdline`, 'utf8').split('\0').slice(0, -1);
  } catch {
    return [];
  }
}

function signal(pid: number, name: 'SIGKILL'): void {
  try {
    process.kill(pid, name);
  } catch {
    // It ended by itself in between.
  }
}
