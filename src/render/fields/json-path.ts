/**
 * kubectl's JSONPath templates, as in `{range .items[*]}{.metadata.name}{"\n"}{end}`. The JSONPath
 * libraries know other dialects: they evaluate filters as JavaScript, and have no escaped dots, no
 * unions of paths and no `range`. Source: k8s.io/client-go/util/jsonpath.
 */
import { UserError } from '../../errors.ts';
import { sanitiseMultiline } from '../text/sanitise.ts';

/** One step from values to values. */
type Step =
  | { readonly kind: 'field'; readonly name: string }
  | { readonly kind: 'all' }
  | { readonly kind: 'descendants' }
  | { readonly kind: 'slice'; readonly from?: number; readonly to?: number; readonly step: number }
  | { readonly kind: 'index'; readonly at: number }
  | { readonly kind: 'union'; readonly paths: readonly Path[] }
  | { readonly kind: 'filter'; readonly left: Operand; readonly test?: Test };

export type Path = readonly Step[];

type Operand = { readonly path: Path } | { readonly value: unknown };

interface Test {
  readonly operator: string;
  readonly right: Operand;
}

/** A piece of a template. */
export type Piece =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'path'; readonly path: Path }
  | { readonly kind: 'range'; readonly path: Path; readonly body: readonly Piece[] };

/** What is between a `range` and its `end`. */
interface Body {
  readonly path: Path;
  readonly pieces: Piece[];
}

