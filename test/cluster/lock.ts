import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';

export type LockOptions = {
  /** Several may hold a shared lock at once. */
  readonly shared?: boolean;
  /** Give up at once where the lock is held by another. */
  readonly noWait?: boolean;
};

export type Lock = { release(): Promise<void> };

/**
 * Takes a lock on a file, or gives undefined with `noWait` where another has it.
 * flock(1) holds it for as long as our end of its standard input is open, so
 * that it goes with this process however that ends.
 */
export async function takeLock(file: string, options: LockOptions = {}): Promise<Lock | undefined> {
  mkdirSync(dirname(file), { recursive: true });
  const flags = [options.shared ? '-s' : '-x', ...(options.noWait ? ['-n'] : [])];
  const child = spawn('flock', [...flags, file, 'sh', '-c', 'echo locked; exec cat'], {
    stdio: ['pipe', 'pipe', 'inherit'],
    // Its own group: an interrupt meant for us must not drop the lock first.
    detached: true,
  });
  const ended = new Promise<void>((resolve, reject) => {
    child.on('error', reject).on('close', () => resolve());
  });
  const locked = new Promise<'locked'>((resolve) => {
    child.stdout.once('data', () => resolve('locked'));
  });
  if ((await Promise.race([locked, ended])) !== 'locked') return undefined;
  child.unref();
  return {
    release: async () => {
      child.stdin.end();
      await ended;
    },
  };
}

/** Runs the work while no other process runs work under the same lock. */
export async function withLock<T>(
  file: string,
  onWait: () => void,
  work: () => Promise<T>,
): Promise<T> {
  let lock = await takeLock(file, { noWait: true });
  if (!lock) {
    onWait();
    lock = await takeLock(file);
  }
  if (!lock) throw new Error(`cannot lock ${file}`);
  try {
    return await work();
  } finally {
    await lock.release();
  }
}
