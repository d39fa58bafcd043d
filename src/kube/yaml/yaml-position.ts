import { EVENT_ID, type Event, getScalarValue, parseEvents, YAMLException } from 'js-yaml';
import { asWritten, type MovedText, moveShallowLines } from './shallow-lines.ts';

/** Where in a file something stands; both count from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

type Path = readonly (string | number)[];

/**
 * Where the value at `path` begins, or the deepest part of the path that exists; with `ofKey`
 * where its key begins.
 */
export function positionOf(
  text: string,
  startLine: number,
  path: Path,
  { ofKey = false }: { readonly ofKey?: boolean } = {},
): Position {
  const { read, events } = readOnce(text);
  const found = startAt({ text: read.text, events, next: 1, ofKey }, path) ?? 0;
  const before = read.text.slice(0, found).split('\n');
  const line = before.length - 1;
  const column = read.columnBefore(line, before[line]?.length ?? 0);
  return { line: line + startLine, column: column + 1 };
}

/** A text as it was read, and what is in it. */
interface ReadText {
  readonly read: MovedText;
  readonly events: readonly Event[];
}

let latest: (ReadText & { readonly text: string }) | undefined;

/** Problems of one document are asked for one after another. */
function readOnce(text: string): ReadText {
  if (latest?.text !== text) {
    latest = { text, ...readText(asWritten(text)) };
  }
  return latest;
}

/** JSON may be nested deeper than this parser goes; a place within it is then not known. */
function readText(read: MovedText): ReadText {
  try {
    return { read, events: parseEvents(read.text, {}) };
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    const moved = moveShallowLines(read, error);
    return moved ? readText(moved) : { read, events: [] };
  }
}

/** Walks the flat events; `next` is the event to come. */
interface Walk {
  readonly text: string;
  readonly events: readonly Event[];
  readonly ofKey: boolean;
  next: number;
}

/** The offset of what `path` leads to within the node that comes next. */
function startAt(walk: Walk, path: Path): number | undefined {
  const event = walk.events[walk.next];
  const start = startOf(event);
  const [key, ...rest] = path;
  const isMap = event?.type === EVENT_ID.MAPPING;
  if (key === undefined || !(isMap || event?.type === EVENT_ID.SEQUENCE)) return start;
  walk.next += 1;
  for (let index = 0; walk.events[walk.next]?.type !== EVENT_ID.POP; index++) {
    const keyStart = startOf(walk.events[walk.next]);
    const name = isMap ? keyOf(walk) : index;
    if (name === key && walk.ofKey && rest.length === 0) return keyStart;
    if (name === key) return startAt(walk, rest) ?? start;
    skipNode(walk);
  }
  return start;
}

function startOf(event: Event | undefined): number | undefined {
  if (event?.type === EVENT_ID.SCALAR) return event.valueStart;
  const isCollection = event?.type === EVENT_ID.MAPPING || event?.type === EVENT_ID.SEQUENCE;
  return isCollection ? event.start : undefined;
}

function keyOf(walk: Walk): string | undefined {
  const event = walk.events[walk.next];
  skipNode(walk);
  return event?.type === EVENT_ID.SCALAR ? getScalarValue(walk.text, event) : undefined;
}

function skipNode(walk: Walk): void {
  let depth = 0;
  do {
    const type = walk.events[walk.next]?.type;
    if (type === EVENT_ID.POP) depth -= 1;
    if (type === EVENT_ID.MAPPING || type === EVENT_ID.SEQUENCE) depth += 1;
    walk.next += 1;
  } while (depth > 0);
}
