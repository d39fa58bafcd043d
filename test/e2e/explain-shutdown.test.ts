import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import type { Shutdown } from '../../src/model/explain/kubelet/shutdown.ts';
import type { Pod } from '../../src/model/kubernetes/api.ts';
import { quickPod } from './support/quick-pod.ts';
import {
  createNamespace,
  executable,
  kubectl,
  realCluster,
  run,
  until,
} from './support/real-cluster.ts';

const GRACE = 6;
const FINALIZER = 'kubectl-initx.test/hold';

const shell = (name: string, script: string, more: object = {}) => ({
  name,
  image: 'busybox:1.28',
  command: ['sh', '-c', script],
  ...more,
});
const sidecar = { restartPolicy: 'Always' };
/** Ends a second after the signal. */
const WILLING = 'trap "sleep 1; exit 0" TERM; while true; do sleep 0.2; done';
/** Has to be killed. */
const STUBBORN = 'trap "" TERM; while true; do sleep 1; done';

function held(name: string, init: readonly object[], apps: readonly object[]) {
  const more = { initContainers: init, terminationGracePeriodSeconds: GRACE };
  const pod = quickPod(name, apps, more);
  // It stays to be looked at when all has ended.
  return { ...pod, metadata: { ...pod.metadata, finalizers: [FINALIZER] } };
}

const PODS = [
  held(
    'willing',
    [
      shell('outer', WILLING, sidecar),
      shell('inner', WILLING, { ...sidecar, lifecycle: { preStop: { sleep: { seconds: 1 } } } }),
    ],
    [shell('app', WILLING)],
  ),
  held(
    'stubborn',
    [shell('outer', STUBBORN, sidecar), shell('inner', STUBBORN, sidecar)],
    [shell('app', STUBBORN)],
  ),
  held(
    'hooked',
    [],
    [shell('app', STUBBORN, { lifecycle: { preStop: { exec: { command: ['sleep', '60'] } } } })],
  ),
];

describe.skipIf(realCluster.isAbsent)('explain --shutdown', () => {
  let namespace = { name: '', remove: async () => '' };
  const inNamespace = (...args: string[]) => kubectl(['-n', namespace.name, ...args]);
  const told = new Map<string, Shutdown>();
  const ends = new Map<string, Map<string, number>>();
  const deletions = new Map<string, number>();

  beforeAll(async () => {
    namespace = await createNamespace('explain-shutdown');
    const list = { apiVersion: 'v1', kind: 'List', items: PODS };
    await kubectl(['-n', namespace.name, 'apply', '-f', '-'], JSON.stringify(list));
    await inNamespace('wait', '--for=condition=Ready', 'pod', '--all', '--timeout=90s');
    const names = PODS.map(({ metadata }) => metadata.name);
    for (const name of names) {
      const args = ['explain', name, '-n', namespace.name, '--shutdown', '-o', 'json'];
      told.set(name, JSON.parse((await run([executable, ...args])).stdout).shutdown);
    }
    await inNamespace('delete', 'pod', '--all', '--wait=false');
    const read = async (name: string): Promise<Pod> =>
      JSON.parse(await inNamespace('get', 'pod', name, '-o', 'json'));
    // Once all has ended the kubelet makes an end of the grace period, too.
    await Promise.all(
      names.map(async (name) => {
        const { deletionTimestamp, deletionGracePeriodSeconds } = (await read(name)).metadata;
        expect(deletionGracePeriodSeconds).toBe(GRACE);
        deletions.set(name, Date.parse(deletionTimestamp ?? '') - GRACE * 1000);
      }),
    );
    for (const [name, deletedAt] of deletions) {
      await until(`${name} has ended`, async () => {
        const pod = await read(name);
        const { phase } = pod.status ?? {};
        ends.set(name, endsOf(pod, deletedAt));
        return phase === 'Succeeded' || phase === 'Failed';
      });
    }
  }, 180_000);

  afterAll(async () => {
    const patch = JSON.stringify({ metadata: { finalizers: null } });
    for (const { metadata } of PODS) {
      await inNamespace('patch', 'pod', metadata.name, '--type=merge', '-p', patch).catch(() => {});
    }
    await namespace.remove();
  });

  test('R27 tells the order in which the kubelet really stops them', () => {
    const ended = [...(ends.get('willing') ?? [])].sort(([, one], [, other]) => one - other);
    const names = told.get('willing')?.steps.map(({ container }) => container);
    expect(names).toEqual(ended.map(([name]) => name));
    expect(names).toEqual(['app', 'inner', 'outer']);
    // Each has had its second after the one before.
    expect((ended.at(-1)?.[1] ?? 0) - (ended[0]?.[1] ?? 0)).toBeGreaterThanOrEqual(1);
  });

  test('of a Pod that a finalizer keeps, counts from when it would have gone, not from its deletion', async () => {
    await until('the kubelet has deleted it', async () => {
      return (await inNamespace('get', 'pod', 'stubborn', '-o', 'json')).includes(
        '"deletionGracePeriodSeconds": 0',
      );
    });
    const args = ['explain', 'stubborn', '-n', namespace.name];
    const { verdict, timeline } = JSON.parse(
      (await run([executable, ...args, '-o', 'json'])).stdout,
    );
    expect(verdict).toMatchObject({ code: 'FinalizerHeld', outcome: 'stuck' });
    const heldFor = Date.parse(verdict.since) - (deletions.get('stubborn') ?? Number.NaN);
    expect(heldFor).toBeGreaterThanOrEqual(GRACE * 1000);
    // The API server has forgotten when that was.
    const stages = timeline.stages.map(({ stage }: { stage: string }) => stage);
    expect(stages).not.toContain('deleted');
    expect((await run([executable, ...args])).stdout).not.toContain('was deleted');
  });

  for (const name of ['stubborn', 'hooked']) {
    test(`tells of the Pod ${name} when each container is killed, to the second`, () => {
      for (const { container, killLatest } of told.get(name)?.steps ?? []) {
        const end = ends.get(name)?.get(container) ?? Number.NaN;
        // The status has whole seconds, and the kubelet needs a moment to begin.
        expect({ container, late: end - killLatest >= -1 && end - killLatest <= 3 }).toEqual({
          container,
          late: true,
        });
      }
      expect(told.get(name)?.steps.length).toBe(name === 'stubborn' ? 3 : 1);
    });
  }
});

/** Seconds from the deletion to the end of each container. */
function endsOf({ status }: Pod, deletedAt: number): Map<string, number> {
  const statuses = [...(status?.initContainerStatuses ?? []), ...(status?.containerStatuses ?? [])];
  return new Map(
    statuses.map(({ name, state }) => [
      name,
      (Date.parse(state?.terminated?.finishedAt ?? '') - deletedAt) / 1000,
    ]),
  );
}
