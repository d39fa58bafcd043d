import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, dirname, resolve } from 'node:path';
import { errorCode, fileProblem, UserError } from '../../errors.ts';
import {
  fieldsOf,
  isJsonObject,
  type JsonObject,
  kindOfValue,
  objectsOf,
  textOf,
} from '../objects/json-value.ts';
import { parseConfigText } from '../yaml/yaml-text.ts';
import type { Environment } from './connection.ts';

/** A cluster, user or context as one file has it; paths in it are relative to `directory`. */
export interface ConfigEntry {
  readonly fields: JsonObject;
  readonly directory: string;
}

/** Several kubeconfig files as one: of each name the first entry counts. */
export interface Kubeconfig {
  readonly files: readonly string[];
  /** Files of $KUBECONFIG that do not exist. */
  readonly missing: readonly string[];
  readonly currentContext: string | undefined;
  readonly clusters: ReadonlyMap<string, ConfigEntry>;
  readonly users: ReadonlyMap<string, ConfigEntry>;
  readonly contexts: ReadonlyMap<string, ConfigEntry>;
}

/**
 * Loads kubeconfigs by kubectl's rules: --kubeconfig alone, else the files of $KUBECONFIG
 * (missing ones are skipped), else ~/.kube/config.
 */
export async function loadKubeconfig(
  explicitFile: string | undefined,
  env: Environment['env'],
): Promise<Kubeconfig> {
  const merged = {
    files: [] as string[],
    missing: [] as string[],
    currentContext: undefined as string | undefined,
    clusters: new Map<string, ConfigEntry>(),
    users: new Map<string, ConfigEntry>(),
    contexts: new Map<string, ConfigEntry>(),
  };
  for (const file of candidateFiles(explicitFile, env)) {
    const text = readConfigFile(file, explicitFile !== undefined);
    if (text === undefined) {
      if (env.KUBECONFIG) merged.missing.push(file);
      continue;
    }
    merged.files.push(file);
    const config = configObject(parseConfigText(text, file), file);
    merged.currentContext ??= textOf(config['current-context']);
    addEntries(merged.clusters, config.clusters, 'cluster', file);
    addEntries(merged.users, config.users, 'user', file);
    addEntries(merged.contexts, config.contexts, 'context', file);
  }
  return merged;
}

function candidateFiles(
  explicitFile: string | undefined,
  env: Environment['env'],
): readonly string[] {
  if (explicitFile !== undefined) return [explicitFile];
  const listed = (env.KUBECONFIG ?? '').split(delimiter).filter((file) => file !== '');
  if (listed.length > 0) return [...new Set(listed)];
  return [resolve(env.HOME ?? env.USERPROFILE ?? homedir(), '.kube', 'config')];
}

function readConfigFile(file: string, required: boolean): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    if (errorCode(cause) !== 'ENOENT') {
      throw new UserError(`error loading config file "${file}": ${fileProblem(cause)}`, { cause });
    }
    if (!required) return undefined;
    throw new UserError(`stat ${file}: no such file or directory`, { cause });
  }
}

function configObject(value: unknown, file: string): JsonObject {
  if (value === null || value === undefined) return {};
  const kind = textOf(fieldsOf(value).kind);
  if (isJsonObject(value) && (kind ?? 'Config') === 'Config') return value;
  throw new UserError(
    `error loading config file "${file}": it holds ${kind ?? kindOfValue(value)}, not a kubeconfig`,
  );
}

function addEntries(
  into: Map<string, ConfigEntry>,
  list: unknown,
  field: 'cluster' | 'user' | 'context',
  file: string,
): void {
  for (const item of objectsOf(list)) {
    const name = item.name ?? '';
    const fields = isJsonObject(item[field]) ? item[field] : {};
    if (typeof name !== 'string') throw notText('name', `a ${field}`, name, file);
    if (into.has(name)) continue;
    checkTexts(fields, `${field} "${name}"`, file);
    into.set(name, { fields, directory: dirname(resolve(file)) });
  }
}

const TEXTS = [
  ...['server', 'tls-server-name', 'proxy-url', 'cluster', 'user', 'namespace', 'as', 'as-uid'],
  ...['token', 'tokenFile', 'username', 'password', 'client-certificate', 'client-key'],
  ...['certificate-authority', 'certificate-authority-data', 'client-certificate-data'],
  'client-key-data',
];

/** A password of digits without quotes is a number in YAML: as unusable to kubectl as to us. */
function checkTexts(fields: JsonObject, where: string, file: string): void {
  for (const name of TEXTS) {
    const value = fields[name] ?? '';
    if (typeof value === 'string') continue;
    throw notText(name, where, value, file);
  }
}

function notText(name: string, where: string, value: unknown, file: string): UserError {
  return new UserError(
    `error loading config file "${file}": ${name} of ${where} is a ${typeof value}, not text`,
    { hint: 'Put it into quotes.' },
  );
}

/** The names that there are, as a hint for one that there is not. */
export function knownNames(
  what: 'context' | 'cluster' | 'user',
  entries: ReadonlyMap<string, ConfigEntry>,
): string {
  const plural = entries.size === 1 ? '' : 's';
  return entries.size === 0
    ? `The kubeconfig has no ${what}s.`
    : `The kubeconfig has the ${what}${plural} ${[...entries.keys()].join(', ')}.`;
}
