import { shellWord } from '../../errors.ts';
import { sanitise } from '../text/sanitise.ts';

/** Something that a shell may complete to. */
export interface Candidate {
  readonly value: string;
  /** What a shell shows beside it. */
  readonly about?: string | undefined;
}

/** What a shell may complete to, and how it is to go on. */
export interface Answer {
  readonly candidates: readonly Candidate[];
  /** Files may stand there. */
  readonly files: boolean;
  /** In this order, not in that of the alphabet. */
  readonly keepOrder?: boolean;
}

/** Bits that cobra's completion knows (ShellCompDirective). */
const NO_SPACE = 2;
const NO_FILES = 4;
const KEEP_ORDER = 32;

/**
 * The lines that cobra's completion reads: `VALUE<TAB>ABOUT`, then `:BITS`. A value that goes on,
 * such as `deploy/` or `cpu=`, is not followed by a space. What a shell would not take as it is, as
 * the names in a hostile kubeconfig may be, is left out.
 */
export function completionLines({ candidates, files, keepOrder = false }: Answer): string {
  const offered = candidates.filter(({ value }) => shellWord(value) === value);
  const goesOn = offered.length > 0 && offered.every(({ value }) => /[/=.:]$/.test(value));
  const bits = (goesOn ? NO_SPACE : 0) + (files ? 0 : NO_FILES) + (keepOrder ? KEEP_ORDER : 0);
  const lines = offered.map(({ value, about }) => (about ? `${value}\t${sanitise(about)}` : value));
  return [...lines, `:${bits}`, ''].join('\n');
}
