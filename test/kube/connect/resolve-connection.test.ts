import { afterEach, beforeEach, describe, expect, test } from 'bun:test';
import { describeUserError, UserError } from '../../../src/errors.ts';
import type { ConnectionOptions } from '../../../src/kube/connect/connection.ts';
import { resolveConnection } from '../../../src/kube/connect/resolve-connection.ts';
import { makeTemporaryFiles, simpleKubeconfig, type TemporaryFiles } from '../temporary-files.ts';

const PEM = '-----BEGIN CERTIFICATE-----\nMA==\n-----END CERTIFICATE-----\n';
const KEY = '-----BEGIN PRIVATE KEY-----\nMA==\n-----END PRIVATE KEY-----\n';
const PEM_DATA = Buffer.from(PEM).toString('base64');

let files: TemporaryFiles;

beforeEach(() => {
  files = makeTemporaryFiles();
});

afterEach(() => files.remove());

const resolveWith = (options: ConnectionOptions, env: Record<string, string> = {}) =>
  resolveConnection(options, {
    env: { HOME: files.directory, ...env },
    stdinIsTerminal: false,
  });

const failureOf = async (options: ConnectionOptions, env: Record<string, string> = {}) => {
  const error = await resolveWith(options, env).catch((thrown: unknown) => thrown);
  return error instanceof UserError ? describeUserError(error) : error;
};

const entries = (prefix: string, currentContext?: string) => ({
  ...(currentContext === undefined ? {} : { 'current-context': currentContext }),
  contexts: [
    { name: prefix, context: { cluster: prefix, user: prefix, namespace: `${prefix}-ns` } },
    { name: 'both', context: { cluster: prefix, user: prefix, namespace: `${prefix}-both` } },
  ],
  clusters: [{ name: prefix, cluster: { server: `https://${prefix}.test` } }],
  users: [{ name: prefix, user: { token: prefix } }],
});

