import { describe, expect, test } from 'bun:test';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv from 'ajv/dist/2020';
import { changesSince } from '../../../../src/model/explain/watch/changes.ts';
import { changeLines, structuredChange } from '../../../../src/render/explain/watch/change-line.ts';
import { toJsonLine } from '../../../../src/render/text/json-yaml.ts';
import { explainLive } from '../../../support/explain-live.ts';
import { loadHistories } from '../../../support/histories.ts';

const TERMINAL = { width: 80, unicode: true, color: false };

/** What a watch would have told of each recorded Pod. */
const stories = loadHistories().map(({ scenario, samples }) => {
  const looks = samples.map(({ pod, events, row, observedAt }) => ({
    explanation: explainLive({ pod, events, columns: row, now: observedAt }),
    isDeleted: false,
  }));
  const steps = looks.map((seen, index) => {
    const changes = changesSince(index > 0 ? looks[index - 1] : undefined, seen);
    return { changes, seen };
  });
  return { scenario, steps: steps.filter(({ changes }) => changes.length > 0) };
});

const linesOf = (scenario: string) =>
  (stories.find((story) => story.scenario === scenario)?.steps ?? [])
    .map(({ changes, seen }) => changeLines(changes, seen, TERMINAL))
    .join('')
    .trimEnd()
    .split('\n');

describe('a change', () => {
  test('is one line with the moment when it was seen', () => {
    for (const { steps } of stories) {
      for (const { changes, seen } of steps) {
        const text = changeLines(changes, seen, TERMINAL);
        expect(text).toMatch(/^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ {2}\S? *.*\n)+$/);
        expect(text.split('\n').length - 1).toBeLessThanOrEqual(changes.length);
      }
    }
  });

  test('of the container that the headline is about is told by the headline', () => {
    const told = linesOf('init-order').map((line) => line.slice(22));
    const [first = ''] = told.filter((line) => /^\S+ +Init container \S+ is running/.test(line));
    expect(first).not.toBe('');
    const name = /Init container (\S+)/.exec(first)?.[1];
    expect(told).not.toContain(`             ${name}: Running`);
    expect(told.some((line) => line.trim() === `${name}: Completed`)).toBe(true);
    expect(told.at(-1)).toStartWith('HEALTHY');
  });

  test('of trouble that has no message has what is known to be behind it', () => {
    const told = linesOf('app-ends-under-always').find((line) => line.includes('STUCK'));
    expect(told).toContain(' – app ends by itself, and restartPolicy Always starts it again');
    const sleeping = linesOf('init-retried').filter((line) => line.includes('is running again'));
    expect(sleeping).not.toEqual([]);
    for (const line of sleeping) expect(line).toEndWith('until it exits with code 0.');
  });

  test('never holds what a terminal would obey', () => {
    const [step] = stories[0]?.steps ?? [];
    if (!step) throw new Error('nothing is recorded');
    const { explanation } = step.seen;
    const verdict = { ...explanation.verdict, message: '\u001b[2Jgone\nnext\tline' };
    const seen = { ...step.seen, explanation: { ...explanation, verdict } };
    const text = changeLines([{ code: 'verdict' }], seen, TERMINAL);
    expect(text).toContain('\\x1b[2Jgone next    line');
    expect(text.split('\n')).toHaveLength(2);
  });
});

test('of several Pods each line names its own', () => {
  const [step] = stories[0]?.steps ?? [];
  if (!step) throw new Error('nothing is recorded');
  const text = changeLines(step.changes, step.seen, { ...TERMINAL, subject: 'shop/web-0' });
  expect(text.slice(22)).toMatch(/^[A-Z]+ +shop\/web-0 {2}\S/);
});

test('as JSON it is the whole explanation on one line, as the schema has it', () => {
  const path = join(import.meta.dirname, '../../../../schema/pod-explanation.v1alpha1.schema.json');
  const validate = new Ajv({ formats: { 'date-time': true } }).compile(
    JSON.parse(readFileSync(path, 'utf8')),
  );
  for (const { steps } of stories) {
    for (const { changes, seen } of steps) {
      const line = toJsonLine(structuredChange(changes, seen));
      expect(line.indexOf('\n')).toBe(line.length - 1);
      validate(JSON.parse(line));
      expect(validate.errors).toBeNull();
    }
  }
});
