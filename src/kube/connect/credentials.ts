import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileProblem, UserError } from '../../errors.ts';
import { isJsonObject, type JsonObject, textOf } from '../objects/json-value.ts';
import type { ConnectionOptions, Credentials, Environment, HeaderList } from './connection.ts';
import { runCredentialPlugin } from './exec-credential.ts';
import type { ConfigEntry } from './kubeconfig.ts';
import { readPem, readPemFile } from './pem.ts';

const NOBODY: Credentials = {
  authorization: undefined,
  clientCertificate: undefined,
  clientKey: undefined,
};

/** A user entry of a kubeconfig with the flags laid over it. */
export interface UserSource {
  readonly entry: ConfigEntry | undefined;
  readonly options: ConnectionOptions;
  /** The cluster, in the form that credential plugins are told. */
  readonly cluster: JsonObject;
}

/**
 * The credentials of a user: client certificate and one of token, token file, password or
 * credential plugin, in kubectl's order of precedence.
 */
export async function readCredentials(
  source: UserSource,
  environment: Environment,
): Promise<Credentials> {
  const fields = source.entry?.fields ?? {};
  const certificate = readCertificate(source);
  const authorization = readAuthorization(source);
  if (authorization !== undefined) return { ...certificate, authorization };
  if (isJsonObject(fields.exec)) {
    const plugin = { exec: fields.exec, directory: source.entry?.directory ?? '.' };
    const given = await runCredentialPlugin({ ...plugin, cluster: source.cluster }, environment);
    return given.clientCertificate === undefined
      ? { ...certificate, authorization: given.authorization }
      : given;
  }
  if (isJsonObject(fields['auth-provider'])) throw legacyProvider(fields['auth-provider']);
  return certificate;
}

function readCertificate({ entry, options }: UserSource): Credentials {
  const clientCertificate = options.clientCertificate
    ? readPemFile(options.clientCertificate, 'client-cert')
    : readPem(entry, 'client-certificate');
  const clientKey = options.clientKey
    ? readPemFile(options.clientKey, 'client-key')
    : readPem(entry, 'client-key');
  if ((clientCertificate === undefined) === (clientKey === undefined)) {
    return { ...NOBODY, clientCertificate, clientKey };
  }
  const [given, missing] =
    clientCertificate === undefined
      ? ['client-key', 'client-certificate']
      : ['client-certificate', 'client-key'];
  throw new UserError(`${given} is set, but ${missing} is not: TLS needs both`, {
    hint: `Add ${missing} or ${missing}-data to the kubeconfig's user, or give --${missing}.`,
  });
}

function readAuthorization({ entry, options }: UserSource): string | undefined {
  const fields = entry?.fields ?? {};
  if (options.token) return `Bearer ${options.token}`;
  if (options.username) return basic(options.username, options.password ?? '');
  const file = textOf(fields.tokenFile);
  if (file !== undefined) return `Bearer ${readToken(resolve(entry?.directory ?? '', file))}`;
  const token = textOf(fields.token);
  if (token !== undefined) return `Bearer ${token}`;
  const username = textOf(fields.username);
  return username === undefined ? undefined : basic(username, textOf(fields.password) ?? '');
}

function basic(username: string, password: string): string {
  return `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
}

function readToken(file: string): string {
  let token: string;
  try {
    token = readFileSync(file, 'utf8').trim();
  } catch (cause) {
    throw new UserError(`unable to read the token file ${file}: ${fileProblem(cause)}`, { cause });
  }
  if (token !== '') return token;
  throw new UserError(`read empty token from file "${file}"`);
}

function legacyProvider(provider: JsonObject): UserError {
  const name = textOf(provider.name) ?? '';
  return new UserError(`no Auth Provider found for name "${name}"`, {
    hint: `kubectl dropped this kind of login as well. Replace auth-provider in the kubeconfig's user by an exec credential plugin${PLUGINS[name] ?? '.'}`,
  });
}

const PLUGINS: Readonly<Record<string, string>> = {
  gcp: ': gke-gcloud-auth-plugin.',
  azure: ': kubelogin (https://github.com/Azure/kubelogin).',
  oidc: ': kubelogin (https://github.com/int128/kubelogin).',
};

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
  if (name !== undefined) headers.push(['Impersonate-User', name]);
  if (uid !== undefined) headers.push(['Impersonate-Uid', uid]);
  for (const group of groups) headers.push(['Impersonate-Group', group]);
  for (const [key, value] of extra) headers.push([`Impersonate-Extra-${escapeKey(key)}`, value]);
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
