import { EXIT, UserError } from '../../errors.ts';
import { RULES } from '../../model/rules.ts';
import { rulesText } from '../../render/about/rules.ts';
import { terminalOf } from '../../render/text/terminal.ts';
import type { Run } from '../command.ts';

/** All rules, or those that are named, in the order in which they are named. */
export const run: Run = async ({ words }, { io }) => {
  const rules = words.map((word) => {
    const rule = RULES.find(({ id }) => [id, id.slice(1)].includes(word.toUpperCase()));
    if (rule !== undefined) return rule;
    throw new UserError(`there is no rule ${word}`, {
      hint: `The rules are R1 to ${RULES.at(-1)?.id}; kubectl initx rules shows them all.`,
    });
  });
  await io.writeOut(rulesText(rules.length > 0 ? rules : RULES, terminalOf('never', io).width));
  return EXIT.success;
};
