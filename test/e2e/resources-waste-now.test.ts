/** What `resources --waste` says can be had back now: made, and held against what the quota counts. */
import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test';
import { quickPod } from './support/quick-pod.ts';
import {
  createNamespace,
  executable,
  kubectl,
  realCluster,
  run,
  until,
} from './support/real-cluster.ts';
import { container, limitRange, quota } from './support/resource-objects.ts';

setDefaultTimeout(90_000);

interface Row {
  readonly name: string;
  readonly now?: Readonly<Record<string, string>>;
  readonly patch?: object;
  readonly trial?: { readonly isTaken: boolean; readonly refusal?: string };
}

const done = (name: string, requests: Readonly<Record<string, string>>, limits = {}) =>
  container(name, requests, limits, { command: ['true'] });

const LIMIT = { memory: '48Mi' };

const PODS = [
  quickPod('wasteful', [container('app', { cpu: '10m', memory: '16Mi' }, LIMIT)], {
    initContainers: [
      done('one', { cpu: '60m', memory: '16Mi' }, LIMIT),
      done('two', { cpu: '60m', memory: '48Mi' }, LIMIT),
    ],
  }),
  quickPod('starting', [container('app', { cpu: '10m', memory: '16Mi' }, LIMIT)], {
    initContainers: [container('slow', { cpu: '40m', memory: '16Mi' }, LIMIT)],
  }),
  // What the LimitRange of this namespace lets it have, and would not let a trimmed one.
  quickPod('bound', [container('app', { memory: '8Mi', cpu: '0' }, { memory: '16Mi' })], {
    initContainers: [done('init', { memory: '32Mi', cpu: '0' }, { memory: '64Mi' })],
  }),
];

describe.skipIf(realCluster.isAbsent)('R19 what can be had back now', () => {
  let namespace = { name: '', remove: async () => '' };
  const inIt = (...args: string[]) => ['-n', namespace.name, ...args];

  beforeAll(async () => {
    namespace = await createNamespace('waste');
    const ratio = { type: 'Container', maxLimitRequestRatio: { memory: '3' } };
    await kubectl(inIt('create', '-f', '-'), JSON.stringify(limitRange('ratio', ratio)));
    await kubectl(
      inIt('create', '-f', '-'),
      JSON.stringify(quota('counted', { 'requests.cpu': '1' })),
    );
    await kubectl(
      inIt('create', '-f', '-'),
      JSON.stringify({ apiVersion: 'v1', kind: 'List', items: PODS }),
    );
    await kubectl(
      inIt('wait', '--for=condition=Ready', 'pod/wasteful', 'pod/bound', '--timeout=80s'),
    );
  });

  afterAll(async () => {
    await namespace.remove();
  });

  const usedCpu = () =>
    kubectl(inIt('get', 'quota', 'counted', '-o=jsonpath={.status.used.requests\\.cpu}'));

  async function waste(...flags: string[]) {
    const command = [executable, 'resources', ...inIt('--waste', ...flags)];
    const { stdout, exitCode } = await run(command);
    return { stdout, exitCode };
  }

  test('is told and tried: what the server refuses is said in its words, and exits with 5', async () => {
    const { stdout, exitCode } = await waste('--check', '-o', 'json');
    const rows = new Map<string, Row>(JSON.parse(stdout).items.map((row: Row) => [row.name, row]));
    expect(rows.get('wasteful')).toMatchObject({
      now: { cpu: '50m', memory: '32Mi' },
      trial: { isTaken: true },
    });
    expect(rows.get('starting')).not.toHaveProperty('now');
    expect(rows.get('bound')?.trial?.refusal).toContain('memory max limit to request ratio');
    expect(exitCode).toBe(5);
    const table = await waste('--check');
    expect(table.stdout).toContain(
      'The server would refuse that of bound: pods "bound" is forbidden',
    );
    expect(table.stdout).not.toContain('kubectl patch pod bound');
  });

  test('is given by the command that stands below the table, at once and without a restart', async () => {
    const { stdout } = await waste('--top', '1');
    const command = /^ {2}kubectl (patch pod wasteful .*)$/m.exec(stdout)?.[1] ?? '';
    expect(await usedCpu()).toBe('100m');
    const shell = `"$KUBECTL" ${command}`;
    const patched = await run(['sh', '-c', shell], { env: { KUBECTL: realCluster.kubectl } });
    expect(patched).toMatchObject({ exitCode: 0, stderr: '' });
    await until('the quota has 50m back', async () => (await usedCpu()) === '50m');
    await until(
      'nothing is left to be had',
      async () => !(await waste()).stdout.includes('wasteful'),
    );
    const restarts = '-o=jsonpath={.status.containerStatuses[*].restartCount}';
    expect(await kubectl(inIt('get', 'pod', 'wasteful', restarts))).toBe('0');
  });
});
