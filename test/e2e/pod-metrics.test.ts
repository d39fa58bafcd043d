import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import { resolveConnection } from '../../src/kube/connect/resolve-connection.ts';
import { nodeUsages, podUsages, readPodUsage } from '../../src/kube/metrics/pod-metrics.ts';
import { podPath } from '../../src/kube/reads/pods.ts';
import { createClient } from '../../src/kube/transport/client.ts';
import type { Pod, WrittenResourceList } from '../../src/model/kubernetes/api.ts';
import { podUsage, usageOfPod, wholePercent } from '../../src/model/resources/pod/usage.ts';
import { type Amounts, NO_AMOUNTS } from '../../src/model/resources/quantity/amounts.ts';
import {
  formatQuantity,
  milliValue,
  parseQuantity,
  wholeValue,
  ZERO,
} from '../../src/model/resources/quantity/quantity.ts';
import { createNamespace, kubectl, realCluster, run, until } from './support/real-cluster.ts';

/** The app burns as much cpu as it may and holds 24 MiB in memory. */
const POD = `apiVersion: v1
kind: Pod
metadata: { name: burner, labels: { app: burner } }
spec:
  terminationGracePeriodSeconds: 0
  initContainers:
    - name: setup
      image: busybox:1.28
      command: [sh, -c, 'exit 0']
      resources: { requests: { cpu: 150m, memory: 64Mi } }
    - name: helper
      image: busybox:1.28
      restartPolicy: Always
      command: [sleep, '3600']
      resources: { requests: { cpu: 10m, memory: 8Mi }, limits: { memory: 16Mi } }
  containers:
    - name: app
      image: busybox:1.28
      command: [sh, -c, 'dd if=/dev/zero of=/cache/block bs=1M count=24; while :; do :; done']
      volumeMounts: [{ name: cache, mountPath: /cache }]
      resources: { requests: { cpu: 50m, memory: 16Mi }, limits: { cpu: 100m, memory: 64Mi } }
  volumes:
    - { name: cache, emptyDir: { medium: Memory } }
`;

interface Node {
  readonly metadata: { readonly name: string };
  readonly status: { readonly allocatable: WrittenResourceList };
}

/** A cluster that was only named may have none; the one of the tests must. */
const hasMetrics =
  !realCluster.isAbsent &&
  (realCluster.hasNodeAccess ||
    (await run([realCluster.kubectl, 'get', '--raw', '/apis/metrics.k8s.io'])).exitCode === 0);

