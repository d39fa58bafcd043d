import { UserError } from '../../errors.ts';
import { parseExactJson } from './exact-integer.ts';
import { splitJsonSequence, type TextPart } from './json-sequence.ts';
import { parsePlainYaml } from './plain-yaml.ts';
import type { YamlOptions } from './yaml-document.ts';

/**
 * One YAML or JSON document of a file: its value, or why it cannot be read; both where a key comes
 * twice, of which kubectl takes the last.
 */
export interface TextDocument extends TextPart {
  readonly value: unknown;
  /** It begins with FILE:LINE:COLUMN. */
  readonly problem: UserError | undefined;
}

type YamlDocument = typeof import('./yaml-document.ts');

/** js-yaml takes longer to load than most documents to read: what is plain does without. */
function parseYaml(text: string, file: string, options: YamlOptions): unknown {
  const yaml: YamlDocument = require('./yaml-document.ts');
  return yaml.parseYaml(text, file, options);
}

/** The documents of a manifest; empty ones are left out, and one that is broken hides no other. */
export function parseManifestText(text: string, file: string): readonly TextDocument[] {
  return splitDocuments(text)
    .flatMap(splitJsonSequence)
    .map((part) => ({ ...part, ...readDocument(part, file) }))
    .filter(({ value, problem }) => problem !== undefined || (value ?? undefined) !== undefined);
}

/** The one document of a kubeconfig. kubectl is lenient about it: the last of two keys wins. */
export function parseConfigText(text: string, file: string): unknown {
  const plain = parsePlainYaml(text);
  return plain ? plain.value : parseYaml(text, file, { startLine: 1, allowsRepeatedKeys: true });
}

function readDocument(part: TextPart, file: string): Pick<TextDocument, 'value' | 'problem'> {
  try {
    return { value: parseDocument(part, file), problem: undefined };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const { isRepeatedKey }: YamlDocument = require('./yaml-document.ts');
    return isRepeatedKey(error)
      ? readWithLastKeys(part, file, error)
      : { value: undefined, problem: error };
  }
}

/** What kubectl makes of a document in which a key comes twice; it may be broken further below. */
function readWithLastKeys(
  { text, startLine }: TextPart,
  file: string,
  problem: UserError,
): Pick<TextDocument, 'value' | 'problem'> {
  try {
    return {
      value: parseYaml(text, file, { startLine, allowsRepeatedKeys: true }),
      problem,
    };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { value: undefined, problem: error };
  }
}

function parseDocument({ text, startLine }: TextPart, file: string): unknown {
  if (/^\s*\{/.test(text)) {
    try {
      return parseExactJson(text);
    } catch {
      // A flow mapping, or broken: the parser with positions tells.
    }
  }
  const plain = parsePlainYaml(text);
  return plain ? plain.value : parseYaml(text, file, { startLine, allowsRepeatedKeys: false });
}

/** `---` in the first column always ends a document, even inside a block of text. */
function splitDocuments(text: string): readonly TextPart[] {
  const chunks: TextPart[] = [];
  let from = 0;
  let line = 1;
  const endChunk = (to: number) => {
    const chunk = text.slice(from, to);
    if (!isPreamble(chunk)) chunks.push({ text: chunk, startLine: line });
    else if (to < text.length) return; // Directives (`%YAML 1.1`) belong to the next document.
    line += chunk.split('\n').length - 1;
    from = to;
  };
  for (const separator of text.matchAll(/^---(?=\s|$)/gm)) endChunk(separator.index);
  endChunk(text.length);
  return chunks;
}

/** Nothing but comments, directives and blank lines. */
function isPreamble(chunk: string): boolean {
  return chunk.split('\n').every((line) => /^\s*(?:[%#].*)?$/.test(line));
}
