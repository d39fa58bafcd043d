import { describe, expect, test } from 'bun:test';
import { momentOf } from '../../../src/model/explain/moment.ts';
import type { PodEvent } from '../../../src/model/kubernetes/api.ts';
import {
  at,
  container,
  crashLoop,
  event,
  exited,
  type PodParts,
  pod,
  running,
  sidecar,
  timestamp,
} from '../support/pods.ts';

const HOUR = 60 * 60;
const DAY = 24 * HOUR;

/** Of which moment a Pod is that was written `seconds` after the story began. */
function moment(parts: PodParts, seconds: number, events: readonly PodEvent[] = []) {
  const { at: instant, source } = momentOf(pod(parts), events, {
    writtenAt: at(seconds),
    readAt: at(2 * DAY),
  });
  return [(instant - at(0)) / 1000, source];
}

const probe = { exec: { command: ['true'] }, failureThreshold: 3, periodSeconds: 10 };

describe('a file is of when it was written', () => {
  test.each<[string, PodParts]>([
    ['where a container merely runs', { appStatuses: [running('app', 9)] }],
    [
      'where a container that is never restarted has ended',
      {
        restartPolicy: 'Never',
        appStatuses: [exited('app', 1, 9)],
      },
    ],
  ])('%s, however long', (_, parts) => {
    expect(moment(parts, DAY)).toEqual([DAY, 'written']);
  });

  test('where a back-off has just ended', () => {
    expect(moment({ appStatuses: [crashLoop('app', '10s', 15, 2)] }, 60)).toEqual([60, 'written']);
  });

  test('where its events may be kept', () => {
    const events = [event('spec.containers{app}', 'Started', 9)];
    expect(moment({ appStatuses: [running('app', 9)] }, 2 * HOUR, events)).toEqual([
      2 * HOUR,
      'written',
    ]);
  });
});

describe('a copy of a file is written later: the newest moment of the Pod counts', () => {
  test('as a back-off lasts for minutes', () => {
    const parts = { appStatuses: [crashLoop('app', '10s', 15, 2)] };
    expect(moment(parts, DAY)).toEqual([15, 'newest']);
    const { source } = momentOf(pod(parts), [], { readAt: at(DAY) });
    expect(source).toBe('newest');
  });

  test('as a container that has ended is restarted', () => {
    expect(moment({ appStatuses: [exited('app', 1, 9)] }, DAY)).toEqual([9, 'newest']);
  });

  test('as a startup probe passes or kills', () => {
    const parts = {
      init: [sidecar('proxy', { startupProbe: probe })],
      initStatuses: [running('proxy', 9, { started: false })],
    };
    expect(moment(parts, DAY)).toEqual([9, 'newest']);
    expect(moment(parts, 600)).toEqual([600, 'written']);
  });

  test('as clusters forget events', () => {
    const events = [event('spec.containers{app}', 'Started', 9)];
    expect(moment({ appStatuses: [running('app', 9)] }, DAY, events)).toEqual([9, 'newest']);
  });

  test('as a deadline ends the Pod', () => {
    const parts = {
      init: [container('wait')],
      activeDeadlineSeconds: 600,
      status: {
        phase: 'Pending' as const,
        startTime: timestamp(0),
        initContainerStatuses: [running('wait', 9)],
      },
    };
    expect(moment(parts, DAY)).toEqual([9, 'newest']);
  });
});

test('a probe that should have killed long before the newest moment is not the end', () => {
  const parts = {
    init: [sidecar('proxy', { startupProbe: probe })],
    initStatuses: [running('proxy', 9, { started: false })],
    appStatuses: [running('app', 1200)],
  };
  expect(moment(parts, DAY)).toEqual([DAY, 'written']);
});

test('who says when it was saved is believed', () => {
  const given = { given: at(DAY), writtenAt: at(60), readAt: at(60) };
  expect(momentOf(pod({ appStatuses: [crashLoop('app', '10s', 15, 2)] }), [], given)).toEqual({
    at: at(DAY),
    source: 'given',
  });
});
