import { expect, test } from 'bun:test';
import { sessionsOf } from '../../../../src/model/debug/session/sessions.ts';
import { pod } from '../../support/pods.ts';

const given = pod({ app: [{ name: 'app' }], ephemeralContainers: [{ name: 'new' }] });

test.each([
  ['Running', { kind: 'waiting', reason: '' }],
  ['Succeeded', { kind: 'unknown' }],
] as const)(
  'one that the kubelet has not reported waits as long as its Pod goes on: %s',
  (phase, state) => {
    const [session] = sessionsOf({ ...given, status: { phase } });
    expect(session).toMatchObject({ container: 'new', state, attachable: false });
  },
);
