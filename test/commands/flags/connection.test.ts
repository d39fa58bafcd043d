import { afterAll, describe, expect, test } from 'bun:test';
import { CONNECTION_FLAGS } from '../../../src/commands/flags/connection.ts';
import { runMain } from '../../support/fake-io.ts';

const POD = {
  kind: 'Pod',
  metadata: { name: 'web', namespace: 'default', uid: 'u' },
  spec: { containers: [{ name: 'web' }] },
  status: { phase: 'Succeeded' },
};

const headers = {
  // The bytes of a control character in UTF-8.
  Warning: '299 - "v1 Pod is \u00c2\u009b31mold", 299 - "and new"',
  'Set-Cookie': 'a=SECRET',
};
let busy = 0;
const server = Bun.serve({
  port: 0,
  fetch: (request) => {
    if (busy-- > 0) return new Response('', { status: 429, headers: { 'Retry-After': '0' } });
    return request.url.includes('/events')
      ? Response.json({ kind: 'EventList', items: [] }, { headers })
      : Response.json(POD, { headers });
  },
});
afterAll(() => server.stop(true));

const URL = `http://127.0.0.1:${server.port}`;
const run = (...flags: string[]) => runMain(['explain', 'web', '-s', URL, ...flags]);

/** The flags that kubectl 1.37 lists under `kubectl options`. */
const KUBECTL_OPTIONS = [
  ...['as', 'as-group', 'as-uid', 'as-user-extra', 'cache-dir', 'certificate-authority'],
  ...['client-certificate', 'client-key', 'cluster', 'context', 'disable-compression'],
  ...['insecure-skip-tls-verify', 'kubeconfig', 'kuberc', 'log-flush-frequency'],
  ...['match-server-version', 'namespace', 'password', 'profile', 'profile-output', 'proxy-url'],
  ...['request-timeout', 'server', 'tls-server-name', 'token', 'user', 'username', 'v', 'vmodule'],
  'warnings-as-errors',
];

test('there is every flag of kubectl options, and no other', () => {
  const names = CONNECTION_FLAGS.map(({ flags }) => /--([a-z-]+)/.exec(flags)?.[1]);
  expect(names.toSorted()).toEqual(KUBECTL_OPTIONS);
});

describe('the warnings of the server', () => {
  test('are printed once each, as by kubectl, and made harmless', async () => {
    const { stderr, exitCode } = await run();
    expect(stderr).toBe('Warning: v1 Pod is \\x9b31mold\nWarning: and new\n');
    expect(exitCode).toBe(0);
  });

  test('are errors for --warnings-as-errors', async () => {
    const { stdout, stderr, exitCode } = await run('--warnings-as-errors');
    expect(stdout).toContain('Pod default/web');
    expect(stderr).toEndWith('error: 2 warnings received\n');
    expect(exitCode).toBe(1);
  });
});

describe('-v', () => {
  test.each(['-v=6', '-v6', '--v=6'])('%s logs verb, URL, status and duration', async (flag) => {
    const { stderr } = await run(flag);
    expect(stderr).toMatch(
      /^I0101 00:00:00\.000 kubectl-initx\] "Response" verb="GET" url="http:\/\/127\.0\.0\.1:\d+\/api\/v1\/namespaces\/default\/pods\/web\?includeObject=Object" status="200 OK" milliseconds=\d+$/m,
    );
    expect(stderr).not.toContain('User-Agent');
  });

  test('8 logs headers, and no secret', async () => {
    const { stderr } = await run('-v', '8');
    expect(stderr).toMatch(/^ +User-Agent: kubectl-initx\//m);
    expect(stderr).toMatch(/^ +content-type: application\/json/im);
    expect(stderr).toMatch(/^ +set-cookie: <masked>$/im);
    expect(stderr).not.toContain('SECRET');
  });

  test('below 6 logs nothing', async () => {
    expect((await run('-v', '5')).stderr).not.toContain('Response');
  });

  test('that is no number is refused', async () => {
    const { stderr, exitCode } = await run('-v', 'much');
    expect(stderr).toContain('strconv.ParseInt: parsing "much": invalid syntax');
    expect(exitCode).toBe(1);
  });
});

test('tokens and user names never reach the log', async () => {
  const { requestLog } = await import('../../../src/commands/request-log.ts');
  const { fakeIo } = await import('../../support/fake-io.ts');
  const { io, written } = fakeIo();
  requestLog(
    9,
    io,
  )({
    method: 'GET',
    url: new globalThis.URL('https://jane:SECRET@k.test/api'),
    headers: [
      ['Authorization', 'Bearer SECRET'],
      ['Proxy-Authorization', 'SECRET'],
      ['Accept', 'application/json'],
    ],
    milliseconds: 3,
    answer: undefined,
  });
  expect(written.stderr).toContain('url="https://k.test/api"');
  expect(written.stderr).toContain('Authorization: Bearer <masked>');
  expect(written.stderr).toContain('Proxy-Authorization: <masked>');
  expect(written.stderr).not.toMatch(/SECRET|jane/);
});

describe('why it takes so long', () => {
  test('is told on a terminal once it takes more than a second', async () => {
    const { clientNotices } = await import('../../../src/commands/client-notices.ts');
    const { fakeIo } = await import('../../support/fake-io.ts');
    const { io, written } = fakeIo({ stderrIsTerminal: true });
    const { retry } = clientNotices(io);
    retry?.({ attempt: 1, seconds: 1, status: undefined });
    expect(written.stderr).toBe('');
    retry?.({ attempt: 2, seconds: 1, status: undefined });
    retry?.({ attempt: 3, seconds: 5, status: '429 Too Many Requests' });
    expect(written.stderr).toBe(
      'The connection to the server was lost: asking again in 1s (attempt 2 of 10). Ctrl-C ends it.\n' +
        'The server says 429 Too Many Requests: asking again in 5s (attempt 3 of 10). Ctrl-C ends it.\n',
    );
  });

  test('is not told to a file', async () => {
    busy = 2;
    const { stderr, stdout } = await run();
    expect(stdout).toContain('Pod default/web');
    expect(stderr).not.toContain('asking again');
  });
});

test.each([
  ...['--cache-dir=/x', '--kuberc=/x', '--profile=none', '--profile-output=x', '--vmodule=a=1'],
  ...['--log-flush-frequency=5s', '--match-server-version', '--match-server-version=false'],
  ...['--disable-compression=true', '--request-timeout=', '--kubeconfig='],
])('%s is taken as kubectl takes it', async (flag) => {
  const { stdout } = await run(flag);
  expect(stdout).toContain('Pod default/web');
});
