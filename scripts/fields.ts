import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readFieldTable } from './fields/field-table.ts';

const FILE = join(import.meta.dirname, '..', 'src', 'kube', 'schema', 'kubernetes-fields.json');

/** Writes the table of Kubernetes' fields anew, from the cluster that kubectl is pointed at. */
async function get(path: string): Promise<unknown> {
  return Bun.$`kubectl get --raw ${path}`.json();
}

const table = await readFieldTable(get);
writeFileSync(FILE, `${JSON.stringify(table, null, 2)}\n`);
console.log(`wrote ${Object.keys(table.types).length} types of Kubernetes ${table.version}`);
