import { sanitiseMultiline } from '../text/sanitise.ts';
import type { Finding } from './finding.ts';

/** One finding a line, as compilers tell theirs, so that editors find the place. */
export function lintText(findings: readonly Finding[]): string {
  return findings
    .map(({ level, code, message, place }) => {
      const { file, line, column } = place ?? {};
      const at = [file, line, column].filter((each) => each !== undefined).join(':');
      return sanitiseMultiline(`${at}${at && ': '}${level}: ${message} [${code}]\n`);
    })
    .join('');
}

/**
 * Commands of a GitHub workflow, which shows them beside the lines that they are about. Their own
 * signs are written as GitHub's toolkit does, so that no text of a file becomes a command.
 */
export function lintForGithub(findings: readonly Finding[]): string {
  return findings
    .map(({ level, code, message, place }) => {
      const { file, line, column } = place ?? {};
      const properties = Object.entries({ file, line, col: column, title: code })
        .filter(([, value]) => value !== undefined)
        .map(([name, value]) => `${name}=${escapedProperty(String(value))}`);
      return `::${level} ${properties.join(',')}::${escaped(message)}\n`;
    })
    .join('');
}

function escaped(text: string): string {
  return sanitiseMultiline(text)
    .replaceAll('%', '%25')
    .replaceAll('\r', '%0D')
    .replaceAll('\n', '%0A');
}

function escapedProperty(text: string): string {
  return escaped(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
