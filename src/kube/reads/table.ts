import { nearNames } from '../../model/kubernetes/similar-names.ts';
import { apiPath, type ResourcePath } from '../objects/api-path.ts';
import { fieldsOf, isJsonObject, objectsOf, textOf } from '../objects/json-value.ts';
import type { KubeClient } from '../transport/client.ts';
import { type ApiError, withHint } from '../transport/errors.ts';

/** Asks for the table that `kubectl get` prints; a server that has none sends the object. */
export const TABLE = 'application/json;as=Table;v=v1;g=meta.k8s.io,application/json';

/** The cells that `kubectl get pods` shows, as the server words them. */
export interface PodRow {
  readonly name: string;
  readonly ready: string;
  readonly status: string;
  readonly restarts: string;
  readonly age: string;
}

/**
 * The object of a Table with `includeObject=Object` and one row, with what `kubectl get` prints of
 * it; any other answer as it is.
 */
export function rowOf(body: unknown): { object: unknown; row: PodRow | undefined } {
  if (!isJsonObject(body) || body.kind !== 'Table') return { object: body, row: undefined };
  const rows = objectsOf(body.rows);
  const [first] = rows;
  if (first === undefined || rows.length > 1) return { object: body, row: undefined };
  const columns = objectsOf(body.columnDefinitions).map(({ name }) => String(name));
  return { object: first.object, row: readRow(columns, first.cells) };
}

function readRow(columns: readonly string[], cells: unknown): PodRow {
  const values: readonly unknown[] = Array.isArray(cells) ? cells : [];
  const cell = (name: string) => String(values[columns.indexOf(name)] ?? '');
  return {
    name: cell('Name'),
    ready: cell('Ready'),
    status: cell('Status'),
    restarts: cell('Restarts'),
    age: cell('Age'),
  };
}

/** An object by its name, with cells of its line of `kubectl get`. */
export interface NamedRow {
  readonly name: string;
  readonly cells: readonly string[];
}

/**
 * The names of objects and the cells under these headings, in one small answer: the server leaves
 * out the objects, and answers from its cache (resourceVersion 0), which may be a moment old.
 * Throws ApiError or ConnectionError.
 */
export async function readNames(
  client: KubeClient,
  of: ResourcePath,
  headings: readonly string[],
  signal: AbortSignal,
): Promise<readonly NamedRow[]> {
  const { body } = await client.getJson(apiPath(of), {
    accept: TABLE,
    query: { includeObject: 'None', resourceVersion: '0' },
    signal,
  });
  if (!isJsonObject(body)) return [];
  if (body.kind !== 'Table')
    return objectsOf(body.items).flatMap(({ metadata }) => named(metadata));
  const columns = objectsOf(body.columnDefinitions).map(({ name }) => name);
  const at = (heading: string) => columns.indexOf(heading);
  return objectsOf(body.rows).map(({ cells }) => {
    const texts: readonly unknown[] = Array.isArray(cells) ? cells : [];
    const cell = (heading: string) => String(texts[at(heading)] ?? '');
    return { name: cell('Name'), cells: headings.map(cell).filter((text) => text !== '') };
  });
}

/** Where a name was looked for in vain. */
export interface NameScope {
  /** The plural, as kubectl has it. */
  readonly resource: string;
  /** Undefined for what is in none, such as nodes. */
  readonly namespace?: string;
}

/** What somebody can do who gave a name that there is not: names like it, or where to look. */
export function hintOfNames(
  names: readonly string[],
  wanted: string,
  { resource, namespace }: NameScope,
): string {
  const near = nearNames(names, wanted);
  if (near.length > 0) return `Did you mean ${near.join(' or ')}?`;
  if (namespace === undefined) return `See kubectl get ${resource}.`;
  if (names.length === 0) return `There are no ${resource} in the namespace ${namespace}.`;
  return `See kubectl get ${resource} -n ${namespace} for those of this namespace, -A for all.`;
}

/** The same "not found", with what can be done. Whatever keeps us from the names hides no error. */
export async function withNameHint(
  client: KubeClient,
  of: NameScope & Pick<ResourcePath, 'groupPath'>,
  name: string,
  error: ApiError,
): Promise<ApiError> {
  const signal = AbortSignal.timeout(HINT_PATIENCE_MS);
  const rows = await readNames(client, of, [], signal).catch(() => undefined);
  const names = rows?.map((row) => row.name);
  return withHint(error, names && hintOfNames(names, name, of));
}

/** Names that are only a hint are worth a moment, not a wait. */
export const HINT_PATIENCE_MS = 2000;

/** From a server that makes no tables. */
function named(metadata: unknown): readonly NamedRow[] {
  const name = textOf(fieldsOf(metadata).name);
  return name === undefined ? [] : [{ name, cells: [] }];
}
