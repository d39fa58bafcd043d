import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import { quickPod } from './support/quick-pod.ts';
import {
  createNamespace,
  executable,
  kubectl,
  realCluster,
  run,
  until,
} from './support/real-cluster.ts';

const app = (command: readonly string[], more: object = {}) => ({
  name: 'app',
  image: 'busybox:1.28',
  command,
  ...more,
});
const shell = (script: string, more: object = {}) => app(['sh', '-c', script], more);
const httpd = (readinessProbe: object) =>
  shell('exec httpd -f -p 8080', {
    ports: [{ containerPort: 8080, name: 'web' }],
    readinessProbe: { periodSeconds: 1, ...readinessProbe },
  });
const asks = (meaning: string) => ({ code: 'probe-asks', probe: 'readiness', meaning });

/** A mistake of each kind, and what is to be said of it: the words behind it are the node's own. */
const MISTAKES: Readonly<Record<string, readonly [pod: object, cause: object]>> = {
  'wrong-port': [
    quickPod('wrong-port', [httpd({ tcpSocket: { port: 80 } })]),
    { ...asks('port-undeclared'), port: '80', declared: ['web (8080)'] },
  ],
  'no-such-path': [
    quickPod('no-such-path', [httpd({ httpGet: { path: '/up', port: 'web' } })]),
    { ...asks('no-such-path'), path: '/up', status: 404 },
  ],
  'unnamed-port': [
    quickPod('unnamed-port', [httpd({ httpGet: { port: 'http' } })]),
    { ...asks('port-unnamed'), port: 'http' },
  ],
  'one-string': [
    quickPod('one-string', [app(['sleep 3600'])]),
    { code: 'start-error', meaning: 'one-string', program: 'sleep 3600' },
  ],
  'little-memory': [
    quickPod('little-memory', [
      app(['sleep', '3600'], { resources: { limits: { memory: '500Ki' } } }),
    ]),
    { code: 'sandbox-failure', meaning: 'memory-too-low', limit: '500Ki' },
  ],
  'little-memory-of-one': [
    quickPod('little-memory-of-one', [
      app(['sleep', '3600'], { resources: { limits: { memory: '500Ki' } } }),
      { ...app(['sleep', '3600']), name: 'other' },
    ]),
    { code: 'start-error', meaning: 'memory-too-low', limit: '500Ki' },
  ],
  'read-only-root': [
    quickPod('read-only-root', [
      shell('mkdir /cache || exit 1', { securityContext: { readOnlyRootFilesystem: true } }),
    ]),
    { code: 'file-refused', meaning: 'read-only-root' },
  ],
  'read-only-secret': [
    quickPod(
      'read-only-secret',
      [shell('echo x > /conf/x', { volumeMounts: [{ name: 'conf', mountPath: '/conf' }] })],
      { volumes: [{ name: 'conf', configMap: { name: 'kube-root-ca.crt' } }] },
    ),
    { code: 'file-refused', meaning: 'read-only-kind', volume: 'conf', kind: 'ConfigMap' },
  ],
  'other-owner': [
    quickPod('other-owner', [
      shell('mkdir /var/x || { echo "mkdir: \'/var/x\': Permission denied"; exit 1; }', {
        securityContext: { runAsUser: 1000 },
      }),
    ]),
    { code: 'file-refused', meaning: 'not-owner', path: '/var/x', user: 1000 },
  ],
  'missing-key': [
    quickPod(
      'missing-key',
      [
        shell('cat /app.conf || exit 1', {
          volumeMounts: [{ name: 'conf', mountPath: '/app.conf', subPath: 'app.conf' }],
        }),
      ],
      { volumes: [{ name: 'conf', configMap: { name: 'kube-root-ca.crt' } }] },
    ),
    { code: 'file-refused', meaning: 'made-directory', kind: 'ConfigMap', subPath: 'app.conf' },
  ],
  'no-curl': [
    quickPod('no-curl', [app(['sleep', '3600'])], {
      initContainers: [{ ...shell('until curl kubernetes; do sleep 1; done'), name: 'wait' }],
    }),
    { code: 'start-error', meaning: 'no-program', program: 'curl', container: 'wait' },
  ],
  'hook-too-soon': [
    quickPod('hook-too-soon', [
      shell('sleep 5; exec httpd -f -p 8080', {
        lifecycle: { postStart: { httpGet: { port: 8080 } } },
      }),
    ]),
    { code: 'hook-asks-itself', port: '8080' },
  ],
  'shared-memory': [
    quickPod('shared-memory', [shell('dd if=/dev/zero of=/dev/shm/x bs=1M count=100 || exit 1')]),
    { code: 'file-refused', meaning: 'shared-memory-full' },
  ],
  'no-host-path': [
    quickPod(
      'no-host-path',
      [app(['sleep', '3600'], { volumeMounts: [{ name: 'docker', mountPath: '/sock' }] })],
      { volumes: [{ name: 'docker', hostPath: { path: '/no/docker.sock', type: 'Socket' } }] },
    ),
    { code: 'volume-failure', meaning: 'host-path', subject: '/no/docker.sock' },
  ],
  'no-profile': [
    quickPod('no-profile', [
      app(['sleep', '3600'], {
        securityContext: {
          seccompProfile: { type: 'Localhost', localhostProfile: 'no/such.json' },
        },
      }),
    ]),
    { code: 'start-error', meaning: 'no-seccomp-profile', profile: 'no/such.json' },
  ],
  'unsafe-sysctl': [
    quickPod('unsafe-sysctl', [app(['sleep', '3600'])], {
      securityContext: { sysctls: [{ name: 'net.core.somaxconn', value: '1024' }] },
    }),
    { code: 'unsafe-sysctl', sysctl: 'net.core.somaxconn' },
  ],
  'node-sysctl': [
    quickPod('node-sysctl', [app(['sysctl', '-w', 'vm.max_map_count=262144'])]),
    { code: 'lacks-privilege', for: 'sysctl', key: 'vm.max_map_count' },
  ],
  'no-chown': [
    quickPod('no-chown', [
      shell('chown 999 /tmp', { securityContext: { capabilities: { drop: ['ALL'] } } }),
    ]),
    { code: 'lacks-privilege', for: 'owner', capability: 'CHOWN' },
  ],
  'other-node': [
    quickPod('other-node', [app(['sleep', '3600'])], {
      nodeName: 'initx-node',
      nodeSelector: { disk: 'ssd' },
    }),
    { code: 'node-demand', demand: 'labels', values: ['disk=ssd'] },
  ],
};

describe.skipIf(realCluster.isAbsent)(
  'what is behind a verdict, in the words of a real node',
  () => {
    let namespace = { name: '', remove: async () => '' };

    beforeAll(async () => {
      namespace = await createNamespace('explain-causes');
      const items = Object.values(MISTAKES).map(([pod]) => pod);
      const list = JSON.stringify({ apiVersion: 'v1', kind: 'List', items });
      await kubectl(['-n', namespace.name, 'apply', '-f', '-'], list);
    }, 120_000);

    afterAll(async () => {
      await namespace.remove();
    });

    for (const [name, [, cause]] of Object.entries(MISTAKES)) {
      test(name, async () => {
        let causes: readonly object[] = [];
        await until(`${name} is explained`, async () => {
          const { stdout } = await run([
            ...[executable, 'explain', '-n', namespace.name, name, '-o', 'json'],
          ]);
          causes = JSON.parse(stdout || '{}').causes ?? [];
          return causes.some(
            (each) => 'code' in each && 'code' in cause && each.code === cause.code,
          );
        });
        expect(causes).toContainEqual(expect.objectContaining(cause));
      }, 90_000);
    }
  },
);
