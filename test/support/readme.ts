import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** README.md as it is read: what stands in which part, what is typed and what is shown. */
export const README = readFileSync(join(import.meta.dirname, '..', '..', 'README.md'), 'utf8');

/** The part about a command: from `## …: \`explain\`` to the next heading of that size. */
export function partAbout(command: string): string {
  const part = README.split(/^(?=## )/m).find((each) => each.includes(`: \`${command}\`\n`));
  if (part === undefined) throw new Error(`README.md has no part about ${command}`);
  return part;
}

/** What stands in backticks outside of blocks. A table needs `\|` for a bar. */
export function codeSpans(text: string): readonly string[] {
  const prose = text.replaceAll(/^```[\s\S]*?^```$/gm, '');
  return Array.from(prose.matchAll(/`([^`\n]+)`/g), ([, span = '']) => span.replaceAll('\\|', '|'));
}

/** A block and what stands on the line before it, such as where its answers come from. */
export interface Block {
  readonly before: string;
  readonly language: string;
  readonly text: string;
}

/** All fenced blocks, each with the line before it. */
export function codeBlocks(text: string): readonly Block[] {
  return Array.from(
    text.matchAll(/(?:^(.*)\n)?^```(\w*)\n([\s\S]*?)^```$/gm),
    ([, before = '', language = '', block = '']) => ({ before, language, text: block }),
  );
}

/** The rows of the first table below a heading, without its titles. */
export function tableBelow(part: string, heading: string): readonly (readonly string[])[] {
  const [, below = ''] = part.split(`${heading}\n`);
  const [table = ''] = /(?:^\|.*\n)+/m.exec(below) ?? [];
  const rows = table.trimEnd().split('\n').slice(2);
  return rows.map((row) =>
    row
      .split(/(?<!\\)\|/)
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}
