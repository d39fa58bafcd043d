import { expect, test } from 'bun:test';
import { hints } from '../../../src/model/debug/hints.ts';
import type { ContainerStatus } from '../../../src/model/kubernetes/api.ts';
import { containersOf } from '../../../src/model/kubernetes/containers.ts';

/** The one container of a Pod, in this state. */
function containerIn(state: NonNullable<ContainerStatus['state']>) {
  const [container] = containersOf({
    metadata: {},
    spec: { containers: [{ name: 'app' }] },
    status: {
      containerStatuses: [{ name: 'app', ready: false, restartCount: 0, image: '', state }],
    },
  });
  if (container === undefined) throw new Error('no container');
  return container;
}

const RUNNING = containerIn({ running: { startedAt: '2026-01-01T00:00:00Z' } });
const ENDED = containerIn({ terminated: { exitCode: 1 } });
const UNSEEN = { kind: 'not-seen' } as const;

test('R34: a target that has ended has no processes to be seen', () => {
  expect(hints(UNSEEN, ENDED, { kind: 'pod' })).toEqual([
    { code: 'TargetNotRunning', container: 'app' },
  ]);
  expect(hints(undefined, ENDED, { kind: 'node' })).toEqual([
    { code: 'TargetNotRunning', container: 'app' },
  ]);
});

test('R34: only of a namespace that was joined is the runtime known not to have joined it', () => {
  const joined = { kind: 'target', container: 'app' } as const;
  expect(hints(UNSEEN, RUNNING, joined)).toMatchObject([{ isJoined: true }]);
  expect(hints(UNSEEN, RUNNING, { kind: 'pod' })).toMatchObject([{ isJoined: false }]);
});

test('R34: nothing is told of what could not be looked at', () => {
  expect(hints(undefined, RUNNING, { kind: 'pod' })).toEqual([]);
  expect(hints(UNSEEN, ENDED, { kind: 'own' })).toEqual([]);
});
