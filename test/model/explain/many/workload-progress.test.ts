import { describe, expect, test } from 'bun:test';
import { type PodSummary, troubledOwners } from '../../../../src/model/explain/many/pod-summary.ts';
import { rankedReport } from '../../../../src/model/explain/many/ranked-report.ts';
import type { WorkloadReport } from '../../../../src/model/explain/many/workload-report.ts';
import type {
  WorkloadObject,
  WorkloadStory,
  WorkloadVerdict,
} from '../../../../src/model/explain/many/workload-story.ts';
import { workloadVerdict } from '../../../../src/model/explain/many/workload-verdict.ts';
import type { PodEvent } from '../../../../src/model/kubernetes/api.ts';

function object(kind: string, parts: Partial<WorkloadObject>): WorkloadObject {
  return { kind, ...parts, metadata: { name: 'x', uid: kind, ...parts.metadata } };
}

const verdictOf = (workload: WorkloadObject, story: Partial<WorkloadStory> = {}) =>
  workloadVerdict({ workload, owned: [], pods: 1, events: [], ...story });

const isTrue = (type: string, more: object = {}) => ({ type, status: 'True', ...more });

describe('a Job whose Pods have failed', () => {
  const spec = { backoffLimit: 6 };

  test.each([
    [1, 10],
    [2, 20],
    [3, 40],
    [9, 600],
  ])('after %p failures makes another Pod in %p seconds', (failed, delaySeconds) => {
    const job = object('Job', { spec, status: { failed } });
    expect(verdictOf(job)).toEqual({
      code: 'JobRetrying',
      outcome: 'stuck',
      failed,
      backoffLimit: 6,
      delaySeconds,
    });
  });

  test('counts those that its status does not count yet', () => {
    const status = { uncountedTerminatedPods: { failed: ['uid'] } };
    expect(verdictOf(object('Job', { spec, status }))?.failed).toBe(1);
  });

  test('gets on while the next one runs', () => {
    const verdict = verdictOf(object('Job', { spec, status: { failed: 1, active: 1 } }));
    expect(verdict).toEqual({
      code: 'JobRetrying',
      outcome: 'progressing',
      failed: 1,
      backoffLimit: 6,
    });
  });

  test('has no common limit where each index has its own', () => {
    const job = object('Job', {
      spec: { ...spec, backoffLimitPerIndex: 1 },
      status: { failed: 1 },
    });
    expect(verdictOf(job)).toEqual({ code: 'JobRetrying', outcome: 'stuck', failed: 1 });
  });

  test('has failed once its condition says so, in its words', () => {
    const words = { reason: 'PodFailurePolicy', message: 'matching FailJob rule at index 0' };
    const status = { failed: 1, conditions: [isTrue('Failed', words)] };
    expect(verdictOf(object('Job', { spec, status }))).toEqual({
      code: 'JobFailed',
      outcome: 'failed',
      ...words,
      saidBy: 'Job/x',
    });
  });

  test('is complete all the same when another one succeeded; without failures nothing is told', () => {
    const conditions = [isTrue('Complete')];
    const verdict = verdictOf(object('Job', { status: { failed: 2, succeeded: 1, conditions } }));
    expect(verdict).toEqual({ code: 'Finished', outcome: 'complete', failed: 2 });
    expect(verdictOf(object('Job', { status: { succeeded: 1, conditions } }))).toBeUndefined();
  });

  test('is judged itself, not by those Pods, unless it has failed', () => {
    const pod = { name: 'x-1', namespace: 'n', owner: 'job', verdict: { outcome: 'failed' } };
    const job = { kind: 'Job', namespace: 'n', name: 'x', uid: 'job', pods: 1 };
    const outcomesWith = (verdict: WorkloadReport['verdict']) =>
      rankedReport([pod as PodSummary], [{ ...job, ...(verdict && { verdict }) }], 0).outcomes;
    expect(outcomesWith({ code: 'JobRetrying', outcome: 'stuck' })).toEqual(['stuck']);
    expect(outcomesWith({ code: 'Finished', outcome: 'complete' })).toEqual(['complete']);
    expect(outcomesWith({ code: 'JobFailed', outcome: 'failed' })).toEqual(['failed', 'failed']);
    expect(outcomesWith(undefined)).toEqual(['failed']);
  });
});

