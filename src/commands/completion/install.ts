import { readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { errorCode, fileProblem, UserError } from '../../errors.ts';
import type { Io } from '../../io/io.ts';
import { HELPER_MARK, helperName, helperScript } from '../../render/completion/scripts.ts';
import { sanitise } from '../../render/text/sanitise.ts';

type InstallIo = Pick<Io, 'env' | 'platform' | 'executable'>;

/**
 * Writes what kubectl runs to complete `kubectl initx` beside the link by which it finds the
 * plugin, and returns what to say about it. Throws a UserError where that cannot be done.
 */
export function install(io: InstallIo): string {
  const link = linkOnPath(io);
  const directory = dirname(link ?? io.executable);
  const file = join(directory, helperName(io.platform));
  const before = readText(file);
  if (before !== undefined && !before.includes(HELPER_MARK)) {
    throw new UserError(`${sanitise(file)} exists, and is not of this program`, {
      hint: 'Move it away first.',
    });
  }
  try {
    writeFileSync(file, helperScript(io.platform), { mode: 0o755 });
  } catch (cause) {
    throw new UserError(`cannot write ${sanitise(file)}: ${fileProblem(cause)}`, { cause });
  }
  const lines = [
    `Wrote ${sanitise(file)}.`,
    link === undefined
      ? `${sanitise(directory)} is not on the PATH: kubectl will find it once it is.`
      : 'kubectl completes "kubectl initx" from now on, in every shell where it completes its own commands.',
    'krew does not know of this file: remove it when you uninstall the plugin.',
  ];
  return `${lines.join('\n')}\n`;
}

/** The first of our links on the PATH; kubectl runs the helper only if it finds that there. */
function linkOnPath({ env, platform, executable }: InstallIo): string | undefined {
  const name = platform === 'win32' ? 'kubectl-initx.exe' : 'kubectl-initx';
  const real = resolved(executable);
  return (env.PATH ?? env.Path ?? '')
    .split(delimiter)
    .filter((directory) => directory !== '')
    .map((directory) => join(directory, name))
    .find((file) => real !== undefined && resolved(file) === real);
}

function resolved(file: string): string | undefined {
  try {
    return realpathSync(file);
  } catch {
    return undefined;
  }
}

function readText(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    if (errorCode(cause) === 'ENOENT') return undefined;
    throw new UserError(`cannot read ${sanitise(file)}: ${fileProblem(cause)}`, { cause });
  }
}