describe('where kubeconfigs come from', () => {
  test('~/.kube/config is the default', async () => {
    files.write('.kube/config', simpleKubeconfig());
    const connection = await resolveWith({});
    expect(connection.server).toBe('https://c.test:6443');
    expect(connection.contextName).toBe('here');
    expect(connection.namespace).toBe('default');
  });

  test('of several files in KUBECONFIG the first to say something wins, missing ones are skipped', async () => {
    const one = files.write('one', entries('one'));
    const two = files.write('two', entries('two', 'two'));
    const three = files.write('three', entries('three', 'three'));
    const env = { KUBECONFIG: [files.directory.concat('/missing'), one, two, three].join(':') };
    expect((await resolveWith({}, env)).server).toBe('https://two.test');
    expect((await resolveWith({ context: 'both' }, env)).namespace).toBe('one-both');
  });

  test('an empty file is skipped', async () => {
    const env = {
      KUBECONFIG: `${files.write('empty', '')}:${files.write('two', entries('two', 'two'))}`,
    };
    expect((await resolveWith({}, env)).server).toBe('https://two.test');
  });

  test('--kubeconfig stands alone and must exist', async () => {
    const env = { KUBECONFIG: files.write('one', entries('one', 'one')) };
    const kubeconfig = files.write('two', entries('two', 'two'));
    expect((await resolveWith({ kubeconfig }, env)).server).toBe('https://two.test');
    expect(await failureOf({ kubeconfig: '/no/such' }, env)).toBe(
      'error: stat /no/such: no such file or directory',
    );
  });

  test('broken YAML is reported with its place', async () => {
    const kubeconfig = files.write('broken', 'clusters:\n- name: c\n  cluster: {server: [x}\n');
    expect(await failureOf({ kubeconfig })).toStartWith(`error: ${kubeconfig}:3:`);
  });

  test('a list instead of a kubeconfig is refused', async () => {
    const kubeconfig = files.write('list', '- a\n');
    expect(await failureOf({ kubeconfig })).toContain('it holds a list, not a kubeconfig');
  });

  test('with nothing at all the error names the three places', async () => {
    expect(await failureOf({})).toContain('Missing or incomplete configuration info');
    expect(await failureOf({})).toContain('~/.kube/config');
  });

  test('when no file of KUBECONFIG exists, the error names them', async () => {
    expect(await failureOf({}, { KUBECONFIG: '/no/one:/no/two' })).toBe(
      'error: Missing or incomplete configuration info. Please point to an existing, complete config file\nKUBECONFIG names /no/one and /no/two: no such file.',
    );
  });

  test('a directory in place of a file is refused', async () => {
    expect(await failureOf({}, { KUBECONFIG: files.directory })).toBe(
      `error: error loading config file "${files.directory}": is a directory`,
    );
  });

  test('an object of another kind is refused', async () => {
    const kubeconfig = files.write('pod', { apiVersion: 'v1', kind: 'Pod' });
    expect(await failureOf({ kubeconfig })).toContain('it holds Pod, not a kubeconfig');
  });

  test('context, cluster and user may come from three files', async () => {
    const { contexts, clusters, users, ...rest } = simpleKubeconfig({}, { token: 't' });
    const parts = [{ contexts, ...rest }, { clusters }, { users }];
    const paths = parts.map((part, index) => files.write(`part-${index}`, part));
    const connection = await resolveWith({}, { KUBECONFIG: paths.join(':') });
    expect(connection.server).toBe('https://c.test:6443');
    expect((await connection.authenticate()).authorization).toBe('Bearer t');
  });

  test('paths are relative to the file that has them, not to where one stands', async () => {
    files.write('deep/ca.pem', PEM);
    const kubeconfig = files.write(
      'deep/config',
      simpleKubeconfig({ 'certificate-authority': './ca.pem' }),
    );
    expect((await resolveWith({ kubeconfig })).trust.ca).toBe(PEM);
  });

  test('a password of digits without quotes is refused, as by kubectl', async () => {
    const kubeconfig = files.write('digits', simpleKubeconfig({}, { password: 1234 }));
    expect(await failureOf({ kubeconfig })).toBe(
      `error: error loading config file "${kubeconfig}": password of user "u" is a number, not text\nPut it into quotes.`,
    );
  });

  test('a context without a cluster is told', async () => {
    const kubeconfig = files.write('empty', {
      ...simpleKubeconfig(),
      contexts: [{ name: 'here', context: {} }],
    });
    expect(await failureOf({ kubeconfig })).toBe(
      'Error in configuration: context "here" has no cluster with a server',
    );
  });
});

