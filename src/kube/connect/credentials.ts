import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileProblem, UserError } from '../../errors.ts';
import { isJsonObject, type JsonObject, textOf } from '../objects/json-value.ts';
import { authProviderCredentials, checkAuthProvider } from './auth-provider.ts';
import {
  type ConnectionOptions,
  type Credentials,
  type Environment,
  NO_CREDENTIALS,
} from './connection.ts';
import { checkPlugin, runCredentialPlugin } from './exec-credential.ts';
import type { ConfigEntry } from './kubeconfig.ts';
import { readPem, readPemFile } from './pem.ts';

/** A user entry of a kubeconfig with the flags laid over it. */
export interface UserSource {
  readonly entry: ConfigEntry | undefined;
  readonly options: ConnectionOptions;
  /** The cluster, in the form that credential plugins are told. */
  readonly cluster: JsonObject;
}

/** What kubectl refuses before it reads or runs anything (client-go tools/clientcmd/validation.go). */
export function checkUser({ entry, options }: UserSource): void {
  const { exec, 'auth-provider': provider, token, username, password } = entry?.fields ?? {};
  if (isJsonObject(exec) && isJsonObject(provider)) {
    throw new UserError('authProvider cannot be provided in combination with an exec plugin', {
      hint: "Take one of them out of the kubeconfig's user.",
    });
  }
  if (isJsonObject(exec)) checkPlugin(exec);
  const hasToken = options.token || textOf(token);
  const hasPassword = options.username || options.password || textOf(username) || textOf(password);
  if (!hasToken || !hasPassword) return;
  throw new UserError(
    'more than one authentication method found; found [token basicAuth], only one is allowed',
    { hint: "Take either the token or the user name and password out of the kubeconfig's user." },
  );
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
  const provider = fields['auth-provider'];
  if (isJsonObject(provider)) checkAuthProvider(provider);
  const authorization = readAuthorization(source);
  const certificate = readCertificate(source, authorization !== undefined);
  if (authorization !== undefined) return { ...certificate, authorization };
  // As for client-go, who has a certificate needs no plugin (plugin/pkg/client/auth/exec/exec.go).
  if (isJsonObject(fields.exec) && certificate.clientCertificate !== undefined) return certificate;
  if (isJsonObject(fields.exec)) {
    return runCredentialPlugin(
      {
        exec: fields.exec,
        directory: source.entry?.directory ?? '.',
        cluster: source.cluster,
        kuberc: source.options.kuberc,
      },
      environment,
    );
  }
  if (isJsonObject(provider)) {
    return withToken(certificate, authProviderCredentials(provider, Date.now()));
  }
  return certificate;
}

function withToken(certificate: Credentials, { authorization, expires }: Credentials): Credentials {
  return { ...certificate, authorization, expires };
}

/** Who is known without a certificate may have a key that is for nothing. */
function readCertificate({ entry, options }: UserSource, isKnown: boolean): Credentials {
  const clientCertificate = options.clientCertificate
    ? readPemFile(options.clientCertificate, 'client-cert')
    : readPem(entry, 'client-certificate');
  if (isKnown && clientCertificate === undefined) return NO_CREDENTIALS;
  const clientKey = options.clientKey
    ? readPemFile(options.clientKey, 'client-key')
    : readPem(entry, 'client-key');
  if ((clientCertificate === undefined) === (clientKey === undefined)) {
    return { ...NO_CREDENTIALS, clientCertificate, clientKey };
  }
  const [given, missing] =
    clientCertificate === undefined
      ? ['client-key', 'client-certificate']
      : ['client-certificate', 'client-key'];
  throw new UserError(`${given} is set, but ${missing} is not: TLS needs both`, {
    hint: `Add ${missing} or ${missing}-data to the kubeconfig's user, or give --${missing}.`,
  });
}

/** --token takes the place of a token file, and each flag that of its field. */
function readAuthorization({ entry, options }: UserSource): string | undefined {
  const fields = entry?.fields ?? {};
  const token = options.token || textOf(fields.token);
  const username = options.username || textOf(fields.username);
  const password = options.password || textOf(fields.password);
  const file = options.token ? undefined : textOf(fields.tokenFile);
  if (file !== undefined) {
    return `Bearer ${readToken(resolve(entry?.directory ?? '', file), token)}`;
  }
  if (token !== undefined) return `Bearer ${token}`;
  return username === undefined ? undefined : basic(username, password ?? '');
}

function basic(username: string, password: string): string {
  return `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
}

/** Like client-go: while the file cannot be read, the token beside it counts. */
function readToken(file: string, otherwise: string | undefined): string {
  let token: string;
  try {
    token = readFileSync(file, 'utf8').trim();
  } catch (cause) {
    if (otherwise !== undefined) return otherwise;
    throw new UserError(`unable to read the token file ${file}: ${fileProblem(cause)}`, { cause });
  }
  if (token !== '') return token;
  throw new UserError(`read empty token from file "${file}"`);
}
