/** Where the real scheduler finds room for a Pod, and where it does not, against what we foretell. */
import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import type { Pod, PodSpec } from '../../src/model/kubernetes/api.ts';
import { hasFinalPhase } from '../../src/model/kubernetes/pod-status.ts';
import { withServerDefaults } from '../../src/model/resources/admission/server-defaults.ts';
import { BY_SCHEDULER } from '../../src/model/resources/effective/counting.ts';
import { effectiveRequests } from '../../src/model/resources/effective/effective.ts';
import { explainFit } from '../../src/model/resources/nodes/fit-explanation.ts';
import { type NodeCapacity, scheduledAmounts } from '../../src/model/resources/nodes/node-fit.ts';
import { resourceList, sumOf } from '../../src/model/resources/quantity/resource-list.ts';
import { workplace } from './support/policy-workplace.ts';
import { kubectl, realCluster, until } from './support/real-cluster.ts';
import { container, gatedPod } from './support/resource-objects.ts';

const TIMEOUT_MS = 90_000;
/** Nobody else asks for it, so what is free of it is known. */
const WIDGET = 'example.com/initx-widget';
const ESCAPED = WIDGET.replace('/', '~1');
const WIDGETS = 5;

const widgets = (name: string, count: number, more = {}) =>
  container(name, { cpu: '1m' }, { [WIDGET]: String(count) }, more);

/** The one node that offers widgets, with the Pods that are on it. */
async function capacityOf(name: string): Promise<NodeCapacity> {
  const read = async (...args: string[]) =>
    JSON.parse(await kubectl(['get', ...args, '-o', 'json']));
  const [node, { items }] = await Promise.all([
    read('node', name),
    read('pods', '-A', `--field-selector=spec.nodeName=${name}`),
  ]);
  const pods = (items as readonly Pod[]).filter((pod) => !hasFinalPhase(pod));
  const requests = pods.map((pod) => scheduledAmounts(effectiveRequests(pod, BY_SCHEDULER)));
  return {
    name,
    allocatable: resourceList(node.status.allocatable),
    requested: sumOf(...requests),
    podCount: pods.length,
    unschedulable: node.spec.unschedulable === true,
    labels: node.metadata.labels,
    taints: node.spec.taints ?? [],
  };
}

/** What init and app container ask for of the three that are left of five, and what stands in the way. */
const CASES: readonly (readonly [title: string, init: number, app: number, codes: string[]])[] = [
  ['takes what is left, for the init container alone', 3, 1, []],
  ['has no room, because of the init container alone', 4, 1, ['init-phase-too-large']],
  ['has no room, with or without the init container', 5, 4, []],
  [
    'has no room even on an empty node, because of the init container alone',
    6,
    1,
    ['init-phase-too-large', 'exceeds-empty-nodes'],
  ],
  ['has no room even on an empty node', 1, 6, ['exceeds-empty-nodes']],
];

// Giving a node something to offer is for a cluster of our own.
describe.skipIf(realCluster.isAbsent || !realCluster.hasNodeAccess)('R19 the scheduler', () => {
  let place: Awaited<ReturnType<typeof workplace>>;
  let node = '';

  const patchNode = (operation: object) =>
    kubectl([
      'patch',
      'node',
      node,
      '--subresource=status',
      '--type=json',
      `-p=${JSON.stringify([operation])}`,
    ]);

  beforeAll(async () => {
    place = await workplace('fit');
    // The node with a kubelet, which is the one that runs something.
    await place.mustCreate(pod('first', { containers: [container('app')] }));
    await until('a Pod runs', async () => (await scheduled('first')) === 'True');
    node = await place.kubectl('get', 'pod', 'first', '-o=jsonpath={.spec.nodeName}');
    await patchNode({ op: 'add', path: `/status/capacity/${ESCAPED}`, value: String(WIDGETS) });
    await until('the node offers widgets', async () => {
      const { allocatable } = await capacityOf(node);
      return allocatable.get(WIDGET)?.nano === BigInt(WIDGETS) * 1_000_000_000n;
    });
    await place.mustCreate(pod('holder', { containers: [widgets('app', 2)] }));
    await until('two widgets are taken', async () => (await scheduled('holder')) === 'True');
  }, TIMEOUT_MS);

  afterAll(async () => {
    for (const list of ['capacity', 'allocatable']) {
      await patchNode({ op: 'remove', path: `/status/${list}/${ESCAPED}` }).catch(() => '');
    }
    await place.remove();
  });

  function pod(name: string, spec: Partial<PodSpec>): Pod {
    return gatedPod(name, {
      schedulingGates: [],
      ...spec,
    });
  }

  const scheduled = (name: string) =>
    place.kubectl(
      'get',
      'pod',
      name,
      '-o=jsonpath={.status.conditions[?(@.type=="PodScheduled")].status}',
    );

  test.each(CASES)(
    '%s',
    async (_, init, app, codes) => {
      const name = `web-${init}-${app}`;
      const made = pod(name, {
        initContainers: [
          container('proxy', undefined, undefined, { restartPolicy: 'Always' }),
          widgets('setup', init),
        ],
        containers: [widgets('app', app)],
      });
      const { fit, facts } = explainFit(withServerDefaults(made).pod, [await capacityOf(node)]);
      await place.mustCreate(made);
      await until(`${name} has been looked at`, async () => (await scheduled(name)) !== '');
      const isScheduled = (await scheduled(name)) === 'True';
      const conditions = await place.kubectl(
        'get',
        'pod',
        name,
        '-o=jsonpath={.status.conditions}',
      );
      await place.kubectl('delete', 'pod', name, '--grace-period=0', '--force');
      expect(fit.nodes.includes(node)).toBe(isScheduled);
      expect<string[]>(facts.map(({ code }) => code)).toEqual(codes);
      expect(conditions.includes(`Insufficient ${WIDGET}`)).toBe(!isScheduled);
      const raises = facts.flatMap((fact) => ('raises' in fact ? fact.raises : []));
      expect(raises.map(({ container, resource }) => [container, resource])).toEqual(
        codes.includes('init-phase-too-large') ? [['setup', WIDGET]] : [],
      );
    },
    TIMEOUT_MS,
  );
});