describe('flags over the kubeconfig', () => {
  test('--context, --cluster, --user and --namespace choose', async () => {
    const env = {
      KUBECONFIG: `${files.write('1', entries('one', 'one'))}:${files.write('2', entries('two'))}`,
    };
    const connection = await resolveWith({ cluster: 'two', user: 'two', namespace: 'n' }, env);
    expect(connection.server).toBe('https://two.test');
    expect(connection.namespace).toBe('n');
    expect((await connection.authenticate()).authorization).toBe('Bearer two');
    expect((await resolveWith({ context: 'two' }, env)).namespace).toBe('two-ns');
  });

  test.each([
    [{ context: 'x' }, 'error: context "x" does not exist\nThe kubeconfig has the context here.'],
    [{ cluster: 'x' }, 'error: cluster "x" does not exist\nThe kubeconfig has the cluster c.'],
    [{ user: 'x' }, 'error: auth info "x" does not exist\nThe kubeconfig has the user u.'],
  ])("%p is refused in kubectl's words", async (options, message) => {
    files.write('.kube/config', simpleKubeconfig());
    expect(await failureOf(options)).toBe(message);
  });

  test('a current-context that does not exist is refused', async () => {
    files.write('.kube/config', { ...simpleKubeconfig(), 'current-context': 'gone' });
    expect(await failureOf({})).toStartWith(
      'Error in configuration: context was not found for specified context: gone',
    );
  });

  test('a context whose user does not exist is refused', async () => {
    files.write('.kube/config', simpleKubeconfig({}, {}, { user: 'gone' }));
    expect(await failureOf({})).toStartWith(
      'Error in configuration: user "gone" was not found for context "here"',
    );
  });

  test('without a current-context the error lists the contexts', async () => {
    files.write('.kube/config', { ...simpleKubeconfig(), 'current-context': '' });
    expect(await failureOf({})).toStartWith(
      'error: current-context is not set\nThe kubeconfig has',
    );
  });

  test('--server needs no kubeconfig, and takes host:port as plain HTTP', async () => {
    const connection = await resolveWith({ server: '127.0.0.1:8001' });
    expect(connection.server).toBe('http://127.0.0.1:8001');
    expect(connection.contextName).toBeUndefined();
  });

  test('a server without a scheme is http, also of a cluster with a CA, as for kubectl', async () => {
    const cluster = {
      server: '10.0.0.1:6443',
      'certificate-authority-data': 'LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0t',
    };
    files.write('.kube/config', simpleKubeconfig(cluster));
    expect((await resolveWith({})).server).toBe('http://10.0.0.1:6443');
    const other = await resolveWith({ server: '127.0.0.1:8001' });
    expect(other.server).toBe('http://127.0.0.1:8001');
    // The cluster of the context is not asked.
    expect(other.contextName).toBeUndefined();
  });

  test('--proxy-url wins over the proxy-url of the cluster', async () => {
    files.write('.kube/config', simpleKubeconfig({ 'proxy-url': 'http://cluster.test:1' }));
    expect((await resolveWith({})).proxy).toBe('http://cluster.test:1');
    expect((await resolveWith({ proxyUrl: 'http://flag.test:2' })).proxy).toBe(
      'http://flag.test:2',
    );
  });

  test('an empty --kubeconfig is none', async () => {
    files.write('.kube/config', simpleKubeconfig());
    expect((await resolveWith({ kubeconfig: '' })).contextName).toBe('here');
  });

  test('a name of digits without quotes is told, not passed over', async () => {
    files.write('.kube/config', { contexts: [{ name: 7, context: {} }] });
    expect(await failureOf({})).toContain('name of a context is a number, not text');
  });

  test('a path in the server URL is kept, its last slash is not', async () => {
    files.write('.kube/config', simpleKubeconfig({ server: 'https://r.test/k8s/clusters/c-1/' }));
    expect((await resolveWith({})).server).toBe('https://r.test/k8s/clusters/c-1');
  });

  test('a port alone is one of this machine', async () => {
    expect((await resolveWith({ server: ':8001' })).server).toBe('http://localhost:8001');
  });

  test.each([
    'https://',
    ' https://c.test',
    'https://c.test\n',
    'https:\\\\c.test',
    'ftp://c.test',
  ])('a server that is no URL is refused: %p', async (server) => {
    expect(await failureOf({ server })).toContain('host must be a URL or a host:port pair');
  });

  test('a password in a server that is no URL is not shown', async () => {
    const words = await failureOf({ server: 'https://u:s3cret@c.test:port' });
    expect(words).toContain('host must be a URL or a host:port pair: "https://c.test:port"');
  });

  test.each([
    ['0', Number.POSITIVE_INFINITY],
    ['30', 30_000],
    ['1m30s', 90_000],
    ['500ms', 500],
    ['', undefined],
  ])('--request-timeout %s', async (requestTimeout, milliseconds) => {
    const connection = await resolveWith({ server: 'http://x', requestTimeout });
    expect(connection.requestTimeoutMs).toBe(milliseconds);
  });

  test('--request-timeout refuses what is no duration', async () => {
    expect(await failureOf({ server: 'http://x', requestTimeout: 'soon' })).toContain(
      'Invalid timeout value "soon"',
    );
  });
});

