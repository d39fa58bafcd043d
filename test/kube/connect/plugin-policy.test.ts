import { afterEach, beforeEach, describe, expect, test } from 'bun:test';
import { UserError } from '../../../src/errors.ts';
import type { ConnectionOptions } from '../../../src/kube/connect/connection.ts';
import { lookPath } from '../../../src/kube/connect/plugin-policy.ts';
import { resolveConnection } from '../../../src/kube/connect/resolve-connection.ts';
import { makeTemporaryFiles, simpleKubeconfig, type TemporaryFiles } from '../temporary-files.ts';

const STATUS = { token: 't0k' };
const PLUGIN = `#!/bin/sh\necho '${JSON.stringify({
  apiVersion: 'client.authentication.k8s.io/v1',
  kind: 'ExecCredential',
  status: STATUS,
})}'\n`;

let files: TemporaryFiles;

beforeEach(() => {
  files = makeTemporaryFiles();
  files.write('bin/login', PLUGIN, 0o700);
  files.write('other/login', PLUGIN, 0o700);
});

afterEach(() => files.remove());

/** What a plugin called `login`, found on the PATH, comes to under a kuberc. */
async function loginUnder(
  kuberc: object | string | undefined,
  {
    command = 'login',
    env = {},
    flags = {},
  }: {
    command?: string;
    env?: Record<string, string>;
    flags?: ConnectionOptions;
  } = {},
): Promise<string | undefined> {
  if (kuberc !== undefined) files.write('.kube/kuberc', kuberc);
  const exec = { apiVersion: 'client.authentication.k8s.io/v1', interactiveMode: 'Never', command };
  files.write('.kube/config', simpleKubeconfig({}, { exec }));
  const environment = {
    env: { HOME: files.directory, PATH: `${files.directory}/bin:${process.env.PATH}`, ...env },
    stdinIsTerminal: false,
  };
  try {
    const connection = await resolveConnection(flags, environment);
    return (await connection.authenticate()).authorization;
  } catch (error) {
    if (error instanceof UserError) return error.message;
    throw error;
  }
}

const allowlist = (...commands: string[]) => ({
  apiVersion: 'kubectl.config.k8s.io/v1beta1',
  kind: 'Preference',
  credentialPluginPolicy: 'Allowlist',
  credentialPluginAllowlist: commands.map((command) => ({ command })),
});

test('a kuberc that is named and not there lets no plugin run', async () => {
  const missing = 'kuberc: /nope: no such file or directory';
  expect(await loginUnder(undefined, { flags: { kuberc: '/nope' } })).toBe(missing);
  expect(await loginUnder(undefined, { env: { KUBERC: '/nope' } })).toBe(missing);
});

describe('a credential plugin runs', () => {
  test.each([
    ['without a kuberc', undefined],
    ['under a kuberc that says nothing of plugins', { kind: 'Preference' }],
    ['under AllowAll', { credentialPluginPolicy: 'AllowAll' }],
    ['if it is in the allowlist by its name', allowlist('login')],
  ])('%s', async (_what, kuberc) => {
    expect(await loginUnder(kuberc)).toBe('Bearer t0k');
  });

  test('if it is in the allowlist by its path', async () => {
    expect(await loginUnder(allowlist('other', `${files.directory}/bin/login`))).toBe('Bearer t0k');
    const command = `${files.directory}/other/login`;
    expect(await loginUnder(allowlist(command), { command })).toBe('Bearer t0k');
  });

  test('where KUBECTL_KUBERC=false or KUBERC=off leave the kuberc out', async () => {
    const kuberc = { credentialPluginPolicy: 'DenyAll' };
    expect(await loginUnder(kuberc, { env: { KUBECTL_KUBERC: 'false' } })).toBe('Bearer t0k');
    expect(await loginUnder(kuberc, { env: { KUBERC: 'off' } })).toBe('Bearer t0k');
  });
});

describe("a credential plugin is refused in kubectl's words", () => {
  test.each([
    [
      'by DenyAll',
      { credentialPluginPolicy: 'DenyAll' },
      'getting credentials: plugin "login" not allowed: policy set to "DenyAll"',
    ],
    [
      'by an allowlist of others',
      allowlist('aws', '/bin/login'),
      'getting credentials: plugin path "login" is not permitted by the credential plugin allowlist',
    ],
    [
      'by an allowlist without entries',
      allowlist(),
      'getting credentials: credential plugin policy set to "Allowlist", but the allowlist has no commands',
    ],
    [
      'by a policy that is none',
      { credentialPluginPolicy: 'Sometimes' },
      'getting credentials: invalid plugin policy: unknown plugin policy: "Sometimes"',
    ],
    [
      'by an allowlist beside another policy',
      { ...allowlist('login'), credentialPluginPolicy: '' },
      'getting credentials: invalid plugin policy: misconfigured credential plugin allowlist: plugin policy is "AllowAll" but allowlist is non-nil',
    ],
    ['by a kuberc that holds something else', ['DenyAll'], 'holds no Preference'],
  ])('%s', async (_what, kuberc, message) => {
    expect(await loginUnder(kuberc)).toContain(message);
  });

  test('by the kuberc of --kuberc or KUBERC too', async () => {
    const kuberc = files.write('mine', { credentialPluginPolicy: 'DenyAll' });
    const denied = 'policy set to "DenyAll"';
    expect(await loginUnder(undefined, { flags: { kuberc } })).toContain(denied);
    expect(await loginUnder(undefined, { env: { KUBERC: kuberc } })).toContain(denied);
  });
});

test('the PATH is found as Windows spells it, too', () => {
  for (const env of [{ PATH: '/bin' }, { Path: '/bin' }])
    expect(lookPath('sh', env)).toBe('/bin/sh');
  expect(lookPath('sh', {})).toBeUndefined();
});
