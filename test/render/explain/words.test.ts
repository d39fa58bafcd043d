import { describe, expect, test } from 'bun:test';
import { explainPod } from '../../../src/model/explain/explain.ts';
import type { NextCondition } from '../../../src/model/explain/kubelet/next-condition.ts';
import { nextSentence } from '../../../src/render/explain/words/next.ts';
import { noteSentence, noteSentences } from '../../../src/render/explain/words/note.ts';
import { loadHistories } from '../../support/histories.ts';

const NOW = 1_000_000;

function next(condition: NextCondition, action: 'start' | 'restart' = 'start'): string {
  return nextSentence({ container: 'web', action, condition }, NOW, '-');
}

const inSeconds = (seconds: number) => NOW + seconds * 1000;

describe('what the kubelet starts next', () => {
  test.each<[NextCondition, string]>([
    [{ kind: 'now' }, 'the kubelet starts web now.'],
    [{ kind: 'exits-0', container: 'init' }, 'web starts when init exits with code 0.'],
    [{ kind: 'running', container: 'proxy' }, 'web starts as soon as proxy runs.'],
    [{ kind: 'post-start', container: 'a' }, 'web starts when the postStart hook of a returns.'],
    [
      { kind: 'post-start', container: 'a', hasFailed: true, killLatest: NOW + 4000 },
      'web starts when the kubelet has killed a, whose postStart hook failed (within 4s).',
    ],
    [
      { kind: 'killed', latest: NOW + 3000, backoff: 'none' },
      'web restarts after the kubelet has killed it (within 3s).',
    ],
    [
      { kind: 'killed', backoff: 'possible' },
      'web restarts after the kubelet has killed it, perhaps after a back-off.',
    ],
    [
      { kind: 'killed', backoff: 'certain' },
      'web restarts after the kubelet has killed it and after a back-off.',
    ],
    [{ kind: 'sandbox' }, 'web starts once the Pod has a sandbox.'],
    [
      { kind: 'volumes' },
      'the volumes are tried again, up to about 2 minutes apart; web starts once it has them and the sandbox.',
    ],
    [{ kind: 'image', image: 'x', retrying: false }, 'web starts when its image is there.'],
  ])('%p', (condition, sentence) => {
    expect(next(condition)).toBe(sentence);
  });

  test('R23 a startup probe that only fails gets the sidecar killed, at a time that is told', () => {
    const condition = { kind: 'startup-probe', container: 'proxy' } as const;
    expect(next(condition)).toBe('web starts when the startup probe of proxy passes.');
    const killed = (earliest: number, latest: number) =>
      next({ ...condition, killEarliest: inSeconds(earliest), killLatest: inSeconds(latest) });
    expect(killed(29, 31)).toContain('; if it only fails, proxy is killed in about 30s.');
    expect(killed(20, 90)).toContain('; if it only fails, proxy is killed in 20s-90s.');
    expect(killed(-5, 8)).toContain('; if it only fails, proxy is killed within 8s.');
    expect(killed(-9, -1)).toBe('web starts when the startup probe of proxy passes.');
  });
});

describe('a restart after a crash', () => {
  const backoff = (earliest?: number, latest?: number) =>
    next(
      {
        kind: 'backoff',
        delaySeconds: 40,
        ...(earliest !== undefined && { earliest: inSeconds(earliest) }),
        ...(latest !== undefined && { latest: inSeconds(latest) }),
      },
      'restart',
    );

  test('is told as a span from now', () => {
    expect(backoff(12, 33)).toBe('web restarts in 12s-33s (back-off of 40s).');
  });

  test('whose earliest moment is past has only an end', () => {
    expect(backoff(-5, 16)).toBe('web restarts within 16s (back-off of 40s).');
  });

  test('that is overdue may come any moment', () => {
    expect(backoff(-30, -1)).toBe('web restarts any moment (its back-off of 40s is over).');
  });

  test('of unknown beginning has its length alone', () => {
    expect(backoff()).toBe('web restarts after its back-off of 40s.');
  });
});

describe('what an init container waits for', () => {
  const [history] = loadHistories();
  const [sample] = history?.samples ?? [];
  if (!sample) throw new Error('nothing is recorded');
  const explanation = explainPod({ pod: sample.pod, events: [], now: sample.observedAt });

  const waitsFor = (target: string) =>
    noteSentence(
      { code: 'waiting-pattern', container: 'a', pattern: 'dns', targets: [target], loops: true },
      explanation,
    );

  test.each(['db', 'db.shop.svc', 'db.shop.svc.cluster.local'])('%s may be a Service', (name) => {
    expect(waitsFor(name)).toContain('Does that Service exist?');
  });

  test('api.example.com is none', () => {
    expect(waitsFor('api.example.com')).not.toContain('Service');
  });
});

describe('notes', () => {
  const [history] = loadHistories();
  const [sample] = history?.samples ?? [];
  if (!sample) throw new Error('nothing is recorded');
  const { pod, events, observedAt } = sample;
  const explanation = explainPod({ pod, events, now: observedAt });

  test('of many containers with the same to say become one', () => {
    const notes = ['a', 'b', 'c'].map(
      (container) => ({ code: 'failure-fails-pod', container }) as const,
    );
    expect(noteSentences(notes, explanation)).toEqual([
      'If one of the init containers a, b and c fails, it is not restarted and the Pod fails.',
    ]);
    expect(noteSentences(notes.slice(0, 1), explanation)).toEqual([
      'If init container a fails, it is not restarted and the Pod fails.',
    ]);
  });

  test('keep their order and their difference', () => {
    const sentences = noteSentences(
      [
        { code: 'backoff-was-reset', container: 'a' },
        { code: 'sidecar-without-startup-probe', container: 'b' },
        { code: 'backoff-was-reset', container: 'c' },
      ],
      explanation,
    );
    expect(sentences.map((sentence) => /\b[abc]\b/.exec(sentence)?.[0])).toEqual(['a', 'b', 'c']);
  });
});
