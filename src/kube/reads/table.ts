import type { Pod } from '../../model/kubernetes/api.ts';
import { isJsonObject, objectsOf } from '../objects/json-value.ts';
import { trusted } from '../objects/trusted.ts';

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

/** The pods of a Table with `includeObject=Object`, of a PodList, or nothing. */
export function rowObjects(body: unknown): readonly { pod: Pod; row: PodRow | undefined }[] {
  if (!isJsonObject(body)) return [];
  if (body.kind !== 'Table') {
    return objectsOf(body.items).map((pod) => ({ pod: trusted<Pod>(pod), row: undefined }));
  }
  const columns = objectsOf(body.columnDefinitions).map(({ name }) => String(name));
  return objectsOf(body.rows).flatMap(({ cells, object }) =>
    isJsonObject(object) ? [{ pod: trusted<Pod>(object), row: readRow(columns, cells) }] : [],
  );
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
