import { UserError } from '../../errors.ts';
import { fieldsOf, type JsonObject, textOf } from '../objects/json-value.ts';
import { type Credentials, NO_CREDENTIALS } from './connection.ts';

/** client-go no longer uses a token this close to its end (auth/oidc/oidc.go, expiryDelta). */
const EXPIRY_DELTA_MS = 10_000;

/** Throws a UserError for a kind of login that is gone, also where it would not be needed. */
export function checkAuthProvider(provider: JsonObject): void {
  const name = textOf(provider.name) ?? '';
  if (name !== 'oidc') throw unknownProvider(name);
}

/**
 * The credentials of a user with an `auth-provider`. kubectl 1.37 knows oidc alone; its id-token is
 * used while it is valid. A new one is not fetched: kubectl writes it into the kubeconfig, and
 * nothing is written here.
 */
export function authProviderCredentials(provider: JsonObject, now: number): Credentials {
  const config = fieldsOf(provider.config);
  const token = textOf(config['id-token']);
  const expires = token === undefined ? undefined : expiryOf(token);
  if (token !== undefined && expires !== undefined && now + EXPIRY_DELTA_MS < expires) {
    return {
      ...NO_CREDENTIALS,
      authorization: `Bearer ${token}`,
      expires: expires - EXPIRY_DELTA_MS,
    };
  }
  if (textOf(config['refresh-token']) === undefined) {
    throw failure(
      'No valid id-token, and cannot refresh without refresh-token',
      'Log in again with the program that made this user of the kubeconfig.',
    );
  }
  throw failure(
    `the id-token of auth-provider oidc ${token === undefined ? 'is not there yet' : 'has expired'}`,
    'kubectl fetches a new one and writes it into the kubeconfig: run kubectl auth whoami, then this again.',
  );
}

/** When a JSON Web Token ends, in milliseconds since the epoch. */
function expiryOf(token: string): number {
  const [, claims = '', signature] = token.split('.');
  try {
    const { exp } = JSON.parse(Buffer.from(claims, 'base64url').toString());
    if (signature !== undefined && typeof exp === 'number') return exp * 1000;
  } catch {
    // Said below.
  }
  throw failure('ID Token is not a valid JWT', 'Log in again to get a new id-token.');
}

function unknownProvider(name: string): UserError {
  return new UserError(`no Auth Provider found for name "${name}"`, {
    hint: `kubectl dropped this kind of login as well. Replace auth-provider in the kubeconfig's user by an exec credential plugin${PLUGINS[name] ?? '.'}`,
  });
}

const PLUGINS: Readonly<Record<string, string>> = {
  gcp: ': gke-gcloud-auth-plugin.',
  azure: ': kubelogin (https://github.com/Azure/kubelogin).',
};

function failure(what: string, hint: string): UserError {
  return new UserError(`Unable to connect to the server: ${what}`, { hint, prefix: '' });
}
