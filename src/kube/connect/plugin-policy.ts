import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { basename, delimiter, isAbsolute, resolve } from 'node:path';
import { errorCode, fileProblem, UserError } from '../../errors.ts';
import { isJsonObject, type JsonObject, objectsOf, textOf } from '../objects/json-value.ts';
import { parseConfigText } from '../yaml/yaml-text.ts';
import type { Environment } from './connection.ts';

/**
 * Refuses a credential plugin that the user's kuberc does not let run: `credentialPluginPolicy`
 * and `credentialPluginAllowlist` (client-go plugin/pkg/client/auth/exec/exec.go). kubectl passes
 * over a kuberc that it cannot read; here a plugin then does not run, for it may be forbidden.
 */
export function checkPluginPolicy(
  command: string,
  path: string,
  kubercFlag: string | undefined,
  { env }: Environment,
): void {
  const file = kubercFile(kubercFlag, env);
  const isNamed = Boolean(kubercFlag || env.KUBERC);
  const kuberc = file === undefined ? undefined : readKuberc(file, isNamed);
  if (kuberc === undefined) return;
  const policy = textOf(kuberc.credentialPluginPolicy) ?? 'AllowAll';
  const allowlist = kuberc.credentialPluginAllowlist;
  const fail = (message: string) =>
    new UserError(`getting credentials: ${message}`, { hint: `It is ${file} that says so.` });
  if (policy === 'Allowlist') {
    const allowed = objectsOf(allowlist).map(
      (entry) => textOf(entry.command) ?? textOf(entry.name),
    );
    if (allowed.length === 0 || allowed.includes(undefined)) {
      throw fail('credential plugin policy set to "Allowlist", but the allowlist has no commands');
    }
    if (isAllowed(allowed as readonly string[], command, path, env)) return;
    throw fail(`plugin path "${path}" is not permitted by the credential plugin allowlist`);
  }
  if (policy === 'DenyAll') {
    throw fail(`plugin "${command}" not allowed: policy set to "DenyAll"`);
  }
  if (policy !== 'AllowAll')
    throw fail(`invalid plugin policy: unknown plugin policy: "${policy}"`);
  if (allowlist === undefined || allowlist === null) return;
  throw fail(
    `invalid plugin policy: misconfigured credential plugin allowlist: plugin policy is "${policy}" but allowlist is non-nil`,
  );
}

/** An entry means the same program if it is the same word, or leads to the same file. */
function isAllowed(
  allowed: readonly string[],
  command: string,
  path: string,
  env: Environment['env'],
): boolean {
  if (allowed.includes(command) || allowed.includes(path)) return true;
  const found = lookPath(path, env);
  return (
    found !== undefined &&
    allowed.some((entry) => basename(entry) === basename(path) && lookPath(entry, env) === found)
  );
}

/** Where a program is, as Go finds it: never by an entry of the PATH that means where one stands. */
export function lookPath(command: string, env: Environment['env']): string | undefined {
  // Windows calls it Path, and a copy of its environment knows no other case.
  const absolute = (env.PATH ?? env.Path ?? '')
    .split(delimiter)
    .filter((entry) => isAbsolute(entry));
  return Bun.which(command, { PATH: absolute.join(delimiter) }) ?? undefined;
}

/** By the rules of `kubectl options` (kubectl pkg/kuberc/kuberc.go, LoadKuberc). */
function kubercFile(flag: string | undefined, env: Environment['env']): string | undefined {
  if (env.KUBECTL_KUBERC === 'false' || env.KUBERC === 'off') return undefined;
  const home = env.HOME ?? env.USERPROFILE ?? homedir();
  return flag || env.KUBERC || resolve(home, '.kube', 'kuberc');
}

/** One that is named must be there: else a slip of the pen would let all plugins run. */
function readKuberc(file: string, isNamed: boolean): JsonObject | undefined {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (cause) {
    if (errorCode(cause) === 'ENOENT' && !isNamed) return undefined;
    throw new UserError(`kuberc: ${file}: ${fileProblem(cause)}`, { cause });
  }
  const value = parseConfigText(text, file);
  if (value === null || value === undefined) return undefined;
  if (isJsonObject(value)) return value;
  throw new UserError(`kuberc: ${file} holds no Preference`, {
    hint: 'Mend it, or leave it out with KUBERC=off.',
  });
}
