import type { Io } from '../../io/io.ts';
import { sanitiseMultiline } from '../../render/text/sanitise.ts';

/** Writes a sentence of ours to stderr, where it is never in the way of a command's output. */
export type Say = (text: string) => Promise<void>;

/** With --quiet nothing is said but errors. */
export function sayer({ quiet }: { readonly quiet: boolean }, io: Io): Say {
  return async (text) => {
    if (!quiet) await io.writeError(`${sanitiseMultiline(text)}\n`);
  };
}
