import { statSync } from 'node:fs';
import { join, relative } from 'node:path';

const ROOT = join(import.meta.dirname, '..', '..');
const EXECUTABLE = join(ROOT, 'dist', 'kubectl-initx');

/**
 * The path of the executable. `npm test` has just built it and says where; otherwise it is that of
 * the last `npm run build`, which must not be older than what it is made of.
 */
export function builtExecutable(): string {
  const given = process.env.INITX_EXECUTABLE;
  if (given) return given;
  const built = changedAt(EXECUTABLE);
  if (built === undefined) throw new Error('there is no executable yet: npm run build');
  const newer = sources().find((file) => (changedAt(file) ?? 0) > built);
  if (newer === undefined) return EXECUTABLE;
  const name = relative(ROOT, newer);
  throw new Error(`the executable is older than ${name}: npm run build`);
}

function sources(): readonly string[] {
  const files = [...new Bun.Glob('{bin,src}/**/*.{ts,tsx}').scanSync(ROOT)];
  return [...files, 'package-lock.json', 'scripts/build.ts', 'scripts/executable.ts'].map((file) =>
    join(ROOT, file),
  );
}

function changedAt(file: string): number | undefined {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs;
}
