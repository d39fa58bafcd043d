import { expect, test } from 'bun:test';
import { explainLive } from '../../support/explain-live.ts';
import { loadHistories } from '../../support/histories.ts';

const found = loadHistories().find(({ scenario }) => scenario === 'two-fail');
if (!found) throw new Error('two-fail is not recorded');

test('of two containers that fail, the one that is not blamed is told as well', () => {
  const both = found.samples.filter(({ pod }) =>
    pod.status?.containerStatuses?.every(({ state }) => state?.running === undefined),
  );
  const told = both.flatMap(({ pod, events, observedAt }) => {
    const { verdict, notes } = explainLive({ pod, events, now: observedAt });
    return notes.flatMap((note) => (note.code === 'fails-too' ? { ...note, verdict } : []));
  });
  expect(told.length).toBeGreaterThan(0);
  for (const { verdict, containers, reason, message } of told) {
    expect(verdict.container).toBe('broken');
    expect({ containers, reason }).toEqual({ containers: ['absent'], reason: 'ImagePullBackOff' });
    expect(message).toContain('docker.io/library/busybox:no-such-tag: not found');
  }
});

test('while the other one runs, nothing is told of it', () => {
  const running = found.samples.filter(({ pod }) =>
    pod.status?.containerStatuses?.some(({ state }) => state?.running !== undefined),
  );
  expect(running.length).toBeGreaterThan(0);
  for (const { pod, events, observedAt } of running) {
    const { notes } = explainLive({ pod, events, now: observedAt });
    expect(notes.map(({ code }) => code)).not.toContain('fails-too');
  }
});
