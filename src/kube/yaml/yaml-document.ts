import {
  boolYaml11Tag,
  CORE_SCHEMA,
  defineScalarTag,
  intCoreTag,
  intYaml11Tag,
  loadAll,
  mergeTag,
  NOT_RESOLVED,
  nullYaml11Tag,
  YAMLException,
} from 'js-yaml';
import { UserError } from '../../errors.ts';
import { exactInteger } from './exact-integer.ts';
import { asWritten, type MovedText, moveShallowLines } from './shallow-lines.ts';

/** `mode: 0644` is octal as in YAML 1.1, but `12:30` is no number: as Go's YAML reads it. */
const intTag = defineScalarTag(intCoreTag.tagName, {
  ...intCoreTag,
  resolve: (source, isExplicit, tagName) => {
    if (source.includes(':')) return NOT_RESOLVED;
    const octal = intYaml11Tag.resolve(source, isExplicit, tagName);
    const whole = octal === NOT_RESOLVED ? intCoreTag.resolve(source, isExplicit, tagName) : octal;
    return typeof whole === 'number' ? exactInteger(source, whole) : whole;
  },
});

/** What sigs.k8s.io/yaml takes plain words for: YAML 1.1 without its dates and base 60. */
const KUBERNETES_SCHEMA = CORE_SCHEMA.withTags(boolYaml11Tag, nullYaml11Tag, mergeTag, intTag);

/** Aliases of aliases can make a page of text into more than any memory holds. */
const MAX_ALIASES = 100;

export interface YamlOptions {
  /** The line of `file` on which the text begins, from 1. */
  readonly startLine: number;
  /** Whether the last of two equal keys wins; else they are an error. */
  readonly allowsRepeatedKeys: boolean;
}

/**
 * The value of a YAML document, read as Kubernetes reads it; undefined if there is nothing in it.
 * Throws a UserError that begins with FILE:LINE:COLUMN.
 */
export function parseYaml(text: string, file: string, options: YamlOptions): unknown {
  return parseMoved(asWritten(text), file, options);
}

function parseMoved(read: MovedText, file: string, options: YamlOptions): unknown {
  const { text, columnBefore } = read;
  try {
    return loadAll(text, {
      schema: KUBERNETES_SCHEMA,
      json: options.allowsRepeatedKeys,
      maxAliases: MAX_ALIASES,
    })[0];
  } catch (cause) {
    if (!(cause instanceof YAMLException)) throw cause;
    const moved = moveShallowLines(read, cause);
    if (moved) return parseMoved(moved, file, options);
    const { line = 0, column = 0 } = cause.mark ?? {};
    const place = {
      file,
      line: line + options.startLine,
      column: columnBefore(line, column) + 1,
    };
    const reason =
      cause.reason === REPEATED
        ? `the key "${keyAt(text, line, column)}" comes twice here: kubectl takes the last one without a word`
        : cause.reason;
    throw new UserError(`${file}:${place.line}:${place.column}: ${reason}`, { cause, place });
  }
}

const REPEATED = 'duplicated mapping key';

/** Whether only a key that comes twice keeps the text from being read. */
export function isRepeatedKey({ cause }: UserError): boolean {
  return cause instanceof YAMLException && cause.reason === REPEATED;
}

function keyAt(text: string, line: number, column: number): string {
  const rest = text.split('\n')[line]?.slice(column) ?? '';
  return rest.match(/^["']?([^"':\s,{}]+)/)?.[1] ?? '';
}
