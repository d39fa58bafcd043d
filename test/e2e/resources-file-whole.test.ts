/**
 * A file that brings all that its Pods are judged by, against what the cluster says when it is
 * applied.
 */
import { describe, expect, setDefaultTimeout, test } from 'bun:test';
import { quickDeployment, quickPod } from './support/quick-pod.ts';
import {
  createNamespace,
  executable,
  kubectl,
  realCluster,
  run,
  until,
} from './support/real-cluster.ts';
import { container, limitRange, quota } from './support/resource-objects.ts';

setDefaultTimeout(120_000);

describe.skipIf(realCluster.isAbsent)('R21 resources --check of a file', () => {
  test('that brings its namespace, policies and RuntimeClass judges by these', async () => {
    const name = `update-${Math.random().toString(36).slice(2, 7)}`;
    const metadata = { name, namespace: name };
    const pod = (which: string, cpu: string, memory?: string, more: object = {}) => ({
      ...quickPod('', [container('app', { cpu, ...(memory && { memory }) })], more),
      metadata: { name: which, namespace: name },
    });
    const defaults = { type: 'Container', default: { memory: '64Mi' } };
    const overhead = { podFixed: { cpu: '2m' } };
    const items = [
      { apiVersion: 'v1', kind: 'Namespace', metadata: { name } },
      {
        apiVersion: 'node.k8s.io/v1',
        kind: 'RuntimeClass',
        metadata: { name },
        handler: 'runc',
        overhead,
      },
      { ...limitRange('lr', defaults), metadata },
      { ...quota('q', { 'requests.cpu': '10m' }), metadata },
      pod('sandboxed', '6m', undefined, { runtimeClassName: name }),
      pod('above-the-default', '1m', '100Mi'),
      pod('too-late', '3m'),
      pod('small', '2m'),
    ];
    const list = { apiVersion: 'v1', kind: 'List', items };
    const command = [executable, 'resources', '-f', '-', '--check', '-o', 'json'];
    const { stdout, exitCode } = await run(command, { stdin: JSON.stringify(list) });
    expect(exitCode).toBe(5);
    const answers: readonly FileAnswer[] = JSON.parse(stdout).items;
    const said = answers.flatMap(({ refusals = [], quotas = [] }) => [
      ...refusals.map(({ message }) => message),
      ...quotas.flatMap(({ refusal }) => refusal?.message ?? []),
    ]);
    const apply = (objects: readonly object[]) =>
      run([realCluster.kubectl, 'apply', '-f', '-'], {
        stdin: JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects }),
      });
    try {
      await apply(items.slice(0, 4));
      await until('quota and ServiceAccount are there', async () => {
        const query = ['-n', name, 'get', 'quota,serviceaccount', '-o', 'json'];
        const found = JSON.parse(await kubectl(query)).items as readonly QuotaOrAccount[];
        return (
          found.length === 2 &&
          found.every(({ kind, status }) => kind !== 'ResourceQuota' || status?.used)
        );
      });
      const { stderr } = await apply(items.slice(4));
      const refused = stderr.match(/must be less.*$|exceeded quota.*$/gm);
      expect(refused?.length).toBe(2);
      expect(said.map((each) => each.replace(/^Invalid value: "\S+": /, ''))).toEqual([
        ...(refused ?? []),
      ]);
    } finally {
      await kubectl([
        'delete',
        'namespace,runtimeclass',
        name,
        '--wait=false',
        '--ignore-not-found',
      ]);
    }
  });

  const account = { serviceAccountName: 'builder' };

  test.each<[string, object]>([
    ['a class that is not there', { priorityClassName: 'none-such' }],
    ['an account that is not there', account],
    ['an overhead without a class', { overhead: { cpu: '1m' } }],
    ['what Pod Security forbids', { hostNetwork: true }],
  ])('that wants %s is refused in the words of the server', async (_, more) => {
    const { name, remove } = await createNamespace('refused');
    try {
      await kubectl(['label', 'namespace', name, 'pod-security.kubernetes.io/enforce=baseline']);
      const pod = quickPod('web', [container('app', { cpu: '1m' })], more);
      const stdin = JSON.stringify(pod);
      const dryRun = ['-n', name, 'create', '--dry-run=server', '-f', '-'];
      const theirs = await run([realCluster.kubectl, ...dryRun], { stdin });
      const command = [executable, 'resources', '-n', name, '-f', '-', '--check', '-o', 'json'];
      const { stdout, exitCode } = await run(command, { stdin });
      const { serverRefusal } = JSON.parse(stdout);
      expect(exitCode).toBe(5);
      expect(serverRefusal).not.toBe('');
      expect(theirs.stderr).toContain(serverRefusal);

      // What stands beside it in the file will be there.
      const made = { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'builder' } };
      const list = JSON.stringify({ apiVersion: 'v1', kind: 'List', items: [made, pod] });
      const beside = await run(command, { stdin: list });
      const answer = JSON.parse(beside.stdout);
      expect((answer.items ?? [answer])[0].serverRefusal).toBe(
        more === account ? undefined : serverRefusal,
      );
    } finally {
      await remove();
    }
  });

  test('with workloads counts them and their volume claims as the server does', async () => {
    const { name, remove } = await createNamespace('counted');
    try {
      const hard = { 'count/deployments.apps': '0', 'requests.storage': '1Gi' };
      await kubectl(['-n', name, 'create', '-f', '-'], JSON.stringify(quota('q', hard)));
      await until('the quota is counted', async () => {
        const path = '-o=jsonpath={.status.used}';
        return (await kubectl(['-n', name, 'get', 'quota', 'q', path])) !== '';
      });
      const front = quickDeployment('front', [container('app', { cpu: '1m' })]);
      const mount = { volumeMounts: [{ name: 'data', mountPath: '/data' }] };
      const claim = {
        metadata: { name: 'data' },
        spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '2Gi' } } },
      };
      const db = quickDeployment('db', [container('app', { cpu: '1m' }, undefined, mount)]);
      const set = {
        ...db,
        kind: 'StatefulSet',
        spec: { ...db.spec, volumeClaimTemplates: [claim] },
      };
      const stdin = JSON.stringify({ apiVersion: 'v1', kind: 'List', items: [front, set] });
      const command = [executable, 'resources', '-n', name, '-f', '-', '--check', '-o', 'json'];
      const { stdout, exitCode } = await run(command, { stdin });
      expect(exitCode).toBe(5);
      const [ofFront, ofSet] = JSON.parse(stdout).items;
      const theirs = await run([realCluster.kubectl, '-n', name, 'apply', '-f', '-'], { stdin });
      expect(theirs.stderr).toContain(ofFront.serverRefusal);
      let events = '';
      await until('the claim is refused', async () => {
        events = await kubectl(['-n', name, 'get', 'events', '-o=jsonpath={.items[*].message}']);
        return events.includes('exceeded quota');
      });
      expect(events).toContain(ofSet.serverRefusal.replace('volume claim data: ', ''));
    } finally {
      await remove();
    }
  });

  interface FileAnswer {
    readonly refusals?: readonly { readonly message: string }[];
    readonly quotas?: readonly { readonly refusal?: { readonly message: string } }[];
  }

  interface QuotaOrAccount {
    readonly kind: string;
    readonly status?: { readonly used?: object };
  }
});