describe.skipIf(!hasMetrics)('usage on the real cluster, where there is a metrics-server', () => {
  let namespace = { name: '', remove: async () => '' };

  beforeAll(async () => {
    namespace = await createNamespace('usage');
    await kubectl(['-n', namespace.name, 'apply', '-f', '-'], POD);
    await until('the Pod has been measured', isMeasured, 240);
  }, 250_000);

  afterAll(async () => {
    await namespace.remove();
  });

  async function clientAs(user?: string) {
    const options = { kubeconfig: realCluster.kubeconfig, ...(user && { as: user }) };
    const surroundings = { env: { ...process.env }, stdinIsTerminal: false };
    return createClient(await resolveConnection(options, surroundings), 'test');
  }

  async function readPod(): Promise<Pod> {
    return (await (await clientAs()).getJson(podPath(namespace.name, 'burner'))).body as Pod;
  }

  async function readSample() {
    return readPodUsage(await clientAs(), namespace.name, 'burner');
  }

  /** Whether the sample is one of the burning app, with its memory full. */
  async function isMeasured(): Promise<boolean> {
    const app = (await readSample())?.containers.find(({ name }) => name === 'app');
    const { cpu = ZERO, memory = ZERO } = app?.usage ?? {};
    return milliValue(cpu) > 20n && wholeValue(memory) > 24n << 20n;
  }

  /** What kubectl prints of a sample, and that sample: there was no newer one in between. */
  async function printedWith<Sample>(
    read: () => Promise<Sample>,
    args: readonly string[],
  ): Promise<{ readonly sample: Sample; readonly lines: string[][] }> {
    for (let tries = 0; tries < 20; tries += 1) {
      const sample = await read();
      const printed = await kubectl(['-n', namespace.name, 'top', ...args, '--no-headers']);
      if (!Bun.deepEquals(sample, await read())) continue;
      return {
        sample,
        lines: printed
          .trim()
          .split('\n')
          .map((line) => line.trim().split(/\s+/)),
      };
    }
    throw new Error('there was a newer sample each time');
  }

  test('of each container is what kubectl top pod --containers prints of the same sample', async () => {
    const { sample, lines } = await printedWith(readSample, ['pod', 'burner', '--containers']);
    const containers = sample?.containers ?? [];
    expect(containers.map(({ name }) => name).sort()).toEqual(['app', 'helper']);
    const ours = containers.map(({ name, usage }) => ['burner', name, ...asKubectl(usage)]);
    expect(ours.sort()).toEqual(lines.sort());
  });

  test('in sum is what kubectl top pod prints of the same sample', async () => {
    const { sample, lines } = await printedWith(readSample, ['pod', 'burner']);
    expect(lines).toEqual([['burner', ...asKubectl(sample ? usageOfPod(sample) : NO_AMOUNTS)]]);
  });

  test('of a node, and its share, is what kubectl top node prints of the same sample', async () => {
    const client = await clientAs();
    const { sample, lines } = await printedWith(
      () => Array.fromAsync(nodeUsages(client)),
      ['node', '--sort-by=cpu'],
    );
    const { items }: { items: readonly Node[] } = JSON.parse(
      await kubectl(['get', 'nodes', '-o', 'json']),
    );
    const allocatable = new Map(
      items.map(({ metadata, status }) => [metadata.name, status.allocatable]),
    );
    expect(sample.length).toBeGreaterThan(0);
    for (const { name, usage } of sample) {
      const [cpu, memory] = asKubectl(usage);
      const whole = parseQuantity(allocatable.get(name)?.memory ?? '');
      const share = `${wholePercent(usage.memory, whole)}%`;
      const printed = lines.find(([first]) => first === name);
      expect([printed?.[1], printed?.[3], printed?.[4]]).toEqual([cpu, memory, share]);
    }
  });

  test('is joined with the containers in start order: init done, sidecar idle, app busy', async () => {
    const { containers, cpu, memory } = podUsage(await readPod(), await readSample());
    expect(containers.map(({ name, role, missing }) => [name, role, missing])).toEqual([
      ['setup', 'init', 'ended'],
      ['helper', 'sidecar', undefined],
      ['app', 'app', undefined],
    ]);
    const [, helper, app] = containers;
    expect(helper?.cpu.ofRequest).toBeLessThan(50n);
    // Throttled to its limit of 100m, which is twice its request of 50m.
    expect(app?.cpu.ofLimit).toBeGreaterThan(20n);
    expect(app?.cpu.ofLimit).toBeLessThan(130n);
    expect(app?.cpu.ofRequest).toBeGreaterThanOrEqual(2n * (app?.cpu.ofLimit ?? 0n));
    // 24 MiB and little more, of 64.
    expect(app?.memory.ofLimit).toBeGreaterThanOrEqual(37n);
    expect(app?.memory.ofLimit).toBeLessThan(50n);
    // The request that counts is that of the init container, which is over (R17, R19).
    expect([cpu.request, memory.request].map((each) => each && formatQuantity(each))).toEqual([
      '150m',
      '64Mi',
    ]);
    expect(cpu.limit).toBeUndefined();
  });

  test('is listed of the Pods of a namespace that a selector names', async () => {
    const client = await clientAs();
    const names = async (labelSelector: string) => {
      const samples = podUsages(client, { namespace: namespace.name, labelSelector });
      return (await Array.fromAsync(samples)).map(({ name }) => name);
    };
    expect(await names('app=burner')).toEqual(['burner']);
    expect(await names('app=other')).toEqual([]);
  });

  test('of a Pod that is not there is nothing', async () => {
    expect(await readPodUsage(await clientAs(), namespace.name, 'nobody')).toBeUndefined();
  });

  test.skipIf(!realCluster.hasNodeAccess)(
    'without the right to read it names the right that is missing',
    async () => {
      const read = readPodUsage(await clientAs('eve'), namespace.name, 'burner');
      await expect(read).rejects.toMatchObject({
        name: 'MetricsUnavailable',
        message: expect.stringContaining('User "eve" cannot get resource "pods"'),
        hint: `It needs the right to get pods.metrics.k8s.io: check with kubectl auth can-i get pods.metrics.k8s.io -n ${namespace.name}`,
      });
    },
  );
});

/** cpu and memory as kubectl prints them (k8s.io/kubectl pkg/metricsutil/metrics_printer.go). */
function asKubectl({ cpu, memory }: Amounts): [cpu: string, memory: string] {
  return [`${milliValue(cpu ?? ZERO)}m`, `${wholeValue(memory ?? ZERO) >> 20n}Mi`];
}
