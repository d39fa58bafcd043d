import { describe, expect, test } from 'bun:test';
import { rungs } from '../../../../src/model/debug/container/rungs.ts';
import { pod } from '../../support/pods.ts';

const DEFAULT = { kind: 'default' } as const;
const NON_ROOT = { uid: 65532, gid: 65532 };
const ROOT = { uid: 0, gid: 0 };
const plain = pod({});
const contexts = (...given: Parameters<typeof rungs>) =>
  rungs(...given).map(({ profile, securityContext }) => [profile, securityContext]);

const RESTRICTED = {
  allowPrivilegeEscalation: false,
  capabilities: { drop: ['ALL'] },
  runAsNonRoot: true,
  seccompProfile: { type: 'RuntimeDefault' },
};

describe('auto', () => {
  test("goes down to the target's user, who can read the target's files without SYS_PTRACE", () => {
    expect(contexts('auto', plain, DEFAULT, NON_ROOT)).toEqual([
      ['general', { capabilities: { add: ['SYS_PTRACE'] } }],
      ['baseline', { runAsUser: 65532, runAsGroup: 65532 }],
      ['restricted', { runAsUser: 65532, runAsGroup: 65532, ...RESTRICTED }],
    ]);
  });

  test('stays root with a root target, until root is refused', () => {
    expect(contexts('auto', plain, DEFAULT, ROOT)).toEqual([
      ['general', { capabilities: { add: ['SYS_PTRACE'] } }],
      ['baseline', undefined],
      ['restricted', { runAsUser: 65534, runAsGroup: 65534, ...RESTRICTED }],
    ]);
  });

  test("is the target's user from the start in a Pod that refuses root", () => {
    const strict = pod({ securityContext: { runAsNonRoot: true } });
    expect(contexts('auto', strict, DEFAULT, NON_ROOT)[0]).toEqual([
      'general',
      { runAsUser: 65532, runAsGroup: 65532, capabilities: { add: ['SYS_PTRACE'] } },
    ]);
  });

  test('does not try restricted for root', () => {
    const profiles = rungs('auto', plain, { kind: 'root' }, NON_ROOT).map(({ profile }) => profile);
    expect(profiles).toEqual(['general', 'baseline']);
  });
});

describe('a profile that is given', () => {
  test('is the only one, whatever the target runs as', () => {
    expect(contexts('baseline', plain, DEFAULT, NON_ROOT)).toEqual([['baseline', undefined]]);
  });

  test('is joined by the user that is asked for', () => {
    const wish = { kind: 'ids', uid: 1000 } as const;
    expect(contexts('netadmin', plain, wish, undefined)).toEqual([
      ['netadmin', { runAsUser: 1000, capabilities: { add: ['NET_ADMIN', 'NET_RAW'] } }],
    ]);
    expect(contexts('baseline', plain, { kind: 'target' }, NON_ROOT)).toEqual([
      ['baseline', { runAsUser: 65532, runAsGroup: 65532 }],
    ]);
  });

  test('root asked for overrides a Pod that refuses it', () => {
    expect(contexts('baseline', plain, { kind: 'root' }, undefined)).toEqual([
      ['baseline', { runAsUser: 0, runAsGroup: 0, runAsNonRoot: false }],
    ]);
  });
});
