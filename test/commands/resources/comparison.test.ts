import { afterAll, describe, expect, test } from 'bun:test';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv from 'ajv/dist/2020';
import { makeTemporaryFiles } from '../../kube/temporary-files.ts';
import { runMain } from '../../support/fake-io.ts';

const FILE = join(import.meta.dirname, '../../../schema/resource-comparison.v1alpha1.schema.json');
const validate = new Ajv({ allErrors: true }).compile(JSON.parse(readFileSync(FILE, 'utf8')));

const files = makeTemporaryFiles();
afterAll(() => files.remove());

const deployment = (name: string, replicas: number, spec: string) => `
apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name}, namespace: shop }
spec:
  replicas: ${replicas}
  selector: { matchLabels: { app: ${name} } }
  template:
    metadata: { labels: { app: ${name} } }
    spec: ${spec}
---`;

const app = (cpu: string, more = '') =>
  `{ name: app, image: a, resources: { requests: { cpu: ${cpu} }${more} } }`;
const migrate = (cpu: string) =>
  `{ name: migrate, image: a, resources: { requests: { cpu: ${cpu} } } }`;
const PROXY =
  '{ name: proxy, image: a, restartPolicy: Always, resources: { requests: { cpu: 50m } } }';

const OLD = [
  deployment('web', 3, `{ initContainers: [${migrate('"2"')}], containers: [${app('500m')}] }`),
  deployment('gone', 1, `{ containers: [${app('100m')}] }`),
  deployment('same', 2, `{ containers: [${app('10m')}] }`),
].join('');
const NEW = [
  deployment(
    'web',
    5,
    `{ initContainers: [${PROXY}, ${migrate('500m')}], containers: [${app('500m', ', limits: { memory: 1Gi }')}] }`,
  ),
  deployment('same', 2, `{ containers: [${app('0.01')}] }`),
  deployment('fresh', 4, `{ containers: [${app('25m')}] }`),
].join('');

async function compare(old: string, now: string, ...args: string[]) {
  const names = [files.write('old.yaml', old), files.write('new.yaml', now)] as const;
  return runMain(['resources', '-f', names[0], '--against', names[1], ...args]);
}

describe('R16 R17 what another version of manifests changes', () => {
  test('is told of each container, each Pod and of all, in the order of the new one', async () => {
    const { exitCode, stdout, stderr } = await compare(OLD, NEW);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    // 2 then 550m at the peak of one Pod; 6 + 100m + 20m, then 5 times 550m + 20m + 100m in all.
    expect(stdout).toBe(`Deployment shop/web
proxy     role                   none   ->  sidecar
proxy     cpu request            none   ->  50m
migrate   cpu request            2      ->  500m
app       memory request         none   ->  1Gi
app       memory limit           none   ->  1Gi
each Pod  cpu request            2      ->  550m
each Pod  cpu unused after init  1500m  ->  0
each Pod  memory request         0      ->  1Gi
all       Pods                   3      ->  5

Deployment shop/fresh is new: 4 Pods together requesting cpu 100m.

Deployment shop/gone is gone: 1 Pod requesting cpu 100m.

Requests and limits stay the same for Deployment shop/same.

In sum
Pods                   6      ->  11
cpu request            6120m  ->  2870m
cpu unused after init  4500m  ->  0
memory request         0      ->  5Gi
`);
  });

  test('is nothing where amounts are only written otherwise', async () => {
    const { stdout } = await compare(OLD, OLD.replace('cpu: 500m', 'cpu: 0.5'));
    expect(stdout).toStartWith('Requests and limits stay the same.\n\nIn sum\nPods ');
  });

  test('has in its sum what is another, and all where nothing is', async () => {
    const web = (cpu: string) =>
      deployment('web', 1, `{ containers: [${app(cpu, ', limits: { memory: 1Gi }')}] }`);
    const { stdout } = await compare(web('1m'), web('2m'));
    expect(stdout.replaceAll(/ +/g, ' ')).toEndWith('Pods 1 -> 1\ncpu request 1m -> 2m\n');
    expect((await compare(web('1m'), web('1m'))).stdout).toContain('memory request');
  });

  test('is the order of the start too, and what a container is', async () => {
    const pod = (inits: string) =>
      deployment('web', 1, `{ initContainers: [${inits}], containers: [${app('1m')}] }`);
    const { stdout } = await compare(
      pod(`${PROXY}, ${migrate('60m')}`),
      pod(`${migrate('60m')}, ${PROXY}`),
    );
    expect(stdout.replaceAll(/ +/g, ' ')).toContain(
      'the Pod start order proxy and migrate -> migrate and proxy\neach Pod cpu request 110m -> 60m\n',
    );
    const asInit = PROXY.replace(' restartPolicy: Always,', '');
    expect((await compare(pod(PROXY), pod(asInit))).stdout).toContain('sidecar  ->  init');
  });

  test('is the same data as JSON, which the schema describes, and as CSV', async () => {
    const { stdout } = await compare(OLD, NEW, '-o', 'json');
    const value = JSON.parse(stdout);
    validate(value);
    expect(validate.errors).toBeNull();
    expect(value.items.map((item: { name: string; change: string }) => item.change)).toEqual([
      ...['changed', 'same', 'new', 'gone'],
    ]);
    expect(value.total.after).toEqual({
      pods: 11,
      requests: { cpu: '2870m', memory: '5Gi' },
      unused: { cpu: '0', memory: '0' },
    });
    const path = '-ojsonpath={.items[?(@.change=="new")].name}';
    expect((await compare(OLD, NEW, path)).stdout).toBe('fresh');
    const csv = await compare(OLD, NEW, '-o', 'csv');
    expect(csv.stdout).toContain('\nDeployment,shop,web,changed,migrate,requests,cpu,2,500m\n');
    const names = await compare(OLD, NEW, '-o', 'name');
    expect(names.stdout).toBe('deployment.apps/web\ndeployment.apps/fresh\ndeployment.apps/gone\n');
  });

  test('is not told by halves where one of the two cannot be read', async () => {
    const { exitCode, stdout, stderr } = await compare(
      OLD,
      NEW.replace('replicas: 5', 'replica: 5'),
    );
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
    expect(stderr).toContain('unknown field "spec.replica"');
  });

  test.each([
    [['-f', '-', '--against', '-'], 'stdin can be read only once'],
    [['--against', 'new.yaml'], '--against: what is to be compared?'],
    [['-f', 'old.yaml', '--against', 'new.yaml', '--check'], '--check does not go with --against'],
    [['web', '--against', 'new.yaml', '--usage'], '--usage does not go with --against'],
    [['-f', 'old.yaml', '--against', 'new.yaml', '--by', 'pod'], '--by does not go with'],
  ])('%p is refused', async (args, reason) => {
    const { exitCode, stderr } = await runMain(['resources', ...args]);
    expect(exitCode).toBe(1);
    expect(stderr).toContain(reason);
  });
});
