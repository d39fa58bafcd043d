/** The sums of `resources` against kubectl describe node, ResourceQuota and the Pods themselves. */
import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test';
import type { Pod } from '../../src/model/kubernetes/api.ts';
import { hasFinalPhase } from '../../src/model/kubernetes/pod-status.ts';
import { BY_DESCRIBE, BY_SCHEDULER } from '../../src/model/resources/effective/counting.ts';
import { effectiveRequests } from '../../src/model/resources/effective/effective.ts';
import { formatQuantity, parseQuantity } from '../../src/model/resources/quantity/quantity.ts';
import { resourceList, sumOf } from '../../src/model/resources/quantity/resource-list.ts';
import { quickDeployment, quickPod } from './support/quick-pod.ts';
import {
  createNamespace,
  executable,
  kubectl,
  realCluster,
  run,
  until,
} from './support/real-cluster.ts';
import { type Amounts, container, quota } from './support/resource-objects.ts';

setDefaultTimeout(120_000);

interface TotalsAnswer {
  readonly leftOut: { readonly endedPods: number };
  readonly items: readonly ItemAnswer[];
  readonly total: ItemAnswer;
  readonly quotas?: readonly Readonly<Record<string, string>>[];
}

interface ItemAnswer {
  readonly namespace?: string;
  readonly kind?: string;
  readonly name?: string;
  readonly pods: number;
  readonly requests: Amounts;
  readonly limits: Amounts;
  readonly unused: Amounts;
  readonly counts: Readonly<Record<string, number>>;
  readonly allocatable?: Amounts;
}

const small = { cpu: '10m', memory: '16Mi' };
const large = { cpu: '60m', memory: '48Mi' };

/** Its init container alone reserves 50m and 32Mi. */
const web = quickDeployment('web', [container('web', small, small)], {
  initContainers: [container('migrate', large, large, { command: ['true'] })],
});

const report = {
  apiVersion: 'batch/v1',
  kind: 'CronJob',
  metadata: { name: 'report' },
  spec: {
    schedule: '0 0 31 2 *',
    jobTemplate: {
      spec: {
        template: {
          spec: {
            restartPolicy: 'Never',
            terminationGracePeriodSeconds: 0,
            automountServiceAccountToken: false,
            containers: [container('report', { cpu: '5m', memory: '8Mi' })],
          },
        },
      },
    },
  },
};

const ended = quickPod('ended', [container('app', small, small, { command: ['true'] })], {
  restartPolicy: 'Never',
});

const waits = quickPod('waits', [container('app', { cpu: '7m', memory: '9Mi' })], {
  nodeSelector: { 'example.com/no-such-node': 'true' },
});

