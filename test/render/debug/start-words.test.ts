import { expect, test } from 'bun:test';
import { failureWords, type Started } from '../../../src/render/debug/start-words.ts';

const STARTED: Started = {
  name: 'debugger',
  image: 'busybox:1.28',
  namespace: 'shop',
  pod: 'node-debugger-n1',
  newPod: 'deleted',
  hasTarget: true,
};

test.each(['WouldRunAsRoot', 'UserNotNumeric'] as const)(
  'no user of a target is offered where there is no target: %s',
  (failure) => {
    const hint = (hasTarget: boolean) =>
      failureWords(
        { kind: 'failed', failure, reason: 'CreateContainerConfigError', message: '' },
        { ...STARTED, hasTarget },
      ).hint;
    expect(hint(true)).toContain('--as-target, --run-as UID:GID');
    expect(hint(false)).toContain(': --run-as UID:GID');
    expect(hint(false)).not.toContain('--as-target');
  },
);
