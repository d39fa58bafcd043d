import { expect, test } from 'bun:test';
import { fixedFields, withCustom } from '../../../../src/model/debug/container/custom.ts';

const container = {
  name: 'debugger',
  image: 'busybox:1.28',
  env: [{ name: 'a', value: '1' }],
  securityContext: { capabilities: { add: ['SYS_PTRACE'] } },
};

test('maps are joined, lists replaced, items with a key merged', () => {
  const custom = {
    env: [
      { name: 'b', value: '2' },
      { name: 'a', value: '3' },
    ],
    securityContext: { runAsUser: 0, capabilities: { add: ['NET_ADMIN'] } },
    workingDir: '/tmp',
  };
  expect(withCustom(container, custom)).toEqual({
    name: 'debugger',
    image: 'busybox:1.28',
    env: [
      { name: 'a', value: '3' },
      { name: 'b', value: '2' },
    ],
    securityContext: { runAsUser: 0, capabilities: { add: ['NET_ADMIN'] } },
    workingDir: '/tmp',
  });
});

test('null takes a field away', () => {
  expect(withCustom(container, { securityContext: null, env: null })).toEqual({
    name: 'debugger',
    image: 'busybox:1.28',
  });
});

test('what other flags say cannot be set', () => {
  expect(fixedFields({ image: 'x', command: ['y'], env: [] })).toEqual(['command', 'image']);
});
