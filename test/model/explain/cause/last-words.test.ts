import { describe, expect, test } from 'bun:test';
import type { Cause } from '../../../../src/model/explain/cause/cause.ts';
import { explainPod } from '../../../../src/model/explain/explain.ts';
import { at, container, pod, running, terminated, waiting } from '../../support/pods.ts';
import { explained } from '../../support/verdicts.ts';

const moment = (message: string, exitCode: number, others: object = {}) => ({
  phase: 'Running' as const,
  app: [container('app'), container('web', { ports: [{ containerPort: 80 }] }), container('log')],
  appStatuses: [
    waiting('app', 'CrashLoopBackOff', {
      restartCount: 3,
      lastState: { terminated: { ...terminated(exitCode, 8), message } },
    }),
    running('web', 1, { ready: true }),
    running('log', 1, { ready: true }),
  ],
  ...others,
});

const error = (meaning: string, program?: string) =>
  ({ code: 'start-error', container: 'app', meaning, ...(program && { program }) }) as Cause;

describe('the last words of a run tell', () => {
  // Words of runc 1.0 and 1.2, bash, dash and busybox.
  test.each([
    ['exec /srv/web: exec format error\n', 255, error('platform', '/srv/web')],
    [
      'standard_init_linux.go:228: exec user process caused: exec format error',
      1,
      error('platform'),
    ],
    [
      'standard_init_linux.go:211: exec user process caused "no such file or directory"',
      1,
      error('no-program'),
    ],
    ['exec /entrypoint.sh: no such file or directory', 255, error('no-program', '/entrypoint.sh')],
    ['exec /srv/web: permission denied', 255, error('not-permitted', '/srv/web')],
    [
      'bash: line 1: /srv/web: cannot execute binary file: Exec format error',
      126,
      error('platform', '/srv/web'),
    ],
    ['start\nsh: 1: /run.sh: Permission denied', 126, error('not-permitted', '/run.sh')],
    ['sh: migrate: not found', 127, error('no-program', 'migrate')],
    ["env: 'bash\r': No such file or directory", 127, error('windows-lines')],
    ['/bin/sh: /run.sh: /bin/bash^M: bad interpreter: No such file', 126, error('windows-lines')],
    ['/run.sh: line 3: migrate: command not found', 127, error('no-program', 'migrate')],
    ['bash: /run.sh: No such file or directory', 127, error('no-program', '/run.sh')],
  ])('%j with exit code %i: what could not be executed', (message, exitCode, cause) => {
    expect(explained(moment(message, exitCode)).causes).toEqual([cause]);
  });

  test.each([
    ['open /etc/app: permission denied', 1],
    ['sh: migrate: not found', 1],
    ['exec /srv/web: exec format error\nbut it went on', 1],
    ['I found the port already in use by others', 1],
  ])('%j with exit code %i: nothing for certain', (message, exitCode) => {
    expect(explained(moment(message, exitCode)).causes).toEqual([]);
  });

  const taken = { code: 'port-taken', container: 'app', others: ['web', 'log'] };

  // Words of Go, nginx, Node, Python, uvicorn and Java.
  test.each([
    ['listen tcp 0.0.0.0:80: bind: address already in use', 80],
    ['listen tcp :80: bind: address already in use', 80],
    ['listen tcp [::]:80: bind: address already in use', 80],
    ['nginx: [emerg] bind() to 0.0.0.0:80 failed (98: Address already in use)', 80],
    ['Error: listen EADDRINUSE: address already in use :::80\n    at Server.setupListenHandle', 80],
    ['Error: listen EADDRINUSE: address already in use 0.0.0.0:80', 80],
    [
      "[Errno 98] error while attempting to bind on address ('0.0.0.0', 80): address already in use",
      80,
    ],
    ['listen tcp 0.0.0.0:9090: bind: address already in use', 9090],
    ['OSError: [Errno 98] Address already in use', undefined],
    ['java.net.BindException: Address already in use', undefined],
  ])('%j: which port is taken', (message, port) => {
    expect(explained(moment(message, 1)).causes).toEqual([
      {
        ...taken,
        ...(port !== undefined && { port }),
        ...(port === 80 && { declaredBy: ['web'] }),
      } as Cause,
    ]);
  });
});

describe('a log that was read', () => {
  const { app, appStatuses, phase } = moment('', 255);
  const bare = pod({ app, appStatuses });
  const told = (log: { container: string; previous: boolean; lines: string[] }) => {
    const read = { ...bare, status: { ...bare.status, phase } };
    const explanation = explainPod({ pod: read, events: [], now: at(10), log });
    return explanation.kind === 'live' ? explanation.causes : [];
  };
  const lines = ['exec /srv/web: exec format error'];

  test('tells as much as a termination message', () => {
    expect(told({ container: 'app', previous: true, lines })).toEqual([
      error('platform', '/srv/web'),
    ]);
  });

  test.each([
    ['of another run', { container: 'app', previous: false, lines }],
    ['of another container', { container: 'web', previous: true, lines }],
  ])('%s tells nothing', (_, log) => {
    expect(told(log)).toEqual([]);
  });
});

describe('the log of an init container that goes on', () => {
  const told = (lines: readonly string[], log: object = {}) => {
    const init = [container('wait', { command: ['sh', '-c', 'until curl db; do sleep 1; done'] })];
    const read = pod({
      init,
      initStatuses: [running('wait', 1)],
      appStatuses: [waiting('app', 'PodInitializing')],
    });
    const output = { container: 'wait', previous: false, lines, ...log };
    const explanation = explainPod({ pod: read, events: [], now: at(10), log: output });
    return explanation.kind === 'live' ? explanation.causes : [];
  };
  const missing = (program: string) => [
    { code: 'start-error', container: 'wait', meaning: 'no-program', program } as Cause,
  ];

  // The words of busybox, dash, bash, and a script that bash runs.
  test.each([
    ['sh: curl: not found', 'curl'],
    ['sh: 1: pg_isready: not found', 'pg_isready'],
    ['bash: line 3: nc: command not found', 'nc'],
    ['/wait.sh: line 12: jq: command not found', 'jq'],
  ])('%s: a program that its loop calls is not there', (line, program) => {
    expect(told(['waiting', line, 'waiting'])).toEqual(missing(program));
  });

  test('says what the API server refuses', () => {
    const line =
      'Error from server (Forbidden): jobs.batch "load" is forbidden: User "system:serviceaccount:shop:default" cannot get resource "jobs" in API group "batch" in the namespace "shop"';
    expect(told([line])).toEqual([
      {
        code: 'access-denied',
        container: 'wait',
        account: 'shop/default',
        verb: 'get',
        resource: 'jobs',
        scope: 'shop',
      },
    ]);
  });

  test('tells nothing by what programs of its own say, nor by another run', () => {
    expect(told(['GET /x: not found', 'table users: not found', 'waiting'])).toEqual([]);
    expect(told(['sh: curl: not found'], { previous: true })).toEqual([]);
  });
});
