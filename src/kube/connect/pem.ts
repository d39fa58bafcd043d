import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileProblem, UserError } from '../../errors.ts';
import { textOf } from '../objects/json-value.ts';
import type { ConfigEntry } from './kubeconfig.ts';

/**
 * PEM text that a kubeconfig gives either in place (`NAME-data`, base64) or as a file
 * (`NAME`, relative to the kubeconfig). Of both kubectl says which wins, and stops.
 */
export function readPem(
  entry: ConfigEntry | undefined,
  field: 'certificate-authority' | 'client-certificate' | 'client-key',
): string | undefined {
  const data = textOf(entry?.fields[`${field}-data`]);
  const path = textOf(entry?.fields[field]);
  if (data !== undefined && path !== undefined) {
    throw new UserError(`${field}-data and ${field} are both specified`, {
      hint: 'Take one of them out of the kubeconfig.',
    });
  }
  if (data !== undefined) {
    return checkPem(Buffer.from(data, 'base64').toString('latin1'), field, `${field}-data`);
  }
  return path === undefined ? undefined : readPemFile(resolve(entry?.directory ?? '', path), field);
}

/** PEM text of a file that a kubeconfig field or a flag names. */
export function readPemFile(path: string, field: string): string {
  let text: string;
  try {
    text = readFileSync(path, 'latin1');
  } catch (cause) {
    throw new UserError(`unable to read ${field} ${path}: ${fileProblem(cause)}`, { cause });
  }
  return checkPem(text, field, `${field} ${path}`);
}

function checkPem(text: string, field: string, origin: string): string {
  const wanted =
    field === 'client-key'
      ? /-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----/
      : /-----BEGIN CERTIFICATE-----/;
  if (wanted.test(text)) return text;
  throw new UserError(`${origin}: unable to parse bytes as PEM block`, {
    hint: 'It must be a certificate or key in PEM form, base64 once more if given as data.',
  });
}
