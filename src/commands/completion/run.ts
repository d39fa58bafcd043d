import { EXIT, UserError } from '../../errors.ts';
import { completionScript, isShell, SHELLS } from '../../render/completion/scripts.ts';
import type { Run } from '../command.ts';
import { install } from './install.ts';

/** Prints a shell's script, or installs what kubectl runs. */
export const run: Run = async ({ words, options }, { io }) => {
  const [shell] = words;
  if (options.install === true) {
    if (shell !== undefined) throw new UserError('--install is for every shell: give none');
    await io.writeOut(install(io));
    return EXIT.success;
  }
  if (shell === undefined || !isShell(shell)) {
    throw new UserError(
      shell === undefined ? 'which shell is meant?' : `there is no script for "${shell}"`,
      { hint: `Give ${SHELLS.join(', ')}; or --install for kubectl's own completion.` },
    );
  }
  await io.writeOut(completionScript(shell));
  return EXIT.success;
};
