import { expect, test } from 'bun:test';
import { readFieldTable } from '../../scripts/fields/field-table.ts';
import table from '../../src/kube/schema/kubernetes-fields.json';
import { realCluster, run } from './support/real-cluster.ts';

const TIMEOUT_MS = 60_000;

test.skipIf(realCluster.isAbsent)(
  'the table of fields is what the API server publishes (npm run fields)',
  async () => {
    const get = async (path: string): Promise<unknown> =>
      JSON.parse((await run([realCluster.kubectl, 'get', '--raw', path])).stdout);
    const { version, ...fields } = await readFieldTable(get);
    const { version: ours, ...known } = table;
    expect(fields).toEqual(known);
    expect(ours).toBe(version);
  },
  TIMEOUT_MS,
);
