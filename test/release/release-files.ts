import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const script = join(import.meta.dirname, '..', '..', 'scripts', 'release.ts');

/**
 * The folder with the files of a release. `npm test` has just made it and says where; otherwise it
 * is made now, of the platforms that are named, in a temporary folder.
 */
export async function releaseFiles(...platforms: readonly string[]): Promise<string> {
  const given = process.env.INITX_RELEASE;
  if (given) return given;
  return makeRelease(mkdtempSync(join(tmpdir(), 'initx-release-')), ...platforms);
}

/** Makes a release of these platforms in a folder, as `npm run release` does. */
export async function makeRelease(
  folder: string,
  ...platforms: readonly string[]
): Promise<string> {
  const only = platforms.flatMap((name) => ['--only', name]);
  const command = [process.execPath, 'run', script, '--trial', '--out', folder, ...only];
  const child = Bun.spawn(command, { stdio: ['ignore', 'pipe', 'pipe'] });
  const [, error] = await Promise.all([
    new Response(child.stdout).text(),
    new Response(child.stderr).text(),
  ]);
  if ((await child.exited) === 0) return folder;
  throw new Error(`scripts/release.ts failed: ${error}`);
}
