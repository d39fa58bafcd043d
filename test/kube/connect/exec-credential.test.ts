import { afterEach, beforeEach, expect, test } from 'bun:test';
import { describeUserError, UserError } from '../../../src/errors.ts';
import { resolveConnection } from '../../../src/kube/connect/resolve-connection.ts';
import { makeTemporaryFiles, simpleKubeconfig, type TemporaryFiles } from '../temporary-files.ts';

const V1 = 'client.authentication.k8s.io/v1';

let files: TemporaryFiles;

beforeEach(() => {
  files = makeTemporaryFiles();
});

afterEach(() => files.remove());

async function credentialsBy(
  exec: object,
  cluster: object = {},
  stdinIsTerminal = false,
  more: Record<string, string> = {},
) {
  const fields = { apiVersion: V1, interactiveMode: 'IfAvailable', ...exec };
  const kubeconfig = files.write('config', simpleKubeconfig(cluster, { exec: fields }));
  const env = { PATH: process.env.PATH, HOME: files.directory, ...more };
  return (await resolveConnection({ kubeconfig }, { env, stdinIsTerminal })).authenticate();
}

const failureOf = async (exec: object) => {
  const error = await credentialsBy(exec).catch((thrown: unknown) => thrown);
  return error instanceof UserError ? describeUserError(error) : error;
};

const printing = (status: object, apiVersion = V1) =>
  `#!/bin/sh\necho '${JSON.stringify({ apiVersion, kind: 'ExecCredential', status })}'\n`;

test('the token of a plugin beside the kubeconfig is used', async () => {
  files.write('bin/login', printing({ token: 't0k' }), 0o700);
  expect(await credentialsBy({ command: './bin/login' })).toEqual({
    authorization: 'Bearer t0k',
    clientCertificate: undefined,
    clientKey: undefined,
  });
});

test('a client certificate of a plugin is used, also by v1beta1', async () => {
  const apiVersion = 'client.authentication.k8s.io/v1beta1';
  const status = { clientCertificateData: 'CERT', clientKeyData: 'KEY' };
  files.write('login', printing(status, apiVersion), 0o700);
  const credentials = await credentialsBy({ apiVersion, command: './login' });
  expect(credentials).toEqual({
    authorization: undefined,
    clientCertificate: 'CERT',
    clientKey: 'KEY',
  });
});

test('a plugin gets its arguments, its environment and the cluster if it asks for it', async () => {
  const out = `${files.directory}/seen`;
  files.write(
    'login',
    `#!/bin/sh\nprintf '%s|%s|%s' "$1" "$MORE" "$KUBERNETES_EXEC_INFO" > ${out}\n${printing({ token: 't' }).slice(10)}`,
    0o700,
  );
  await credentialsBy(
    {
      command: './login',
      args: ['one'],
      env: [{ name: 'MORE', value: 'two' }],
      provideClusterInfo: true,
    },
    {
      'tls-server-name': 'inner',
      extensions: [{ name: 'client.authentication.k8s.io/exec', extension: { audience: 'a' } }],
    },
  );
  const [argument, variable, info] = (await Bun.file(out).text()).split('|');
  expect([argument, variable]).toEqual(['one', 'two']);
  expect(JSON.parse(info ?? '')).toEqual({
    kind: 'ExecCredential',
    apiVersion: V1,
    spec: {
      interactive: false,
      cluster: {
        server: 'https://c.test:6443',
        'tls-server-name': 'inner',
        config: { audience: 'a' },
      },
    },
  });
});

test('a plugin that is not installed is named, with its install hint', async () => {
  expect(await failureOf({ command: 'no-such-login', installHint: 'Install it from X.' })).toBe(
    'Unable to connect to the server: getting credentials: exec: executable no-such-login not found\nInstall it from X.',
  );
});

