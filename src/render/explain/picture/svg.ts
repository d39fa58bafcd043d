/** The pieces of an SVG drawing. Everything that is text in it is untrusted, and escaped here. */

/** A finished piece of markup. */
export type Markup = string & { readonly isMarkup: true };

type Attributes = Readonly<Record<string, string | number | undefined>>;

/** An element of SVG; what is undefined is left out, and text cannot become markup. */
export function element(
  name: string,
  attributes: Attributes,
  ...content: readonly (Markup | undefined)[]
): Markup {
  const written = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ` ${key}="${escaped(numberText(value ?? ''), /[&<>"]/g)}"`)
    .join('');
  const inside = content.filter((each) => each !== undefined).join('');
  return (
    inside === '' ? `<${name}${written}/>` : `<${name}${written}>${inside}</${name}>`
  ) as Markup;
}

/** Text as it is, in an element or for itself. */
export function words(text: string): Markup {
  return escaped(text, /[&<>]/g) as Markup;
}

/** A line of text with its baseline at `y`. */
export function textLine(x: number, y: number, text: string, style?: string): Markup {
  return element('text', { x, y, class: style }, words(text));
}

/** Tenths of a pixel are more than anybody sees. */
function numberText(value: string | number): string {
  return typeof value === 'number' ? String(Math.round(value * 10) / 10) : value;
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
};

/** Also without the two characters that are none in XML and that no terminal minds. */
function escaped(text: string, special: RegExp): string {
  return text
    .replace(/[\uFFFE\uFFFF]/g, '\uFFFD')
    .replace(special, (character) => ENTITIES[character] ?? '');
}
