import { parseEvents, YAMLException } from 'js-yaml';

/** A text in which lines have been moved to the right; it has as many lines as before. */
export interface MovedText {
  readonly text: string;
  /** The column before the move of a place after it; lines and columns count from 0. */
  readonly columnBefore: (line: number, column: number) => number;
}

/** A text as it is written. */
export function asWritten(text: string): MovedText {
  return { text, columnBefore: sameColumn };
}

function sameColumn(_line: number, column: number): number {
  return column;
}

/** Deeper than anybody indents. */
const MOVE = 100;
/** Each line that is moved costs a look at all: so many characters are looked at. */
const MOST_CHARACTERS = 50_000_000;

/**
 * What stands between brackets or quotes may stand as far left as one likes for Go's YAML, such as a
 * closing bracket below its key; js-yaml wants it deeper than the key, as the standard does. Moves such
 * lines, which changes no value; undefined where it is not for them that a text is not taken.
 */
export function moveShallowLines(
  { text, columnBefore }: MovedText,
  { reason }: YAMLException,
): MovedText | undefined {
  if (reason !== SHALLOW || columnBefore !== sameColumn) return undefined;
  const lines = text.split('\n');
  const moved = new Set<number>();
  for (let looked = 0; looked < MOST_CHARACTERS; looked += text.length) {
    const line = shallowLine(lines.join('\n'));
    if (line === undefined || moved.has(line)) break;
    lines[line] = `${' '.repeat(MOVE)}${lines[line]}`;
    moved.add(line);
  }
  return {
    text: lines.join('\n'),
    columnBefore: (line, column) => (moved.has(line) ? Math.max(column - MOVE, 0) : column),
  };
}

const SHALLOW = 'deficient indentation';

function shallowLine(text: string): number | undefined {
  try {
    parseEvents(text, {});
  } catch (error) {
    if (error instanceof YAMLException && error.reason === SHALLOW) return error.mark?.line;
    if (!(error instanceof YAMLException)) throw error;
  }
  return undefined;
}