describe.skipIf(realCluster.isAbsent)('the sums of resources on the real cluster', () => {
  let namespace = { name: '', remove: async () => '' };

  beforeAll(async () => {
    namespace = await createNamespace('totals');
    const hard = { pods: '20', 'requests.cpu': '2', 'requests.memory': '2Gi' };
    const objects = [quota('compute', hard), web, report, ended, waits];
    for (const each of objects) await inNamespace(['create', '-f', '-'], JSON.stringify(each));
    await inNamespace(['create', 'job', 'report-1', '--from=cronjob/report']);
    await inNamespace(['scale', 'deployment/web', '--replicas=2']);
    await inNamespace(['rollout', 'status', 'deployment/web', '--timeout=100s']);
    await until('one Pod has ended and the Job runs', async () => {
      const phases = await inNamespace(['get', 'pods', '-o', 'jsonpath={.items[*].status.phase}']);
      return phases.split(' ').sort().join(' ') === 'Pending Running Running Running Succeeded';
    });
  });

  afterAll(async () => {
    await namespace.remove();
  });

  const inNamespace = (args: readonly string[], stdin?: string) =>
    kubectl(['-n', namespace.name, ...args], stdin);

  async function totals(...args: readonly string[]): Promise<TotalsAnswer> {
    const { stdout, stderr, exitCode } = await run([
      executable,
      'resources',
      '-o',
      'json',
      ...args,
    ]);
    if (exitCode !== 0 || stderr !== '') throw new Error(`${exitCode}: ${stderr}`);
    return JSON.parse(stdout);
  }

  const ofNamespace = (...args: readonly string[]) => totals('-n', namespace.name, ...args);

  test('R17 by workload have the Deployment and the CronJob, with what their Pods take', async () => {
    const { items } = await ofNamespace('--by', 'workload');
    const rows = items.map(({ kind, name, pods, requests, unused }) => {
      return [`${kind}/${name}`, pods, requests, unused];
    });
    expect(rows).toEqual([
      ['CronJob/report', 1, { cpu: '5m', memory: '8Mi' }, {}],
      ['Pod/waits', 1, { cpu: '7m', memory: '9Mi' }, {}],
      ['Deployment/web', 2, { cpu: '120m', memory: '96Mi' }, { cpu: '100m', memory: '64Mi' }],
    ]);
  });

  test('R21 come to what the quota counts: Pods that have ended take nothing, those without a node do', async () => {
    const { total, leftOut, quotas } = await ofNamespace();
    expect(leftOut.endedPods).toBe(1);
    expect(total.counts.unscheduled).toBe(1);
    const used = JSON.parse(await inNamespace(['get', 'quota', 'compute', '-o', 'json'])).status
      .used;
    expect({
      pods: String(total.pods),
      'requests.cpu': total.requests.cpu,
      'requests.memory': total.requests.memory,
    }).toEqual(used);
    expect(quotas?.find(({ resource }) => resource === 'requests.cpu')).toEqual({
      quota: 'compute',
      resource: 'requests.cpu',
      hard: '2',
      used: '132m',
      left: '1868m',
    });
  });

  test('by namespace are the sums over the Pods', async () => {
    const pods = await ofNamespace();
    const { items } = await totals('-A', '--by', 'namespace');
    const item = items.find(({ name }) => name === namespace.name);
    const requests = sumOf(...pods.items.map((each) => resourceList(each.requests)));
    const limits = sumOf(...pods.items.map((each) => resourceList(each.limits)));
    const texts = (list: ReturnType<typeof sumOf>) =>
      Object.fromEntries([...list].map(([name, amount]) => [name, formatQuantity(amount)]));
    expect(item).toMatchObject({ requests: texts(requests), limits: texts(limits) });
    expect(item?.pods).toBe(pods.items.length);
    expect(item?.pods).toBe(4);
  });

  test('R19 by waste are ranked, and tell what is unused of the nodes', async () => {
    const { items } = await ofNamespace('--by', 'workload', '--waste');
    expect(items.map(({ name }) => name)).toEqual(['web']);
    const { stdout } = await run([executable, 'resources', '-n', namespace.name, '--waste']);
    expect(stdout).toMatch(/100m cpu: 75% of what is requested, .*% of what the nodes have/);
  });

  test('by node agree with the allocated resources of kubectl describe node', async () => {
    const query = ['get', 'pods', '-l', 'name=web', '-o', 'jsonpath={.items[0].spec.nodeName}'];
    const node = await inNamespace(query);
    let ours: object = {};
    let theirs: object = {};
    // Pods of others come and go on it: what is compared must be of one moment.
    await until('the Pods of the node stay as they are for a moment', async () => {
      theirs = await allocatedOn(node);
      const { items } = await totals('-A', '--by', 'node');
      ours = amountsOf(items.find(({ name }) => name === node));
      return Bun.deepEquals(theirs, await allocatedOn(node));
    });
    expect(ours).toEqual(theirs);
  });

  test('by node of what kubectl has saved are those of the cluster, with what is free', async () => {
    const command = [executable, 'resources', '--by', 'node', '-o', 'json'];
    const items = async (more: readonly string[], stdin?: string) => {
      const finished = await run([...command, ...more], stdin === undefined ? {} : { stdin });
      return JSON.stringify(JSON.parse(finished.stdout).items);
    };
    let [live, ofFile] = ['', 'not asked'];
    // Others may start something in between.
    await until('both are of the same moment', async () => {
      const before = await items(['-A']);
      const saved = await kubectl(['get', 'nodes,pods', '-A', '-o', 'json']);
      ofFile = await items(['-f', '-'], saved);
      live = await items(['-A']);
      return live === before;
    });
    expect(ofFile).toBe(live);
    expect(live).toContain('"free"');
  });

  test('tell in a table which Pods are left out, and what the quota leaves', async () => {
    const { stdout } = await run([executable, 'resources', '-n', namespace.name]);
    expect(stdout).toMatch(/^TOTAL \(4 Pods\) +132m +100m /m);
    expect(stdout).toMatch(/^compute +requests\.cpu +132m +2 +1868m$/m);
    expect(stdout).toContain('Left out: 1 Pod that has ended; it reserves nothing.\n');
    expect(stdout).toContain('Counted too: 1 Pod that is on no node yet.\n');
  });

  test('have the labels of Pods and nodes that kubectl get -L has, and go by those of namespaces', async () => {
    const cellsOf = (text: string) => {
      const lines = text.trimEnd().split('\n');
      return new Map(lines.map((line) => [line.split(/ +/)[0], line.trimEnd().split(/ +/).at(-1)]));
    };
    const inIt = ['-n', namespace.name, '-L', 'pod-template-hash'];
    const theirs = cellsOf(await kubectl(['get', 'pods', ...inIt]));
    const ours = cellsOf((await run([executable, 'resources', ...inIt, '-o', 'wide'])).stdout);
    const hashes = [...theirs].filter(([name]) => name?.startsWith('web-'));
    expect(hashes.length).toBeGreaterThan(0);
    for (const [name, hash] of hashes) expect(ours.get(name)).toBe(hash ?? '');

    const node = (await kubectl(['get', 'nodes', '-o', 'name'])).trim().replace('node/', '');
    const ofHost = ['--node-selector', `kubernetes.io/hostname=${node}`, '--node-taints', 'none'];
    const here = ['-n', namespace.name];
    const labelled = ['--namespace-selector', `kubernetes.io/metadata.name=${namespace.name}`];
    const answers = await Promise.all(
      [[...here, ...ofHost], [...here, '--node-taints', 'example.com/absent'], here, labelled].map(
        async (flags) => {
          const command = [executable, 'resources', ...flags, '-o', 'json'];
          return JSON.parse((await run(command)).stdout) as TotalsAnswer;
        },
      ),
    );
    // The Pod that is on no node yet is on none of these.
    expect(answers.map(({ total }) => total.pods)).toEqual([3, 0, 4, 4]);
  });

  test('R16 have below nodes their Pods and below Pods their containers, as stored', async () => {
    interface TreeItem extends ItemAnswer {
      readonly items?: readonly TreeItem[];
    }
    const flags = ['-n', namespace.name, '--by', 'node,pod', '--containers', '-o', 'json'];
    const answer = JSON.parse((await run([executable, 'resources', ...flags])).stdout);
    const stored: readonly Pod[] = JSON.parse(
      await kubectl(['-n', namespace.name, 'get', 'pods', '-o', 'json']),
    ).items.filter((pod: Pod) => !hasFinalPhase(pod));
    const nodes: readonly TreeItem[] = answer.items;
    const told = nodes.flatMap(({ items = [] }) => items);
    expect(told.map(({ name }) => name).sort()).toEqual(
      stored.map(({ metadata }) => metadata.name).sort(),
    );
    for (const { metadata, spec } of stored) {
      const containers = [...(spec.initContainers ?? []), ...spec.containers];
      const item = told.find(({ name }) => name === metadata.name);
      expect(item?.items?.map(({ name, requests }) => [name, requests])).toEqual(
        containers.map(({ name, resources }) => [name, resources?.requests ?? {}]),
      );
    }
    for (const node of nodes) {
      const sum = sumOf(...(node.items ?? []).map(({ requests }) => resourceList(requests)));
      const cpu = parseQuantity(node.requests.cpu ?? '0').nano;
      expect(sum.get('cpu')?.nano ?? 0n).toBe(cpu);
    }
  });

  test('survive a reader that has read enough', async () => {
    const command = `'${executable}' resources -A -o json | head -c 1`;
    const { stdout, stderr } = await run(['bash', '-o', 'pipefail', '-c', command]);
    expect({ stdout, stderr }).toEqual({ stdout: '{', stderr: '' });
  });
});

