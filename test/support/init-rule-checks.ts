import { expect } from 'bun:test';
import type { History } from './histories.ts';
import {
  explained,
  isRunning,
  isTrue,
  lastOf,
  lastRunOf,
  noteCodes,
  type RuleCheck,
  startOrder,
  statusOf,
} from './rule-check.ts';

export const INIT_RULE_CHECKS: readonly RuleCheck[] = [
  {
    rule: 'R1',
    scenario: 'init-order',
    title: 'each init container starts after the one before has ended',
    check: (history) => {
      expect(startOrder(history)).toEqual(['one', 'two', 'three', 'web', 'helper']);
      expect(lastRunOf(history, 'two').start).toBeGreaterThanOrEqual(lastRunOf(history, 'one').end);
      expect(lastRunOf(history, 'three').start).toBeGreaterThanOrEqual(
        lastRunOf(history, 'two').end,
      );
      const during = history.samples.find((sample) => isRunning(sample, 'two'));
      expect(during && explained(during).verdict.holdsBack).toEqual(['three', 'web', 'helper']);
    },
  },
  {
    rule: 'R1',
    scenario: 'twenty-inits',
    title: 'twenty init containers start in the order of the spec',
    check: (history) => {
      const inits = lastOf(history).pod.spec.initContainers ?? [];
      expect(startOrder(history)).toEqual([...inits.map(({ name }) => name), 'app']);
    },
  },
  {
    rule: 'R2',
    scenario: 'missing-volume',
    title: 'nothing starts before the volumes are there',
    check: ({ samples, steps }) => {
      const before = samples.slice(0, steps[0]?.after);
      const stuck = before.filter((sample) => explained(sample).verdict.code === 'Volumes');
      expect(stuck.length).toBeGreaterThan(0);
      expect(before.some((sample) => isRunning(sample, 'setup'))).toBe(false);
      expect(stuck[0] && explained(stuck[0]).verdict.holdsBack).toEqual(['setup', 'app']);
    },
  },
  {
    rule: 'R2',
    scenario: 'no-sandbox',
    title: 'nothing starts without a sandbox',
    check: (history) => {
      expect(startOrder(history)).toEqual([]);
      expect(explained(lastOf(history)).verdict).toMatchObject({ holdsBack: ['setup', 'app'] });
    },
  },
  {
    rule: 'R3',
    scenario: 'init-crash-loop',
    title: 'a failing init container is retried under restartPolicy Always',
    check: (history) => {
      expect(new Set(startOrder(history))).toEqual(new Set(['migrate']));
      expect(explained(lastOf(history)).next).toMatchObject({
        container: 'migrate',
        action: 'restart',
      });
      expect(noteCodes(history, 'migrate')).toContain('restarts-on-failure');
    },
  },
  {
    rule: 'R3',
    scenario: 'init-retried',
    title: 'restartPolicy Always does not restart an init container that succeeded',
    check: (history) => expect(startOrder(history)).toEqual(['fetch', 'fetch', 'check', 'app']),
  },
  {
    rule: 'R4',
    scenario: 'init-fails-never',
    title: 'a failing init container fails the whole Pod under restartPolicy Never',
    check: failsForGood,
  },
  {
    rule: 'R4',
    scenario: 'init-never-in-always',
    title: 'so does one with a restartPolicy Never of its own',
    check: failsForGood,
  },
  {
    rule: 'R5',
    scenario: 'init-order',
    title: 'the second app starts while the first is not ready yet',
    check: ({ samples }) => {
      const both = samples.filter((sample) => isRunning(sample, 'helper'));
      expect(both.some((sample) => !statusOf(sample, 'web')?.ready)).toBe(true);
    },
  },
  {
    rule: 'R5',
    scenario: 'app-bad-image',
    title: 'an app starts though the image of another cannot be pulled',
    check: (history) => expect(isRunning(lastOf(history), 'fine')).toBe(true),
  },
  {
    rule: 'R6',
    scenario: 'init-order',
    title: 'the results are in status.initContainerStatuses',
    check: (history) => {
      const { initContainerStatuses = [] } = lastOf(history).pod.status ?? {};
      const exits = initContainerStatuses.map(({ name, state }) => [
        name,
        state?.terminated?.exitCode,
      ]);
      expect(exits).toEqual([
        ['one', 0],
        ['two', 0],
        ['three', 0],
      ]);
    },
  },
  {
    rule: 'R8',
    scenario: 'init-order',
    title: 'until all have succeeded: Pending, Initialized False, not Ready, STATUS Init:i/N',
    check: ({ samples }) => {
      const during = samples.filter((sample) => isRunning(sample, 'two'));
      expect(during.length).toBeGreaterThan(0);
      for (const sample of during) {
        expect(sample.pod.status?.phase).toBe('Pending');
        expect(isTrue(sample, 'Initialized') || isTrue(sample, 'Ready')).toBe(false);
        expect(explained(sample).columns.status).toBe('Init:1/3');
      }
    },
  },
  ...['app-crash-loop', 'kubelet-restarted', 'app-ends-under-always', 'liveness-fails'].map(
    (scenario): RuleCheck => ({
      rule: 'R10',
      scenario,
      title: 'a restart that leaves the sandbox alone does not run init containers again',
      check: (history) => {
        expect(startOrder(history).filter((name) => name === 'prepare')).toEqual(['prepare']);
        expect(noteCodes(history)).not.toContain('reinitialized');
      },
    }),
  ),
  {
    rule: 'R10',
    scenario: 'init-image-fixed',
    title: 'a changed image counts for an init container that has not run',
    check: (history) => {
      expect(startOrder(history)).toEqual(['setup', 'app']);
      expect(noteCodes(history)).not.toContain('image-change-not-applied');
    },
  },
  ...['sandbox-lost', 'restart-all-containers'].map(
    (scenario): RuleCheck => ({
      rule: 'R11',
      scenario,
      title: 'all init containers run again',
      check: (history) => {
        expect(startOrder(history).filter((name) => name === 'prepare').length).toBe(2);
        expect(noteCodes(history)).toContain('reinitialized');
      },
    }),
  ),
  ...['deadline-in-init', 'deadline-after-init'].map(
    (scenario): RuleCheck => ({
      rule: 'R12',
      scenario,
      title: 'the deadline counts from the start of the Pod, init containers included',
      check: (history) => {
        const { pod, observedAt } = lastOf(history);
        const limit = (pod.spec.activeDeadlineSeconds ?? 0) * 1000;
        expect(pod.status?.reason).toBe('DeadlineExceeded');
        expect(observedAt - Date.parse(pod.status?.startTime ?? '')).toBeGreaterThanOrEqual(limit);
        expect(noteCodes(history)).toContain('deadline');
      },
    }),
  ),
  {
    rule: 'R14',
    scenario: 'init-sees-secret',
    title: 'an init container has a Secret that the app has not',
    check: (history) => expect(startOrder(history)).toEqual(['unlock', 'app']),
  },
  {
    rule: 'R15',
    scenario: 'myapp-pod',
    title: 'waiting for a Service by nslookup is recognised',
    check: (history) => {
      expect(noteCodes(history, 'init-myservice')).toContain('waiting-pattern');
      expect(noteCodes(history, 'init-mydb')).toContain('waiting-pattern');
    },
  },
];

function failsForGood(history: History): void {
  expect(lastOf(history).pod.status?.phase).toBe('Failed');
  expect(startOrder(history)).toEqual(['setup']);
  expect(noteCodes(history, 'setup')).toContain('failure-fails-pod');
  expect(explained(lastOf(history)).next).toBeUndefined();
}
