import { EXIT } from '../../errors.ts';
import { optionsText } from '../../render/about/options.ts';
import { terminalOf } from '../../render/text/terminal.ts';
import type { Run } from '../command.ts';
import { CONNECTION_FLAGS } from '../flags/connection.ts';

/** Also those that the help of the commands leaves out. */
export const run: Run = async (_invocation, { io }) => {
  await io.writeOut(optionsText(CONNECTION_FLAGS, terminalOf('never', io).width));
  return EXIT.success;
};