describe('a Deployment', () => {
  const replicaSet = (name: string, revision: string, creationTimestamp: string) =>
    object('ReplicaSet', {
      metadata: {
        name,
        uid: name,
        creationTimestamp,
        annotations: { 'deployment.kubernetes.io/revision': revision },
      },
    });
  // After a rollback the older ReplicaSet has the newest template.
  const owned = [
    replicaSet('web-old', '3', '2026-03-01T11:00:00Z'),
    replicaSet('web-new', '2', '2026-03-01T12:00:00Z'),
  ];
  const counts = { wanted: 2, updated: 1, newest: 'web-old', outdated: 2, available: 2 };

  test('is rolled out while Pods of an older template are there', () => {
    const status = { replicas: 3, updatedReplicas: 1, availableReplicas: 2 };
    const deployment = object('Deployment', { spec: { replicas: 2 }, status });
    expect(verdictOf(deployment, { owned, pods: 3 })).toEqual({
      code: 'RollingOut',
      outcome: 'progressing',
      ...counts,
    });
  });

  test('is stuck as soon as new Pods are, whatever becomes of old ones', () => {
    const status = { replicas: 3, updatedReplicas: 1, availableReplicas: 2 };
    const deployment = object('Deployment', { spec: { replicas: 2 }, status });
    const pod = (owner: string, outcome: string) =>
      ({ name: 'p', namespace: 'n', owner, verdict: { outcome } }) as PodSummary;
    const outcomeWith = (...pods: readonly PodSummary[]) =>
      verdictOf(deployment, { owned, pods: 3, troubled: troubledOwners(pods) });
    const blocked = outcomeWith(pod('web-old', 'stuck'), pod('web-new', 'healthy'));
    expect(blocked).toEqual({ code: 'RolloutBlocked', outcome: 'stuck', ...counts });
    const goesOn = outcomeWith(pod('web-old', 'progressing'), pod('web-new', 'failed'));
    expect(goesOn).toEqual({ code: 'RollingOut', outcome: 'progressing', ...counts });
  });

  test('whose progressDeadlineSeconds are over is stuck', () => {
    const stalled = {
      type: 'Progressing',
      status: 'False',
      reason: 'ProgressDeadlineExceeded',
      message: 'ReplicaSet "web-old" has timed out progressing.',
    };
    const status = { replicas: 3, updatedReplicas: 1, availableReplicas: 2, conditions: [stalled] };
    const deployment = object('Deployment', { spec: { replicas: 2 }, status });
    expect(verdictOf(deployment, { owned, pods: 3 })).toEqual({
      code: 'RolloutStalled',
      outcome: 'stuck',
      reason: stalled.reason,
      message: stalled.message,
      saidBy: 'Deployment/x',
      ...counts,
    });
  });

  test('that its controller has not looked at, or whose Pods are all new, has nothing to tell', () => {
    const metadata = { generation: 2 };
    const behind = { observedGeneration: 1, replicas: 2, updatedReplicas: 1 };
    expect(verdictOf(object('Deployment', { metadata, status: behind }))).toBeUndefined();
    const done = { observedGeneration: 2, replicas: 2, updatedReplicas: 2 };
    expect(verdictOf(object('Deployment', { metadata, status: done }))).toBeUndefined();
  });
});

