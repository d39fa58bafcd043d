import type { ColorChoice } from '../../render/text/terminal.ts';
import type { Flag } from './flag.ts';

/** What the flags of every command that prints something come to. */
export interface OutputOptions<Format extends string> {
  readonly output: Format;
  readonly color: ColorChoice;
}

/** The flags that say how to print, for a command that knows these formats. */
export function outputFlags(formats: readonly string[]): readonly Flag[] {
  return [
    {
      flags: '-o, --output <format>',
      description: 'how to print it',
      choices: formats,
      default: 'table',
    },
    {
      flags: '--color <when>',
      description: 'when to use colour',
      choices: ['auto', 'always', 'never'],
      default: 'auto',
    },
  ];
}
