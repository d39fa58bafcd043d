import { errorCode } from '../errors.ts';

const WORDS: Readonly<Record<string, string>> = {
  ENOENT: 'no such file or directory',
  EACCES: 'permission denied',
  EISDIR: 'is a directory',
  ENOTDIR: 'not a directory',
};

/** Why a file could not be read or run, as the system's other programs say it. */
export function fileProblem(cause: unknown): string {
  return WORDS[errorCode(cause)] ?? (cause instanceof Error ? cause.message : String(cause));
}
