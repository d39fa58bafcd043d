import { expect, test } from 'bun:test';
import type {
  WorkloadObject,
  WorkloadStory,
} from '../../../../src/model/explain/many/workload-story.ts';
import { workloadVerdict } from '../../../../src/model/explain/many/workload-verdict.ts';

const QUOTA = 'pods "web-5d8f-" is forbidden: exceeded quota: compute';

function object(kind: string, parts: Partial<WorkloadObject> = {}): WorkloadObject {
  return { kind, ...parts, metadata: { name: kind.toLowerCase(), uid: kind, ...parts.metadata } };
}

function condition(type: string, status: string, more: object = {}) {
  return { status: { conditions: [{ type, status, ...more }] } };
}

const refused = { reason: 'FailedCreate', message: QUOTA };

const event = (uid: string, lastTimestamp: string, message = QUOTA) => ({
  reason: 'FailedCreate',
  message,
  lastTimestamp,
  involvedObject: { uid },
});

const verdictOf = (workload: WorkloadObject, story: Partial<WorkloadStory> = {}) =>
  workloadVerdict({ workload, owned: [], pods: 0, events: [], ...story });

test('Pods that quota refuses are told in the words of the newest ReplicaSet', () => {
  const old = object('ReplicaSet', {
    ...condition('ReplicaFailure', 'True', { reason: 'FailedCreate', message: 'old' }),
    metadata: { name: 'web-1', creationTimestamp: '2026-03-01T11:00:00Z' },
  });
  const current = object('ReplicaSet', {
    ...condition('ReplicaFailure', 'True', refused),
    metadata: { name: 'web-2', creationTimestamp: '2026-03-01T12:00:00Z' },
  });
  expect(verdictOf(object('Deployment'), { owned: [current, old] })).toEqual({
    code: 'FailedCreate',
    outcome: 'stuck',
    ...refused,
    saidBy: 'ReplicaSet/web-2',
  });
});

test('controllers without such a condition tell it by an Event, of which the newest counts', () => {
  const events = [
    event('StatefulSet', '2026-03-01T12:00:09Z', 'newest'),
    event('StatefulSet', '2026-03-01T12:00:01Z', 'oldest'),
    event('somebody else', '2026-03-01T12:00:30Z', 'other'),
  ];
  expect(verdictOf(object('StatefulSet'), { events })).toMatchObject({
    code: 'FailedCreate',
    outcome: 'stuck',
    message: 'newest',
    saidBy: 'StatefulSet/statefulset',
  });
});

test('a refusal that client-go has merged with others is told like any other', () => {
  const merged = {
    ...event('DaemonSet', '2026-03-01T12:00:09Z'),
    message: `(combined from similar events): ${QUOTA}`,
  };
  expect(verdictOf(object('DaemonSet'), { events: [merged] })).toMatchObject({
    code: 'FailedCreate',
    message: QUOTA,
  });
});

test('a workload that has some of its Pods is told of only while others are refused', () => {
  const owned = [object('ReplicaSet', condition('ReplicaFailure', 'True', refused))];
  expect(verdictOf(object('Deployment'), { pods: 1, owned })?.code).toBe('FailedCreate');
  const events = [event('Deployment', '2026-03-01T12:00:09Z')];
  expect(verdictOf(object('Deployment'), { pods: 1, events })).toBeUndefined();
});

test.each<[string, WorkloadObject, string, string]>([
  ['scaled to none', object('Deployment', { spec: { replicas: 0 } }), 'ScaledToZero', 'stopped'],
  ['paused', object('Deployment', { spec: { replicas: 1, paused: true } }), 'Paused', 'stopped'],
  ['suspended', object('Job', { spec: { suspend: true } }), 'Suspended', 'stopped'],
  ['suspended', object('CronJob', { spec: { suspend: true } }), 'Suspended', 'stopped'],
  ['not due yet', object('CronJob', { status: {} }), 'NotDue', 'healthy'],
  ['complete', object('Job', condition('Complete', 'True')), 'Finished', 'complete'],
  [
    'failed',
    object('Job', condition('Failed', 'True', { reason: 'BackoffLimitExceeded' })),
    'JobFailed',
    'failed',
  ],
  [
    'for nodes that there are not',
    object('DaemonSet', { status: { desiredNumberScheduled: 0 } }),
    'NoMatchingNode',
    'stopped',
  ],
  [
    'not looked at yet',
    object('Deployment', { metadata: { generation: 2 }, status: { observedGeneration: 1 } }),
    'NotObserved',
    'progressing',
  ],
  ['not known', object('Deployment'), 'Unknown', 'progressing'],
  [
    'not getting on',
    object('Deployment', condition('Progressing', 'False', { reason: 'x' })),
    'Unknown',
    'stuck',
  ],
])('a workload without Pods that is %s is told so', (_, workload, code, outcome) => {
  expect(verdictOf(workload)).toMatchObject({ code, outcome });
});

test('of a CronJob its newest Job tells why there is no Pod', () => {
  const owned = [object('Job', condition('Complete', 'True'))];
  expect(verdictOf(object('CronJob'), { owned })).toMatchObject({ code: 'Finished' });
  const suspended = object('CronJob', { spec: { suspend: true } });
  expect(verdictOf(suspended, { owned })).toMatchObject({ code: 'Suspended' });
});

test('what a DaemonSet wants of nodes is told where there is none', () => {
  const nodeSelector = { disk: 'ssd' };
  const spec = { template: { spec: { nodeSelector, affinity: { nodeAffinity: {} } } } };
  const verdict = verdictOf(object('DaemonSet', { spec, status: { desiredNumberScheduled: 0 } }));
  expect(verdict).toMatchObject({ nodeLabels: ['disk=ssd'], hasNodeAffinity: true });
});
