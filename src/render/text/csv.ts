import { sanitise } from './sanitise.ts';

/** One line of comma-separated values (RFC 4180, ended as Unix does). */
export function csvLine(cells: readonly string[]): string {
  return `${cells.map(quoted).join(',')}\n`;
}

/** A name from a file, which may be anything: a spreadsheet would take some for formulas. */
export function csvName(name: string | undefined): string {
  const text = sanitise(name ?? '');
  return /^[=+\-@]/.test(text) ? `'${text}` : text;
}

function quoted(text: string): string {
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
