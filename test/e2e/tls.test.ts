import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Identity, makeCertificate } from '../kube/certificates.ts';
import { compileProbe, runProbe } from '../kube/compiled-probe.ts';
import { createNamespace, kubectl, realCluster } from './support/real-cluster.ts';
import { type ClusterFacts, kubeconfigOf, lookAtCluster } from './support/tls-probe-kubeconfig.ts';

type Fields = Record<string, unknown>;

/** What each verb of the probe prints when all is well; `exec` is a WebSocket to a container. */
const VERBS = { get: 'Namespace', list: 'NamespaceList', watch: 'Namespace', exec: 'Success' };
const POD = 'cat';
/** 401 or 403, as the server treats strangers; a load balancer may refuse a certificate itself. */
const NOBODY =
  /\(Unauthorized\)|\(Forbidden\): .*User "system:anonymous"|the server wants a client certificate/;

const ABSENT: ClusterFacts = { cluster: {}, user: {}, names: [], ipv6Server: undefined };
const facts = realCluster.isAbsent ? ABSENT : await lookAtCluster();
const { cluster, user } = facts;
const isVerified = typeof cluster['certificate-authority-data'] === 'string';
const hasClientCertificate = typeof user['client-certificate-data'] === 'string';

const stranger = await makeCertificate({ name: 'another root', isAuthority: true });
const impostor = await makeCertificate({ name: 'kubernetes-admin', issuer: stranger });

const base64 = (text: string) => Buffer.from(text).toString('base64');
const decoded = (data: unknown) => Buffer.from(String(data ?? ''), 'base64').toString();
const without = (fields: Fields, ...names: string[]) =>
  Object.fromEntries(Object.entries(fields).filter(([name]) => !names.includes(name)));
const clientCertificate = ({ certificate, key }: Pick<Identity, 'certificate' | 'key'>) => ({
  'client-certificate-data': base64(certificate),
  'client-key-data': base64(key),
});

interface Case {
  readonly title: string;
  readonly cluster?: Fields;
  readonly user?: Fields;
  /** Written beside the kubeconfig. */
  readonly files?: Readonly<Record<string, string>>;
  /** Why this cluster cannot show it; the test is then skipped under its name. */
  readonly impossible?: boolean;
  /** What stderr must say; without it the verb must succeed. */
  readonly refusal?: string | RegExp;
}

const CASES: readonly Case[] = [
  { title: 'the kubeconfig as it is' },
  {
    title: 'a client certificate as data',
    user: {
      'client-certificate-data': user['client-certificate-data'],
      'client-key-data': user['client-key-data'],
    },
    impossible: !hasClientCertificate,
  },
  {
    title: 'a client certificate in files relative to the kubeconfig',
    user: { 'client-certificate': 'client.pem', 'client-key': 'client.key' },
    files: {
      'client.pem': decoded(user['client-certificate-data']),
      'client.key': decoded(user['client-key-data']),
    },
    impossible: !hasClientCertificate,
  },
  {
    title: 'the CA in a file relative to the kubeconfig',
    cluster: {
      ...without(cluster, 'certificate-authority-data'),
      'certificate-authority': 'ca.pem',
    },
    files: { 'ca.pem': decoded(cluster['certificate-authority-data']) },
    impossible: !isVerified,
  },
  {
    title: 'a CA bundle that has another root first',
    cluster: {
      ...cluster,
      'certificate-authority-data': base64(
        `${stranger.certificate}${decoded(cluster['certificate-authority-data'])}`,
      ),
    },
    impossible: !isVerified,
  },
  {
    title: 'insecure-skip-tls-verify without any CA',
    cluster: {
      ...without(cluster, 'certificate-authority-data'),
      'insecure-skip-tls-verify': true,
    },
  },
  {
    title: 'tls-server-name kubernetes',
    cluster: { ...cluster, 'tls-server-name': 'kubernetes' },
    impossible: !facts.names.includes('kubernetes'),
  },
  {
    title: 'an IPv6 literal',
    cluster: { ...cluster, server: facts.ipv6Server },
    impossible: facts.ipv6Server === undefined,
  },
  {
    title: 'another CA than that of the server',
    cluster: {
      ...without(cluster, 'insecure-skip-tls-verify'),
      'certificate-authority-data': base64(stranger.certificate),
    },
    refusal: /x509: the certificate of \S+ is signed by unknown authority/,
  },
  {
    title: 'a tls-server-name that the certificate lacks',
    cluster: { ...cluster, 'tls-server-name': 'initx.invalid' },
    refusal: /x509: the certificate of \S+ is not valid for initx.invalid \(it is for /,
    impossible: !isVerified,
  },
  { title: 'no credentials at all', user: {}, refusal: NOBODY },
  { title: 'a token that the server does not know', user: { token: 'x' }, refusal: NOBODY },
  {
    title: 'a client certificate of another CA',
    user: clientCertificate(impostor),
    refusal: NOBODY,
  },
  {
    title: 'a client key that is not that of the certificate',
    user: {
      'client-certificate-data': user['client-certificate-data'],
      'client-key-data': base64(impostor.key),
    },
    refusal: 'tls: private key does not match public key',
    impossible: !hasClientCertificate,
  },
];

describe.skipIf(realCluster.isAbsent)('the compiled executable on the real API server', () => {
  const directory = mkdtempSync(join(tmpdir(), 'initx-e2e-tls-'));
  let namespace = { name: '', remove: async () => '' };
  let probe = '';

  beforeAll(async () => {
    [probe, namespace] = await Promise.all([compileProbe(directory), createNamespace('tls')]);
    const inNamespace = ['-n', namespace.name];
    const pod = ['run', POD, '--image=busybox:1.28', '--restart=Never', '--', 'sleep', '3600'];
    await kubectl([...inNamespace, ...pod]);
    await kubectl([
      ...inNamespace,
      'wait',
      '--for=condition=Ready',
      `pod/${POD}`,
      '--timeout=120s',
    ]);
  }, 180_000);

  afterAll(async () => {
    rmSync(directory, { recursive: true, force: true });
    await namespace.remove();
  });

  function writeKubeconfig(each: Case): string {
    for (const [name, text] of Object.entries(each.files ?? {})) {
      writeFileSync(join(directory, name), text);
    }
    const path = join(directory, `${each.title.replaceAll(' ', '-')}.json`);
    const text = kubeconfigOf(each.cluster ?? cluster, each.user ?? user, namespace.name);
    writeFileSync(path, text);
    return path;
  }

  for (const each of CASES) {
    for (const [verb, printed] of Object.entries(VERBS)) {
      const title = `${verb} ${each.refusal === undefined ? 'works with' : 'refuses'} ${each.title}`;
      test.skipIf(each.impossible === true)(
        title,
        async () => {
          const result = await runProbe(probe, [writeKubeconfig(each), verb, POD]);
          if (each.refusal === undefined) {
            expect(result).toEqual({ code: 0, stdout: `${printed}\n`, stderr: '' });
            return;
          }
          expect(result).toMatchObject({ code: 1, stdout: '' });
          expect(result.stderr).toMatch(each.refusal);
        },
        20_000,
      );
    }
  }
});
