import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ownCgroups, removeCgroups } from './cgroup.ts';
import { PATHS, STATE_DIR } from './layout.ts';
import { findMachine, killMachine } from './machine.ts';
import { hasNetwork, removeNetwork } from './network.ts';

/**
 * Removes all that an `up` made, however far it came and however it ended.
 * Looks at the machine alone and trusts no record. Keeps the logs.
 */
export async function tearDown(): Promise<void> {
  await killMachine();
  await removeNetwork();
  await removeCgroups();
  mkdirSync(STATE_DIR, { recursive: true });
  for (const name of readdirSync(STATE_DIR)) {
    const path = join(STATE_DIR, name);
    if (path !== PATHS.logs) rmSync(path, { recursive: true, force: true });
  }
}

/** What a cluster that runs, or ran, holds on this machine. */
export async function leftovers(): Promise<readonly string[]> {
  return [
    ...(findMachine() ? ['processes'] : []),
    ...((await hasNetwork()) ? ['network'] : []),
    ...(ownCgroups().length > 0 ? ['cgroups'] : []),
    ...(existsSync(PATHS.kubeconfig) ? ['files'] : []),
  ];
}
