import { expect } from 'bun:test';
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

export const SIDECAR_RULE_CHECKS: readonly RuleCheck[] = [
  {
    rule: 'R22',
    scenario: 'sidecar-order',
    title: 'the next container waits until the startup probe of the sidecar has succeeded',
    check: (history) => {
      expect(startOrder(history)).toEqual(['first', 'proxy', 'second', 'app']);
      const probing = history.samples.filter(
        (sample) => isRunning(sample, 'proxy') && !statusOf(sample, 'proxy')?.started,
      );
      expect(probing.length).toBeGreaterThan(0);
      for (const sample of probing) {
        expect(statusOf(sample, 'second')?.state?.running).toBeUndefined();
        expect(explained(sample).next?.condition.kind).toBe('startup-probe');
      }
    },
  },
  {
    rule: 'R22',
    scenario: 'sidecar-crashes-at-once',
    title: 'without a startup probe, having run once is enough',
    check: (history) => {
      expect(isRunning(lastOf(history), 'app')).toBe(true);
      expect(noteCodes(history, 'proxy')).toContain('sidecar-without-startup-probe');
      expect(noteCodes(history, 'proxy')).toContain('gate-already-passed');
    },
  },
  {
    rule: 'R23',
    scenario: 'sidecar-crash-after-start',
    title: 'a sidecar is restarted on its own',
    check: (history) => {
      const starts = startOrder(history);
      expect(starts.filter((name) => name !== 'proxy')).toEqual(['setup', 'app']);
      expect(starts.filter((name) => name === 'proxy').length).toBeGreaterThan(1);
    },
  },
  ...['sidecar-crash-gating', 'sidecar-exits-zero'].map(
    (scenario): RuleCheck => ({
      rule: 'R23',
      scenario,
      title: 'a sidecar is restarted under restartPolicy Never of the Pod',
      check: (history) => {
        expect(lastOf(history).pod.spec.restartPolicy).toBe('Never');
        expect(startOrder(history).filter((name) => name === 'proxy').length).toBeGreaterThan(1);
      },
    }),
  ),
  {
    rule: 'R24',
    scenario: 'sidecar-readiness',
    title: 'the readiness of a sidecar counts for the Pod, not for the start order',
    check: (history) => {
      const running = history.samples.filter((sample) => isRunning(sample, 'app'));
      const unready = running.filter((sample) => !statusOf(sample, 'proxy')?.ready);
      expect(unready.length).toBeGreaterThan(0);
      expect(unready.some((sample) => isTrue(sample, 'Ready'))).toBe(false);
      expect(isTrue(lastOf(history), 'Ready')).toBe(true);
      expect(noteCodes(history, 'proxy')).toContain('readiness-does-not-gate');
    },
  },
  {
    rule: 'R25',
    scenario: 'job-with-sidecar',
    title: 'a sidecar does not keep a Job from completing',
    check: (history) => expect(lastOf(history).pod.status?.phase).toBe('Succeeded'),
  },
  {
    rule: 'R25',
    scenario: 'job-with-second-container',
    title: 'an ordinary second container does',
    check: (history) => {
      expect(statusOf(lastOf(history), 'work')?.state?.terminated?.exitCode).toBe(0);
      expect(lastOf(history).pod.status?.phase).toBe('Running');
    },
  },
  {
    rule: 'R26',
    scenario: 'sidecar-image-changed',
    title: 'another image of a sidecar restarts only it',
    check: (history) => expect(startOrder(history)).toEqual(['setup', 'proxy', 'app', 'proxy']),
  },
  {
    rule: 'R10',
    scenario: 'sidecar-image-changed',
    title: 'another image of a completed init container changes nothing',
    check: (history) => {
      expect(noteCodes(history, 'setup')).toContain('image-change-not-applied');
    },
  },
  {
    rule: 'R27',
    scenario: 'shutdown-order',
    title: 'the app ends first, then the sidecars in reverse order',
    check: (history) => {
      const ends = ['app', 'inner', 'outer'].map((name) => lastRunOf(history, name).end);
      expect(ends.every(Number.isFinite)).toBe(true);
      expect(ends).toEqual(ends.toSorted());
      expect(new Set(ends).size).toBe(3);
    },
  },
  {
    rule: 'R27',
    scenario: 'job-with-sidecar',
    title: 'a sidecar ends after the app',
    check: (history) => {
      const proxy = lastRunOf(history, 'proxy').end;
      expect(proxy).toBeGreaterThanOrEqual(lastRunOf(history, 'work').end);
    },
  },
  {
    rule: 'R28',
    scenario: 'ephemeral-added',
    title: 'an ephemeral container starts while an init container holds all others back',
    check: (history) => expect(startOrder(history)).toEqual(['setup', 'look']),
  },
  {
    rule: 'R30',
    scenario: 'ephemeral-added',
    title: 'an ephemeral container that has ended is not started again',
    check: (history) => {
      expect(statusOf(lastOf(history), 'look')?.restartCount).toBe(0);
      expect(explained(lastOf(history)).next?.container).not.toBe('look');
    },
  },
];
