/**
 * An API server that is killed and comes back while Pods are watched: what happened meanwhile is
 * told, and nothing twice. Another API server at the same etcd takes the changes in the meantime.
 */
import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { simpleKubeconfig } from '../kube/temporary-files.ts';
import { type OwnApiServers, startOwnApiServers } from './support/own-apiserver.ts';
import { executable, realCluster, run, until } from './support/real-cluster.ts';

const POD = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'web', labels: { app: 'web' } },
  spec: {
    nodeName: 'nowhere',
    initContainers: [{ name: 'migrate', image: 'busybox:1.28' }],
    containers: [{ name: 'app', image: 'busybox:1.28' }],
  },
};

type State = Readonly<Record<string, object>>;
const RUNNING: State = { running: { startedAt: '2026-11-01T00:00:00Z' } };
const WAITING: State = { waiting: { reason: 'PodInitializing' } };
const ENDED: State = {
  terminated: {
    exitCode: 0,
    reason: 'Completed',
    startedAt: '2026-11-01T00:00:00Z',
    finishedAt: '2026-11-01T00:00:05Z',
  },
};
const container = (name: string, state: State, ready: boolean) => ({
  ...{ name, state, ready, restartCount: 0, image: 'busybox:1.28', imageID: 'x' },
});
/** What a kubelet writes. */
const status = (migrate: State, app: State, isReady: boolean) => ({
  status: {
    phase: app === RUNNING ? 'Running' : 'Pending',
    conditions: [
      { type: 'PodReadyToStartContainers', status: 'True' },
      { type: 'Initialized', status: migrate === ENDED ? 'True' : 'False' },
      { type: 'Ready', status: isReady ? 'True' : 'False' },
    ],
    initContainerStatuses: [container('migrate', migrate, migrate === ENDED)],
    containerStatuses: [container('app', app, isReady)],
  },
});

const canRun = realCluster.hasNodeAccess;

describe.skipIf(realCluster.isAbsent || !canRun)('an API server that restarts', () => {
  let servers: OwnApiServers;

  beforeAll(async () => {
    servers = await startOwnApiServers();
    await servers.steady.start();
    await servers.restarted.start('one');
  }, 120_000);

  afterAll(() => servers?.close());

  const steady = async (args: readonly string[], stdin?: object) => {
    const env = { KUBECONFIG: servers.steady.kubeconfig };
    const input = stdin === undefined ? {} : { stdin: JSON.stringify(stdin) };
    const { exitCode, stdout, stderr } = await run([realCluster.kubectl, ...args], {
      env,
      ...input,
    });
    if (exitCode !== 0) throw new Error(stderr);
    return stdout;
  };
  const patch = (body: object) => {
    const how = ['--subresource=status', '--type=merge', '-p', JSON.stringify(body)];
    return steady(['patch', 'pod', 'web', ...how]);
  };

  /** A watch with the lines that it has written so far. */
  function watch(kubeconfig: string, ...args: readonly string[]) {
    const child = Bun.spawn([executable, 'explain', '--watch', '-o', 'json', ...args], {
      env: { ...process.env, KUBECONFIG: kubeconfig },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let text = '';
    const reading = (async () => {
      for await (const chunk of child.stdout) text += new TextDecoder().decode(chunk);
    })();
    const lines = () =>
      text
        .split('\n')
        .slice(0, -1)
        .map((line) => JSON.parse(line));
    return {
      codes: (): readonly string[] =>
        lines().map(({ verdict, pod }) => (pod?.verdict ?? verdict).code),
      lines,
      kill: () => child.kill(),
      ended: async () => {
        const [stderr, exitCode] = await Promise.all([
          new Response(child.stderr).text(),
          child.exited,
          reading,
        ]);
        return { exitCode, stderr };
      },
    };
  }

  /** As `restarted`, but by a credential plugin that gives the token of the moment. */
  function kubeconfigOfPlugin(): string {
    const { restarted, directory } = servers;
    const text = readFileSync(restarted.kubeconfig, 'utf8');
    const field = (name: string) => new RegExp(`${name}: (.*)`).exec(text)?.[1] ?? '';
    const cluster = {
      server: field('server'),
      'certificate-authority-data': field('certificate-authority-data'),
    };
    const plugin = join(directory, 'plugin');
    const answer =
      '{"apiVersion":"client.authentication.k8s.io/v1","kind":"ExecCredential","status":{"token":"%s"}}';
    const script = `#!/bin/sh\nprintf '${answer}' "$(cat ${join(directory, 'token')})"\n`;
    writeFileSync(plugin, script, { mode: 0o700 });
    const apiVersion = 'client.authentication.k8s.io/v1';
    const exec = { apiVersion, interactiveMode: 'Never', command: plugin };
    const file = join(directory, 'plugin.kubeconfig');
    writeFileSync(file, JSON.stringify(simpleKubeconfig(cluster, { exec })));
    return file;
  }

  test('hides no change of a watched Pod, also for who needs another token then', async () => {
    const { restarted, directory } = servers;
    const tokenFile = join(directory, 'token');
    writeFileSync(tokenFile, 'one');
    await steady(['create', '-f', '-'], POD);
    await patch(status(WAITING, WAITING, false));
    const watches = [
      watch(restarted.kubeconfig, 'web'),
      watch(kubeconfigOfPlugin(), 'web'),
      watch(restarted.kubeconfig, '-l', 'app=web'),
    ];
    const onceTold = (code: string) =>
      until(`all have told ${code}`, async () =>
        watches.every(({ codes }) => codes().includes(code)),
      );
    try {
      await patch(status(RUNNING, WAITING, false));
      await onceTold('InitRunning');
      const version = await steady([
        'get',
        'pod',
        'web',
        '-o',
        'jsonpath={.metadata.resourceVersion}',
      ]);

      await restarted.kill();
      writeFileSync(tokenFile, 'two');
      await patch(status(ENDED, WAITING, false));
      await patch(status(ENDED, RUNNING, false));
      await restarted.start('two');
      await onceTold('NotReady');
      // The server that is back knows nothing of what was before: 410 is its answer to that.
      const path = `/api/v1/namespaces/default/pods?watch=1&timeoutSeconds=1&resourceVersion=${version}`;
      const since = await run([realCluster.kubectl, 'get', '--raw', path], {
        env: { KUBECONFIG: restarted.kubeconfig },
      });
      expect(since.stdout + since.stderr).toMatch(/410|too old resource version/);

      await patch(status(ENDED, RUNNING, true));
      await onceTold('Ready');
      await steady(['delete', 'pod', 'web', '--force', '--grace-period=0']);
      for (const { ended } of watches.slice(0, 2)) expect((await ended()).exitCode).toBe(0);
    } finally {
      for (const { kill } of watches) kill();
    }
    for (const { lines } of watches) {
      const states = lines().map(({ changes, change, pod, verdict, containers }) =>
        JSON.stringify([changes, change, (pod?.verdict ?? verdict).code, containers]),
      );
      expect(new Set(states).size).toBe(states.length);
    }
    for (const { codes } of watches) {
      const told = codes().filter((code, at, all) => code !== all[at - 1]);
      expect(told.slice(told.indexOf('InitRunning'), told.indexOf('Ready') + 1)).toEqual([
        'InitRunning',
        'NotReady',
        'Ready',
      ]);
    }
  }, 180_000);
});