/** Reads a template; throws a UserError for one that kubectl would not take. */
export function parseTemplate(template: string): readonly Piece[] {
  const whole: Body = { path: [], pieces: [] };
  const bodies = [whole];
  for (const { text, isAction } of partsOf(template)) {
    const { pieces } = bodies.at(-1) ?? whole;
    const range = isAction ? /^range\s+(.*)$/s.exec(text)?.[1] : undefined;
    if (!isAction) pieces.push({ kind: 'text', text });
    else if (range !== undefined) bodies.push({ path: parsePath(range), pieces: [] });
    else if (text === 'end') {
      const ended = bodies.length > 1 ? bodies.pop() : undefined;
      if (ended === undefined) throw new UserError('{end} without a {range …}');
      bodies.at(-1)?.pieces.push({ kind: 'range', path: ended.path, body: ended.pieces });
    } else if (/^["']/.test(text)) pieces.push({ kind: 'text', text: unquoted(text) });
    else pieces.push({ kind: 'path', path: parsePath(text) });
  }
  if (bodies.length > 1) throw new UserError('{range …} without its {end}');
  return whole.pieces;
}

/** The text that a template makes of a value; what is not there makes none, as in kubectl. */
export function fillTemplate(pieces: readonly Piece[], value: unknown): string {
  return pieces.map((piece) => filled(piece, value)).join('');
}

function filled(piece: Piece, value: unknown): string {
  if (piece.kind === 'text') return piece.text;
  const found = valuesAt(piece.path, value);
  if (piece.kind === 'path') return sanitiseMultiline(found.map(textOf).join(' '));
  return found.map((each) => fillTemplate(piece.body, each)).join('');
}

/** Every value that the paths of a template find, in their order. */
export function valuesOf(pieces: readonly Piece[], value: unknown): readonly unknown[] {
  return pieces.flatMap((piece) => {
    if (piece.kind === 'text') return [];
    const found = valuesAt(piece.path, value);
    return piece.kind === 'path' ? found : found.flatMap((each) => valuesOf(piece.body, each));
  });
}

/** As kubectl prints a value: texts as they are, the rest as JSON. */
export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
}

function* partsOf(template: string): Generator<{ text: string; isAction: boolean }> {
  let at = 0;
  while (at < template.length) {
    const open = template.indexOf('{', at);
    const until = open < 0 ? template.length : open;
    if (until > at) yield { text: template.slice(at, until), isAction: false };
    if (open < 0) return;
    const close = closing(template, open);
    yield { text: template.slice(open + 1, close).trim(), isAction: true };
    at = close + 1;
  }
}

const PAIRS: Readonly<Record<string, string>> = { '{': '}', '[': ']', '(': ')' };

/** Where what is opened at `from` closes; what is quoted counts for nothing. */
function closing(text: string, from: number): number {
  const open: string[] = [];
  for (let at = from; at < text.length; at++) {
    const character = text[at] ?? '';
    if (character === '\\') at++;
    else if (character === '"' || character === "'") at = endOfQuote(text, at);
    else if (PAIRS[character] !== undefined) open.push(PAIRS[character]);
    else if (character === open.at(-1)) {
      open.pop();
      if (open.length === 0) return at;
    }
  }
  throw new UserError(`unclosed ${text[from]} in ${text}`);
}

function endOfQuote(text: string, from: number): number {
  for (let at = from + 1; at < text.length; at++) {
    if (text[at] === '\\') at++;
    else if (text[at] === text[from]) return at;
  }
  throw new UserError(`unterminated quoted string in ${text}`);
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r' };

function unquoted(text: string): string {
  if (endOfQuote(text, 0) !== text.length - 1) {
    throw new UserError(`unexpected text after a quoted string in ${text}`);
  }
  return text.slice(1, -1).replace(/\\(.)/gs, (_, escaped: string) => ESCAPES[escaped] ?? escaped);
}

/** Reads a path such as `.items[*].metadata.labels.app\.kubernetes\.io/name`. */
export function parsePath(text: string): Path {
  const steps: Step[] = [];
  // `$` and `@` are where one is: at the whole, or at an item of a range.
  let at = /^[$@]/.test(text) ? 1 : 0;
  while (at < text.length) {
    if (text.startsWith('..', at)) {
      steps.push({ kind: 'descendants' });
      // A name follows at once, or a bracket.
      at += text[at + 2] === '[' ? 2 : 1;
    } else if (text[at] === '[') {
      const close = closing(text, at);
      steps.push(...bracketed(text.slice(at + 1, close).trim()));
      at = close + 1;
    } else if (text[at] === '.') {
      const [whole, name = ''] = /^\.((?:\\.|[^.[\s\\])*)/s.exec(text.slice(at)) ?? ['.'];
      if (name === '*') steps.push({ kind: 'all' });
      else if (name !== '') steps.push({ kind: 'field', name: name.replace(/\\(.)/gs, '$1') });
      at += whole.length;
    } else {
      throw new UserError(`cannot read ${text.slice(at)} in the path ${text}`);
    }
  }
  return steps;
}

const QUOTED = /^'((?:[^'\\]|\\.)*)'$|^"((?:[^"\\]|\\.)*)"$/s;
const SLICE = /^(-?\d*):(-?\d*)(?::(-?\d*))?$/;

