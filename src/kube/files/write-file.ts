import { writeFileSync } from 'node:fs';
import { fileProblem, UserError } from '../../errors.ts';

/** Nobody but its owner reads what a cluster said to its owner. */
const OWNER_ONLY = 0o600;

/** Writes a file, in place of one that is there. */
export function writeFile(file: string, text: string): void {
  try {
    writeFileSync(file, text, { mode: OWNER_ONLY });
  } catch (cause) {
    throw new UserError(`cannot write ${file}: ${fileProblem(cause)}`, { cause });
  }
}
