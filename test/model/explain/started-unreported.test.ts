import { describe, expect, test } from 'bun:test';
import { verdictSentence } from '../../../src/render/explain/words/verdict.ts';
import { container, event, exited, running, sidecar, waiting } from '../support/pods.ts';
import { explained } from '../support/verdicts.ts';

const started = (name: string) => event(`spec.containers{${name}}`, 'Started', 7);
const unreported = (name: string) => ({ ...waiting(name, 'PodInitializing'), started: false });

describe('an app container that only a Started event tells of', () => {
  test('is not said to wait for its turn: the next one is', () => {
    const found = explained({
      app: [container('web'), container('worker')],
      appStatuses: [unreported('web'), unreported('worker')],
      events: [started('web')],
    });
    expect(found.verdict).toMatchObject({ code: 'AppStarting', container: 'worker' });
  });

  test('has started where it is the last one', () => {
    const found = explained({ appStatuses: [unreported('app')], events: [started('app')] });
    expect(found.verdict).toMatchObject({ code: 'AppStarting', outcome: 'progressing' });
    expect(verdictSentence(found)).toBe(
      'Container app started 3s ago; the kubelet has not reported it yet.',
    );
  });

  test('has a startup probe to pass if it has one', () => {
    const found = explained({
      app: [container('app', { startupProbe: {} })],
      appStatuses: [unreported('app')],
      events: [started('app')],
    });
    expect(verdictSentence(found)).toContain('its startup probe has not passed');
  });
});

test('a sidecar that only an event tells of is not down', () => {
  const { notes } = explained({
    init: [container('setup'), sidecar('log', { startupProbe: {} })],
    initStatuses: [exited('setup', 0, 5), unreported('log')],
    appStatuses: [running('app', 8)],
    events: [event('spec.initContainers{log}', 'Started', 7)],
  });
  expect(notes.map(({ code }) => code)).not.toContain('gate-already-passed');
});
