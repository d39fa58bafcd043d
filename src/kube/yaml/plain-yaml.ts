/** No words that are something else than text in one of YAML's versions. */
const TEXT = '(?!(?:y|n|yes|no|on|off|true|false|null)(?: *\\n|: ))';
const KEY = `${TEXT}[a-z][\\w./-]*:(?= |\\n)`;
/** A colon within is followed by no blank, and # follows none. */
const WORDS = '[^\\s:]*(?:(?::(?=\\S)| (?=[^\\s#]))[^\\s:]*)*';
const VALUE = [
  '"[^"\\\\]*(?:\\\\[nt"\\\\][^"\\\\]*)*"',
  "'[^']*(?:''[^']*)*'",
  `${TEXT}[a-z/]${WORDS}(?:\\n {2,}[a-z(]${WORDS}(?=\\n))*`,
  'true|false|null|\\{\\}|\\[\\]',
  '-?(?:0|[1-9]\\d{0,14})',
  // Amounts, durations, addresses, UIDs.
  '\\d+(?:m|k|s|h|Ki|Mi|Gi|Ti|M|G|T)',
  '\\d+(?:\\.\\d+){3}(?:/\\d+)?',
  '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}',
  '-[a-z]\\w*',
  // A block of text, whose lines come below.
  '([|>][-+]?)',
].join('|');
/** Columns, and so levels: js-yaml refuses what is nested deeper. */
const DEEPEST = 90;
/** A line, with the value that begins in it: blank, a comment, a key, or an item of a list. */
const ENTRY = new RegExp(
  ` *(?:#.*)?\\n|( *(?:- +)*)${KEY}(?: +(?:${VALUE}))? *\\n|( *(?:- +)+)(?:${VALUE}) *\\n`,
  'iy',
);
/** Characters; of more the time of reading is not that of starting. */
const LARGEST = 100_000;

/**
 * The value of a document that every YAML parser reads alike, as most that kubectl prints are: by
 * the runtime's own parser, which takes a twentieth of js-yaml's time. Undefined for all others, and for
 * broken ones, of which js-yaml knows the place.
 */
export function parsePlainYaml(text: string): { readonly value: unknown } | undefined {
  if (text.length > LARGEST) return undefined;
  const keys = countKeys(text.endsWith('\n') ? text : `${text}\n`);
  if (keys === undefined) return undefined;
  try {
    const value: unknown = Bun.YAML.parse(text);
    // A key that comes twice is an error, which this parser passes over.
    return keysIn(value) === keys ? { value } : undefined;
  } catch {
    return undefined;
  }
}

/** How many keys are written in it; undefined if there is a line of another kind. */
function countKeys(text: string): number | undefined {
  let keys = 0;
  for (ENTRY.lastIndex = 0; ENTRY.lastIndex < text.length; ) {
    const entry = ENTRY.exec(text);
    if (entry === null) return undefined;
    const [, beforeKey, blockOfKey, beforeItem = '', blockOfItem] = entry;
    if ((beforeKey ?? beforeItem).length > DEEPEST) return undefined;
    if (beforeKey !== undefined) keys += 1;
    if ((blockOfKey ?? blockOfItem) !== undefined) {
      const indent = beforeKey?.length ?? beforeItem.lastIndexOf('-');
      ENTRY.lastIndex = endOfBlock(text, ENTRY.lastIndex, indent);
    }
  }
  return keys;
}

/** A block of text ends with the line that is indented no further than what it belongs to. */
function endOfBlock(text: string, start: number, indent: number): number {
  const lines = new RegExp(`(?: {${indent + 1},}.*\\n| *\\n)*`, 'y');
  lines.lastIndex = start;
  lines.exec(text);
  return lines.lastIndex;
}

function keysIn(value: unknown): number {
  if (Array.isArray(value)) return value.reduce((sum: number, each) => sum + keysIn(each), 0);
  if (typeof value !== 'object' || value === null) return 0;
  const values: readonly unknown[] = Object.values(value);
  return values.reduce((sum: number, each) => sum + keysIn(each), values.length);
}
