/** Plain data whose instants are RFC 3339 and whose absent facts are absent. */
export type Structured = Readonly<Record<string, unknown>>;

/** What a terminal would obey or not show; line breaks between the lines of the output stay. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{DI}\p{Zl}\p{Zp}]/u;

/** JSON whose invisible characters are escapes of its own, so that it is safe to look at. */
export function toJson(value: Structured | readonly unknown[]): string {
  return `${escapeInvisible(JSON.stringify(value, undefined, 2), jsonEscape)}\n`;
}

/** The same on one line, for streams of many. */
export function toJsonLine(value: Structured): string {
  return `${escapeInvisible(JSON.stringify(value), jsonEscape)}\n`;
}

/** The same data as YAML, as safe; long texts are not folded, so that they can be searched. */
export function toYaml(value: Structured): string {
  // Loading it takes longer than all else that most commands do.
  const { dump, SCALAR_STYLE, visit }: typeof import('js-yaml') = require('js-yaml');
  const text = dump(value, {
    noRefs: true,
    lineWidth: -1,
    transform: (documents) =>
      visit(documents, (node) => {
        // Only double quotes can hold escapes.
        if (node.kind === 'scalar' && hasInvisible(node.value)) {
          node.style = SCALAR_STYLE.DOUBLE_QUOTED;
        }
      }),
  });
  return escapeInvisible(text, yamlEscape);
}

/** The same data in the one or the other. */
export function toJsonOrYaml(value: Structured, format: 'json' | 'yaml'): string {
  return format === 'json' ? toJson(value) : toYaml(value);
}

function hasInvisible(text: string): boolean {
  return INVISIBLE.test(text.replaceAll('\n', ''));
}

function escapeInvisible(text: string, escaped: (character: string) => string): string {
  return text.replace(new RegExp(INVISIBLE, 'gu'), (character) =>
    character === '\n' ? character : escaped(character),
  );
}

/** JSON knows UTF-16 units only. */
function jsonEscape(character: string): string {
  const units = Array.from({ length: character.length }, (_, at) => character.charCodeAt(at));
  return units.map((unit) => `\\u${hexadecimal(unit, 4)}`).join('');
}

function yamlEscape(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  return code > 0xffff ? `\\U${hexadecimal(code, 8)}` : `\\u${hexadecimal(code, 4)}`;
}

function hexadecimal(code: number, digits: number): string {
  return code.toString(16).padStart(digits, '0');
}