describe('a Deployment whose Pods are all of its newest template', () => {
  const progressing = (reason: string) =>
    isTrue('Progressing', { reason, lastUpdateTime: '2026-03-01T12:00:00Z' });
  const deployment = (available: number, conditions: readonly object[], more: object = {}) =>
    object('Deployment', {
      metadata: { annotations: { 'deployment.kubernetes.io/revision': '1' } },
      spec: { replicas: 2, progressDeadlineSeconds: 600, ...more },
      status: { replicas: 2, updatedReplicas: 2, availableReplicas: available, conditions },
    } as Partial<WorkloadObject>);
  const counts = { wanted: 2, updated: 2, outdated: 0 };
  const owned = [object('ReplicaSet', { metadata: { name: 'web-1', uid: 'web-1' } })];

  test('is rolled out until all have been available, and has a deadline for that', () => {
    const facts = { ...counts, available: 1, isFirst: true, newest: 'web-1' };
    const deadline = { deadline: Date.parse('2026-03-01T12:10:00Z'), deadlineSeconds: 600 };
    const workload = deployment(1, [progressing('ReplicaSetUpdated')]);
    expect(verdictOf(workload, { owned, pods: 2 })).toEqual({
      ...{ code: 'RollingOut', outcome: 'progressing' },
      ...facts,
      ...deadline,
    });
    const troubled = new Set(['web-1']);
    expect(verdictOf(workload, { owned, pods: 2, troubled })).toEqual({
      ...{ code: 'RolloutBlocked', outcome: 'stuck' },
      ...facts,
      ...deadline,
    });
    const patient = deployment(1, [progressing('ReplicaSetUpdated')], {
      progressDeadlineSeconds: 2_147_483_647,
    });
    expect(verdictOf(patient, { owned, pods: 2 })?.deadline).toBeUndefined();
  });

  test('is told afterwards only where none of several is available', () => {
    const done = progressing('NewReplicaSetAvailable');
    const down = { type: 'Available', status: 'False' };
    expect(verdictOf(deployment(2, [done]), { owned, pods: 2 })).toBeUndefined();
    expect(verdictOf(deployment(1, [done, down]), { owned, pods: 2 })).toBeUndefined();
    const troubled = new Set(['web-1']);
    expect(verdictOf(deployment(0, [done, down]), { owned, pods: 2, troubled })).toEqual({
      code: 'NoneAvailable',
      outcome: 'stuck',
      wanted: 2,
    });
    expect(verdictOf(deployment(0, [done, down], { replicas: 1 }), { owned })).toBeUndefined();
  });
});

describe('a DaemonSet', () => {
  const daemonSet = (status: object, spec: object = {}) =>
    object('DaemonSet', { metadata: { uid: 'ds' }, spec, status });
  const old = { desiredNumberScheduled: 3, currentNumberScheduled: 3, updatedNumberScheduled: 1 };
  const counts = { wanted: 3, updated: 1, outdated: 2, available: 2 };

  test('is rolled out while Pods of an older template are there', () => {
    const status = { ...old, numberAvailable: 2 };
    const troubled = new Set(['ds']);
    expect(verdictOf(daemonSet(status), { pods: 3 })).toEqual({
      ...{ code: 'RollingOut', outcome: 'progressing' },
      ...counts,
    });
    expect(verdictOf(daemonSet(status), { pods: 3, troubled })).toEqual({
      ...{ code: 'RolloutBlocked', outcome: 'stuck' },
      ...counts,
    });
    const onDelete = { updateStrategy: { type: 'OnDelete' } };
    expect(verdictOf(daemonSet(status, onDelete), { pods: 3 })).toEqual({
      ...{ code: 'AwaitingDeletion', outcome: 'stopped' },
      ...counts,
    });
  });

  test('none of whose Pods is available says so', () => {
    const status = { ...old, updatedNumberScheduled: 3 };
    const verdict = { code: 'NoneAvailable', outcome: 'progressing', wanted: 3 } as const;
    expect(verdictOf(daemonSet(status), { pods: 3 })).toEqual(verdict);
    expect(verdictOf(daemonSet({ ...status, numberAvailable: 1 }), { pods: 3 })).toBeUndefined();
  });
});

test('a StatefulSet is rolled out down to its partition', () => {
  const set = (partition: number) =>
    object('StatefulSet', {
      spec: { replicas: 3, updateStrategy: { rollingUpdate: { partition } } },
      status: {
        ...{ replicas: 3, updatedReplicas: 1, availableReplicas: 3 },
        ...{ currentRevision: 'x-1', updateRevision: 'x-2' },
      },
    });
  expect(verdictOf(set(0), { pods: 3 })).toMatchObject({ code: 'RollingOut', outdated: 2 });
  expect(verdictOf(set(1), { pods: 3 })).toMatchObject({ code: 'RollingOut', outdated: 1 });
  expect(verdictOf(set(2), { pods: 3 })).toBeUndefined();
});

