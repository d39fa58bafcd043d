import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compileExecutable } from '../executable.ts';
import { noteFolders } from './bundled.ts';
import { type Platform, programName } from './platforms.ts';
import { signAdHoc } from './sign-macho.ts';
import { verifySignature } from './verify-signature.ts';

/** Where the program begins. */
export const ENTRY = join(import.meta.dirname, '..', '..', 'bin', 'kubectl-initx.ts');
const PAUSES_SECONDS = [2, 10, 30];

/**
 * Compiles the program of a platform; for macOS it is signed, and the signature checked. Adds the
 * folders of the packages in it to `folders`; `order` as compileExecutable takes it.
 */
export async function makeProgram(
  platform: Platform,
  { order, folders }: { readonly order: readonly string[]; readonly folders: Set<string> },
): Promise<Uint8Array> {
  const folder = mkdtempSync(join(tmpdir(), 'initx-release-'));
  const outfile = join(folder, programName(platform));
  try {
    await withRetries(() =>
      compileExecutable({
        entry: ENTRY,
        outfile,
        order,
        target: platform.target,
        plugins: [noteFolders(folders)],
      }),
    );
    const program = readFileSync(outfile);
    return platform.os === 'darwin' ? signed(platform, program) : program;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function signed({ name }: Platform, program: Uint8Array): Uint8Array {
  const result = signAdHoc(program, 'kubectl-initx');
  const { problems, pages, identifier } = verifySignature(result);
  if (problems.length > 0) throw new Error(`${name}: ${problems.join('; ')}`);
  console.log(`${name}: signed as ${identifier}, all ${pages} pages as signed`);
  return result;
}

/** The compiler downloads the runtime of another platform, and a registry may be away for a moment. */
async function withRetries(work: () => Promise<void>): Promise<void> {
  for (const pause of PAUSES_SECONDS) {
    try {
      return await work();
    } catch (error) {
      console.error(`${error}; trying again in ${pause} s`);
      await Bun.sleep(pause * 1000);
    }
  }
  return work();
}
