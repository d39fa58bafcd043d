/** The texts of a Warning header (`299 - "text"`, several joined by commas). */
export function parseWarnings(header: string | null): readonly string[] {
  if (header === null) return [];
  return Array.from(header.matchAll(/\d{3} \S+ "((?:[^"\\]|\\.)*)"/g), ([, text = '']) =>
    text.replace(/\\(.)/g, '$1'),
  );
}