test('a Job that is under a deadline says when it ends', () => {
  const spec = { activeDeadlineSeconds: 90, backoffLimit: 6 };
  const status = { active: 1, startTime: '2026-03-01T12:00:00Z' };
  const deadline = { deadline: Date.parse('2026-03-01T12:01:30Z'), deadlineSeconds: 90 };
  const job = object('Job', { spec, status });
  const verdict = { code: 'UnderDeadline', outcome: 'progressing', ...deadline } as const;
  expect(verdictOf(job)).toEqual(verdict);
  expect(verdictOf(object('Job', { spec, status: { ...status, failed: 1 } }))).toMatchObject({
    code: 'JobRetrying',
    ...deadline,
  });
  // Its Pods may be well all the same.
  const report = { kind: 'Job', namespace: 'n', name: 'x', pods: 1, verdict };
  expect(rankedReport([], [report], 0).outcomes).toEqual([]);
});

test('a Job whose containers are restarted in place fails with the last restart', () => {
  const template = { spec: { restartPolicy: 'OnFailure' as const } };
  const spec = { backoffLimit: 3, template };
  const job = object('Job', { metadata: { uid: 'job' }, spec, status: { active: 1 } });
  expect(verdictOf(job, { troubled: new Set(['job']) })).toEqual({
    code: 'JobRestarting',
    outcome: 'stuck',
    backoffLimit: 3,
  });
  expect(verdictOf(job, { troubled: new Set() })).toBeUndefined();
  const conditions = [isTrue('Failed', { reason: 'BackoffLimitExceeded' })];
  const failed = object('Job', { spec, status: { failed: 1, conditions } });
  expect(verdictOf(failed, { pods: 0 })).toMatchObject({ code: 'JobFailed', deletesPods: true });
  const never = object('Job', { status: { failed: 1, conditions } });
  expect(verdictOf(never, { pods: 0 })?.deletesPods).toBeUndefined();
});

describe('a CronJob that has not started a Job', () => {
  const cronJob = (more: object = {}) =>
    object('CronJob', {
      metadata: { uid: 'cron' },
      spec: { schedule: '* * * * *', ...more },
      status: { lastScheduleTime: '2026-03-01T12:00:00Z' },
    });
  const says = (reason: string, message: string, lastTimestamp = '2026-03-01T12:03:00Z') => [
    { reason, message, lastTimestamp, involvedObject: { uid: 'cron' } } as PodEvent,
  ];
  const active = [
    object('Job', { metadata: { name: 'x-1', uid: 'job' }, status: { active: 1 } as object }),
  ];
  const words =
    'Not starting job because prior execution is running and concurrency policy is Forbid';

  test('says why in the words of its controller', () => {
    const events = says('JobAlreadyActive', words);
    const verdict = {
      ...{ code: 'JobNotStarted', reason: 'JobAlreadyActive', message: words },
      ...{ saidBy: 'CronJob/x', schedule: '* * * * *' },
    };
    const found = (troubled: ReadonlySet<string>) =>
      verdictOf(cronJob(), { owned: active, events, troubled });
    expect(found(new Set())).toEqual({ ...verdict, outcome: 'progressing' } as WorkloadVerdict);
    expect(found(new Set(['job']))).toEqual({ ...verdict, outcome: 'stuck' } as WorkloadVerdict);
    const before = says('JobAlreadyActive', words, '2026-03-01T11:59:00Z');
    expect(verdictOf(cronJob(), { owned: active, events: before })).toBeUndefined();
  });

  test('and that its schedule is to blame, unless it has been put right', () => {
    const events = says(
      'InvalidSchedule',
      'invalid schedule: 0 0 31 2 * : time difference between two schedules is less than 1 second',
    );
    const never = cronJob({ schedule: '0 0 31 2 *' });
    const verdict = { code: 'BadSchedule', outcome: 'stuck' } as const;
    expect(verdictOf(never, { pods: 0, events })).toMatchObject(verdict);
    expect(verdictOf(cronJob(), { pods: 0, events })?.code).toBe('Unknown');
  });
});

test('a StatefulSet makes one Pod after another, unless it makes all at once', () => {
  const sets = (podManagementPolicy: string) =>
    object('StatefulSet', {
      metadata: { uid: 'set' },
      spec: { replicas: 3, podManagementPolicy },
    });
  const awaits = { code: 'AwaitingPodBefore', wanted: 3 } as const;
  expect(verdictOf(sets('OrderedReady'))).toEqual({ ...awaits, outcome: 'progressing' });
  // The Pod that it waits for is in trouble.
  expect(verdictOf(sets('OrderedReady'), { pods: 1, troubled: new Set(['set']) })).toEqual({
    ...awaits,
    outcome: 'stuck',
  });
  expect(verdictOf(sets('OrderedReady'), { pods: 3 })).toBeUndefined();
  expect(verdictOf(sets('Parallel'))).toBeUndefined();
});