test.each([
  ['#!/bin/sh\nexit 3\n', 'exec: executable ./login failed with exit code 3'],
  ['#!/bin/sh\necho hello\n', 'decoding stdout'],
  ['#!/bin/sh\necho "[]"\n', 'exec plugin did not return an ExecCredential'],
  ['#!/bin/sh\necho "{}"\n', 'plugin returned version none'],
  [printing({ token: 't', expirationTimestamp: '2030-01-01' }), 'expirationTimestamp'],
  [printing({}), "exec plugin didn't return a token or cert/key pair"],
  [
    printing({ token: 't' }, 'client.authentication.k8s.io/v1beta1'),
    'plugin returned version client.authentication.k8s.io/v1beta1',
  ],
])('what a plugin does wrong is said: %p', async (script, message) => {
  files.write('login', script, 0o700);
  expect(await failureOf({ command: './login' })).toContain(message);
});

test.each([
  [{ interactiveMode: undefined }, 'interactiveMode must be specified'],
  [{ interactiveMode: 'Sometimes' }, 'invalid interactiveMode "Sometimes"'],
  [{ env: [{ value: 'x' }] }, 'env variable name must be specified'],
  [{ command: '' }, 'command must be specified'],
])('a plugin that kubectl does not run is not run: %p', async (exec, message) => {
  files.write('login', printing({ token: 't' }), 0o700);
  expect(await failureOf({ command: './login', ...exec })).toContain(message);
});

test('a variable without a value is empty, and an answer needs no kind', async () => {
  const answer = `{"apiVersion":"${V1}","status":{"token":"<$A>"}}`;
  files.write('login', `#!/bin/sh\necho '${answer}' | sed "s/\\$A/$A/"\n`, 0o700);
  const { authorization } = await credentialsBy({ command: './login', env: [{ name: 'A' }] });
  expect(authorization).toBe('Bearer <>');
});

test('a program is found by the PATH alone, not by that of its own variables or where one stands', async () => {
  const directory = process.cwd();
  files.write('bin/initx-login', printing({ token: 't' }), 0o700);
  const env = [{ name: 'PATH', value: '/nowhere' }];
  const path = { PATH: `${files.directory}/bin:/usr/bin:/bin` };
  const { authorization } = await credentialsBy({ command: 'initx-login', env }, {}, false, path);
  expect(authorization).toBe('Bearer t');
  process.chdir(`${files.directory}/bin`);
  const here = credentialsBy({ command: 'initx-login' }, {}, false, { PATH: '.::/usr/bin' });
  await expect(here.finally(() => process.chdir(directory))).rejects.toThrow(
    'initx-login not found',
  );
});

test('an old API version is refused before the plugin runs', async () => {
  const apiVersion = 'client.authentication.k8s.io/v1alpha1';
  expect(await failureOf({ apiVersion, command: 'x' })).toContain(
    'exec plugin: invalid apiVersion',
  );
});

test('a plugin that must talk to the user needs a terminal', async () => {
  expect(await failureOf({ command: 'x', interactiveMode: 'Always' })).toContain(
    'standard input is not a terminal',
  );
});

test('a plugin that may not be run says so, and not that it is missing', async () => {
  files.write('login', 'text', 0o600);
  expect(await failureOf({ command: './login' })).toBe(
    'Unable to connect to the server: getting credentials: exec: executable ./login: permission denied',
  );
});

test('a plugin without a command is refused', async () => {
  expect(await failureOf({})).toStartWith('error: command must be specified');
});

test('a bare token that a plugin prints does not come up in the error', async () => {
  files.write('login', '#!/bin/sh\necho eyJsecret\n', 0o700);
  const failure = await failureOf({ command: './login' });
  expect(failure).toContain('the exec plugin printed something that is not JSON');
  expect(failure).not.toContain('eyJ');
});

test('what a plugin gives is kept until it expires', async () => {
  const expirationTimestamp = '2030-01-02T03:04:05Z';
  files.write('login', printing({ token: 't', expirationTimestamp }), 0o700);
  const credentials = await credentialsBy({ command: './login' });
  expect(credentials.expires).toBe(Date.UTC(2030, 0, 2, 3, 4, 5));
});

test('an expiration that is no time is refused', async () => {
  files.write('login', printing({ token: 't', expirationTimestamp: 'never' }), 0o700);
  expect(await failureOf({ command: './login' })).toContain('decoding stdout');
});
