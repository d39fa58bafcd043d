import { simpleKubeconfig } from '../../kube/temporary-files.ts';
import type { Situation } from './kubectl-situations.ts';

const TLS = { server: 'https://{https}', 'certificate-authority-data': '{ca64}' };
const KUBECONFIG = simpleKubeconfig(TLS, { token: 'tok' });
const HOME = { '.kube/config': KUBECONFIG };
const config = (cluster: object = {}, user: object = { token: 'tok' }) => ({
  '.kube/config': simpleKubeconfig({ ...TLS, ...cluster }, user),
});
const NAMED = config({ server: 'https://api.initx.test:{https-port}' });

const PLUGIN = `#!/bin/sh
echo '{"apiVersion":"client.authentication.k8s.io/v1","kind":"ExecCredential","status":{"token":"t"}}'
`;

/** Gives what it is told of its cluster as the token, with the fields in order. */
const TELLING_PLUGIN = `#!/bin/sh
told=$(printf %s "$KUBERNETES_EXEC_INFO" | tr '{},' '\\n' | sort | tr -d '\\n"')
echo '{"apiVersion":"client.authentication.k8s.io/v1","kind":"ExecCredential","status":{"token":"'$told'"}}'
`;
const told = (
  list: Readonly<Record<string, readonly [cluster: object, flags?: readonly string[]]>>,
): readonly Situation[] =>
  Object.entries(list).map(([title, [cluster, flags = []]]) => ({
    title: `a plugin is told of its cluster: ${title}`,
    flags,
    files: {
      ...config(cluster, {
        exec: {
          apiVersion: 'client.authentication.k8s.io/v1',
          interactiveMode: 'Never',
          provideClusterInfo: true,
          command: './plugin',
        },
      }),
      '.kube/plugin': TELLING_PLUGIN,
    },
  }));

const listed = (
  lists: Readonly<Record<string, readonly [string, Readonly<Record<string, string | object>>]>>,
): readonly Situation[] =>
  Object.entries(lists).map(([title, [list, files]]) => ({
    title: `KUBECONFIG: ${title}`,
    files,
    env: { KUBECONFIG: list },
  }));
const kubeconfigs = (list: Readonly<Record<string, string | object>>): readonly Situation[] =>
  Object.entries(list).map(([title, content]) => ({
    title: `kubeconfig: ${title}`,
    files: { '.kube/config': content },
  }));
const flags = (
  files: Readonly<Record<string, string | object>>,
  ...lists: (readonly string[])[]
): readonly Situation[] =>
  lists.map((each) => ({ title: `flags ${each.join(' ')}`, files, flags: each }));
const before = (...lists: (readonly string[])[]): readonly Situation[] =>
  lists.map((each) => ({
    title: `before the command: ${each.join(' ')}`,
    files: HOME,
    before: each,
  }));
const words = (...lists: (readonly string[])[]): readonly Situation[] =>
  lists.map((each) => ({ title: `words ${each.join(' ')}`, files: HOME, words: each }));
const proxies = (...list: readonly Readonly<Record<string, string>>[]): readonly Situation[] =>
  list.map((env) => ({ title: JSON.stringify(env), files: NAMED, env }));
const through = { HTTPS_PROXY: 'http://{proxy}' };

