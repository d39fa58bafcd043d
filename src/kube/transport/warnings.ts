/**
 * The texts of a Warning header (`299 - "text"`, several joined by commas). Other codes are about
 * caches on the way, and client-go drops them too (rest/warnings.go).
 */
export function parseWarnings(header: string | null): readonly string[] {
  if (header === null) return [];
  return Array.from(header.matchAll(/(\d{3}) \S+ "((?:[^"\\]|\\.)*)"/g), ([, code, text = '']) =>
    code === '299' ? text.replace(/\\(.)/g, '$1') : '',
  ).filter((text) => text !== '');
}
