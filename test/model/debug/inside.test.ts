import { describe, expect, test } from 'bun:test';
import { insideFacts, insideScript } from '../../../src/model/debug/inside.ts';

/** Capabilities as containerd gives them by default, without and with SYS_PTRACE. */
const DEFAULT = '00000000a80425fb';
const WITH_PTRACE = '00000000a80c25fb';
const NONE = '0000000000000000';

function output(own: readonly [string, string, string], target: typeof own, last = '') {
  const ids = (id: string) => Array.from({ length: 4 }, () => id).join('\t');
  return [
    'pid 7',
    `own Uid:\t${ids(own[0])}`,
    `own Gid:\t${ids(own[1])}`,
    `own CapEff:\t${own[2]}`,
    `target Uid:\t${ids(target[0])}`,
    `target Gid:\t${ids(target[1])}`,
    `target CapPrm:\t${target[2]}`,
    last,
  ].join('\n');
}

// The outcomes are those of the kernel, tried out in test/e2e/debug-target.test.ts.
describe('R34: why the files of the target cannot be read', () => {
  test.each([
    ['another user', ['0', '0', DEFAULT], ['65532', '65532', NONE], 'user'],
    ['the same user in another group', ['65532', '0', NONE], ['65532', '65532', NONE], 'group'],
    ['root without capabilities', ['0', '0', NONE], ['0', '0', DEFAULT], 'capabilities'],
    ['SYS_PTRACE, and still not', ['0', '0', WITH_PTRACE], ['65532', '65532', NONE], 'policy'],
    ['the same in all, and still not', ['1', '1', NONE], ['1', '1', NONE], 'policy'],
  ] as const)('%s', (_, own, target, denied) => {
    expect(insideFacts(output(own, target))).toMatchObject({ kind: 'seen', pid: 7, denied });
  });
});

test('files that can be read are linked to where that is possible', () => {
  const own = ['0', '0', WITH_PTRACE] as const;
  const target = ['65532', '65532', NONE] as const;
  expect(insideFacts(output(own, target, 'readable\nlinked\n'))).toEqual({
    kind: 'seen',
    pid: 7,
    own: { uid: 0, gid: 0 },
    target: { uid: 65532, gid: 65532 },
    denied: undefined,
    link: '/target',
  });
  expect(insideFacts(output(own, target, 'readable\n'))).toMatchObject({ link: undefined });
});

test('an image without grep finds out nothing, and does not say that there is no process', () => {
  const look = (PATH: string) =>
    Bun.spawnSync(['/bin/sh', '-c', insideScript('0'.repeat(64))], {
      env: { PATH },
    }).stdout.toString();
  expect(insideFacts(look('/usr/bin:/bin'))).toEqual({ kind: 'not-seen' });
  expect(insideFacts(look('/no-such-folder'))).toBeUndefined();
});

test('no process of the target is told as that, and nonsense as nothing', () => {
  expect(insideFacts('not-seen\n')).toEqual({ kind: 'not-seen' });
  expect(insideFacts('')).toBeUndefined();
  expect(insideFacts('sh: grep: not found\n')).toBeUndefined();
  expect(insideFacts('pid 7\nreadable\n')).toBeUndefined();
});
