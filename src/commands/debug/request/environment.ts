import { UserError } from '../../../errors.ts';
import type { EnvVar } from '../../../model/kubernetes/api.ts';

/** Variables as kubectl takes them: `--env a=1 --env b=2`; also `--env a=1,b=2`. */
export function environment(values: readonly string[]): readonly EnvVar[] {
  return values.flatMap(split).map((text) => {
    const at = text.indexOf('=');
    if (at < 1) {
      throw new UserError(`--env takes NAME=VALUE, and "${text}" is not that`);
    }
    return { name: text.slice(0, at), value: text.slice(at + 1) };
  });
}

/** kubectl's flag takes lists (pflag StringToString); a comma inside of a value stays in it. */
function split(text: string): readonly string[] {
  return text.split(/,(?=[A-Za-z_][\w.-]*=)/);
}
