import {
  closeSync,
  type Dirent,
  globSync,
  openSync,
  readdirSync,
  readSync,
  type Stats,
  statSync,
} from 'node:fs';
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
  /** Undefined where there are more than `largest` bytes. */
  readonly readStdin: (largest: number) => Promise<Uint8Array | string | undefined>;
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
      const bytes = await readStdin(LARGEST_BYTES);
      if (bytes === undefined) problems.push(tooLarge(STDIN));
      else texts.push({ file: STDIN, text: decodeText(bytes), writtenAt: undefined });
      continue;
    }
    attempt(() => {
      for (const file of filesOf(name, isRecursive)) attempt(() => texts.push(readText(file)));
    });
  }
  const characters = texts.reduce((sum, { text }) => sum + text.length, 0);
  // The engine's compilers, which an executable puts off at its start (scripts/executable.ts).
  if (characters > LONG_WORK) Bun.unsafe.setJITPolicy(1);
  return { texts, problems };
}

/** Characters of which the work is longer than a start. */
const LONG_WORK = 100_000;

const STDIN = 'stdin';

/** A List of all Pods of a large cluster has a fifth of it. */
const LARGEST_BYTES = 256 * 2 ** 20;

function tooLarge(file: string): UserError {
  return new UserError(
    `${file} has more than ${LARGEST_BYTES / 2 ** 20} MiB, the most that is read`,
    {
      hint: 'Give the Pods in several files.',
      place: { file },
    },
  );
}

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
  // kubectl always takes a comma for the end of a name.
  if (found === undefined && name.includes(',')) {
    return name.split(',').flatMap((each) => filesOf(each, isRecursive));
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
    const bytes = readBounded(file, LARGEST_BYTES);
    if (bytes === undefined) throw tooLarge(file);
    return { file, text: decodeText(bytes), writtenAt: statSync(file).mtimeMs };
  } catch (cause) {
    if (cause instanceof UserError) throw cause;
    if (errorCode(cause) === 'ENOENT')
      throw new UserError(`the path "${file}" does not exist`, { cause, place: { file } });
    throw new UserError(`the path "${file}" cannot be read: ${fileProblem(cause)}`, {
      cause,
      place: { file },
    });
  }
}

const CHUNK_BYTES = 2 ** 20;

/**
 * All of a file, or of what only looks like one (a device, a named pipe); undefined where it has
 * more than `largest` bytes. Throws the system's error where it cannot be read.
 */
function readBounded(file: string, largest: number): Uint8Array | undefined {
  const descriptor = openSync(file, 'r');
  try {
    const chunks: Uint8Array[] = [];
    for (let total = 0; ; ) {
      const chunk = Buffer.allocUnsafe(CHUNK_BYTES);
      const count = readSync(descriptor, chunk);
      if (count === 0) return Buffer.concat(chunks);
      total += count;
      if (total > largest) return undefined;
      chunks.push(chunk.subarray(0, count));
    }
  } finally {
    closeSync(descriptor);
  }
}
