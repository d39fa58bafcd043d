import { describe, expect, test } from 'bun:test';
import type { Pod } from '../../../../src/model/kubernetes/api.ts';
import { explainLive } from '../../../support/explain-live.ts';
import {
  at,
  isTrue,
  kubeletEvent,
  pulledMessage,
  running,
  type SmallPod,
  smallPod,
  terminated,
} from '../../support/small-pods.ts';
import { second } from '../../support/timeline-text.ts';

describe('stages', () => {
  test('come from the metadata, the status and conditions that are true', () => {
    const pod = smallPod({
      phase: 'Running',
      apps: [{ name: 'app', state: running(5), started: true }],
      conditions: [
        isTrue('Initialized', 4),
        { ...isTrue('ContainersReady', 6), status: 'False' },
        isTrue('Ready', 9),
      ],
      metadata: {
        deletionTimestamp: new Date(at(50)).toISOString(),
        deletionGracePeriodSeconds: 30,
      },
    });
    const { stages } = explainLive({ pod, events: [], now: at(21) }).timeline;
    expect(stages.map(({ stage, at: instant }) => `${stage} ${second(instant)}`)).toEqual([
      'created 0',
      'scheduled 0',
      'acknowledged 1',
      'sandbox 2',
      'initialized 4',
      'ready 9',
      'deleted 20',
    ]);
  });

  test('a Pod nobody has taken note of has empty rows', () => {
    const pod: Pod = {
      metadata: { creationTimestamp: new Date(at(0)).toISOString() },
      spec: { containers: [{ name: 'app' }] },
      status: { phase: 'Pending' },
    };
    const timeline = explainLive({ pod, events: [], now: at(7) }).timeline;
    expect(timeline).toMatchObject({ start: at(0), end: at(7) });
    expect(timeline.rows).toEqual([{ container: 'app', segments: [] }]);
  });
});

describe('the axis', () => {
  const ready: SmallPod = {
    phase: 'Running',
    apps: [{ name: 'app', state: running(5), ready: true, started: true }],
    conditions: [isTrue('Ready', 22)],
  };
  test('ends soon after the start-up of a Pod that has long been ready', () => {
    const { start, end } = explainLive({
      pod: smallPod(ready),
      events: [],
      now: at(86_400),
    }).timeline;
    expect([start, end]).toEqual([at(0), at(24.2)]);
  });
  test('ends now if that is sooner', () => {
    expect(explainLive({ pod: smallPod(ready), events: [], now: at(23) }).timeline.end).toBe(
      at(23),
    );
  });
  test('ends now while something goes on', () => {
    const pod = smallPod({ ...ready, conditions: [] });
    expect(explainLive({ pod, events: [], now: at(86_400) }).timeline.end).toBe(at(86_400));
  });
  test('ends with a finished Pod', () => {
    const apps = [{ name: 'app', state: terminated(0, 5, 9) }];
    const pod = smallPod({ phase: 'Succeeded', restartPolicy: 'Never', apps });
    expect(explainLive({ pod, events: [], now: at(500) }).timeline.end).toBe(at(9));
  });
  test('never ends before what happened, though the clock is behind', () => {
    expect(explainLive({ pod: smallPod(ready), events: [], now: at(3) }).timeline.end).toBe(at(22));
  });
});

describe('always', () => {
  test('segments of a row follow one another, whatever the clocks say', () => {
    const pod = smallPod({
      phase: 'Running',
      inits: [{ name: 'one', state: terminated(0, 6, 4) }],
      apps: [
        { name: 'app', restartCount: 1, lastState: terminated(1, 9, 12), state: running(11) },
        { name: 'other', state: running(3) },
      ],
    });
    const events = ['one', 'app'].flatMap((name) => [
      kubeletEvent(`spec.containers{${name}}`, 'Pulling', { first: 14, last: 2 }),
      kubeletEvent(`spec.containers{${name}}`, 'Pulled', {
        first: 12,
        message: pulledMessage('1h2m', '1h3m', 9),
      }),
    ]);
    for (const { segments } of explainLive({ pod, events: events, now: at(1) }).timeline.rows) {
      for (const [index, { start, end = Infinity }] of segments.entries()) {
        expect(end).toBeGreaterThanOrEqual(start);
        expect(segments[index + 1]?.start ?? Infinity).toBeGreaterThanOrEqual(end);
      }
    }
  });
});
