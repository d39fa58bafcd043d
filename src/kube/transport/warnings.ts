import type { ClientHooks } from './hooks.ts';

/** Every request about an object that is deprecated brings the same warning. */
export function warnOnce({ warning }: ClientHooks): (response: Response) => void {
  const told = new Set<string>();
  return ({ headers }) => {
    for (const text of parseWarnings(headers.get('warning'))) {
      if (!told.has(text)) warning?.(text);
      told.add(text);
    }
  };
}

/**
 * The texts of a Warning header (`299 - "text"`, several joined by commas). Other codes are about
 * caches on the way, and client-go drops them too (rest/warnings.go).
 */
function parseWarnings(header: string | null): readonly string[] {
  if (header === null) return [];
  return Array.from(header.matchAll(/(\d{3}) \S+ "((?:[^"\\]|\\.)*)"/g), ([, code, text = '']) =>
    code === '299' ? text.replace(/\\(.)/g, '$1') : '',
  ).filter((text) => text !== '');
}
