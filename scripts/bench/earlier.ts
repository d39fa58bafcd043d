import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..', '..');

/** The last commit whose commands all loaded everything: what start-up is compared with. */
const EARLIER_COMMIT = '0da340b';

/** The executable of an earlier commit, built as that commit builds it. */
export interface Earlier {
  readonly executable: string;
  readonly commit: string;
  readonly remove: () => Promise<void>;
}

/** Builds it in a worktree of its own, with the packages of this one. */
export async function buildEarlier(commit: string = EARLIER_COMMIT): Promise<Earlier> {
  const folder = mkdtempSync(join(tmpdir(), 'initx-earlier-'));
  const worktree = join(folder, 'kubectl-initx');
  const remove = async () => {
    await run(['git', 'worktree', 'remove', '--force', worktree], root);
    rmSync(folder, { recursive: true });
  };
  await run(['git', 'worktree', 'add', '--detach', worktree, commit], root);
  symlinkSync(join(root, 'node_modules'), join(worktree, 'node_modules'));
  await run([process.execPath, 'run', 'scripts/build.ts'], worktree);
  return { executable: join(worktree, 'dist', 'kubectl-initx'), commit, remove };
}

async function run(command: readonly string[], cwd: string): Promise<void> {
  const child = Bun.spawn([...command], { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
  const [stdout, stderr] = await Promise.all([
    new Response(child.stdout).text(),
    new Response(child.stderr).text(),
  ]);
  if ((await child.exited) !== 0) throw new Error(`${command.join(' ')}: ${stdout}${stderr}`);
}