/** What people type and have more by accident; each is played by kubectl and by the plugin. */
export const ODD_SITUATIONS: readonly Situation[] = [
  ...listed({
    'missing ones before the one that is there': ['{home}/x:{home}/y:{home}/b', { b: KUBECONFIG }],
    'the same file twice': ['{home}/b:{home}/b', { b: KUBECONFIG }],
    'a path from the working directory': ['no:./b', { b: KUBECONFIG }],
    'a ~ that no shell has replaced': ['~/b', { b: KUBECONFIG }],
    'nothing but a colon': [':', HOME],
    'colons at both ends': [':{home}/b:', { b: KUBECONFIG }],
    'a second one that is no YAML': ['{home}/b:{home}/c', { b: KUBECONFIG, c: 'a: [' }],
    'an empty one first': ['{home}/c:{home}/b', { b: KUBECONFIG, c: '' }],
    'a directory among them': ['{home}/d:{home}/b', { b: KUBECONFIG, 'd/x': '' }],
    'the context of the first is in the second': [
      '{home}/a:{home}/b',
      { a: { 'current-context': 'here' }, b: { ...KUBECONFIG, 'current-context': 'other' } },
    ],
  }),
  ...kubeconfigs({
    'a context with nothing in it': {
      ...KUBECONFIG,
      contexts: [{ name: 'here', context: {} }],
    },
    'a context that is null': { ...KUBECONFIG, contexts: [{ name: 'here', context: null }] },
    'no contexts': { ...KUBECONFIG, contexts: null },
    'an empty current-context': { ...KUBECONFIG, 'current-context': '' },
    'fields that nobody knows': { ...KUBECONFIG, nonsense: { a: 1 } },
    'preferences and extensions': {
      ...KUBECONFIG,
      preferences: { colors: true },
      extensions: [{ name: 'x', extension: { a: 1 } }],
    },
    'a CA that is no base64': simpleKubeconfig({ ...TLS, 'certificate-authority-data': '!!!' }),
    'half a CA': simpleKubeconfig({
      ...TLS,
      'certificate-authority-data': Buffer.from('-----BEGIN CERTIFICATE-----\nMIIB').toString(
        'base64',
      ),
    }),
    'a client certificate that is no base64': simpleKubeconfig(TLS, {
      'client-certificate-data': '!!',
      'client-key-data': '{key64}',
    }),
    'a certificate for a key': simpleKubeconfig(TLS, {
      'client-certificate-data': '{cert64}',
      'client-key-data': '{cert64}',
    }),
    'a token and a password': simpleKubeconfig(TLS, { token: 'tok', username: 'jane' }),
  }),
  ...flags(
    { ...HOME, b: simpleKubeconfig(TLS, { token: 'tb' }), ca: '{ca}', empty: '' },
    ['--kubeconfig', '~/b'],
    ['--kubeconfig', 'b'],
    ['--kubeconfig', 'b:b'],
    ['--kubeconfig', '.kube'],
    ['--kubeconfig', 'empty'],
    ['--kubeconfig', '.kube/config', '--kubeconfig', 'b'],
    ['-n', 'UPPER'],
    ['-n', 'a_b'],
    ['-n', '.'],
    ['-n', 'a%2fb'],
    ['-n', 'one', '-n', 'two'],
    ['-n', 'x'.repeat(64)],
    ['--namespace='],
    ['--context='],
    ['--context', 'here', '--context', 'nope'],
    ['--cluster='],
    ['--user='],
    ['--as='],
    ['--as', 'a', '--as', 'b'],
    ['--as', 'system:serviceaccount:x:y'],
    ['--as', ' a '],
    ['--as', 'a\nb'],
    ['--as-group='],
    ['--as', 'a', '--as-group='],
    ['--as', 'a', '--as-group', 'g,h'],
    ['--as', 'a', '--as-user-extra', 'k=a=b'],
    ['--as', 'a', '--as-user-extra', 'k='],
    ['--token', 'a', '--token', 'b'],
    ['--token', 'a b'],
    ['--token', 'tök'],
    ['--username', 'u'],
    ['--password', 'p'],
    ['--username=', '--password='],
    ['-s', 'HTTPS://{https}'],
    ['-s', 'https://{https}/prefix'],
    ['-s', 'https://{https}#x'],
    ['-s', 'https://'],
    ['-s', ':{http-port}'],
    ['-s', '{http}/prefix'],
    ['-s', 'unix:///x'],
    ['--server', 'a', '--server', 'https://{https}'],
    ['--tls-server-name', 'LOCALHOST'],
    ['--insecure-skip-tls-verify=T'],
    ['--insecure-skip-tls-verify='],
    ['--insecure-skip-tls-verify', '--certificate-authority=ca'],
    ['--certificate-authority', './ca'],
    ['--certificate-authority='],
    ['--request-timeout', '1.5'],
    ['--request-timeout', '1.5s'],
    ['--request-timeout', '.5s'],
    ['--request-timeout', '+5s'],
    ['--request-timeout', '1d'],
    ['--request-timeout', '1e3'],
    ['-v', '0', '-v', '1'],
    ['-v', '0x6'],
    ['-v='],
    ['-v'],
    ['--cache-dir='],
    ['--disable-compression=maybe'],
  ),
  ...flags(config({}, { username: 'a', password: 'b' }), ['--username', 'u'], ['--token', 'x']),
  ...flags(config({}, {}), ['--username', 'u', '--password', 'p']),
  ...flags(
    {
      ...config({ 'certificate-authority-data': '', 'insecure-skip-tls-verify': true }),
      ca: '{ca}',
    },
    ['--insecure-skip-tls-verify=false'],
    ['--certificate-authority=ca'],
  ),
  ...before(
    ['-n', 'x'],
    ['--namespace=x'],
    ['--token', 'a'],
    ['-v', '0'],
    ['--as', 'x', '-n', 'y'],
    ['-s', 'https://{https}'],
    ['--insecure-skip-tls-verify'],
    ['--nope'],
    ['-n'],
  ),
  ...told({
    plain: [{}],
    'a slash at its end': [{ server: 'HTTPS://{https}/' }],
    compression: [{ 'disable-compression': false }],
    'no compression': [{ 'disable-compression': true, 'tls-server-name': 'localhost' }],
    'a configuration': [
      { extensions: [{ name: 'client.authentication.k8s.io/exec', extension: { a: ['b'] } }] },
    ],
    flags: [{}, ['--proxy-url', 'http://{proxy}', '--disable-compression']],
  }),
  ...words(
    ['pod/web'],
    ['pods/web'],
    ['pods', 'web'],
    ['pod/web', 'pod/db'],
    ['pod', 'web', 'db'],
    ['pod', 'web', 'web'],
    ['Pod/web'],
    ['pod/'],
    ['/web'],
    ['pod//web'],
    ['pod/web/x'],
    ['pod', 'pod/web'],
    ['pod', '--', 'web'],
    ['pod', 'web', '--'],
    ['-n', 'x', 'pod', 'web'],
    ['pod', 'WEB'],
    ['pod', 'a_b'],
    ['pod', 'web.example'],
    ['pod', '%2e%2e'],
    ['pod', '-'],
    ['pod', 'x'.repeat(300)],
  ),
  ...[
    { HOME: '', KUBECONFIG: '.kube/config' },
    { HOME: '/nonexistent' },
    { TERM: 'dumb' },
    { COLUMNS: '10' },
    { COLUMNS: 'x' },
    { CI: 'true' },
    { LC_ALL: 'ja_JP.EUC-JP' },
    { TZ: 'Nowhere/X' },
    { PATH: '' },
  ].map((env) => ({ title: JSON.stringify(env), files: HOME, env })),
  { title: 'KUBERNETES_MASTER alone', env: { KUBERNETES_MASTER: '{http}' } },
  {
    title: 'KUBERNETES_MASTER and a kubeconfig',
    files: HOME,
    env: { KUBERNETES_MASTER: '{http}' },
  },
  ...proxies(
    { ...through, NO_PROXY: '*' },
    { ...through, NO_PROXY: '.initx.test' },
    { ...through, NO_PROXY: 'test' },
    { ...through, NO_PROXY: 'API.INITX.TEST' },
    { ...through, NO_PROXY: 'api.initx.test:1' },
    { ...through, NO_PROXY: 'api.initx.test:{https-port}' },
    { ...through, NO_PROXY: ' x , api.initx.test ' },
    { ...through, NO_PROXY: '*.initx.test' },
    { ...through, NO_PROXY: '', no_proxy: '*' },
    { HTTPS_PROXY: 'http://u:p@{proxy}' },
    { HTTPS_PROXY: 'HTTP://{proxy}/path' },
    { HTTPS_PROXY: '', https_proxy: 'http://{proxy}' },
    { HTTPS_PROXY: 'http://127.0.0.1:1', https_proxy: 'http://{proxy}' },
    { HTTP_PROXY: 'http://{proxy}' },
    { ALL_PROXY: 'http://{proxy}' },
  ),
  {
    title: 'a kuberc that is named and not there, and a plugin',
    files: {
      ...config(
        {},
        {
          exec: {
            apiVersion: 'client.authentication.k8s.io/v1',
            interactiveMode: 'Never',
            command: './plugin',
          },
        },
      ),
      '.kube/plugin': PLUGIN,
    },
    flags: ['--kuberc', '{home}/nope'],
  },
  {
    title: '--proxy-url over HTTPS_PROXY',
    files: NAMED,
    env: { HTTPS_PROXY: 'http://127.0.0.1:1' },
    flags: ['--proxy-url', 'http://{proxy}'],
  },
  {
    title: 'proxy-url over NO_PROXY',
    files: config({
      server: 'https://api.initx.test:{https-port}',
      'proxy-url': 'http://{proxy}',
    }),
    env: { NO_PROXY: '*' },
  },
];
