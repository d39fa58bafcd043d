import { describe, expect, test } from 'bun:test';
import type { Pod, PodStatus } from '../../../../src/model/kubernetes/api.ts';
import { explainLive } from '../../../support/explain-live.ts';
import { at, container, event, exited, sandbox, timestamp, waiting } from '../../support/pods.ts';
import { condition, explained, headline, podEvent, verdictAt } from '../../support/verdicts.ts';

const init = [container('migrate')];
const initStatuses = [waiting('migrate', 'PodInitializing')];

function unassigned(status: PodStatus, spec: Partial<Pod['spec']> = {}, now = 10) {
  const whole: Pod = {
    metadata: { name: 'web', creationTimestamp: timestamp(0) },
    spec: { containers: [container('app')], initContainers: init, ...spec },
    status: { phase: 'Pending', ...status },
  };
  return explainLive({ pod: whole, events: [], now: at(now) }).verdict;
}

describe('before a node is found', () => {
  test('scheduling gates are named and hold every container back', () => {
    const found = unassigned(
      { conditions: [condition('PodScheduled', 'False', 0, 'SchedulingGated', 'blocked')] },
      { schedulingGates: [{ name: 'example.com/quota' }] },
    );
    expect(found).toMatchObject({
      code: 'SchedulingGated',
      outcome: 'stuck',
      holdsBack: ['migrate', 'app'],
    });
    expect(found.evidence).toContain('spec.schedulingGates = example.com/quota');
  });

  test("an unschedulable Pod carries the scheduler's message", () => {
    const message = '0/3 nodes are available: 3 Insufficient cpu.';
    const found = unassigned({
      conditions: [condition('PodScheduled', 'False', 4, 'Unschedulable', message)],
    });
    expect(found).toMatchObject({ code: 'Unschedulable', outcome: 'stuck', message });
    expect(found.since).toBe(at(4));
  });

  test('room that the scheduler makes by preemption is progress', () => {
    const found = unassigned({
      nominatedNodeName: 'node-2',
      conditions: [condition('PodScheduled', 'False', 4, 'Unschedulable')],
    });
    expect(found.outcome).toBe('progressing');
  });

  describe('for which an autoscaler adds nodes', () => {
    const conditions = [condition('PodScheduled', 'False', 4, 'Unschedulable')];
    const said = (reason: string, second: number, source: string, message = 'x') => ({
      ...podEvent(reason, second, message),
      source: { component: source },
    });
    const found = (now: number, ...events: ReturnType<typeof said>[]) =>
      explained({
        nodeName: undefined as unknown as string,
        status: { startTime: null },
        conditions: [sandbox('False', 0), ...conditions],
        events,
        now,
      });
    // The words are those of kubernetes/autoscaler#5938 and kubernetes-sigs/karpenter#932.
    const triggered = said(
      'TriggeredScaleUp',
      20,
      'cluster-autoscaler',
      'pod triggered scale-up: [{ibm://acc///cluster1/nodegroup1 1->2 (max: 8)}]',
    );

    test('it is progress, as long as a node may take to come', () => {
      expect(found(80, triggered)).toMatchObject({
        verdict: { code: 'Unschedulable', outcome: 'progressing' },
        causes: [{ code: 'autoscaler', isAdding: true, by: 'cluster-autoscaler', at: at(20) }],
      });
      const nominated = said('Nominated', 20, 'karpenter', 'Pod should schedule on: nodeclaim/a');
      expect(found(80, nominated).verdict.outcome).toBe('progressing');
      expect(found(4 + 15 * 60 + 1, triggered).verdict.outcome).toBe('stuck');
    });

    test('it is not where its newest word is that it adds none', () => {
      const refused = said('NotTriggerScaleUp', 30, 'cluster-autoscaler', '1 max limit reached');
      expect(found(80, triggered, refused)).toMatchObject({
        verdict: { outcome: 'stuck' },
        causes: [{ code: 'autoscaler', isAdding: false, message: '1 max limit reached' }],
      });
      const incompatible = said('FailedScheduling', 30, 'karpenter', 'Failed to schedule pod');
      expect(found(80, incompatible).causes).toMatchObject([{ isAdding: false, by: 'karpenter' }]);
      const scheduler = said('FailedScheduling', 30, 'default-scheduler', '0/1 nodes');
      expect(found(80, scheduler).causes).toEqual([]);
    });
  });

  test('a Pod that no scheduler has looked at for a minute is stuck', () => {
    expect(unassigned({}, {}, 10)).toMatchObject({
      code: 'AwaitingScheduler',
      outcome: 'progressing',
    });
    const found = unassigned({}, { schedulerName: 'absent' }, 70);
    expect(found).toMatchObject({ code: 'AwaitingScheduler', outcome: 'stuck' });
    expect(found.evidence).toContain('spec.schedulerName = absent');
  });

  test('a Pod that the kubelet has not acknowledged awaits the kubelet', () => {
    const status = { conditions: [condition('PodScheduled', 'True', 1)] };
    const spec = { nodeName: 'node-1' };
    expect(unassigned(status, spec)).toMatchObject({
      code: 'AwaitingKubelet',
      outcome: 'progressing',
      since: at(1),
    });
    expect(unassigned(status, spec, 70).outcome).toBe('stuck');
  });
});

