import { describe, expect, test } from 'bun:test';
import { pullsOf } from '../../../../src/model/explain/kubelet/pulls.ts';
import type { PodEvent } from '../../../../src/model/kubernetes/api.ts';
import { indexEvents } from '../../../../src/model/kubernetes/events.ts';
import { at, kubeletEvent, pulledMessage } from '../../support/small-pods.ts';

const app = { fieldPath: 'spec.containers{app}' };

const pulls = (events: readonly PodEvent[]) => pullsOf(app, indexEvents(events));

describe('pullsOf', () => {
  const pulling = (first: number, last = first, count = 1) =>
    kubeletEvent(app.fieldPath, 'Pulling', { first, last, count, message: 'Pulling image "x"' });
  const pulled = (first: number, message: string) =>
    kubeletEvent(app.fieldPath, 'Pulled', { first, message });
  const failed = (first: number, last = first) =>
    kubeletEvent(app.fieldPath, 'Failed', { first, last, type: 'Warning' });

  test('takes duration, waiting and size from the message', () => {
    const events = [pulling(2), pulled(8, pulledMessage('2.5s', '6.25s', 1234))];
    expect(pulls(events)).toEqual([
      {
        start: at(2),
        end: at(8),
        durationMs: 2500,
        waitingMs: 3750,
        bytes: 1234,
        cached: false,
      },
    ]);
  });

  test('reckons the start from the duration if the Pulling event is lost', () => {
    const [pull] = pulls([pulled(70, pulledMessage('1m2.5s', '1m2.5s', 1))]);
    expect(pull).toMatchObject({ start: at(7.5), end: at(70), waitingMs: 0 });
  });

  test('reads the older messages without size and without waiting', () => {
    const [short] = pulls([pulled(9, 'Successfully pulled image "a in b" in 3s')]);
    expect(short).toEqual({ start: at(6), end: at(9), durationMs: 3000, cached: false });
    const message = 'Successfully pulled image "x" in 800ms (2s including waiting)';
    expect(pulls([pulled(9, message)])[0]).toMatchObject({ waitingMs: 1200 });
  });

  test('an image that was there is cached, whatever the words', () => {
    for (const tail of ['', ' and can be accessed by the pod']) {
      const message = `Container image "x" already present on machine${tail}`;
      expect(pulls([pulled(4, message)])).toEqual([{ start: at(4), end: at(4), cached: true }]);
    }
  });

  test('a pull without an end goes on', () => {
    expect(pulls([pulling(4)])).toEqual([{ start: at(4), cached: false }]);
  });

  test('retries: the first and the last failure are known, then the success', () => {
    const events = [
      pulling(4, 40, 3),
      failed(5, 41),
      pulling(90),
      pulled(93, pulledMessage('3s', '3s', 5)),
    ];
    expect(pulls(events)).toMatchObject([
      { start: at(4), end: at(5), failed: true },
      { start: at(40), end: at(41), failed: true },
      { start: at(90), end: at(93), durationMs: 3000 },
    ]);
  });

  test('events without times do no harm', () => {
    const bare: PodEvent = {
      reason: 'Pulled',
      involvedObject: app,
      message: pulledMessage('1s', '1s', 2),
    };
    expect(pulls([bare])).toEqual([{ durationMs: 1000, waitingMs: 0, bytes: 2, cached: false }]);
  });
});
