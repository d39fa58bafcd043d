import { InvalidArgumentError } from 'commander';
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
      parse: (text) => formatOf(text, formats),
    },
    {
      flags: '--color <when>',
      description: 'when to use colour',
      choices: ['auto', 'always', 'never'],
      default: 'auto',
    },
  ];
}

/** kubectl's formats for single fields are left to tools that know them. */
const OF_FIELDS = /^(?:jsonpath|go-?template|template|custom-columns)/;

function formatOf(text: string, formats: readonly string[]): string {
  if (formats.includes(text)) return text;
  const way = OF_FIELDS.test(text) ? ' For single fields use -o json | jq.' : '';
  throw new InvalidArgumentError(`Allowed choices are ${formats.join(', ')}.${way}`);
}