describe('what somebody has stopped', () => {
  const spec = { suspend: true };

  test.each([
    ['Job', object('Job', { spec, status: { active: 1 } })],
    ['Job with failures', object('Job', { spec, status: { failed: 1 } })],
    ['CronJob', object('CronJob', { spec })],
  ])('a suspended %s is told as stopped though it has Pods', (_, workload) => {
    expect(verdictOf(workload)).toEqual({ code: 'Suspended', outcome: 'stopped' });
  });

  test('a Job that has ended is not', () => {
    const status = { succeeded: 1, conditions: [isTrue('Complete')] };
    expect(verdictOf(object('Job', { spec, status }))).toBeUndefined();
  });

  test('a paused Deployment is not rolled out, whatever its Pods are of', () => {
    const paused = { replicas: 2, paused: true };
    for (const updatedReplicas of [0, 2]) {
      const status = { replicas: 2, updatedReplicas };
      const verdict = verdictOf(object('Deployment', { spec: paused, status }));
      expect(verdict).toMatchObject({ code: 'Paused', outcome: 'stopped', wanted: 2 });
    }
  });
});

describe('a CronJob', () => {
  const job = (name: string, creationTimestamp: string, type: string) =>
    object('Job', {
      metadata: { name, uid: name, creationTimestamp },
      status: { conditions: [isTrue(type, { reason: 'R' })] },
    });
  const failed = job('x-2', '2026-03-01T12:00:00Z', 'Failed');
  const spec = { schedule: '0 * * * *' };

  test('whose last Job failed says so, whatever runs since', () => {
    const status = { lastSuccessfulTime: '2026-03-01T11:00:09Z' };
    const owned = [
      failed,
      job('x-1', '2026-03-01T11:00:00Z', 'Complete'),
      job('x-3', '2026-03-01T13:00:00Z', 'Suspended'),
    ];
    const verdict = {
      code: 'LastRunFailed',
      outcome: 'failed',
      reason: 'R',
      saidBy: 'Job/x-2',
      schedule: '0 * * * *',
      lastSuccess: '2026-03-01T11:00:09Z',
    } as const;
    const cronJob = object('CronJob', { spec, status });
    expect(verdictOf(cronJob, { owned })).toEqual(verdict);
    expect(verdictOf(cronJob, { owned, pods: 0 })).toEqual(verdict);
  });

  test('has nothing to tell once one succeeded after it', () => {
    const owned = [job('x-3', '2026-03-01T13:00:00Z', 'Complete'), failed];
    expect(verdictOf(object('CronJob', { spec }), { owned })).toBeUndefined();
  });
});

describe('a StatefulSet whose template was put right while a Pod of the old one is stuck', () => {
  const status = { currentRevision: 'db-1', updateRevision: 'db-2', replicas: 1 };
  const set = (more: object, spec: object = {}) =>
    object('StatefulSet', {
      metadata: { uid: 'set' },
      spec: { replicas: 3, ...spec },
      status: { ...status, ...more },
    });
  const stuck = { pods: 1, troubled: new Set(['set']) };
  const held = { code: 'HeldByOldPod', outcome: 'stuck', wanted: 3 } as const;

  test('replaces none before somebody deletes it (kubernetes/kubernetes#67250)', () => {
    expect(verdictOf(set({}), stuck)).toEqual(held);
    expect(verdictOf(set({}), { ...stuck, pods: 3 })).toEqual(held);
  });

  test.each([
    ['no Pod is in trouble', set({}), { pods: 1, troubled: new Set<string>() }],
    ['a Pod of the new template may be the one', set({ updatedReplicas: 1 }), stuck],
    ['the template has not changed', set({ updateRevision: 'db-1' }), stuck],
    ['nobody is replaced', set({}, { updateStrategy: { type: 'OnDelete' } }), stuck],
  ])('is not told where %s', (_, workload, story) => {
    expect(verdictOf(workload, story)?.code).toBe('AwaitingPodBefore');
  });
});