describe('trust in the server', () => {
  test('--insecure-skip-tls-verify takes the CA of the kubeconfig away', async () => {
    files.write('.kube/config', simpleKubeconfig({ 'certificate-authority-data': PEM_DATA }));
    const { trust } = await resolveWith({ insecureSkipTlsVerify: true });
    expect(trust).toEqual({ ca: undefined, insecure: true, serverName: undefined });
  });

  test('--certificate-authority makes an insecure cluster secure again', async () => {
    files.write('.kube/config', simpleKubeconfig({ 'insecure-skip-tls-verify': true }));
    const { trust } = await resolveWith({ certificateAuthority: files.write('ca.pem', PEM) });
    expect(trust).toEqual({ ca: PEM, insecure: false, serverName: undefined });
  });

  test('a CA together with insecure is refused', async () => {
    files.write(
      '.kube/config',
      simpleKubeconfig({
        'insecure-skip-tls-verify': true,
        'certificate-authority-data': PEM_DATA,
      }),
    );
    expect(await failureOf({})).toContain(
      'specifying a root certificates file with the insecure flag is not allowed',
    );
  });

  test('--server drops the tls-server-name of the kubeconfig', async () => {
    files.write('.kube/config', simpleKubeconfig({ 'tls-server-name': 'inner' }));
    expect((await resolveWith({})).trust.serverName).toBe('inner');
    expect((await resolveWith({ server: 'https://d.test' })).trust.serverName).toBeUndefined();
  });

  test('without a CA the roots of the machine count', async () => {
    files.write('.kube/config', simpleKubeconfig());
    const env = { SSL_CERT_FILE: files.write('roots.pem', PEM) };
    expect((await resolveWith({}, env)).trust.ca).toBe(PEM);
  });

  test('a missing CA file is named', async () => {
    files.write('.kube/config', simpleKubeconfig({ 'certificate-authority': 'gone.pem' }));
    expect(await failureOf({})).toBe(
      `error: unable to read certificate-authority ${files.directory}/.kube/gone.pem: no such file or directory`,
    );
  });

  test('data that is no PEM is refused', async () => {
    files.write('.kube/config', simpleKubeconfig({ 'certificate-authority-data': 'aGk=' }));
    expect(await failureOf({})).toContain('unable to parse bytes as PEM block');
    const key = Buffer.from(KEY).toString('base64');
    files.write('.kube/config', simpleKubeconfig({ 'certificate-authority-data': key }));
    expect(await failureOf({})).toContain('unable to parse bytes as PEM block');
  });
});

