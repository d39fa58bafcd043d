import { expect } from 'bun:test';
import { parseQuantity } from '../../../src/model/resources/quantity/quantity.ts';
import { cgroupFilesOf, type PodCgroupFiles, readPodCgroup } from './pod-cgroup-files.ts';
import { kubectl, realCluster, until } from './real-cluster.ts';
import {
  type DescribedRow,
  describeNodes,
  type ResourcesAnswer,
  resourcesOf,
  rowOf,
  storedPods,
} from './resource-answers.ts';

/** What is done to the Pods of a namespace, and what `resources` and the cluster say of them. */
export function resizeWorkplace(namespace: string) {
  const inNamespace = (...args: readonly string[]) => kubectl(['-n', namespace, ...args]);

  async function patch(name: string, subresource: 'resize' | 'status', change: object) {
    const how = [`--subresource=${subresource}`, '-p', JSON.stringify(change)];
    await inNamespace('patch', 'pod', name, ...how);
  }

  async function answer(name: string): Promise<ResourcesAnswer> {
    const [found] = await resourcesOf(namespace, [name]);
    if (found === undefined) throw new Error(`nothing said of ${name}`);
    return found;
  }

  async function stored(name: string) {
    return (await storedPods(namespace)).find(({ metadata }) => metadata.name === name);
  }

  /** What a quota made now counts: an older one counts anew only when it has to. */
  async function used(): Promise<Readonly<Record<string, string>>> {
    const selector = ['get', 'quota', 'fresh', '-o=jsonpath={.status.used}'] as const;
    const hard = ['requests.cpu', 'requests.memory', 'limits.cpu', 'limits.memory'];
    const every = hard.map((resource) => `${resource}=1000Gi`).join();
    await inNamespace('create', 'quota', 'fresh', `--hard=${every}`);
    await until('the quota has counted', async () => (await inNamespace(...selector)) !== '');
    const counted = JSON.parse(await inNamespace(...selector));
    await inNamespace('delete', 'quota', 'fresh');
    return counted;
  }

  /** Holds what is printed against quota and `kubectl describe node`. */
  async function expectCounted(name: string): Promise<void> {
    const pods = await storedPods(namespace);
    const names = pods.map(({ metadata }) => metadata.name);
    const at = names.indexOf(name);
    const [counted, { rows }, answers] = await Promise.all([
      used(),
      describeNodes(namespace, [pods[at]?.spec.nodeName ?? ''], ''),
      resourcesOf(namespace, names),
    ]);
    const printed = answers.map((each) => rowOf(each, 'byQuota'));
    expect(printed[at]).toEqual(rows.get(name));
    const resources = Object.keys(counted) as readonly (keyof DescribedRow)[];
    expect(resources.length).toBeGreaterThan(0);
    expect(resources.map((resource) => [resource, sumOf(printed, resource)])).toEqual(
      resources.map((resource) => [resource, parseQuantity(counted[resource] ?? '').nano]),
    );
  }

  return {
    answer,
    expectCounted,
    create: (object: object) =>
      kubectl(['-n', namespace, 'create', '-f', '-'], JSON.stringify(object)),
    resize: (name: string, spec: object) => patch(name, 'resize', { spec }),
    patchStatus: (name: string, status: object) => patch(name, 'status', { status }),

    /** Waits until `check` holds of the answer, and gives it. */
    async answerOnce(
      what: string,
      name: string,
      check: (answer: ResourcesAnswer) => boolean,
    ): Promise<ResourcesAnswer> {
      let last = await answer(name);
      await until(`${name}: ${what}`, async () => {
        last = await answer(name);
        return check(last);
      });
      return last;
    },

    /** The same, and against the cgroup where it can be seen. */
    async expectAgreement(name: string): Promise<void> {
      await expectCounted(name);
      if (!realCluster.hasNodeAccess) return;
      const files = readPodCgroup((await stored(name))?.metadata.uid ?? '');
      expect(files).toBeDefined();
      expect(cgroupFilesOf(await answer(name))).toEqual(files as PodCgroupFiles);
    },

    /** `Scheduled`, or why not; undefined as long as nobody has looked at it. */
    async schedulingOf(name: string): Promise<string | undefined> {
      const conditions = (await stored(name))?.status.conditions ?? [];
      const scheduled = conditions.find(({ type }) => type === 'PodScheduled');
      return scheduled && (scheduled.reason ?? 'Scheduled');
    },
  };
}

function sumOf(rows: readonly DescribedRow[], resource: keyof DescribedRow): bigint {
  return rows.reduce((sum, row) => sum + parseQuantity(row[resource]).nano, 0n);
}
