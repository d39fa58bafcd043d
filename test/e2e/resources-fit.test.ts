/** Pods that no node takes, and the reason that `resources` gives. */
import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test';
import { quickPod } from './support/quick-pod.ts';
import { createNamespace, kubectl, realCluster, until } from './support/real-cluster.ts';
import { resourcesOf, resourcesText, storedPods } from './support/resource-answers.ts';
import { container } from './support/resource-objects.ts';

setDefaultTimeout(90_000);

/** More than any node has. */
const LARGE = { cpu: '5000' };
const app = container('app', { cpu: '1m' });

describe.skipIf(realCluster.isAbsent)('resources of a Pod that fits no node', () => {
  let namespace = { name: '', remove: async () => '' };

  beforeAll(async () => {
    namespace = await createNamespace('fit');
  });

  afterAll(async () => {
    await namespace.remove();
  });

  const create = (pod: object) =>
    kubectl(['-n', namespace.name, 'create', '-f', '-'], JSON.stringify(pod));

  /** Waits until the scheduler has looked at the Pod; what it says is empty if it was placed. */
  async function scheduled(name: string): Promise<string> {
    let said: string | undefined;
    await until(`the scheduler has looked at ${name}`, async () => {
      const pods = await storedPods(namespace.name);
      const conditions = pods.find(({ metadata }) => metadata.name === name)?.status.conditions;
      const placed = conditions?.find(({ type }) => type === 'PodScheduled');
      said = placed && (placed.message ?? '');
      return said !== undefined;
    });
    return said ?? '';
  }

  test('R19 one that only its init container keeps from every node is told so, and why', async () => {
    const initContainers = [container('import', LARGE)];
    await create(quickPod('stuck', [app], { initContainers }));
    expect(await scheduled('stuck')).toContain('Insufficient cpu');

    const [answer] = await resourcesOf(namespace.name, ['stuck']);
    expect(answer?.fit?.nodes).toEqual([]);
    const raise = { container: 'import', resource: 'cpu', use: '5k', running: '1m' };
    expect(answer?.fit?.facts[0]).toMatchObject({ code: 'init-phase-too-large', raises: [raise] });
    const text = await resourcesText(namespace.name, 'stuck');
    expect(text).toContain('It fits no node only because of its init phase');
    expect(text).toContain('with import it needs 5000 cpu, later 1m');

    // What is told is true: without its init container it is placed.
    await create(quickPod('small', [app]));
    expect(await scheduled('small')).toBe('');
  });

  test('R19 one whose app container is too large is not told that its init container is', async () => {
    const initContainers = [container('import', LARGE)];
    await create(quickPod('large', [container('app', LARGE)], { initContainers }));
    expect(await scheduled('large')).toContain('Insufficient cpu');
    const [answer] = await resourcesOf(namespace.name, ['large']);
    const codes = answer?.fit?.facts.map(({ code }) => code);
    expect(codes).toContain('exceeds-empty-nodes');
    expect(codes).not.toContain('init-phase-too-large');
  });
});
