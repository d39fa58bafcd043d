import { InvalidArgumentError } from 'commander';
import type { ColorChoice } from '../../render/text/terminal.ts';
import type { Flag } from './flag.ts';

/** What the flags of every command that prints something come to. */
export interface OutputOptions<Format extends string | FieldsFormat> {
  readonly output: Format;
  readonly color: ColorChoice;
}

/** The flags that say how to print, for a command that knows these formats. */
export function outputFlags(formats: readonly string[]): readonly Flag[] {
  return [
    {
      flags: '-o, --output <format>',
      description: formats.includes('json')
        ? 'how to print it; also jsonpath=…, jsonpath-as-json=…, jsonpath-file=…, custom-columns=…'
        : 'how to print it',
      choices: formats,
      ...(formats.includes('json') && {
        suggests: [...formats, ...FIELDS.map((each) => `${each}=`)],
      }),
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

const FIELDS = ['jsonpath', 'jsonpath-as-json', 'jsonpath-file', 'custom-columns'] as const;

/** Of the formats that take single fields: what to take, or the file that says so. */
export interface FieldsFormat {
  readonly kind: (typeof FIELDS)[number];
  readonly argument: string;
}

/** Formats of kubectl that ours are not, and how to get what they give. */
const OTHERS: readonly (readonly [RegExp, string])[] = [
  [/^(?:go-)?template/, 'For single fields use -o jsonpath=… or -o json | jq.'],
  [/^kyaml$/, 'Use -o yaml: whatever reads KYAML reads it.'],
];

/** A format in any case, as for kubectl, or which fields: `jsonpath={.verdict.code}`. */
function formatOf(text: string, formats: readonly string[]): string | FieldsFormat {
  const plain = text === '' ? 'table' : text.toLowerCase();
  if (formats.includes(plain)) return plain;
  const [, name, argument = ''] = /^([a-z-]+)=?(.*)$/s.exec(text) ?? [];
  const kind = formats.includes('json') ? FIELDS.find((each) => each === name) : undefined;
  if (kind !== undefined) {
    if (argument !== '') return { kind, argument };
    throw new InvalidArgumentError(`Say which fields: ${kind}=…`);
  }
  const allowed = formats.includes('json')
    ? [...formats, ...FIELDS.map((each) => `${each}=…`)]
    : formats;
  const [, way = ''] = OTHERS.find(([pattern]) => pattern.test(text)) ?? [];
  throw new InvalidArgumentError(`Allowed choices are ${allowed.join(', ')}. ${way}`.trimEnd());
}

/** The format as it was typed. */
export function formatName(output: string | FieldsFormat): string {
  return typeof output === 'string' ? output : output.kind;
}
