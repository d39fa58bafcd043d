/** In-place resizes, followed through their states by what `resources` says of them. */
import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test';
import { INFEASIBLE, nodeWithoutKubelet, runningStatus } from './support/infeasible-resize.ts';
import { quickPod } from './support/quick-pod.ts';
import { createNamespace, kubectl, realCluster, run, until } from './support/real-cluster.ts';
import { resizeWorkplace } from './support/resize-workplace.ts';
import { resourcesText, storedPods } from './support/resource-answers.ts';
import { type Amounts, container } from './support/resource-objects.ts';

setDefaultTimeout(90_000);

const FILL = 'dd if=/dev/zero of=/dev/shm/used bs=1M count=32; touch /dev/shm/full; sleep 3600';
const IS_FULL = { exec: { command: ['test', '-e', '/dev/shm/full'] }, periodSeconds: 1 };

const PODS = [
  quickPod(
    'app',
    [container('app', { cpu: '10m', memory: '16Mi' }, { cpu: '20m', memory: '32Mi' })],
    {
      initContainers: [
        container(
          'proxy',
          { cpu: '5m', memory: '8Mi' },
          { cpu: '10m', memory: '16Mi' },
          { restartPolicy: 'Always' },
        ),
      ],
    },
  ),
  quickPod('whole', [container('app')], {
    resources: { requests: { cpu: '15m', memory: '16Mi' }, limits: { cpu: '30m', memory: '32Mi' } },
  }),
  quickPod('waiting', [container('app', { cpu: '10m', memory: '8Mi' })], {
    initContainers: [container('init', { cpu: '20m' }, {}, { command: ['true'] })],
  }),
  quickPod('in-use', [
    container(
      'app',
      { memory: '16Mi' },
      { memory: '64Mi' },
      { command: ['sh', '-c', FILL], readinessProbe: IS_FULL },
    ),
  ]),
];

