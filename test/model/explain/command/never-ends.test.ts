import { describe, expect, test } from 'bun:test';
import { endlessCommandOf } from '../../../../src/model/explain/command/never-ends.ts';

const shell = (script: string) => endlessCommandOf({ name: 'a', command: ['sh', '-c', script] });

describe('a command that certainly never ends', () => {
  test.each([
    ['sleep infinity', 'sleep'],
    ['exec sleep inf', 'sleep'],
    ['setup; sleep infinity', 'sleep'],
    ['setup && sleep infinity', 'sleep'],
    ['trap : TERM INT; sleep infinity & wait', 'sleep'],
    ['tail -f /dev/null', 'tail'],
    ['tail -n 5 -F /var/log/app.log', 'tail'],
    ['while true; do echo sleep; sleep 1; done', 'loop'],
    ['while :; do sync-once; sleep 60; done', 'loop'],
    ['while true\ndo\n  nslookup db\n  sleep 2\ndone', 'loop'],
    ['while sleep 10; do refresh; done', 'loop'],
    ['until false; do serve; done', 'loop'],
    ['while [ true ]; do date; sleep 2; done', 'loop'],
    ['while [[ 1 ]]; do date; sleep 2; done', 'loop'],
    ['for ((;;)); do serve; done', 'loop'],
    ["trap 'echo end' EXIT\nwhile true; do date; sleep 1; done", 'loop'],
    ["trap 'exit 0' TERM INT; while true; do date; sleep 1; done", 'loop'],
  ] as const)('%s', (script, expected) => {
    expect(shell(script)).toBe(expected);
  });

  test('is known without a shell, too', () => {
    const of = (command: string[], args: string[] = []) =>
      endlessCommandOf({ name: 'a', command, args });
    expect(of(['sleep', 'infinity'])).toBe('sleep');
    expect(of(['/bin/sleep'], ['infinity'])).toBe('sleep');
    expect(of(['busybox', 'tail', '-f', '/dev/null'])).toBe('tail');
    expect(of(['/bin/bash'], ['-c', 'while true; do sleep 1; done'])).toBe('loop');
    expect(of(['sh', '-c', '--'], ['while true; do sleep 30; done;'])).toBe('loop');
  });
});

describe('a server as an init container never ends', () => {
  test.each([
    [{ image: 'nginx:1.27' }],
    [{ image: 'docker.io/library/redis@sha256:00' }],
    [{ image: 'gcr.io/cloud-sql-connectors/cloud-sql-proxy:2.8', args: ['--port=5432', 'p:r:db'] }],
    [{ image: 'gcr.io/cloudsql-docker/gce-proxy', command: ['/cloud_sql_proxy', '-instances=x'] }],
    [{ image: 'a', command: ['nginx', '-g', 'daemon off;'] }],
    [{ image: 'a', command: ['python3', '-m', 'http.server', '8080'] }],
    [{ image: 'a', command: ['sh', '-c', 'nc -lk -p 8080'] }],
    [{ image: 'a', command: ['httpd', '-f', '-p', '80'] }],
  ])('%j', (spec) => {
    expect(endlessCommandOf({ name: 'a', ...spec })).toBe('server');
  });
});

describe('a command that may end', () => {
  test.each([
    'sleep 3600',
    'echo done',
    'tail -n 5 file',
    'until nslookup db; do sleep 2; done',
    'while true; do nslookup db && break; sleep 2; done',
    'while true; do check && exit 0; sleep 2; done',
    "trap 'exit 0' USR1; while true; do date; sleep 1; done",
    'while ! test -f /ready; do sleep 1; done',
    'while true; do work; done & server',
    'sleep infinity & server',
    'server || sleep infinity',
    'timeout 60 sleep infinity',
    'if [ -n "$DEBUG" ]; then sleep infinity; fi',
    'grep "while true" script',
    'while read -r line; do echo "$line"; done',
  ])('%s', (script) => {
    expect(shell(script)).toBeUndefined();
  });

  test('is the unknown program of an image', () => {
    const of = (image: string, args: string[] = []) => endlessCommandOf({ name: 'a', image, args });
    expect(of('web')).toBeUndefined();
    expect(of('registry.example.com/team/nginx:1')).toBeUndefined();
    expect(of('nginx', ['-t'])).toBeUndefined();
    expect(endlessCommandOf({ name: 'a', args: ['infinity'] })).toBeUndefined();
  });
});
