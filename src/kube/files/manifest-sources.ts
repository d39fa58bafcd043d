import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { errorCode, fileProblem, UserError } from '../../errors.ts';

/** The text of one file, or of stdin. */
export interface ManifestText {
  readonly file: string;
  readonly text: string;
}

/** Reads what -f names: files, directories (their .yaml, .yml and .json files) and `-`. */
export async function readSources(
  names: readonly string[],
  readStdin: () => Promise<string>,
): Promise<readonly ManifestText[]> {
  const texts: ManifestText[] = [];
  for (const name of names) {
    if (name === '-') {
      texts.push({ file: 'stdin', text: await readStdin() });
      continue;
    }
    if (/^https?:\/\//.test(name)) {
      throw new UserError(`-f takes files, not URLs: ${name}`, {
        hint: `Use curl -sL ${name} | kubectl initx … -f -`,
      });
    }
    for (const file of filesOf(name)) texts.push({ file, text: readText(file) });
  }
  return texts;
}

function filesOf(name: string): readonly string[] {
  if (statSync(name, { throwIfNoEntry: false })?.isDirectory() !== true) return [name];
  const files = readdirSync(name)
    .filter((entry) => /\.(?:ya?ml|json)$/.test(entry))
    .sort()
    .map((entry) => join(name, entry));
  if (files.length > 0) return files;
  throw new UserError(
    `error reading [${name}]: recognized file extensions are [.json .yaml .yml]`,
    {
      hint: 'The directory has no such file.',
    },
  );
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8').replace(/^\uFEFF/, '');
  } catch (cause) {
    if (errorCode(cause) === 'ENOENT')
      throw new UserError(`the path "${file}" does not exist`, { cause });
    throw new UserError(`the path "${file}" cannot be read: ${fileProblem(cause)}`, { cause });
  }
}
