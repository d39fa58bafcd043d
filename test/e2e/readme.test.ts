/** What README.md shows "of the real cluster" is what the program tells of such Pods now. */
import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import { codeBlocks, README } from '../support/readme.ts';
import { quickDeployment } from './support/quick-pod.ts';
import {
  createNamespace,
  executable,
  kubectl,
  realCluster,
  run,
  until,
} from './support/real-cluster.ts';

const container = (name: string, command: readonly string[], more: object = {}) => ({
  name,
  image: 'busybox:1.28',
  command,
  ...more,
});
const SLEEP = container('app', ['sleep', '3600']);

const migrating = quickDeployment('api', [SLEEP]);
const SHOP = [
  quickDeployment('web', [SLEEP]),
  quickDeployment('cart', [container('cart', [], { image: 'absent:1' })]),
  {
    ...migrating,
    spec: {
      ...migrating.spec,
      template: {
        ...migrating.spec.template,
        spec: {
          ...migrating.spec.template.spec,
          initContainers: [container('migrate', ['false'])],
        },
      },
    },
  },
  {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name: 'report' },
    spec: {
      backoffLimit: 0,
      template: { spec: { restartPolicy: 'Never', containers: [container('app', ['false'])] } },
    },
  },
];

const limited = (cpu: string) => [{ ...SLEEP, resources: { limits: { cpu } } }];
const QUOTA = {
  apiVersion: 'v1',
  kind: 'ResourceQuota',
  metadata: { name: 'small' },
  spec: { hard: { 'limits.cpu': '1' } },
};

describe.skipIf(realCluster.isAbsent)('README.md', () => {
  let shop = { name: '', remove: async () => '' };
  let other = shop;

  const apply = (namespace: string, items: readonly object[]) =>
    kubectl(
      ['-n', namespace, 'apply', '-f', '-'],
      JSON.stringify({ apiVersion: 'v1', kind: 'List', items }),
    );

  beforeAll(async () => {
    [shop, other] = await Promise.all([createNamespace('readme'), createNamespace('readme')]);
    await Promise.all([
      apply(shop.name, SHOP),
      apply(other.name, [QUOTA, quickDeployment('first', limited('500m'))]),
    ]);
    await until('the quota is used', async () =>
      (await kubectl(['-n', other.name, 'get', 'quota', 'small', '-o', 'json'])).includes(
        '"limits.cpu": "500m"',
      ),
    );
    await apply(other.name, [quickDeployment('greedy', limited('2'))]);
  }, 60_000);

  afterAll(async () => {
    await Promise.all([shop.remove(), other.remove()]);
  });

  test('shows the Pods of a namespace and a workload without Pods', async () => {
    const shown = codeBlocks(README).filter(({ before }) => before.includes('of the real cluster'));
    const answers = shown.flatMap(({ text }) => text.split(/^\$ kubectl initx (.*)\n/m).slice(1));
    const [list = '', pods = '', workload = '', refusal = ''] = answers;
    expect(answers).toHaveLength(4);
    const explain = async (typed: string, namespace: string) => {
      const words = typed.replace(/ -n shop$/, '').split(' ');
      // RESTARTS has room beside short names only.
      const env = { COLUMNS: '72' };
      return (await run([executable, ...words, '-n', namespace], { env })).stdout;
    };
    let told = '';
    await until('the Pods are as they are shown', async () => {
      told = await explain(list, shop.name);
      return alike(told) === alike(pods);
    }).catch(() => expect(alike(told)).toBe(alike(pods)));
    await until('the workload is as it is shown', async () => {
      told = await explain(workload, other.name);
      return alike(told) === alike(refusal);
    }).catch(() => expect(alike(told)).toBe(alike(refusal)));

    /** Without what no two runs have in common: names, durations, and the room that they take. */
    function alike(text: string): string {
      return text
        .replaceAll(other.name, 'shop')
        .replaceAll(/-[a-z0-9]{8,10}(?=[-:])/g, '-HASH')
        .replaceAll(/-HASH-[a-z0-9]{5}\b|\b(report)-[a-z0-9]{5}\b/g, '$1-POD')
        .replaceAll(/(?<=\s)(?:\d+[smhd])+(?=\s)/g, 'TIME')
        .replaceAll(/\s+/g, ' ');
    }
  }, 120_000);
});
