import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import { resolveConnection } from '../../src/kube/connect/resolve-connection.ts';
import { missingRights } from '../../src/kube/debug/access.ts';
import { loadDebugApis } from '../../src/kube/debug/apis.ts';
import { addEphemeralContainer } from '../../src/kube/debug/ephemeral-containers.ts';
import { createClient } from '../../src/kube/transport/client.ts';
import { ApiError } from '../../src/kube/transport/errors.ts';
import type { DebugContainer } from '../../src/model/debug/container/debug-container.ts';
import { quickPod } from './support/quick-pod.ts';
import { createNamespace, kubectl, realCluster } from './support/real-cluster.ts';

const SLEEPER = { name: 'app', image: 'busybox:1.28', command: ['sleep', '86400'] };
const RIGHTS = [
  { verb: 'patch', resource: 'pods', subresource: 'ephemeralcontainers' },
  { verb: 'get', resource: 'pods', subresource: 'attach' },
];

describe.skipIf(realCluster.isAbsent)('client-node over our own transport', () => {
  let namespace: Awaited<ReturnType<typeof createNamespace>>;

  beforeAll(async () => {
    namespace = await createNamespace('debug-api');
    await kubectl(
      ['-n', namespace.name, 'create', '-f', '-'],
      JSON.stringify(quickPod('web', [SLEEPER], { nodeName: 'nowhere' })),
    );
  });
  afterAll(() => namespace?.remove());

  const apis = async (options: { readonly as?: string } = {}) => {
    const connection = await resolveConnection(
      { ...options, kubeconfig: realCluster.kubeconfig },
      { env: {}, stdinIsTerminal: false },
    );
    return loadDebugApis(createClient(connection, 'kubectl-initx/test'));
  };
  const containerCalled = (name: string): DebugContainer => ({ name, image: 'busybox:1.28' });
  const added = async () =>
    (
      await kubectl([
        ...['-n', namespace.name, 'get', 'pod', 'web', '-o'],
        'jsonpath={.spec.ephemeralContainers[*].name}',
      ])
    ).trim();
  const web = () => ({ namespace: namespace.name, name: 'web' });

  test('R28: a dry run of the subresource answers with the Pod and stores nothing', async () => {
    const pod = await addEphemeralContainer(await apis(), web(), containerCalled('dry'), {
      dryRun: true,
    });
    expect(pod.spec.ephemeralContainers?.map(({ name }) => name)).toEqual(['dry']);
    expect(await added()).toBe('');
  });

  test('R28: two people who add one at the same moment both get theirs', async () => {
    const one = await apis();
    const other = await apis();
    await Promise.all([
      addEphemeralContainer(one, web(), containerCalled('one'), { dryRun: false }),
      addEphemeralContainer(other, web(), containerCalled('other'), { dryRun: false }),
    ]);
    expect((await added()).split(' ').sort()).toEqual(['one', 'other']);
  });

  test('R31: another container of the same name is refused in the words of the server', async () => {
    const changed = { ...containerCalled('one'), image: 'busybox:latest' };
    const refusal = addEphemeralContainer(await apis(), web(), changed, { dryRun: true });
    const error = await refusal.catch((cause: unknown) => cause);
    expect(error).toBeInstanceOf(ApiError);
    expect(error).toMatchObject({ code: 422, reason: 'Invalid' });
    expect(String(error)).toContain('may not be changed');
  });

  test('a Pod that is not there is told as everywhere', async () => {
    const missing = { namespace: namespace.name, name: 'no-such' };
    const refusal = addEphemeralContainer(await apis(), missing, containerCalled('x'), {
      dryRun: true,
    });
    expect(await refusal.catch((cause: unknown) => cause)).toMatchObject({
      code: 404,
      message: 'Error from server (NotFound): pods "no-such" not found',
    });
  });

  test('the server tells which rights are missing, also of somebody impersonated', async () => {
    const { name } = namespace;
    expect(await missingRights(await apis(), name, 'web', RIGHTS)).toEqual([]);
    expect(await missingRights(await apis({ as: 'nobody' }), name, 'web', RIGHTS)).toEqual(RIGHTS);
  });
});