function bracketed(text: string): readonly Step[] {
  if (text === '*') return [{ kind: 'all' }];
  if (/^-?\d+$/.test(text)) return [{ kind: 'index', at: Number(text) }];
  const [isSlice, from, to, step] = SLICE.exec(text) ?? [];
  if (isSlice !== undefined) {
    return [
      {
        kind: 'slice',
        ...(from ? { from: Number(from) } : {}),
        ...(to ? { to: Number(to) } : {}),
        step: step ? Number(step) : 1,
      },
    ];
  }
  if (text.startsWith('?(') && text.endsWith(')')) return [filterOf(text.slice(2, -1).trim())];
  const names = text.match(/'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|[^,]+/gs) ?? [];
  const parts = names.map((each) => each.trim());
  if (parts.length > 1) {
    return [{ kind: 'union', paths: parts.map((each) => bracketed(each)) }];
  }
  const [quoted, single, double] = QUOTED.exec(text) ?? [];
  if (quoted === undefined) throw new UserError(`invalid array index ${text}`);
  // kubectl takes dots in it for steps, unless they are escaped.
  return parsePath(`.${single ?? double}`);
}

const COMPARISON = /^(.*?)\s*(==|!=|<=|>=|<|>)\s*(.*)$/s;

function filterOf(text: string): Step {
  const [, left, operator, right] = COMPARISON.exec(text) ?? [];
  if (left === undefined || operator === undefined || right === undefined) {
    return { kind: 'filter', left: operandOf(text) };
  }
  return {
    kind: 'filter',
    left: operandOf(left.trim()),
    test: { operator, right: operandOf(right) },
  };
}

function operandOf(text: string): Operand {
  if (/^[@$.]/.test(text)) return { path: parsePath(text) };
  if (/^["']/.test(text)) return { value: unquoted(text) };
  if (text === 'true' || text === 'false') return { value: text === 'true' };
  if (/^-?\d+(?:\.\d+)?$/.test(text)) return { value: Number(text) };
  throw new UserError(`unrecognized value ${text} in a filter`);
}

/** What a path finds from one value; nothing where there is no such field. */
export function valuesAt(path: Path, from: unknown): readonly unknown[] {
  return path.reduce<readonly unknown[]>((values, step) => afterAll(step, values), [from]);
}

/** As in kubectl, a union gives all that its first path finds before what its second one does. */
function afterAll(step: Step, values: readonly unknown[]): readonly unknown[] {
  return step.kind === 'union'
    ? step.paths.flatMap((path) => values.flatMap((value) => valuesAt(path, value)))
    : values.flatMap((value) => after(step, value));
}

function after(step: Exclude<Step, { kind: 'union' }>, value: unknown): readonly unknown[] {
  switch (step.kind) {
    case 'field':
      return isObject(value) && Object.hasOwn(value, step.name) ? [value[step.name]] : [];
    case 'all':
      return childrenOf(value);
    case 'descendants':
      return [value, ...childrenOf(value).flatMap((child) => after(step, child))];
    case 'index':
      return itemAt(value, step.at);
    case 'slice':
      return sliced(value, step);
    case 'filter':
      return childrenOf(value).filter((child) => isKept(child, step));
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function childrenOf(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  return isObject(value) ? Object.values(value) : [];
}

function itemAt(value: unknown, at: number): readonly unknown[] {
  if (!Array.isArray(value)) return [];
  const { length } = value;
  const place = at < 0 ? at + length : at;
  if (place < 0 || place >= length) {
    throw new UserError(`array index out of bounds: index ${at}, length ${length}`);
  }
  return [value[place]];
}

function sliced(value: unknown, slice: Step & { kind: 'slice' }): readonly unknown[] {
  if (!Array.isArray(value)) return [];
  if (slice.step <= 0) throw new UserError('the step of a slice must be > 0');
  return value.slice(slice.from, slice.to).filter((_, index) => index % slice.step === 0);
}

function isKept(child: unknown, { left, test }: Step & { kind: 'filter' }): boolean {
  const [first] = operandValues(left, child);
  if (test === undefined) return first !== undefined;
  const [second] = operandValues(test.right, child);
  if (first === undefined || second === undefined) return false;
  switch (test.operator) {
    case '==':
      return first === second;
    case '!=':
      return first !== second;
    default:
      return isInOrder(first, test.operator, second);
  }
}

function operandValues(operand: Operand, item: unknown): readonly unknown[] {
  return 'value' in operand ? [operand.value] : valuesAt(operand.path, item);
}

function isInOrder(first: unknown, operator: string, second: unknown): boolean {
  const areNumbers = typeof first === 'number' && typeof second === 'number';
  if (!areNumbers && !(typeof first === 'string' && typeof second === 'string')) return false;
  if (operator === '<') return first < second;
  if (operator === '<=') return first <= second;
  return operator === '>' ? first > second : first >= second;
}
