import { expect, test } from 'bun:test';
import { at, container, exited, running, timestamp, waiting } from '../../support/pods.ts';
import { condition, explained, type Moment, podEvent } from '../../support/verdicts.ts';

const app = running('app', 3, { ready: true });
const kubelet = (reason: string, second: number, message: string) => ({
  ...podEvent(reason, second, message),
  source: { component: 'kubelet' },
});
const deleted = { deletionTimestamp: timestamp(630), deletionGracePeriodSeconds: 30 };

/** MarkPodsNotReady (pkg/util/node/node.go) sets Ready to False, without a reason, and only that. */
const silent: Moment = {
  phase: 'Running',
  appStatuses: [app],
  conditions: [condition('ContainersReady', 'True', 4), condition('Ready', 'False', 300)],
};

test('a node that does not answer is told also when its event has gone', () => {
  expect(explained({ ...silent, now: 900 })).toMatchObject({
    verdict: { code: 'NotReady', outcome: 'stuck', reason: 'NodeNotReady' },
    causes: [{ code: 'node-silent', node: 'node-1', since: at(300) }],
  });
});

test('what lasts a moment is no silence', () => {
  expect(explained({ ...silent, now: 305 }).causes).toEqual([]);
});

test('a Pod that its node does not let go of: the node is silent', () => {
  const { causes } = explained({ ...silent, metadata: deleted, now: 900 });
  expect(causes).toContainEqual({ code: 'node-silent', node: 'node-1', since: at(300) });
});

test('an event that is said again and again is as new as it was last said', () => {
  const again = { ...kubelet('Unhealthy', 20, 'no answer'), lastTimestamp: timestamp(890) };
  const { causes } = explained({
    phase: 'Running',
    appStatuses: [running('app', 5)],
    events: [again, kubelet('Killing', 600, 'Stopping container app')],
    metadata: deleted,
    now: 900,
  });
  expect(causes).toContainEqual({
    code: 'kubelet-answers',
    event: 'Unhealthy',
    at: at(890),
    message: 'no answer',
  });
});

test('a Pod that its kubelet cannot stop: the newest event says why', () => {
  const message = 'error killing pod: failed to destroy network for sandbox';
  const { causes } = explained({
    phase: 'Running',
    appStatuses: [exited('app', 0, 610)],
    conditions: [condition('Ready', 'False', 610, 'ContainersNotReady')],
    events: [kubelet('FailedKillPod', 890, message)],
    metadata: deleted,
    now: 900,
  });
  expect(causes).toContainEqual({
    code: 'kubelet-answers',
    event: 'FailedKillPod',
    at: at(890),
    message,
  });
  expect(causes.some(({ code }) => code === 'node-silent')).toBe(false);
});

test('what the kubelet says of an eviction twice is told once', () => {
  const message = 'The node was low on resource: memory. ';
  const evicted = explained({
    phase: 'Failed',
    reason: 'Evicted',
    message,
    conditions: [condition('DisruptionTarget', 'True', 9, 'TerminationByKubelet', message)],
    appStatuses: [exited('app', 137, 9)],
  });
  expect(evicted).toMatchObject({ verdict: { code: 'Evicted', message } });
  expect(evicted.causes).toEqual([{ code: 'replacement' }]);
});

test('a Pod whose node is gone', () => {
  const message = 'PodGC: node no longer exists';
  const collected = explained({
    phase: 'Failed',
    conditions: [condition('DisruptionTarget', 'True', 9, 'DeletionByPodGC', message)],
    appStatuses: [app],
  });
  expect(collected).toMatchObject({
    verdict: { code: 'Failed', message },
    causes: [{ code: 'disruption', reason: 'DeletionByPodGC' }],
  });
});

test.each([
  ['OutOfpods', "Node didn't have enough resource: pods, requested: 1, used: 110, capacity: 110"],
  ['UnexpectedAdmissionError', 'Allocate failed due to no healthy devices present'],
  ['TopologyAffinityError', 'Resources cannot be allocated with Topology locality'],
  ['NodeShutdown', 'Pod was rejected as the node is shutting down.'],
])('older kubelets reject a Pod with %s', (reason, message) => {
  const rejected = explained({ phase: 'Failed', reason, message });
  expect(rejected.verdict).toMatchObject({ code: 'Rejected', reason, message });
});

test('a Pod that ran and was ended with its node is not rejected', () => {
  const ended = explained({
    phase: 'Failed',
    reason: 'Terminated',
    message: 'Pod was terminated in response to imminent node shutdown.',
    appStatuses: [exited('app', 143, 9)],
  });
  expect(ended.verdict.code).toBe('Failed');
});

test('what the registry said is in the event where the status only backs off', () => {
  const message = 'Failed to pull image "app:1": reading manifest 1 in app: manifest unknown';
  const failed = (text: string, second: number) => ({
    ...podEvent('Failed', second, text),
    involvedObject: { kind: 'Pod', name: 'web', fieldPath: 'spec.containers{app}' },
  });
  const backsOff = explained({
    app: [container('app')],
    appStatuses: [waiting('app', 'ImagePullBackOff', {}, 'Back-off pulling image "app:1"')],
    events: [failed(message, 5), failed('Error: ImagePullBackOff', 9)],
  });
  expect(backsOff).toMatchObject({
    verdict: { code: 'ImageFailing', message },
    causes: [{ code: 'pull-failure', meaning: 'not-found' }],
  });
});
