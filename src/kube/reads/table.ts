import { isJsonObject, objectsOf } from '../objects/json-value.ts';

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
