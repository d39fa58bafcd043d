import { describe, expect, test } from 'bun:test';
import type { PodEvent } from '../../../src/model/kubernetes/api.ts';
import { eventsOf, indexEvents, killsOf, startsOf } from '../../../src/model/kubernetes/events.ts';
import { at, kubeletEvent } from '../support/small-pods.ts';

const app = { fieldPath: 'spec.containers{app}' };
const init = { fieldPath: 'spec.initContainers{app}' };

describe('eventsOf', () => {
  test("reads the kubelet's first and last time and the container", () => {
    const event = kubeletEvent(app.fieldPath, 'Started', { first: 3, last: 9, count: 2 });
    expect(eventsOf(indexEvents([event]))).toEqual([
      {
        reason: 'Started',
        type: 'Normal',
        container: 'app',
        fieldPath: app.fieldPath,
        message: '',
        count: 2,
        first: at(3),
        last: at(9),
        combined: false,
        source: 'kubelet',
      },
    ]);
  });

  test("reads the scheduler's eventTime and series", () => {
    const event: PodEvent = {
      type: 'Warning',
      reason: 'FailedScheduling',
      message: '0/1 nodes are available',
      eventTime: '2026-03-01T12:00:01.250000Z',
      firstTimestamp: null,
      lastTimestamp: null,
      series: { count: 4, lastObservedTime: '2026-03-01T12:05:00.500000Z' },
      involvedObject: { kind: 'Pod', name: 'small' },
    };
    const [occurrence] = eventsOf(indexEvents([event]));
    expect(occurrence).toMatchObject({ count: 4, first: at(1.25), last: at(300.5) });
    expect(occurrence?.container).toBeUndefined();
  });

  test('tells containers of one name in two lists apart', () => {
    const events = [app, init].map((subject) =>
      kubeletEvent(subject.fieldPath, 'Started', { first: 1 }),
    );
    expect(eventsOf(indexEvents(events), app)).toHaveLength(1);
    expect(eventsOf(indexEvents(events), init)[0]?.fieldPath).toBe(init.fieldPath);
  });

  test('orders the events of one second by the nanoseconds in their names', () => {
    const named = (reason: string, nanoseconds: string): PodEvent => ({
      ...kubeletEvent(app.fieldPath, reason, { first: 5 }),
      metadata: { name: `small.${nanoseconds}` },
    });
    const events = [
      named('Started', '1898a1b2c3d40003'),
      named('Created', '1898a1b2c3d40002'),
      named('Pulled', '1898a1b2c3d40001'),
      kubeletEvent(app.fieldPath, 'Pulling', { first: 4 }),
    ];
    const reasons = eventsOf(indexEvents(events)).map(({ reason }) => reason);
    expect(reasons).toEqual(['Pulling', 'Pulled', 'Created', 'Started']);
  });

  test('marks combined events and takes the mark off the message', () => {
    const message = '(combined from similar events): Startup probe failed: no';
    const event = kubeletEvent(app.fieldPath, 'Unhealthy', {
      first: 1,
      last: 60,
      count: 14,
      message,
    });
    expect(eventsOf(indexEvents([event]))[0]).toMatchObject({
      combined: true,
      message: 'Startup probe failed: no',
      count: 14,
    });
  });

  test('survives an event that says nothing', () => {
    expect(eventsOf(indexEvents([{}]))).toEqual([
      { reason: '', type: 'Normal', message: '', count: 1, combined: false, source: '' },
    ]);
  });
});

describe('tallies', () => {
  test('starts are counted over several event objects', () => {
    const events = [
      kubeletEvent(app.fieldPath, 'Started', { first: 2, last: 8, count: 3 }),
      kubeletEvent(app.fieldPath, 'Started', { first: 20 }),
    ];
    expect(startsOf(app, indexEvents(events))).toMatchObject({
      count: 4,
      first: at(2),
      last: at(20),
    });
    expect(startsOf(init, indexEvents(events))).toBeUndefined();
  });

  test('the message of the newest Killing event is kept', () => {
    const events = [
      kubeletEvent(app.fieldPath, 'Killing', { first: 3, message: 'older' }),
      kubeletEvent(app.fieldPath, 'Killing', { first: 7, message: 'newer' }),
    ];
    expect(killsOf(app, indexEvents(events))).toMatchObject({ message: 'newer', last: at(7) });
  });
});
