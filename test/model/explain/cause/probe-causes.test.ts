import { describe, expect, test } from 'bun:test';
import type { Probe } from '../../../../src/model/kubernetes/api.ts';
import { container, event, running, terminated, timestamp, waiting } from '../../support/pods.ts';
import { condition, explained, type Moment } from '../../support/verdicts.ts';

const unhealthy = (message: string, second = 5) =>
  event('spec.containers{app}', 'Unhealthy', second, message, 'Warning');

function unready(readinessProbe: Probe, message: string, more: Partial<Moment> = {}) {
  return explained({
    phase: 'Running',
    app: [container('app', { readinessProbe, ports: [{ containerPort: 8080, name: 'web' }] })],
    appStatuses: [running('app', 1, { ready: false })],
    conditions: [condition('ContainersReady', 'False', 1)],
    events: [unhealthy(message)],
    now: 70,
    ...more,
  });
}

/** The texts are those of a kubelet 1.37.2, or of Go's HTTP client where it only passes them on. */
const REFUSED = 'Get "http://10.0.0.1:80/": dial tcp 10.0.0.1:80: connect: connection refused';
const httpGet = { path: '/healthz', port: 8080 };

const ANSWERS: readonly (readonly [title: string, probe: Probe, said: string, facts?: object])[] = [
  [
    'a port that the container does not declare',
    { tcpSocket: { port: 80 } },
    `failed: ${REFUSED}`,
    { meaning: 'port-undeclared', port: '80', declared: ['web (8080)'] },
  ],
  [
    'a port that it declares, and has not opened after a minute',
    { httpGet },
    `failed: ${REFUSED}`,
    { meaning: 'not-listening', port: '8080' },
  ],
  [
    'another host is no port of the container',
    { httpGet: { ...httpGet, port: 80, host: '10.0.0.9' } },
    `failed: ${REFUSED}`,
  ],
  [
    'a path that is not there',
    { httpGet },
    'failed: HTTP probe failed with statuscode: 404',
    { meaning: 'no-such-path', port: '8080', path: '/healthz', status: 404 },
  ],
  [
    'a path for which one has to log in',
    { httpGet },
    'failed: HTTP probe failed with statuscode: 401',
    { meaning: 'no-access', port: '8080', path: '/healthz', status: 401 },
  ],
  [
    'a server that wants TLS, or its own host name',
    { httpGet: { port: 'web' } },
    'failed: HTTP probe failed with statuscode: 400',
    { meaning: 'bad-request', port: 'web', path: '/', status: 400 },
  ],
  [
    'a server that knows itself that it is not well',
    { httpGet },
    'failed: HTTP probe failed with statuscode: 503',
    { meaning: 'server-error', port: '8080', path: '/healthz', status: 503 },
  ],
  [
    'HTTPS where there is none',
    { httpGet: { ...httpGet, scheme: 'HTTPS' } },
    'failed: Get "https://10.0.0.1:8080/healthz": http: server gave HTTP response to HTTPS client',
    { meaning: 'wants-http', port: '8080', path: '/healthz' },
  ],
  [
    'HTTP where there is TLS',
    { httpGet },
    String.raw`failed: Get "http://10.0.0.1:8080/healthz": net/http: HTTP/1.x transport connection broken: malformed HTTP response "\x15\x03\x01\x00\x02\x02"`,
    { meaning: 'wants-https', port: '8080', path: '/healthz' },
  ],
  [
    'an answer that takes too long',
    { httpGet, timeoutSeconds: 2 },
    'failed: Get "http://10.0.0.1:8080/healthz": context deadline exceeded (Client.Timeout exceeded while awaiting headers)',
    { meaning: 'slow-answer', port: '8080', path: '/healthz', seconds: 2 },
  ],
];

describe('R24 what a readiness probe asks for, where that explains what it got', () => {
  for (const [title, probe, said, facts] of ANSWERS) {
    test(title, () => {
      const { causes } = unready(probe, `Readiness probe ${said}`);
      const asks = { code: 'probe-asks', container: 'app', probe: 'readiness', ...facts };
      expect(causes).toEqual((facts ? [asks] : []) as typeof causes);
    });
  }

  test('a port that is not open yet is no mistake', () => {
    const { causes } = unready({ httpGet }, `Readiness probe failed: ${REFUSED}`, { now: 60 });
    expect(causes).toEqual([]);
  });

  test('another container that declares the port may serve it', () => {
    const { causes } = unready({ httpGet: { port: 80 } }, `Readiness probe failed: ${REFUSED}`, {
      app: [
        container('app', {
          readinessProbe: { httpGet: { port: 80 } },
          ports: [{ containerPort: 1 }],
        }),
        container('web', { ports: [{ containerPort: 80 }] }),
      ],
      appStatuses: [running('app', 1, { ready: false }), running('web', 1, { ready: true })],
      now: 50,
    });
    expect(causes).toEqual([]);
  });
});

describe('R24 a readiness probe that cannot be carried out', () => {
  const said = 'Readiness probe errored and resulted in unknown state: port "http" not found';
  const probe = { httpGet: { port: 'http' } };

  test('never passes: nothing in the Pod can change that', () => {
    const { verdict, causes } = unready(probe, said, { now: 70 });
    expect(verdict).toMatchObject({ code: 'NotReady', outcome: 'stuck', message: said });
    expect(causes).toEqual([
      { code: 'probe-errors', container: 'app', probe: 'readiness' },
      {
        code: 'probe-asks',
        container: 'app',
        probe: 'readiness',
        meaning: 'port-unnamed',
        port: 'http',
        declared: ['web (8080)'],
      },
    ]);
  });

  test('may be too early in a container that has only just started', () => {
    expect(unready(probe, said, { now: 30 }).verdict.outcome).toBe('progressing');
  });

  test('names the program that the image does not have', () => {
    const exec =
      'rpc error: code = Unknown desc = failed to exec in container: failed to start exec "20dc": OCI runtime exec failed: exec failed: unable to start container process: exec: "curl": executable file not found in $PATH';
    const { causes } = unready(
      { exec: { command: ['curl', 'localhost'] } },
      `Readiness probe errored and resulted in unknown state: ${exec}`,
    );
    expect(causes).toEqual([
      { code: 'probe-errors', container: 'app', probe: 'readiness' },
      { code: 'start-error', container: 'app', meaning: 'no-program', program: 'curl' },
    ]);
  });
});

