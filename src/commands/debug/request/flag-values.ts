import { UserError } from '../../../errors.ts';

/** A switch that can be turned off, which commander gives as text; undefined if it is not there. */
export function boolOf(flag: string, value: string | true | undefined): boolean | undefined {
  if (value === undefined || value === true) return value;
  if (value === 'true') return true;
  if (value === 'false') return false;
  throw new UserError(`${flag} takes true or false, and "${value}" is neither`, {
    hint: `Write ${flag} or ${flag}=false, with other words before it.`,
  });
}
