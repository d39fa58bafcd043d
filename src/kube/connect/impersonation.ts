import { UserError } from '../../errors.ts';
import { isJsonObject, textOf } from '../objects/json-value.ts';
import type { HeaderList } from './connection.ts';
import type { UserSource } from './credentials.ts';

/** The impersonation headers of a user entry (`as`, `as-groups`, …) or of the --as flags. */
export function impersonationHeaders({ entry, options }: UserSource): HeaderList {
  const fields = entry?.fields ?? {};
  const name = options.as || textOf(fields.as);
  const uid = options.asUid || textOf(fields['as-uid']);
  const groups = options.asGroup?.length ? options.asGroup : textsOf(fields['as-groups']);
  const extra = options.asUserExtra?.length
    ? options.asUserExtra.map(splitExtra)
    : extrasOf(fields['as-user-extra']);
  const headers: [string, string][] = [];
  const add = (header: string, value: string) => headers.push([header, value]);
  if (name !== undefined) add('Impersonate-User', name);
  if (uid !== undefined) add('Impersonate-Uid', uid);
  for (const group of groups) add('Impersonate-Group', group);
  for (const [key, value] of extra) add(`Impersonate-Extra-${escapeKey(key)}`, value);
  if (headers.length > 0 && name === undefined) {
    throw new UserError(
      'requesting uid, groups or user-extra for impersonation without impersonating a user',
      { hint: 'Give --as as well.' },
    );
  }
  return headers;
}

function splitExtra(pair: string): [string, string] {
  const at = pair.indexOf('=');
  if (at > 0) return [pair.slice(0, at), pair.slice(at + 1)];
  throw new UserError(`invalid --as-user-extra "${pair}"`, { hint: 'It has the form KEY=VALUE.' });
}

function extrasOf(value: unknown): readonly [string, string][] {
  if (!isJsonObject(value)) return [];
  return Object.entries(value).flatMap(([key, list]) =>
    textsOf(list).map((text): [string, string] => [key, text]),
  );
}

function textsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}

/** Header names know no capitals and no `/`: client-go percent-encodes all but token characters. */
function escapeKey(key: string): string {
  return key.replace(/[^!#$&'*+\-.^_`|~0-9A-Za-z]/g, (character) =>
    Array.from(
      Buffer.from(character),
      (byte) => `%${byte.toString(16).padStart(2, '0').toUpperCase()}`,
    ).join(''),
  );
}
