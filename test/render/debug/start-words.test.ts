import { expect, test } from 'bun:test';
import { failureWords, type Started } from '../../../src/render/debug/start-words.ts';

const STARTED: Started = {
  name: 'debugger',
  image: 'busybox:1.28',
  namespace: 'shop',
  pod: 'node-debugger-n1',
  newPod: 'deleted',
  hasTarget: true,
  refuser: 'the Pod',
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

test.each(['the Pod', 'profile restricted', '--custom'])('%s is who refuses root', (refuser) => {
  const failed = { kind: 'failed', failure: 'WouldRunAsRoot', reason: '', message: '' } as const;
  const { message, hint } = failureWords(failed, { ...STARTED, refuser });
  expect(message).toStartWith(`${refuser} refuses root, and image busybox:1.28 runs as root`);
  expect(hint).toContain('another image');
});
