import { expect, test } from 'bun:test';
import { loadHistories } from '../../../support/histories.ts';
import { explained } from '../../../support/rule-check.ts';

const found = loadHistories().find(({ scenario }) => scenario === 'evicted-empty-dir');
if (!found) throw new Error('evicted-empty-dir is not recorded');
const { samples } = found;

/** The event has come, and the status still shows a Pod at work. */
const moment = samples.find(
  ({ pod, events }) =>
    pod.status?.phase === 'Pending' && events.some(({ reason }) => reason === 'Evicted'),
);
if (!moment) throw new Error('the eviction was not recorded while it lasted');

test('an eviction is told as soon as the kubelet says so, before the containers have ended', () => {
  const { verdict, next } = explained(moment);
  expect(verdict).toMatchObject({ code: 'Evicted', outcome: 'progressing', reason: 'Evicted' });
  expect(verdict.message).toContain('EmptyDir volume "work" exceeds the limit "2Mi"');
  expect(next).toBeUndefined();
});

test('an Evicted event of anybody else evicts nobody, nor one of a Pod that started again since', () => {
  const by = (reportingComponent: string) =>
    moment.events.map((event) =>
      event.reason === 'Evicted' ? { ...event, reportingComponent } : event,
    );
  expect(explained({ ...moment, events: by('descheduler') }).verdict.code).toBe('InitRunning');
  const started = moment.events.map((event) =>
    event.reason === 'Started'
      ? { ...event, lastTimestamp: new Date(moment.observedAt + 5000).toISOString() }
      : event,
  );
  expect(explained({ ...moment, events: started }).verdict.code).not.toBe('Evicted');
});