describe('R2: before the sandbox is ready', () => {
  const noSandbox = { init, initStatuses, conditions: [sandbox('False', 0)] };

  test('setting up is progress for three minutes', () => {
    expect(headline(noSandbox)).toEqual(['Sandbox', 'progressing']);
    expect(headline({ ...noSandbox, now: 200 })).toEqual(['Sandbox', 'stuck']);
  });

  test.each([
    ['FailedMount', 'MountVolume.SetUp failed for volume "c" : object "a"/"b" not registered'],
    [
      'FailedMount',
      'MountVolume.SetUp failed for volume "c" : failed to sync configmap cache: timed out waiting for the condition',
    ],
    ['NetworkNotReady', 'network is not ready: cni plugin not initialized'],
  ])('what a kubelet says that has just come up passes within a minute: %s', (reason, message) => {
    const headlineAfter = (now: number) =>
      headline({ conditions: [sandbox('False', 0)], events: [podEvent(reason, 5, message)], now });
    expect(headlineAfter(60)).toEqual(['Sandbox', 'progressing']);
    expect(headlineAfter(70)[1]).toBe('stuck');
  });

  test.each([
    [
      'FailedCreatePodContainer',
      'unable to ensure pod container exists: failed to create container',
    ],
    ['Failed', 'error making pod data directories: mkdir /var/lib/kubelet/pods/5e: read-only'],
  ])('so is a cgroup or a directory that cannot be made: %s', (reason, message) => {
    const found = verdictAt({
      conditions: [sandbox('False', 0)],
      events: [podEvent(reason, 5, message)],
      now: 10,
    });
    expect(found).toMatchObject({ code: 'Sandbox', outcome: 'stuck', reason, message });
  });

  test('a volume that does not mount is named by its event', () => {
    const events = [podEvent('FailedMount', 5, 'configmap "absent" not found')];
    const found = verdictAt({ ...noSandbox, events });
    expect(found).toMatchObject({
      code: 'Volumes',
      outcome: 'stuck',
      reason: 'FailedMount',
      message: 'configmap "absent" not found',
      since: at(5),
      holdsBack: ['migrate', 'app'],
    });
  });

  test('an attach that succeeded after failures is progress', () => {
    const events = [podEvent('FailedAttachVolume', 3), podEvent('SuccessfulAttachVolume', 6)];
    expect(headline({ ...noSandbox, events })).toEqual(['Sandbox', 'progressing']);
  });

  test('the newest failure tells volumes from sandbox', () => {
    const events = [podEvent('FailedMount', 3), podEvent('FailedCreatePodSandBox', 6, 'no IP')];
    expect(verdictAt({ ...noSandbox, events })).toMatchObject({
      code: 'Sandbox',
      outcome: 'stuck',
      message: 'no IP',
    });
  });

  test('a failed mount is history once the sandbox is ready', () => {
    const events = [podEvent('FailedMount', 1)];
    expect(headline({ init, initStatuses, events })).toEqual([
      'InitStarting',
      'progressing',
      'migrate',
    ]);
  });

  test('a pull proves a sandbox that an older kubelet has not reported yet', () => {
    const events = [event('spec.initContainers{migrate}', 'Pulling', 3)];
    expect(headline({ ...noSandbox, events })).toEqual(['ImagePulling', 'progressing', 'migrate']);
  });

  test('R11: a sandbox lost after containers ran is made anew', () => {
    const lost = {
      init,
      initStatuses: [exited('migrate', 0, 2)],
      appStatuses: [exited('app', 255, 50)],
      conditions: [sandbox('False', 51)],
      phase: 'Running' as const,
      now: 55,
    };
    expect(headline(lost)).toEqual(['Reinitializing', 'progressing']);
    const events = [podEvent('FailedCreatePodSandBox', 52, 'no IP')];
    expect(headline({ ...lost, events })).toEqual(['Sandbox', 'stuck']);
  });

  test('R11: with restartPolicy Never a lost sandbox is the end', () => {
    const lost = {
      restartPolicy: 'Never' as const,
      init,
      initStatuses: [exited('migrate', 0, 2)],
      appStatuses: [waiting('app', 'PodInitializing')],
      conditions: [sandbox('False', 51)],
      now: 55,
    };
    expect(headline(lost)).toEqual(['Completing', 'progressing']);
  });
});
