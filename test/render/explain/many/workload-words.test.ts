import { expect, test } from 'bun:test';
import type { WorkloadVerdict } from '../../../../src/model/explain/many/workload-story.ts';
import { workloadText } from '../../../../src/render/explain/many/workload-words.ts';
import { styleOf } from '../../../../src/render/text/style.ts';

const style = styleOf({ width: 400, unicode: true, color: false });

const told = (kind: string, pods: number, verdict: WorkloadVerdict) =>
  workloadText({ kind, namespace: 'shop', name: 'x', pods, verdict }, 0, style);

test.each<[string, number, WorkloadVerdict, string]>([
  [
    'Job',
    1,
    { code: 'JobRetrying', outcome: 'stuck', failed: 1, backoffLimit: 6, delaySeconds: 10 },
    'STUCK  Job shop/x makes other Pods for those that fail: 1 Pod has failed, and more than 6 make the Job fail. The next is made 10s after the last one ended.\n',
  ],
  [
    'Job',
    2,
    { code: 'JobRetrying', outcome: 'progressing', failed: 2 },
    'PROGRESSING  Job shop/x makes other Pods for those that fail: 2 Pods have failed.\n',
  ],
  [
    'Job',
    1,
    { code: 'JobFailed', outcome: 'failed', reason: 'BackoffLimitExceeded' },
    'FAILED  Job shop/x has failed (BackoffLimitExceeded): it makes no more Pods.\n',
  ],
  [
    'Job',
    3,
    { code: 'Finished', outcome: 'complete', failed: 2 },
    'COMPLETE  Job shop/x is complete, though 2 Pods have failed.\n',
  ],
  [
    'StatefulSet',
    1,
    { code: 'AwaitingPodBefore', outcome: 'progressing', wanted: 3 },
    'PROGRESSING  StatefulSet shop/x has 1 of 3 Pods: it makes the next one when all before it are Ready.\n',
  ],
  [
    'CronJob',
    0,
    { code: 'FailedCreate', outcome: 'stuck', reason: 'FailedCreate', saidBy: 'CronJob/x' },
    'STUCK  CronJob shop/x has no Pods: the API server refuses its Jobs (FailedCreate).\n',
  ],
  [
    'StatefulSet',
    1,
    { code: 'HeldByOldPod', outcome: 'stuck', wanted: 3 },
    'STUCK  StatefulSet shop/x has a new template, but replaces no Pod as long as one of an older template is not Ready. Delete the one that is stuck: it is then recreated from the new one.\n',
  ],
  [
    'Deployment',
    3,
    {
      code: 'RollingOut',
      outcome: 'progressing',
      wanted: 2,
      updated: 1,
      outdated: 2,
      newest: 'x-5d8f',
      available: 0,
    },
    'PROGRESSING  Deployment shop/x is being rolled out: 1 of 2 Pods is new (x-5d8f-…), 2 old ones are left. No Pod is available.\n',
  ],
  [
    'Deployment',
    3,
    {
      code: 'RolloutBlocked',
      outcome: 'stuck',
      wanted: 2,
      updated: 1,
      outdated: 2,
      newest: 'x-5d8f',
      available: 2,
    },
    'STUCK  Deployment shop/x is being rolled out, but new Pods do not become ready: 1 of 2 Pods is new (x-5d8f-…), 2 old ones are left. 2 Pods are available.\n',
  ],
  [
    'Deployment',
    1,
    {
      code: 'RolloutStalled',
      outcome: 'stuck',
      reason: 'ProgressDeadlineExceeded',
      message: 'timed out',
      saidBy: 'Deployment/x',
      wanted: 1,
      updated: 1,
      outdated: 0,
    },
    'STUCK  Deployment shop/x makes no progress (ProgressDeadlineExceeded): 1 of 1 Pod is new, no old one is left.\n  Deployment/x: timed out\n',
  ],
  [
    'Deployment',
    2,
    {
      code: 'RolloutBlocked',
      outcome: 'stuck',
      wanted: 2,
      updated: 2,
      outdated: 0,
      isFirst: true,
      newest: 'x-5d8f',
      available: 0,
      deadline: 90_000,
      deadlineSeconds: 600,
    },
    'STUCK  Deployment shop/x is being rolled out, but new Pods do not become ready: 2 of 2 Pods are there (x-5d8f-…). No Pod is available. Without progress, it counts as stalled in 90s (progressDeadlineSeconds 600).\n',
  ],
  [
    'DaemonSet',
    1,
    { code: 'AwaitingDeletion', outcome: 'stopped', wanted: 1, updated: 0, outdated: 1 },
    'STOPPED  DaemonSet shop/x has a new template, and replaces a Pod only when somebody deletes it (updateStrategy OnDelete): 0 of 1 Pod is new, 1 old one is left.\n',
  ],
  [
    'DaemonSet',
    3,
    { code: 'NoneAvailable', outcome: 'stuck', wanted: 3 },
    'STUCK  DaemonSet shop/x has no available Pod: none of 3 is.\n',
  ],
  [
    'Job',
    1,
    { code: 'UnderDeadline', outcome: 'progressing', deadline: 90_000, deadlineSeconds: 100 },
    'PROGRESSING  Job shop/x has not ended. Unless it ends before then, it fails in 90s (activeDeadlineSeconds 100), and its Pods are ended.\n',
  ],
  [
    'Job',
    1,
    { code: 'JobRestarting', outcome: 'stuck', backoffLimit: 3 },
    'STUCK  Job shop/x has failing containers restarted in their Pods (restartPolicy OnFailure). With 3 restarts it fails, and deletes the Pods with their logs.\n',
  ],
  [
    'Job',
    1,
    { code: 'JobRestarting', outcome: 'stuck', backoffLimit: 0 },
    'STUCK  Job shop/x has failing containers restarted in their Pods (restartPolicy OnFailure). With the first restart it fails, and deletes the Pods with their logs.\n',
  ],
  [
    'Job',
    0,
    { code: 'JobFailed', outcome: 'failed', reason: 'BackoffLimitExceeded', deletesPods: true },
    'FAILED  Job shop/x has no Pods: it has failed, and its Pods are gone (BackoffLimitExceeded). Under restartPolicy OnFailure it deletes them as it fails, with their logs; Never keeps them.\n',
  ],
  [
    'CronJob',
    1,
    {
      code: 'JobNotStarted',
      outcome: 'progressing',
      reason: 'JobAlreadyActive',
      message: 'Not starting job',
      saidBy: 'CronJob/x',
      schedule: '* * * * *',
    },
    'PROGRESSING  CronJob shop/x has not started the last Job that was due (JobAlreadyActive). Its schedule is * * * * *.\n  CronJob/x: Not starting job\n',
  ],
  [
    'CronJob',
    0,
    { code: 'BadSchedule', outcome: 'stuck', reason: 'InvalidSchedule', schedule: '0 0 31 2 *' },
    'STUCK  CronJob shop/x starts no Jobs: its schedule 0 0 31 2 * matches no date (InvalidSchedule).\n',
  ],
  [
    'CronJob',
    2,
    { code: 'LastRunFailed', outcome: 'failed', reason: 'R', schedule: '0 * * * *' },
    'FAILED  CronJob shop/x: the last of its Jobs that has ended failed (R), and none has succeeded yet. Its schedule is 0 * * * *.\n',
  ],
  [
    'CronJob',
    0,
    { code: 'LastRunFailed', outcome: 'failed', lastSuccess: '2026-03-01T11:00:09Z' },
    'FAILED  CronJob shop/x: the last of its Jobs that has ended failed, and one last succeeded at 2026-03-01T11:00:09Z.\n',
  ],
  [
    'DaemonSet',
    0,
    {
      code: 'NoMatchingNode',
      outcome: 'stopped',
      nodeLabels: ['disk=ssd', 'a=b'],
      hasNodeAffinity: true,
    },
    'STOPPED  DaemonSet shop/x has no Pods: no node matches its node selector (disk=ssd, a=b), its node affinity and the taints that it tolerates.\n',
  ],
  [
    'CronJob',
    1,
    { code: 'Suspended', outcome: 'stopped' },
    'STOPPED  CronJob shop/x is suspended: it makes no more Pods.\n',
  ],
  [
    'Deployment',
    2,
    { code: 'Paused', outcome: 'stopped', wanted: 2, updated: 0, outdated: 2 },
    'STOPPED  Deployment shop/x is paused: 0 of 2 Pods are new, 2 old ones are left. kubectl rollout resume lets it go on.\n',
  ],
  [
    'Deployment',
    2,
    { code: 'Paused', outcome: 'stopped', wanted: 2, updated: 2, outdated: 0 },
    'STOPPED  Deployment shop/x is paused: a change of its Pods is not rolled out. kubectl rollout resume lets it go on.\n',
  ],
  [
    'Job',
    0,
    { code: 'Suspended', outcome: 'stopped' },
    'STOPPED  Job shop/x has no Pods: it is suspended, until spec.suspend is false.\n',
  ],
])('a %s with %p Pods', (kind, pods, verdict, text) => {
  expect(told(kind, pods, verdict)).toBe(text);
});