test('R24 what a liveness probe says is not why a container is not ready', () => {
  const { verdict } = unready({ httpGet }, '', {
    events: [
      unhealthy('Readiness probe failed: HTTP probe failed with statuscode: 503', 8),
      unhealthy('Liveness probe failed: HTTP probe failed with statuscode: 500', 9),
    ],
  });
  expect(verdict.message).toBe('Readiness probe failed: HTTP probe failed with statuscode: 503');
});

describe('R24 a liveness probe that kills a container while it starts', () => {
  const livenessProbe = { httpGet, periodSeconds: 5, failureThreshold: 2, initialDelaySeconds: 10 };
  const killed = (killedAt: number, more = {}, said = REFUSED) =>
    explained({
      phase: 'Running',
      app: [container('app', { livenessProbe, ...more })],
      appStatuses: [
        waiting('app', 'CrashLoopBackOff', {
          restartCount: 2,
          lastState: {
            terminated: {
              ...terminated(137, killedAt + 30),
              startedAt: timestamp(100),
            },
          },
        }),
      ],
      events: [
        unhealthy(`Liveness probe failed: ${said}`, killedAt),
        event(
          'spec.containers{app}',
          'Killing',
          killedAt,
          'Container app failed liveness probe, will be restarted',
        ),
      ],
      now: killedAt + 40,
    }).causes.filter(({ code }) => code !== 'killed-by-probe');
  const tooSoon = { code: 'killed-while-starting', container: 'app', seconds: 20 };

  test('is told that it had not passed once, with the time that it lets it have', () => {
    expect(killed(115)).toEqual([tooSoon] as ReturnType<typeof killed>);
    expect(killed(119)).toEqual([tooSoon] as ReturnType<typeof killed>);
  });

  test('is known from the grace period where the event of the kill is gone', () => {
    const kill = event(
      'spec.containers{app}',
      'Killing',
      15,
      'Container app failed liveness probe, will be restarted',
    );
    const run = { ...terminated(137, 145), startedAt: timestamp(100) };
    const { causes } = explained({
      phase: 'Running',
      app: [container('app', { livenessProbe })],
      appStatuses: [
        running('app', 150, { ready: true, restartCount: 3, lastState: { terminated: run } }),
      ],
      conditions: [condition('Ready', 'True', 1)],
      events: [unhealthy(`Liveness probe failed: ${REFUSED}`, 115), kill],
      now: 155,
    });
    expect(causes.map(({ code }) => code)).toEqual([
      'recent-restart',
      'killed-by-probe',
      'killed-while-starting',
    ]);
  });

  test('not where one success fits into the run', () => {
    expect(killed(120)).toEqual([]);
  });

  test('not where a startup probe goes before it', () => {
    expect(killed(115, { startupProbe: { httpGet } })).toEqual([]);
  });

  test('not where its question is wrong', () => {
    const causes = killed(115, {}, 'HTTP probe failed with statuscode: 404');
    expect(causes.map(({ code }) => code)).toEqual(['probe-asks']);
  });

  test('is told while the kubelet kills it, too', () => {
    const { verdict, causes } = explained({
      phase: 'Running',
      app: [container('app', { livenessProbe })],
      appStatuses: [running('app', 1, { ready: true })],
      events: [
        unhealthy(`Liveness probe failed: ${REFUSED}`, 16),
        event(
          'spec.containers{app}',
          'Killing',
          16,
          'Container app failed liveness probe, will be restarted',
        ),
      ],
      now: 18,
    });
    expect(verdict.code).toBe('ProbeKilling');
    expect(causes).toEqual([tooSoon] as typeof causes);
  });
});

test('R24 a startup probe that asks a wrong port, as long as it fails', () => {
  const { causes } = explained({
    phase: 'Running',
    app: [
      container('app', {
        startupProbe: { tcpSocket: { port: 9090 } },
        ports: [{ containerPort: 8080 }],
      }),
    ],
    appStatuses: [running('app', 1, { started: false, ready: false })],
    events: [
      unhealthy('Startup probe failed: dial tcp 10.0.0.1:9090: connect: connection refused'),
    ],
    now: 20,
  });
  expect(causes.at(-1)).toEqual({
    code: 'probe-asks',
    container: 'app',
    probe: 'startup',
    meaning: 'port-undeclared',
    port: '9090',
    declared: ['8080'],
  });
});

test('R24 a liveness probe that cannot be carried out is told of a Pod that is Ready', () => {
  const said = 'Liveness probe errored and resulted in unknown state: port "web" not found';
  const at = (now: number) =>
    explained({
      phase: 'Running',
      app: [container('app', { livenessProbe: { tcpSocket: { port: 'web' } } })],
      appStatuses: [running('app', 1, { ready: true })],
      conditions: [condition('Ready', 'True', 2)],
      events: [unhealthy(said, 60)],
      now,
    });
  const found = { code: 'probe-errors', probe: 'liveness', message: 'port "web" not found' };
  expect(at(70)).toMatchObject({ verdict: { outcome: 'healthy' }, causes: [found] });
  // The kubelet says so again with each period.
  expect(at(1000).causes).toEqual([]);
});