describe.skipIf(realCluster.isAbsent)('resources while a Pod is resized in place', () => {
  let namespace = { name: '', remove: async () => '' };
  let at = resizeWorkplace('');
  let node = '';

  beforeAll(async () => {
    namespace = await createNamespace('resize');
    at = resizeWorkplace(namespace.name);
    await at.create({ apiVersion: 'v1', kind: 'List', items: PODS });
    await until('all Pods are ready', async () => {
      const pods = await storedPods(namespace.name);
      node = pods[0]?.spec.nodeName ?? '';
      return pods.every(({ status: { containerStatuses } }) =>
        containerStatuses?.every(({ ready }) => ready),
      );
    });
    // It takes the kubelet a while to say that this cannot be done: it goes on beside the rest.
    await at.resize('in-use', { containers: [resized('app', {}, { memory: '20Mi' })] });
  });

  afterAll(async () => {
    await namespace.remove();
    await run([realCluster.kubectl, 'delete', 'node', '-l', `initx-test=${namespace.name}`]);
  });

  test('R17 a resize of an app container and of a sidecar that is done leaves nothing to tell', async () => {
    await at.resize('app', {
      initContainers: [resized('proxy', { cpu: '8m' }, { cpu: '16m' })],
      containers: [resized('app', { cpu: '20m' }, { cpu: '40m', memory: '48Mi' })],
    });
    const done = await at.answerOnce(
      'the resize is done',
      'app',
      ({ containers: [proxy, app], resize }) =>
        resize === undefined &&
        proxy?.actual?.requests.cpu === '8m' &&
        app?.actual?.limits.memory === '48Mi',
    );
    expect(done.requests.cpu).toMatchObject({ effective: '28m', bySpec: '28m' });
    expect(done.limits.memory).toMatchObject({ effective: '64Mi', bySpec: '64Mi' });
    await at.expectAgreement('app');
  });

  test('R17 a resize of pod-level resources is counted once it is done', async () => {
    await at.resize('whole', { resources: { requests: { cpu: '25m' }, limits: { cpu: '50m' } } });
    const done = await at.answerOnce(
      'the resize is done',
      'whole',
      ({ cgroup, resize }) => resize === undefined && cgroup.cpuQuotaMicroseconds === 5000,
    );
    expect(done.requests.cpu).toMatchObject({
      effective: '25m',
      bySpec: '25m',
      decidedBy: 'pod-level',
    });
    await at.expectAgreement('whole');
  });

  test.skipIf(!realCluster.hasNodeAccess)(
    'R17 a resize that the node can never do is left out by quota and scheduler',
    async () => {
      const allocatable = { cpu: '1000', memory: '1Gi', pods: '10' };
      const { metadata, ...fake } = nodeWithoutKubelet(namespace.name, allocatable);
      await at.create({ metadata, ...fake });
      const requests = { cpu: '10m', memory: '8Mi' };
      const spec = { nodeName: metadata.name };
      await at.create(quickPod('too-much', [container('app', requests)], spec));
      await at.patchStatus('too-much', runningStatus(requests));
      await at.resize('too-much', { containers: [resized('app', { cpu: '900' })] });
      await at.patchStatus('too-much', { conditions: [INFEASIBLE] });

      const refused = await at.answer('too-much');
      const change = { container: 'app', kind: 'requests', resource: 'cpu' };
      expect(refused.resize).toEqual({
        state: 'infeasible',
        message: INFEASIBLE.message,
        amounts: [{ ...change, desired: '900', allocated: '10m', actual: '10m' }],
      });
      const counted = { effective: '10m', byQuota: '10m', bySpec: '900' };
      expect(refused.requests.cpu).toMatchObject(counted);
      const text = await resourcesText(namespace.name, 'too-much');
      expect(text).toContain('The resize can never be done on this node');
      expect(text).toContain('app, cpu request: asked for 900, promised 10m and set 10m');
      await at.expectCounted('too-much');

      // So the scheduler takes 10m: all the rest is free, but not more.
      for (const [name, cpu, outcome] of [
        ['more', '999991m', 'Unschedulable'],
        ['rest', '999990m', 'Scheduled'],
      ] as const) {
        const there = { nodeSelector: metadata.labels, tolerations: [{ operator: 'Exists' }] };
        await at.create(quickPod(name, [container('app', { cpu })], there));
        const isSo = async () => (await at.schedulingOf(name)) === outcome;
        await until(`${name} is ${outcome}`, isSo);
      }
    },
  );

  test('R17 a resize for which there is no room now is reserved all the same', async () => {
    // All of the node: the other Pods are in its way.
    const path = '-o=jsonpath={.status.allocatable.memory}';
    const memory = await kubectl(['get', 'node', node, path]);
    await at.resize('waiting', { containers: [resized('app', { memory })] });
    await at.resize('whole', { resources: { requests: { memory }, limits: { memory } } });
    for (const [name, has, kinds] of [
      ['waiting', '8Mi', ['requests']],
      ['whole', '16Mi', ['requests', 'limits']],
    ] as const) {
      const isDeferred = 'the resize is deferred';
      const waiting = await at.answerOnce(
        isDeferred,
        name,
        ({ resize }) => resize?.state === 'deferred',
      );
      expect(waiting.resize?.amounts).toMatchObject(
        kinds.map((kind) => ({ kind, resource: 'memory', desired: memory })),
      );
      expect(waiting.requests.memory).toMatchObject({ effective: memory, bySpec: memory });
      const text = await resourcesText(namespace.name, name);
      expect(text).toContain('The resize waits: the node has no room for it now.');
      expect(text).toMatch(
        new RegExp(`The Pod has ${has} of it; \\S+ are held back until there is room`),
      );
      await at.expectAgreement(name);
    }
    // A resize that would fit is not made meanwhile either.
    expect(await resourcesText(namespace.name, 'waiting')).toContain(
      'Set the cpu request of init to 10m: cpu 10m instead of 20m. This can be done without a restart, but not while another resize finds no room: the kubelet makes all changes of a Pod or none.',
    );
    await at.resize('waiting', { initContainers: [resized('init', { cpu: '10m' })] });
    const trimmed = await at.answerOnce(
      'the kubelet has looked at the trimmed Pod',
      'waiting',
      ({ resize }) => resize?.amounts.some(({ container: name }) => name === 'init') === true,
    );
    expect(trimmed.resize?.state).toBe('deferred');
    expect(trimmed.requests.cpu).toMatchObject({ effective: '20m', bySpec: '10m' });
    const few = { memory: '8Mi' };
    await at.resize('waiting', { containers: [resized('app', few)] });
    await at.resize('whole', { resources: { requests: few, limits: { memory: '32Mi' } } });
    const isDone = 'nothing waits';
    const back = await at.answerOnce(isDone, 'waiting', ({ resize }) => resize === undefined);
    expect(back.requests.memory?.effective).toBe('8Mi');
  });

  test('R18 a memory limit below what is in use fails and is tried again, and the old one holds', async () => {
    const going = await at.answerOnce(
      'the resize cannot be carried out',
      'in-use',
      // Just after the start of the Pod it may fail to read what is in use.
      ({ resize }) => resize?.state === 'failed' && resize.message?.includes('below') === true,
    );
    expect(going.resize).toMatchObject({
      message: expect.stringContaining('below current usage'),
      amounts: [{ container: 'app', kind: 'limits', desired: '20Mi', actual: '64Mi' }],
    });
    expect(going.limits.memory).toMatchObject({ effective: '64Mi', bySpec: '20Mi' });
    expect(await resourcesText(namespace.name, 'in-use')).toContain(
      'app, memory limit: asked for 20Mi and set 64Mi',
    );
    await at.expectAgreement('in-use');
  });
});

function resized(name: string, requests: Amounts, limits: Amounts = {}) {
  return { name, resources: { requests, limits } };
}
