import type { Pod } from '../../src/model/kubernetes/api.ts';
import type { StatusColumns } from '../../src/model/kubernetes/status-column.ts';
import { parseTimestamp } from '../../src/model/kubernetes/time.ts';

/** What makes the server print Pods itself and send along the very objects it printed. */
export const AS_TABLE = 'application/json;as=Table;v=v1;g=meta.k8s.io';
export const WITH_OBJECT = 'includeObject=Object';

export interface Table {
  /** Only in the first event of a watch. */
  readonly columnDefinitions?: readonly { readonly name: string }[] | null;
  readonly rows: readonly { readonly cells: readonly unknown[]; readonly object: StoredPod }[];
}

/** A Pod with the fields that only the recorder looks at. */
export interface StoredPod extends Pod {
  readonly metadata: Pod['metadata'] & {
    readonly resourceVersion: string;
    readonly managedFields?: unknown;
  };
}

export interface PrintedPod {
  readonly pod: StoredPod;
  readonly row: StatusColumns;
  /** When the server printed it: its AGE counted from the Pod's creation, so the same clock. */
  readonly printedAt: number;
}

export function printedPod(table: Table, columns: readonly string[]): PrintedPod | undefined {
  const [line] = table.rows;
  if (!line) return undefined;
  const cell = (name: string) => String(line.cells[columns.indexOf(name)] ?? '');
  const created = parseTimestamp(line.object.metadata.creationTimestamp) ?? 0;
  return {
    pod: line.object,
    row: { ready: cell('Ready'), status: cell('Status'), restarts: cell('Restarts') },
    printedAt: created + ageInMilliseconds(cell('Age')),
  };
}

// Duration.HumanDuration tells every second of the first ten minutes only.
function ageInMilliseconds(age: string): number {
  const [, minutes = '0', seconds = '0'] = age.match(/^(?:(\d+)m)?(?:(\d+)s)?$/) ?? [];
  const total = Number(minutes) * 60 + Number(seconds);
  if (total >= 600) throw new Error(`a Pod of age ${age} is too old to tell the time by`);
  return total * 1000;
}
