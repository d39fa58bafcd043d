import { expect, test } from 'bun:test';
import { sickest } from '../../../src/model/debug/sickest.ts';
import type { ContainerStateFields, Pod } from '../../../src/model/kubernetes/api.ts';
import { pod, timestamp } from '../support/pods.ts';

function aPod(
  name: string,
  second: number,
  ready: 'True' | 'False' = 'True',
  state: ContainerStateFields = { running: {} },
): Pod {
  const given = pod({
    appStatuses: [{ name: 'app', state }],
    status: { phase: 'Running', conditions: [{ type: 'Ready', status: ready }] },
  });
  return { ...given, metadata: { name, creationTimestamp: timestamp(second) } };
}

const chosen = (...pods: readonly Pod[]) => {
  const { pod: found, ...why } = sickest(pods) ?? {};
  return { name: found?.metadata.name, ...why };
};
const crashing = aPod('crashing', 1, 'False', { waiting: { reason: 'CrashLoopBackOff' } });
const starting = aPod('starting', 5, 'False', { waiting: { reason: 'ContainerCreating' } });
const ended = pod({ status: { phase: 'Failed' } });

test('a Pod that fails comes first, then one that is not Ready, then the newest', () => {
  expect(chosen(aPod('new', 9), starting, crashing)).toEqual({
    name: 'crashing',
    by: 'failing',
    reason: 'CrashLoopBackOff',
  });
  expect(chosen(aPod('new', 9), starting)).toEqual({ name: 'starting', by: 'not-ready' });
  expect(chosen(aPod('old', 3), aPod('new', 9))).toEqual({ name: 'new', by: 'newest' });
});

test('R31: a Pod that can take no debug container is never chosen', () => {
  expect(chosen(ended, aPod('old', 3))).toEqual({ name: 'old', by: 'only' });
  expect(sickest([ended])).toBeUndefined();
});
