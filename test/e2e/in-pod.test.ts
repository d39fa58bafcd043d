/**
 * Inside a Pod, where a ServiceAccount says which cluster it is and who asks: the real kubectl and
 * the plugin run in the same container, lent to it by the node with the node's C library.
 */
import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import { realpathSync } from 'node:fs';
import { quickPod } from './support/quick-pod.ts';
import { createNamespace, executable, kubectl, realCluster, run } from './support/real-cluster.ts';

const LENT = ['/lib64', '/lib/x86_64-linux-gnu'];
const PROGRAMS = { kubectl: realCluster.kubectl, 'kubectl-initx': executable };

const lent = [
  ...LENT.map((path) => [path, path] as const),
  ...Object.entries(PROGRAMS).map(([name, path]) => [`/programs/${name}`, path] as const),
].map(([mountPath, path], index) => ({ name: `lent-${index}`, mountPath, path }));

const POD = {
  ...quickPod(
    'inside',
    [
      {
        name: 'shell',
        image: 'busybox:1.28',
        command: ['sleep', '3600'],
        volumeMounts: lent.map(({ name, mountPath }) => ({ name, mountPath, readOnly: true })),
      },
    ],
    {
      automountServiceAccountToken: true,
      // The addresses of the machine, IPv6 too, are the API server's own.
      hostNetwork: true,
      volumes: lent.map(({ name, path }) => ({ name, hostPath: { path: realpathSync(path) } })),
    },
  ),
};

/** Lines for a shell in the container, before the program and its flags. */
const SITUATIONS: readonly (readonly [title: string, setUp: string, flags?: string])[] = [
  ['a Pod as it is', ''],
  ['another namespace', '', '-n default'],
  ['POD_NAMESPACE', 'export POD_NAMESPACE=kube-system'],
  ['the address is an IPv6 address', 'export KUBERNETES_SERVICE_HOST=::1'],
  ['the address is a name', 'export KUBERNETES_SERVICE_HOST=localhost'],
  ['the address is not in the certificate', 'export KUBERNETES_SERVICE_HOST=127.0.0.2'],
  ['no address', 'unset KUBERNETES_SERVICE_HOST'],
  ['no port', 'unset KUBERNETES_SERVICE_PORT'],
  ['an empty port', 'export KUBERNETES_SERVICE_PORT='],
  ['a KUBECONFIG that is not there', 'export KUBECONFIG=/nope'],
  ['an empty kubeconfig', 'export KUBECONFIG=/dev/null'],
  ['a --kubeconfig that is not there', '', '--kubeconfig /nope'],
  ['a kubeconfig without current-context', 'context="" config'],
  ['a kubeconfig whose context has no namespace', 'context=c config'],
  ['a context that is not there', 'context=x config'],
  ['a context that is asked for and not there', '', '--context x'],
  ['another token', '', '--token nobody'],
  ['the server and the token', '', '-s $server --token $(cat $account/token)'],
  ['no check of the certificate', '', '--insecure-skip-tls-verify'],
  ['another name in the certificate', '', '--tls-server-name kubernetes'],
  ['a proxy that is not there', 'export HTTPS_PROXY=http://127.0.0.1:1'],
  ['no HOME', 'unset HOME'],
];

const PREPARED = `
account=/var/run/secrets/kubernetes.io/serviceaccount
export KUBERNETES_SERVICE_HOST KUBERNETES_SERVICE_PORT HOME=/tmp
server=https://$KUBERNETES_SERVICE_HOST:$KUBERNETES_SERVICE_PORT
config() {
  export KUBECONFIG=/tmp/kubeconfig
  cat > $KUBECONFIG <<END
{"current-context": "$context",
 "contexts": [{"name": "c", "context": {"cluster": "c", "user": "u"}}],
 "clusters": [{"name": "c", "cluster": {"server": "$server", "certificate-authority": "$account/ca.crt"}}],
 "users": [{"name": "u", "user": {"tokenFile": "$account/token"}}]}
END
}
`;

const canRun = realCluster.hasNodeAccess && process.arch === 'x64';

describe.skipIf(realCluster.isAbsent || !canRun)('in a Pod', () => {
  let namespace = { name: '', remove: async () => '' };
  let address = '';

  beforeAll(async () => {
    namespace = await createNamespace('in-pod');
    const inNamespace = ['-n', namespace.name];
    await kubectl([...inNamespace, 'apply', '-f', '-'], JSON.stringify(POD));
    const subject = `--serviceaccount=${namespace.name}:default`;
    await kubectl([...inNamespace, 'create', 'rolebinding', 'v', '--clusterrole=view', subject]);
    await kubectl([...inNamespace, 'wait', 'pod/inside', '--for=condition=Ready']);
    const path = '{.endpoints[0].addresses[0]} KUBERNETES_SERVICE_PORT={.ports[0].port}';
    const slices = ['get', 'endpointslices', 'kubernetes', '-n', 'default'];
    address = `KUBERNETES_SERVICE_HOST=${await kubectl([...slices, '-o', `jsonpath=${path}`])}`;
  }, 60_000);

  afterAll(async () => {
    await namespace.remove();
  });

  /** The path that was asked for and the answer's status, or that it failed before. */
  async function outcomeOf(line: string, setUp: string, flags: string): Promise<string> {
    const script = `${address}${PREPARED}${setUp}\ntimeout 10 /programs/${line} ${flags} -v=6 2>&1`;
    const exec = ['exec', 'inside', '-n', namespace.name, '--', 'sh', '-c', script];
    const { stdout } = await run([realCluster.kubectl, ...exec]);
    const asked = stdout.matchAll(/url="(https:[^?"]*\/pods\/inside)[?"].*? status="(\d*)/g);
    const answers = Array.from(asked, ([, url = '', status]) => `${new URL(url)} ${status}`);
    return answers.filter((each) => /\d$/.test(each)).at(-1) ?? 'fails';
  }

  test.each(SITUATIONS.map(([title, setUp, flags = '']) => [title, setUp, flags] as const))(
    'connects as kubectl does: %s',
    async (_title, setUp, flags) => {
      const plugin = await outcomeOf('kubectl-initx explain inside', setUp, flags);
      expect(plugin).toBe(await outcomeOf('kubectl get pod inside', setUp, flags));
    },
    60_000,
  );

  test('heeds flags that kubectl takes for a reason to ask localhost:8080, or passes over', async () => {
    const inPod = `/namespaces/${namespace.name}/pods/inside`;
    for (const [flags, status] of [
      ['--as jane', 403],
      ['--request-timeout 5', 200],
    ] as const) {
      expect(await outcomeOf('kubectl get pod inside', '', flags)).toBe('fails');
      const plugin = await outcomeOf('kubectl-initx explain inside', '', flags);
      expect(plugin).toEndWith(`${inPod} ${status}`);
    }
    const wrong = '--tls-server-name wrong.test';
    expect(await outcomeOf('kubectl get pod inside', '', wrong)).toEndWith(`${inPod} 200`);
    expect(await outcomeOf('kubectl-initx explain inside', '', wrong)).toBe('fails');
  }, 60_000);

  test('the API server is asked', async () => {
    expect(await outcomeOf('kubectl-initx explain inside', '', '')).toEndWith(
      `/namespaces/${namespace.name}/pods/inside 200`,
    );
  });
});
