import { type Dirent, globSync, readdirSync, readFileSync, type Stats, statSync } from 'node:fs';
import { join } from 'node:path';
import { errorCode, fileProblem, shellWord, UserError } from '../../errors.ts';
import { decodeText } from './text-encoding.ts';

/** The text of one file, or of stdin. */
export interface ManifestText {
  readonly file: string;
  readonly text: string;
  /** When the file was last written, in milliseconds since the epoch; undefined for stdin. */
  readonly writtenAt: number | undefined;
}

export interface SourceOptions {
  readonly readStdin: () => Promise<Uint8Array | string>;
  /** Whether directories within directories are read too (-R). */
  readonly isRecursive?: boolean | undefined;
}

/** What could be read, in the order in which kubectl reads it, and why the rest could not. */
export interface Sources {
  readonly texts: readonly ManifestText[];
  readonly problems: readonly UserError[];
}

/** Reads what -f names: files, directories (their .yaml, .yml and .json files), patterns and `-`. */
export async function readSources(
  names: readonly string[],
  { readStdin, isRecursive = false }: SourceOptions,
): Promise<Sources> {
  const texts: ManifestText[] = [];
  const problems: UserError[] = [];
  const attempt = (read: () => void) => {
    try {
      read();
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      problems.push(error);
    }
  };
  for (const name of names) {
    if (name === '-') {
      // Read a second time it is empty.
      if (texts.some(({ file }) => file === STDIN)) continue;
      texts.push({ file: STDIN, text: decodeText(await readStdin()), writtenAt: undefined });
      continue;
    }
    attempt(() => {
      for (const file of filesOf(name, isRecursive)) attempt(() => texts.push(readText(file)));
    });
  }
  return { texts, problems };
}

const STDIN = 'stdin';

function filesOf(name: string, isRecursive: boolean): readonly string[] {
  if (/^https?:\/\//.test(name)) {
    throw new UserError(`-f takes files, not URLs: ${name}`, {
      hint: `Use curl -sL ${shellWord(name)} | kubectl initx … -f -`,
    });
  }
  const found = statOf(name);
  if (found === undefined && /[*?[]/.test(name)) {
    const matches = globSync(name).sort();
    if (matches.length > 0) return matches.flatMap((match) => filesOf(match, isRecursive));
  }
  if (found?.isDirectory() !== true) return [name];
  const files = manifestsIn(name, isRecursive);
  if (files.length > 0) return files;
  throw new UserError(
    `error reading [${name}]: recognized file extensions are [.json .yaml .yml]`,
    {
      hint: `The directory has no such file.${isRecursive ? '' : ' With -R those below it are read too.'}`,
    },
  );
}

/** Whatever else is wrong with it is told when it is read. */
function statOf(name: string): Stats | undefined {
  try {
    return statSync(name);
  } catch {
    return undefined;
  }
}

/** In the order of their names, each directory's files in its place (filepath.WalkDir). */
function manifestsIn(directory: string, isRecursive: boolean): readonly string[] {
  return entriesOf(directory).flatMap((entry) => {
    const path = join(directory, entry.name);
    if (entry.isDirectory()) return isRecursive ? manifestsIn(path, isRecursive) : [];
    return /\.(?:ya?ml|json)$/.test(entry.name) ? [path] : [];
  });
}

function entriesOf(directory: string): readonly Dirent[] {
  try {
    const entries = readdirSync(directory, { withFileTypes: true });
    return entries.sort((one, other) => (one.name < other.name ? -1 : 1));
  } catch (cause) {
    throw new UserError(`the path "${directory}" cannot be read: ${fileProblem(cause)}`, { cause });
  }
}

function readText(file: string): ManifestText {
  try {
    const text = decodeText(readFileSync(file));
    return { file, text, writtenAt: statSync(file).mtimeMs };
  } catch (cause) {
    if (errorCode(cause) === 'ENOENT')
      throw new UserError(`the path "${file}" does not exist`, { cause, place: { file } });
    throw new UserError(`the path "${file}" cannot be read: ${fileProblem(cause)}`, {
      cause,
      place: { file },
    });
  }
}
