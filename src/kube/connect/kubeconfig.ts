import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, dirname, resolve } from 'node:path';
import { errorCode, fileProblem, UserError } from '../../errors.ts';
import {
  fieldsOf,
  isJsonObject,
  type JsonObject,
  objectsOf,
  textOf,
} from '../objects/json-value.ts';
import { type FieldPath, fitToShape, formatPath, type Shape } from '../objects/shape.ts';
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
  if (env.KUBECONFIG) {
    return [...new Set(env.KUBECONFIG.split(delimiter).filter((file) => file !== ''))];
  }
  return [resolve(env.HOME ?? env.USERPROFILE ?? homedir(), '.kube', 'config')];
}

function readConfigFile(file: string, required: boolean): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    if (errorCode(cause) !== 'ENOENT') {
      throw unreadable(file, fileProblem(cause));
    }
    if (!required) return undefined;
    throw new UserError(`stat ${file}: no such file or directory`, { cause });
  }
}

function configObject(value: unknown, file: string): JsonObject {
  if (value === null || value === undefined) return {};
  const { kind, apiVersion } = fieldsOf(value);
  if (!isJsonObject(value) || (textOf(kind) ?? 'Config') !== 'Config') {
    throw unreadable(file, `it holds ${textOf(kind) ?? kindOf(value)}, not a kubeconfig`);
  }
  if ((textOf(apiVersion) ?? 'v1') !== 'v1') {
    throw unreadable(file, `no kind "Config" is registered for version "${apiVersion}"`);
  }
  checkShape(value, file);
  return value;
}

const TEXTS: Shape = { list: 'string' };
const texts = (...names: readonly string[]): Record<string, Shape> =>
  Object.fromEntries(names.map((name) => [name, 'string']));
const entries = (what: string, fields: Record<string, Shape>): Shape => ({
  list: { fields: { name: 'string', [what]: { fields } } },
});

/** All that counts in a kubeconfig, as Go types it (client-go tools/clientcmd/api/v1/types.go). */
const CONFIG: Shape = {
  fields: {
    ...texts('kind', 'apiVersion', 'current-context'),
    contexts: entries('context', texts('cluster', 'user', 'namespace')),
    clusters: entries('cluster', {
      ...texts('server', 'tls-server-name', 'proxy-url'),
      ...texts('certificate-authority', 'certificate-authority-data'),
      'insecure-skip-tls-verify': 'boolean',
      'disable-compression': 'boolean',
    }),
    users: entries('user', {
      ...texts('token', 'tokenFile', 'username', 'password', 'as', 'as-uid'),
      ...texts('client-certificate', 'client-key'),
      ...texts('client-certificate-data', 'client-key-data'),
      'as-groups': TEXTS,
      'as-user-extra': { map: TEXTS },
      'auth-provider': { fields: { name: 'string', config: { map: 'string' } } },
      exec: {
        fields: {
          ...texts('command', 'apiVersion', 'installHint', 'interactiveMode'),
          args: TEXTS,
          env: { list: { fields: texts('name', 'value') } },
          provideClusterInfo: 'boolean',
        },
      },
    }),
  },
};

/** Like kubectl, which reads every file whole: one wrong field anywhere makes it useless. */
function checkShape(config: JsonObject, file: string): void {
  for (const { path, problem } of fitToShape(config, CONFIG)) {
    const value = valueAt(config, path);
    const [, wanted] = /^must be (.+?), not /.exec(problem ?? '') ?? [];
    // Go takes null for what is not there.
    if (value === null || wanted === undefined) continue;
    const isText = wanted === 'a string';
    throw unreadable(
      file,
      `${placeOf(config, path)} is ${kindOf(value)}, not ${isText ? 'text' : wanted}`,
      isText && typeof value !== 'object' ? 'Put it into quotes.' : undefined,
    );
  }
}

function valueAt(value: unknown, path: FieldPath): unknown {
  return path.reduce<unknown>((part, step) => Reflect.get(Object(part), step), value);
}

/** Of a value nothing but its kind is shown: it may be a password. */
function kindOf(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a map';
  return typeof value === 'string' ? 'text' : `a ${typeof value}`;
}

/** `exec.args[0] of user "u"` */
function placeOf(config: JsonObject, path: FieldPath): string {
  const [list, index, field, ...rest] = path;
  if (index === undefined || field === undefined) return formatPath(path);
  const what = String(list).slice(0, -1);
  const name = textOf(fieldsOf(valueAt(config, path.slice(0, 2))).name);
  const part = rest.length > 0 ? formatPath(rest) : field;
  return `${part} of ${name === undefined ? `a ${what}` : `${what} "${name}"`}`;
}

function addEntries(
  into: Map<string, ConfigEntry>,
  list: unknown,
  field: 'cluster' | 'user' | 'context',
  file: string,
): void {
  const names = new Set<string>();
  for (const item of objectsOf(list)) {
    const name = textOf(item.name) ?? '';
    if (names.has(name)) {
      throw unreadable(
        file,
        `duplicate name "${name}" in ${field}s`,
        'Delete one of them, or give it another name.',
      );
    }
    names.add(name);
    const fields = fieldsOf(item[field]);
    checkBase64(fields, `${field} "${name}"`, file);
    if (!into.has(name)) into.set(name, { fields, directory: dirname(resolve(file)) });
  }
}

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

function checkBase64(fields: JsonObject, where: string, file: string): void {
  for (const name of ['certificate-authority', 'client-certificate', 'client-key']) {
    const data = textOf(fields[`${name}-data`])?.replace(/[\r\n]/g, '') ?? '';
    if (BASE64.test(data)) continue;
    throw unreadable(
      file,
      `${name}-data of ${where} is not base64`,
      `It must be the file itself, encoded. For the path of a file there is ${name}.`,
    );
  }
}

function unreadable(file: string, problem: string, hint?: string): UserError {
  return new UserError(`error loading config file "${file}": ${problem}`, { hint });
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
