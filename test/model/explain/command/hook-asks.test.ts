import { expect, test } from 'bun:test';
import { portAskedByHook } from '../../../../src/model/explain/command/hook-asks.ts';

test.each([
  [{ httpGet: { port: 8080 } }, '8080'],
  [{ httpGet: { port: 'web', host: '127.0.0.1' } }, 'web'],
  [{ exec: { command: ['curl', '-f', 'http://localhost:8080/ready'] } }, '8080'],
  [{ exec: { command: ['sh', '-c', 'nc -z 127.0.0.1 8080'] } }, '8080'],
  [{ httpGet: { port: 8080, host: 'registry.example' } }, undefined],
  [{ exec: { command: ['curl', 'http://registry:8080/'] } }, undefined],
  [{ exec: { command: ['sh', '-c', 'until nc -z localhost 8080; do :; done'] } }, undefined],
  [{ exec: { command: ['curl', '--retry', '9', 'http://localhost:8080/'] } }, undefined],
  [{}, undefined],
])('a hook asks its own Pod, once: %o', (postStart, port) => {
  expect(portAskedByHook({ name: 'app', lifecycle: { postStart } })).toBe(port);
});
