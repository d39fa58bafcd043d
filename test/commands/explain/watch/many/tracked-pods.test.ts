import { expect, test } from 'bun:test';
import { trackPods } from '../../../../../src/commands/explain/watch/many/tracked-pods.ts';
import type { Pod } from '../../../../../src/model/kubernetes/api.ts';

const NOW = Date.UTC(2030, 0);

const pod = (name: string, uid: string, ready: boolean): Pod => ({
  metadata: { name, namespace: 'n', uid, creationTimestamp: '2029-12-31T23:59:00Z' },
  spec: { nodeName: 'node', containers: [{ name: 'app' }] },
  status: {
    phase: 'Running',
    startTime: '2029-12-31T23:59:00Z',
    conditions: [
      { type: 'PodScheduled', status: 'True', lastTransitionTime: '2029-12-31T23:59:00Z' },
      {
        type: 'Ready',
        status: ready ? 'True' : 'False',
        lastTransitionTime: '2029-12-31T23:59:30Z',
      },
    ],
    containerStatuses: [
      {
        name: 'app',
        ready,
        started: true,
        restartCount: 0,
        state: { running: { startedAt: '2029-12-31T23:59:10Z' } },
      },
    ],
  },
});

const told = (changed: ReturnType<ReturnType<typeof trackPods>['take']>) =>
  changed.map(({ summary, isDeleted }) => `${summary.name} ${isDeleted || summary.verdict.code}`);

test('a list tells all Pods, the worst first; a later one only what differs', () => {
  const pods = trackPods();
  const list = [pod('good', '1', true), pod('bad', '2', false)];
  expect(told(pods.take({ kind: 'listed', pods: list }, NOW))).toEqual([
    'bad NotReady',
    'good Ready',
  ]);
  const later = [pod('good', '1', true), pod('bad', '3', false)];
  expect(told(pods.take({ kind: 'listed', pods: later }, NOW))).toEqual([
    'bad true',
    'bad NotReady',
  ]);
  expect(pods.all().map(({ uid }) => uid)).toEqual(['1', '3']);
});

test('a Pod that changes is told when its headline does, and once when it is gone', () => {
  const pods = trackPods();
  pods.take({ kind: 'listed', pods: [pod('one', '1', false)] }, NOW);
  const change = (ready: boolean) =>
    told(pods.take({ kind: 'changed', pod: pod('one', '1', ready) }, NOW));
  expect([change(false), change(true), change(true)]).toEqual([[], ['one Ready'], []]);
  const gone = { kind: 'deleted', pod: pod('one', '1', true) } as const;
  expect(told(pods.take(gone, NOW))).toEqual(['one true']);
  expect(told(pods.take(gone, NOW))).toEqual([]);
});

test('time alone makes a Pod stuck that has been unready for too long', () => {
  const pods = trackPods();
  pods.take({ kind: 'listed', pods: [pod('one', '1', false)] }, NOW);
  expect(told(pods.lookAgain(NOW + 1000))).toEqual([]);
  const [late] = pods.lookAgain(NOW + 24 * 3_600_000);
  expect(late?.summary.verdict.outcome).toBe('stuck');
});

test('what Events tell shows at the next look, once', () => {
  const pods = trackPods();
  pods.take({ kind: 'listed', pods: [pod('one', '1', false), pod('two', '2', true)] }, NOW);
  expect(pods.inTrouble().map(({ metadata }) => metadata.name)).toEqual(['one']);
  expect(pods.withoutEvents()).toBe(1);
  const refused = {
    reason: 'Unhealthy',
    type: 'Warning',
    message: 'Readiness probe failed: HTTP probe failed with statuscode: 503',
    involvedObject: { kind: 'Pod', name: 'one', uid: '1', fieldPath: 'spec.containers{app}' },
    firstTimestamp: '2029-12-31T23:59:50Z',
    lastTimestamp: '2029-12-31T23:59:59Z',
  };
  pods.know(new Map([['1', [refused]]]));
  expect(pods.withoutEvents()).toBe(0);
  const [look] = pods.lookAgain(NOW);
  expect(look).toMatchObject({ events: [refused], isDeleted: false });
  expect(look?.summary.verdict.message).toContain('503');
  expect(pods.lookAgain(NOW)).toEqual([]);
});
