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
import { resourcesOf, resourcesText } from './support/resource-answers.ts';
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
  // What the LimitRange of this namespace lets it have; with a trimmed request alone it would not.
  quickPod('bound', [container('app', { memory: '8Mi', cpu: '0' }, { memory: '16Mi' })], {
    initContainers: [done('init', { memory: '32Mi', cpu: '0' }, { memory: '64Mi' })],
  }),
  // It stays Guaranteed only if its limits go with its requests.
  quickPod('guaranteed', [container('app', {}, { cpu: '20m', memory: '16Mi' })], {
    initContainers: [done('init', {}, { cpu: '30m', memory: '24Mi' })],
  }),
  // A policy that nobody can foresee keeps it from being resized.
  quickPod('guarded', [container('app', { cpu: '1m', memory: '8Mi' }, { memory: '16Mi' })], {
    initContainers: [done('init', { cpu: '2m', memory: '8Mi' }, { memory: '16Mi' })],
  }),
  // What was filled in for the Pod as a whole stays as it is.
  quickPod('whole', [container('app', { memory: '16Mi' }, LIMIT)], {
    resources: { limits: { memory: '64Mi' } },
    initContainers: [done('init', { memory: '24Mi' }, LIMIT)],
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
    const items = [...guard(namespace.name), ...PODS];
    await kubectl(
      inIt('create', '-f', '-'),
      JSON.stringify({ apiVersion: 'v1', kind: 'List', items }),
    );
    await kubectl(
      inIt(
        'wait',
        '--for=condition=Ready',
        'pod/wasteful',
        'pod/bound',
        'pod/guaranteed',
        'pod/guarded',
        'pod/whole',
        '--timeout=80s',
      ),
    );
  });

  afterAll(async () => {
    for (const { kind, metadata } of guard(namespace.name)) {
      await run([realCluster.kubectl, 'delete', kind, metadata.name]);
    }
    await namespace.remove();
  });

  const usedCpu = () =>
    kubectl(inIt('get', 'quota', 'counted', '-o=jsonpath={.status.used.requests\\.cpu}'));

  /** What the kubelet tells of the whole Pod, and what we say that the scheduler counts. */
  async function reserved() {
    const path = '-o=jsonpath={.status.resources.requests.cpu}';
    const kubelet = await kubectl(inIt('get', 'pod', 'wasteful', path));
    const [told] = await resourcesOf(namespace.name, ['wasteful']);
    const { cpu, memory } = told?.requests ?? {};
    return { kubelet, ours: cpu?.effective, memory: memory?.effective };
  }

  /** Runs the command for a Pod as it was printed. */
  async function make(text: string, pod: string) {
    const printed = new RegExp(`^ {2}kubectl (patch pod ${pod} .*)$`, 'm').exec(text)?.[1];
    const shell = `"$KUBECTL" ${printed}`;
    const patched = await run(['sh', '-c', shell], { env: { KUBECTL: realCluster.kubectl } });
    expect(patched).toMatchObject({ exitCode: 0, stderr: '' });
  }

  async function waste(...flags: string[]) {
    const command = [executable, 'resources', ...inIt('--waste', ...flags)];
    const { stdout, exitCode } = await run(command);
    return { stdout, exitCode };
  }

  test('is told and tried: what the server refuses is said in its words, and exits with 5', async () => {
    await until('the policy is in force', async () => (await waste('--check')).exitCode === 5);
    const { stdout, exitCode } = await waste('--check', '-o', 'json');
    const rows = new Map<string, Row>(JSON.parse(stdout).items.map((row: Row) => [row.name, row]));
    expect(rows.get('wasteful')).toMatchObject({
      now: { cpu: '50m', memory: '32Mi' },
      trial: { isTaken: true },
    });
    expect(rows.get('starting')).not.toHaveProperty('now');
    expect(rows.get('bound')).toMatchObject({ now: { memory: '24Mi' }, trial: { isTaken: true } });
    expect(rows.get('guarded')?.trial?.refusal).toContain('guarded is not to be resized');
    expect(exitCode).toBe(5);
    const table = await waste('--check');
    expect(table.stdout).toContain('The server would refuse that of guarded: ');
    expect(table.stdout).not.toContain('kubectl patch pod guarded');
  });

  test('R21 keeps to the LimitRange of the namespace, also without --check', async () => {
    const { stdout } = await waste();
    await make(stdout, 'bound');
    const path = '-o=jsonpath={.spec.initContainers[0].resources}';
    expect(JSON.parse(await kubectl(inIt('get', 'pod', 'bound', path)))).toEqual({
      requests: { memory: '8Mi', cpu: '0' },
      limits: { memory: '16Mi' },
    });
  });

  test('is nothing where the Pod as a whole was given what its containers came to', async () => {
    const path = '-o=jsonpath={.spec.resources.requests.memory}';
    const stored = () => kubectl(inIt('get', 'pod', 'whole', path));
    expect(await stored()).toBe('24Mi');
    const text = await resourcesText(namespace.name, 'whole');
    expect(text).toContain(
      'Set the memory request of init to 16Mi: memory 16Mi instead of 24Mi. It needs a new Pod.',
    );
    const init = { name: 'init', resources: { requests: { memory: '16Mi' } } };
    const change = JSON.stringify({ spec: { initContainers: [init] } });
    await kubectl(inIt('patch', 'pod', 'whole', '--subresource=resize', '-p', change));
    expect(await stored()).toBe('24Mi');
  });

  test('R20 of a Guaranteed Pod is given by lower limits too: it stays Guaranteed', async () => {
    const { stdout } = await waste();
    await make(stdout, 'guaranteed');
    await until('nothing is left to be had', async () => {
      const { stdout: then } = await waste();
      return !then.includes('guaranteed');
    });
    const [told] = await resourcesOf(namespace.name, ['guaranteed']);
    const { requests, limits, qos } = told ?? {};
    const memory = { bySpec: '16Mi' };
    expect({ requests, limits, qos }).toMatchObject({
      requests: { cpu: { byQuota: '20m', bySpec: '20m' }, memory },
      limits: { memory },
      qos: { class: 'Guaranteed' },
    });
  });

  test('is given by the command that stands below the table, at once and without a restart', async () => {
    const { stdout } = await waste('--top', '1');
    expect(await usedCpu()).toBe('122m');
    await make(stdout, 'wasteful');
    await until('the quota has 50m back', async () => (await usedCpu()) === '72m');
    await until(
      'nothing is left to be had',
      async () => !(await waste()).stdout.includes('wasteful'),
    );
    // The scheduler goes by what the kubelet reads from the Pod's cgroup: of cpu it is the old amount.
    expect(stdout).toContain('the scheduler goes on with the old one');
    expect(await reserved()).toEqual({ kubelet: '60m', ours: '60m', memory: '16Mi' });
    const app = { name: 'app', resources: { requests: { cpu: '11m' } } };
    const change = JSON.stringify({ spec: { containers: [app] } });
    await kubectl(inIt('patch', 'pod', 'wasteful', '--subresource=resize', '-p', change));
    await until('the cgroup is written', async () => (await reserved()).kubelet === '11m');
    expect(await reserved()).toEqual({ kubelet: '11m', ours: '11m', memory: '16Mi' });
    const restarts = '-o=jsonpath={.status.containerStatuses[*].restartCount}';
    expect(await kubectl(inIt('get', 'pod', 'wasteful', restarts))).toBe('0');
  });
});

/** Refuses resizes of one Pod of the namespace, as policies of others might. */
function guard(namespace: string) {
  const metadata = { name: `initx-${namespace}` };
  const apiVersion = 'admissionregistration.k8s.io/v1';
  const rule = { apiGroups: [''], apiVersions: ['v1'], operations: ['UPDATE'] };
  const constraints = {
    namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': namespace } },
    resourceRules: [{ ...rule, resources: ['pods/resize'] }],
  };
  const expression = "object.metadata.name != 'guarded'";
  const validations = [{ expression, message: 'guarded is not to be resized' }];
  return [
    {
      ...{ apiVersion, kind: 'ValidatingAdmissionPolicy', metadata },
      spec: { matchConstraints: constraints, validations },
    },
    {
      ...{ apiVersion, kind: 'ValidatingAdmissionPolicyBinding', metadata },
      spec: { policyName: metadata.name, validationActions: ['Deny'] },
    },
  ];
}