/** In nanos, because the format of a sum depends on the order of its parts. */
function amountsOf(item: ItemAnswer | undefined): object {
  const amount = (text: string | undefined) => parseQuantity(text ?? '0').nano;
  return {
    cpu: [amount(item?.requests.cpu), amount(item?.limits.cpu)],
    memory: [amount(item?.requests.memory), amount(item?.limits.memory)],
    pods: item?.pods,
  };
}

/** By `kubectl describe node`, and what the scheduler counts beyond that. */
async function allocatedOn(node: string): Promise<object> {
  const [text, list] = await Promise.all([
    kubectl(['describe', 'node', node]),
    kubectl(['get', 'pods', '-A', '-o', 'json', `--field-selector=spec.nodeName=${node}`]),
  ]);
  const pods = (JSON.parse(list).items as readonly Pod[]).filter((pod) => !hasFinalPhase(pod));
  const [, allocated = ''] = text.split('Allocated resources:');
  const row = (resource: string) => {
    const pattern = new RegExp(String.raw`^  ${resource}\s+(\S+) \(-?\d+%\)\s+(\S+) \(`, 'm');
    const [, requests = '?', limits = '?'] = pattern.exec(allocated) ?? [];
    const beyond = pods.reduce((sum, pod) => sum + beyondSpec(pod, resource), 0n);
    return [parseQuantity(requests).nano + beyond, parseQuantity(limits).nano];
  };
  const [, count] = /Non-terminated Pods:\s+\((\d+) in total\)/.exec(text) ?? [];
  return { cpu: row('cpu'), memory: row('memory'), pods: Number(count) };
}

/** kubectl sums up the spec; the scheduler goes by the kubelet's figures where these are greater. */
function beyondSpec(pod: Pod, resource: string): bigint {
  const counted = effectiveRequests(pod, BY_SCHEDULER).get(resource)?.nano ?? 0n;
  return counted - (effectiveRequests(pod, BY_DESCRIBE).get(resource)?.nano ?? 0n);
}
