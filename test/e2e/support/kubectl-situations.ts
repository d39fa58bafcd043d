import { simpleKubeconfig } from '../../kube/temporary-files.ts';

/** What a user may have and type; `{https}`, `{ca}` and so on stand for the servers of the test. */
export interface Situation {
  readonly title: string;
  /** Files of the home directory. */
  readonly files?: Readonly<Record<string, string | object>>;
  readonly flags?: readonly string[];
  /** Flags that stand before the command. */
  readonly before?: readonly string[];
  /** In place of `pod web`. */
  readonly words?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

const PLUGIN = (token: string, more: object = {}) => `#!/bin/sh
echo '${JSON.stringify({
  apiVersion: 'client.authentication.k8s.io/v1',
  kind: 'ExecCredential',
  status: { token, ...more },
})}'
`;
const CA = { 'certificate-authority-data': '{ca64}' };
const TLS = { server: 'https://{https}', ...CA };
const TOKEN = { token: 'tok' };
const CERT = { 'client-certificate-data': '{cert64}', 'client-key-data': '{key64}' };
const config = (cluster: object = {}, user: object = TOKEN, context: object = {}) => ({
  '.kube/config': simpleKubeconfig({ ...TLS, ...cluster }, user, context),
});
const HOME = config();
const exec = (fields: object) => ({
  exec: {
    apiVersion: 'client.authentication.k8s.io/v1',
    interactiveMode: 'Never',
    command: './plugin',
    ...fields,
  },
});
const withPlugin = (fields: object = {}, script = PLUGIN('xtok')) => ({
  ...config({}, exec(fields)),
  '.kube/plugin': script,
});
const jwt = (seconds: number) =>
  ['{"alg":"none"}', `{"exp":${seconds}}`, 'x']
    .map((part) => Buffer.from(part).toString('base64url'))
    .join('.');
const FAR = jwt(4_000_000_000);
const oidc = (fields: object) => ({
  'auth-provider': {
    name: 'oidc',
    config: { 'client-id': 'c', 'idp-issuer-url': 'https://idp.invalid', ...fields },
  },
});

const flags = (...lists: (readonly string[])[]): readonly Situation[] =>
  lists.map((each) => ({ title: `flags ${each.join(' ')}`, files: HOME, flags: each }));
const users = (list: Readonly<Record<string, object>>): readonly Situation[] =>
  Object.entries(list).map(([title, user]) => ({
    title: `user: ${title}`,
    files: config({}, user),
  }));
const clusters = (list: Readonly<Record<string, object>>): readonly Situation[] =>
  Object.entries(list).map(([title, cluster]) => ({
    title: `cluster: ${title}`,
    files: config(cluster),
  }));

const two = {
  contexts: [
    { name: 'one', context: { cluster: 'c', user: 'u', namespace: 'n1' } },
    { name: 'two', context: { cluster: 'c', user: 'v', namespace: 'n2' } },
    { name: 'other', context: { cluster: 'nowhere', user: 'u' } },
    { name: 'stranger', context: { cluster: 'c', user: 'nobody' } },
  ],
  clusters: [
    { name: 'c', cluster: TLS },
    { name: 'd', cluster: { server: 'http://{http}' } },
  ],
  users: [
    { name: 'u', user: { token: 'tok-u' } },
    { name: 'v', user: { token: 'tok-v' } },
  ],
};
const TWO = { '.kube/config': { 'current-context': 'one', ...two } };
const chosen = (...each: readonly string[]): Situation => ({
  title: `two contexts, ${each.join(' ')}`,
  files: TWO,
  flags: each,
});

const kuberc = (content: object, fields: object = {}) => ({
  ...withPlugin(fields),
  '.kube/kuberc': { apiVersion: 'kubectl.config.k8s.io/v1beta1', kind: 'Preference', ...content },
});

/** Each is played by the real kubectl and by the plugin. */
export const SITUATIONS: readonly Situation[] = [
  { title: 'nothing at all' },
  { title: '~/.kube/config', files: HOME },
  { title: 'KUBECONFIG', files: { a: HOME['.kube/config'] }, env: { KUBECONFIG: '{home}/a' } },
  {
    title: 'KUBECONFIG of two files, the first one wins',
    files: { a: simpleKubeconfig(TLS, { token: 'a' }), b: simpleKubeconfig(TLS, { token: 'b' }) },
    env: { KUBECONFIG: '{home}/a:{home}/b' },
  },
  {
    title: 'KUBECONFIG whose first file is missing',
    files: { b: HOME['.kube/config'] },
    env: { KUBECONFIG: '{home}/no:{home}/b' },
  },
  { title: 'KUBECONFIG empty', files: HOME, env: { KUBECONFIG: '' } },
  { title: 'KUBECONFIG of a missing file', files: HOME, env: { KUBECONFIG: '{home}/no' } },
  {
    title: '--kubeconfig over KUBECONFIG',
    files: { a: simpleKubeconfig(TLS, { token: 'a' }), ...HOME },
    env: { KUBECONFIG: '{home}/.kube/config' },
    flags: ['--kubeconfig', '{home}/a'],
  },
  {
    title: 'the context is in another file than its cluster',
    files: {
      a: {
        contexts: [{ name: 'x', context: { cluster: 'c', user: 'u' } }],
        'current-context': 'x',
      },
      b: simpleKubeconfig(TLS, TOKEN),
    },
    env: { KUBECONFIG: '{home}/a:{home}/b' },
  },
  { title: 'a file that is no kubeconfig', files: { '.kube/config': { kind: 'Pod' } } },
  { title: 'a file that is no YAML', files: { '.kube/config': 'a: [' } },
  { title: 'a number for a token', files: config({}, { token: 7 }) },
  { title: 'a number for a namespace', files: config({}, TOKEN, { namespace: 7 }) },
  { title: 'a namespace of the context', files: config({}, TOKEN, { namespace: 'shop' }) },
  { title: 'no current-context', files: { '.kube/config': two } },
  {
    title: 'a number for the name of the context',
    files: {
      '.kube/config': {
        ...HOME['.kube/config'],
        contexts: [{ name: 7, context: { cluster: 'c', user: 'u' } }],
        'current-context': '7',
      },
    },
  },
  ...flags(
    ['-n', 'x'],
    ['-n=x'],
    ['-nx'],
    ['--namespace=x'],
    ['-n', ''],
    ['-n', '..'],
    ['-n', 'a/b'],
    ['--kubeconfig', ''],
    ['--kubeconfig', '{home}/no'],
    ['--token', 'flag'],
    ['--token='],
    ['--as', 'jane'],
    ['--as', 'jäne'],
    ['--as', '日本'],
    ['--as', 'a b'],
    ['--as', 'jane', '--as-group', 'g'],
    ['--as', 'jane', '--as-group', 'g', '--as-group', 'h'],
    ['--as', 'jane', '--as-group', 'gruppe-ü'],
    ['--as', 'jane', '--as-uid', '7'],
    ['--as', 'jane', '--as-user-extra', 'scopes=a'],
    ['--as', 'jane', '--as-user-extra', 'Sc/op es=a', '--as-user-extra', 'Sc/op es=b'],
    ['--as-group', 'g'],
    ['--as-uid', '7'],
    ['--request-timeout', '0'],
    ['--request-timeout', '5'],
    ['--request-timeout', '1m30s'],
    ['--request-timeout', 'soon'],
    ['--request-timeout='],
    ['--request-timeout=600h'],
    ['--insecure-skip-tls-verify'],
    ['--insecure-skip-tls-verify=true'],
    ['--insecure-skip-tls-verify=false'],
    ['--insecure-skip-tls-verify=banana'],
    ['--insecure-skip-tls-verify', '--certificate-authority', '{home}/ca'],
    ['--certificate-authority', '{home}/no'],
    ['--tls-server-name', 'api.initx.test'],
    ['--tls-server-name', 'wrong.test'],
    ['--tls-server-name='],
    ['--server', 'https://{https}'],
    ['-s', 'http://{http}'],
    ['-s', '{http}'],
    ['-s', '{https}'],
    ['-s', 'ftp://{http}'],
    ['--client-certificate', '{home}/no', '--client-key', '{home}/no'],
    ['--context', 'here'],
    ['--context', 'nope'],
    ['--cluster', 'nope'],
    ['--user', 'nope'],
    ['--proxy-url', 'ftp://{http}'],
    ['--proxy-url', 'http://{proxy}'],
    ['--proxy-url', 'socks5://{socks}'],
    ['--proxy-url', 'socks5h://{socks}'],
    ['--cache-dir', '{home}/cache'],
    ['--disable-compression'],
    ['--disable-compression=false'],
    ['--match-server-version=false'],
    ['--profile=none'],
    ['--profile-output=x'],
    ['--vmodule=a=1'],
    ['--log-flush-frequency=5s'],
    ['--warnings-as-errors'],
    ['--warnings-as-errors=false'],
    ['-v', '0'],
    ['-v=6'],
    ['-v6'],
    ['--v=6'],
    ['-v', 'much'],
    ['--nonsense'],
  ),
  chosen(),
  chosen('--context', 'two'),
  chosen('--context=two', '-n', 'x'),
  chosen('--user', 'v'),
  chosen('--cluster', 'd'),
  chosen('--context', 'other'),
  chosen('--context', 'stranger'),
  chosen('--context', 'two', '--user', 'u', '--token', 'flag'),
  ...users({
    'client certificate': CERT,
    'client certificate and token': { ...CERT, ...TOKEN },
    'certificate without key': { 'client-certificate-data': '{cert64}' },
    password: { username: 'jane', password: 's3cret' },
    'password beyond ASCII': { username: 'jäne', password: 'paß' },
    impersonation: { ...TOKEN, as: 'jane', 'as-groups': ['g', 'h'], 'as-uid': '1' },
    'impersonated extra': { ...TOKEN, as: 'jane', 'as-user-extra': { k: ['a', 'b'] } },
    'groups without a user': { ...TOKEN, 'as-groups': ['g'] },
    'missing token file': { tokenFile: '/nonexistent/token' },
    oidc: oidc({ 'id-token': FAR }),
    'oidc, expired': oidc({ 'id-token': jwt(1) }),
    'oidc, no JWT': oidc({ 'id-token': 'x' }),
    'oidc and a token': { ...oidc({ 'id-token': FAR }), ...TOKEN },
    'auth-provider gcp': { 'auth-provider': { name: 'gcp' } },
    'auth-provider azure': { 'auth-provider': { name: 'azure' } },
    'auth-provider unknown': { 'auth-provider': { name: 'x' } },
    'plugin that is missing': exec({ command: './no' }),
    'plugin of the path that is missing': exec({ command: 'initx-no-such-plugin' }),
    'plugin of an old version': exec({ apiVersion: 'client.authentication.k8s.io/v1alpha1' }),
    'plugin without a command': exec({ command: '' }),
  }),
  {
    title: 'a token file beside the kubeconfig',
    files: { ...config({}, { tokenFile: 'token' }), '.kube/token': 'filetok\n' },
  },
  {
    title: 'an empty token file',
    files: { ...config({}, { tokenFile: 'token' }), '.kube/token': '\n' },
  },
  {
    title: 'certificates as files beside the kubeconfig',
    files: {
      ...config(
        { 'certificate-authority-data': '', 'certificate-authority': 'ca.crt' },
        { 'client-certificate': 'a.crt', 'client-key': 'a.key' },
      ),
      '.kube/ca.crt': '{ca}',
      '.kube/a.crt': '{cert}',
      '.kube/a.key': '{key}',
    },
  },
  ...clusters({
    'no CA': { 'certificate-authority-data': '' },
    insecure: { 'certificate-authority-data': '', 'insecure-skip-tls-verify': true },
    'insecure and CA': { 'insecure-skip-tls-verify': true },
    'CA of rubbish': { 'certificate-authority-data': 'eHg=' },
    'missing CA file': { 'certificate-authority-data': '', 'certificate-authority': '/no' },
    'tls-server-name': { 'tls-server-name': 'api.initx.test' },
    'wrong tls-server-name': { 'tls-server-name': 'wrong.test' },
    http: { server: 'http://{http}' },
    'http without a scheme': { server: '{http}' },
    'https port without a scheme': { server: '{https}' },
    'a slash at the end': { server: 'https://{https}/' },
    'no server': { server: '' },
    'proxy-url': { 'proxy-url': 'http://{proxy}' },
    'proxy-url of SOCKS5': { 'proxy-url': 'socks5://{socks}' },
    'proxy-url of socks5h': { 'proxy-url': 'socks5h://{socks}' },
    'proxy-url without a scheme': { 'proxy-url': '{proxy}' },
    'proxy-url and a name only it knows': {
      server: 'https://api.initx.test:{https-port}',
      'proxy-url': 'socks5://{socks}',
    },
  }),
  {
    title: 'several groups through a proxy',
    files: config({ 'proxy-url': 'http://{proxy}' }),
    flags: ['--as', 'a', '--as-group', 'g', '--as-group', 'h'],
  },
  ...['HTTPS_PROXY', 'https_proxy'].flatMap((name) =>
    [
      ['http://{proxy}', ''],
      ['http://{proxy}', 'api.initx.test'],
      ['http://{proxy}', '10.0.0.0/'],
      ['{proxy}', ''],
      ['socks5://{socks}', ''],
      ['socks5h://{socks}', ''],
    ].map(([proxy = '', without = '']) => ({
      title: `${name}=${proxy} NO_PROXY=${without}`,
      files: config({ server: 'https://api.initx.test:{https-port}' }),
      env: { [name]: proxy, NO_PROXY: without },
    })),
  ),
  {
    title: 'HTTPS_PROXY for a server on this machine',
    files: HOME,
    env: { HTTPS_PROXY: 'http://127.0.0.1:1' },
  },
  { title: 'a plugin', files: withPlugin() },
  {
    title: 'a plugin with arguments',
    files: withPlugin({ args: ['a'], env: [{ name: 'A', value: 'b' }] }),
  },
  { title: 'a plugin that fails', files: withPlugin({}, '#!/bin/sh\nexit 3\n') },
  { title: 'a plugin that says nothing', files: withPlugin({}, '#!/bin/sh\n') },
  { title: 'a plugin that prints rubbish', files: withPlugin({}, '#!/bin/sh\necho tok\n') },
  { title: 'a plugin without a token', files: withPlugin({}, PLUGIN('')) },
  {
    title: 'a plugin whose answer ends at no time',
    files: withPlugin({}, PLUGIN('xtok', { expirationTimestamp: 'never' })),
  },
  {
    title: 'a plugin whose answer has expired',
    files: withPlugin({}, PLUGIN('xtok', { expirationTimestamp: '2001-01-01T00:00:00Z' })),
  },
  { title: 'a plugin that must ask', files: withPlugin({ interactiveMode: 'Always' }) },
  { title: 'a plugin over --token', files: withPlugin(), flags: ['--token', 'flag'] },
  { title: 'kuberc AllowAll', files: kuberc({ credentialPluginPolicy: 'AllowAll' }) },
  { title: 'kuberc DenyAll', files: kuberc({ credentialPluginPolicy: 'DenyAll' }) },
  {
    title: 'kuberc allows it',
    files: kuberc({
      credentialPluginPolicy: 'Allowlist',
      credentialPluginAllowlist: [{ command: '{home}/.kube/plugin' }],
    }),
  },
  {
    title: 'kuberc allows another',
    files: kuberc({
      credentialPluginPolicy: 'Allowlist',
      credentialPluginAllowlist: [{ command: 'other' }],
    }),
  },
  {
    title: 'kuberc with an empty allowlist',
    files: kuberc({ credentialPluginPolicy: 'Allowlist', credentialPluginAllowlist: [] }),
  },
  { title: 'kuberc with a policy that is none', files: kuberc({ credentialPluginPolicy: 'No' }) },
  {
    title: 'kuberc DenyAll, switched off',
    files: kuberc({ credentialPluginPolicy: 'DenyAll' }),
    env: { KUBERC: 'off' },
  },
  {
    title: 'kuberc DenyAll, not for a token',
    files: {
      ...HOME,
      '.kube/kuberc': kuberc({ credentialPluginPolicy: 'DenyAll' })['.kube/kuberc'],
    },
  },
];