describe('who we are', () => {
  const credentialsOf = async (user: object, options: ConnectionOptions = {}) => {
    files.write('.kube/config', simpleKubeconfig({}, user));
    return (await resolveWith(options)).authenticate();
  };

  test('a token file is relative to the kubeconfig, trimmed, and wins over the token', async () => {
    files.write('.kube/token', 'from-file\n');
    const { authorization } = await credentialsOf({ tokenFile: 'token', token: 'in-place' });
    expect(authorization).toBe('Bearer from-file');
  });

  test('a missing token file is told with the reason', async () => {
    await expect(credentialsOf({ tokenFile: '/no/token' })).rejects.toThrow(
      'unable to read the token file /no/token: no such file or directory',
    );
  });

  test('while the token file is not there, the token counts', async () => {
    const { authorization } = await credentialsOf({ tokenFile: '/no/token', token: 'in-place' });
    expect(authorization).toBe('Bearer in-place');
  });

  test('a key without a certificate matters only to who has nothing else', async () => {
    const key = { 'client-key': '/no/key' };
    const { authorization, clientKey } = await credentialsOf({ token: 't', ...key });
    expect([authorization, clientKey]).toEqual(['Bearer t', undefined]);
    await expect(credentialsOf(key)).rejects.toThrow('unable to read client-key /no/key');
  });

  test('--token wins over the token file', async () => {
    files.write('.kube/token', 'from-file\n');
    const { authorization } = await credentialsOf({ tokenFile: 'token' }, { token: 'flag' });
    expect(authorization).toBe('Bearer flag');
  });

  test('username and password make a Basic header', async () => {
    const { authorization } = await credentialsOf({ username: 'u', password: 'p:w' });
    expect(authorization).toBe('Basic dTpwOnc=');
  });

  test('a flag takes the place of its field alone', async () => {
    const user = { username: 'u', password: 'p' };
    const { authorization } = await credentialsOf(user, { username: 'v' });
    expect(authorization).toBe(`Basic ${btoa('v:p')}`);
  });

  test('a token and a password are too much, wherever they come from', async () => {
    const both = 'more than one authentication method found';
    await expect(credentialsOf({ token: 't' }, { username: 'u' })).rejects.toThrow(both);
    await expect(credentialsOf({ username: 'u' }, { token: 't' })).rejects.toThrow(both);
  });

  test('data and a file for the same are too much, and a flag takes the place of both', async () => {
    // Like kubelets and credential plugins do: certificate and key in one file.
    const flag = files.write('flag.pem', `${PEM}${KEY}# flag`);
    const user = {
      'client-certificate': 'gone.pem',
      'client-certificate-data': PEM_DATA,
      'client-key-data': Buffer.from(KEY).toString('base64'),
    };
    await expect(credentialsOf(user)).rejects.toThrow(
      'client-certificate-data and client-certificate are both specified',
    );
    const flags = { clientCertificate: flag, clientKey: flag };
    expect((await credentialsOf(user, flags)).clientCertificate).toBe(`${PEM}${KEY}# flag`);
  });

  test('a plugin and an auth-provider are too much', async () => {
    const exec = { command: 'x', apiVersion: 'client.authentication.k8s.io/v1beta1' };
    await expect(credentialsOf({ exec, 'auth-provider': { name: 'oidc' } })).rejects.toThrow(
      'authProvider cannot be provided in combination with an exec plugin',
    );
  });

  test('who has a certificate needs no plugin', async () => {
    const exec = { command: './gone', apiVersion: 'client.authentication.k8s.io/v1beta1' };
    const certificate = {
      'client-certificate-data': PEM_DATA,
      'client-key-data': Buffer.from(KEY).toString('base64'),
    };
    const { authorization, clientCertificate } = await credentialsOf({ exec, ...certificate });
    expect([authorization, clientCertificate]).toEqual([undefined, PEM]);
  });

  test('a certificate without its key is refused', async () => {
    await expect(credentialsOf({ 'client-certificate-data': PEM_DATA })).rejects.toThrow(
      'client-certificate is set, but client-key is not',
    );
  });

  test('nothing secret is sent over plain HTTP', async () => {
    const connection = await resolveWith({ server: 'http://127.0.0.1:8001', token: 'secret' });
    expect((await connection.authenticate()).authorization).toBeUndefined();
  });

  test('a legacy auth-provider is refused with what replaces it', async () => {
    await expect(credentialsOf({ 'auth-provider': { name: 'gcp' } })).rejects.toThrow(
      'no Auth Provider found for name "gcp"',
    );
  });

  test('impersonation comes from the kubeconfig with groups, uid and extra', async () => {
    const user = {
      as: 'jane',
      'as-uid': '7',
      'as-groups': ['a', 'b'],
      'as-user-extra': { 'acme.com/Team': ['x', 'y'] },
    };
    files.write('.kube/config', simpleKubeconfig({}, user));
    expect((await resolveWith({})).impersonation).toEqual([
      ['Impersonate-User', 'jane'],
      ['Impersonate-Uid', '7'],
      ['Impersonate-Group', 'a'],
      ['Impersonate-Group', 'b'],
      ['Impersonate-Extra-acme.com%2FTeam', 'x'],
      ['Impersonate-Extra-acme.com%2FTeam', 'y'],
    ]);
    const flags = await resolveWith({ as: 'bob', asGroup: ['c'] });
    expect(flags.impersonation).toContainEqual(['Impersonate-User', 'bob']);
    expect(flags.impersonation).toContainEqual(['Impersonate-Group', 'c']);
    expect(flags.impersonation).not.toContainEqual(['Impersonate-Group', 'a']);
  });

  test('groups without a user to impersonate are refused', async () => {
    files.write('.kube/config', simpleKubeconfig());
    expect(await failureOf({ asGroup: ['a'] })).toContain('without impersonating a user');
  });
});
