import { expect, test } from 'bun:test';
import { unrepeatableCommandOf } from '../../../../src/model/explain/command/not-repeatable.ts';

const found = (script: string) =>
  unrepeatableCommandOf({ name: 'i', command: ['sh', '-c', script] }, ['/data']);

test.each([
  ['mkdir /data/db', 'mkdir /data/db', 'fails'],
  ['cd /tmp && mkdir -m 700 /data/db', 'mkdir /data/db', 'fails'],
  ['git clone --depth 1 https://example.com/a.git /data/src', 'git clone … /data/src', 'fails'],
  ['ln -s /opt/a /data/a', 'ln -s … /data/a', 'fails'],
  ['echo line >> /data/hosts', 'echo … >> /data/hosts', 'adds'],
  ['echo line >>/data/hosts', 'echo … >> /data/hosts', 'adds'],
] as const)('R11 cannot be repeated: %s', (script, command, effect) => {
  expect(found(script)).toMatchObject({ command, effect });
});

test.each([
  'mkdir -p /data/db',
  'mkdir --parents /data/db',
  'mkdir /other/db',
  'mkdir /database',
  'mkdir /data/db || true',
  'if [ ! -d /data/db ]; then mkdir /data/db; fi',
  'rm -rf /data/db; mkdir /data/db',
  'ln -sf /opt/a /data/a',
  'git clone https://example.com/a.git',
  'echo line > /data/hosts',
])('R11 can be repeated, or nobody knows: %s', (script) => {
  expect(found(script)).toBeUndefined();
});

test('R11 a command without a shell', () => {
  const container = { name: 'i', command: ['git', 'clone'], args: ['https://e.com/a', '/data/a'] };
  expect(unrepeatableCommandOf(container, ['/data'])?.command).toBe('git clone … /data/a');
});
