import { describe, expect, test } from 'bun:test';
import { renderExplanation } from '../../../../src/render/explain/explain-text.ts';
import { podFrame } from '../../../../src/render/explain/watch/frame.ts';
import { explainLive } from '../../../support/explain-live.ts';
import { loadHistories } from '../../../support/histories.ts';

const explanations = loadHistories().flatMap(({ samples }) => {
  const last = samples.at(-1);
  return last === undefined
    ? []
    : [
        explainLive({
          pod: last.pod,
          events: last.events,
          columns: last.row,
          now: last.observedAt,
        }),
      ];
});

const OPTIONS = { unicode: true, color: false, isWide: false };
const CHANGES = Array.from({ length: 50 }, (_, index) => `change ${index} ${'x'.repeat(100)}`);

const viewOf = (explanation: (typeof explanations)[number]) => ({
  explanation,
  changes: CHANGES,
  stages: [],
  scroll: 0,
  hasList: false,
});

describe('a screen', () => {
  test.each([
    [80, 24],
    [40, 10],
    [132, 50],
    [20, 5],
    [200, 3],
  ])('of %i columns and %i rows is filled but for one row, and not broader', (columns, rows) => {
    expect(explanations.length).toBeGreaterThan(30);
    for (const explanation of explanations) {
      const { lines } = podFrame(viewOf(explanation), { ...OPTIONS, columns, rows });
      expect(lines).toHaveLength(rows - 1);
      expect(lines.at(-1)).toStartWith('q quits');
      for (const line of lines) expect(Bun.stringWidth(line)).toBeLessThanOrEqual(columns);
    }
  });

  test('shows the newest changes where the explanation leaves room', () => {
    const [explanation] = explanations;
    if (!explanation) throw new Error('nothing is recorded');
    const { lines } = podFrame(viewOf(explanation), { ...OPTIONS, columns: 80, rows: 60 });
    const title = lines.indexOf('Changes');
    expect(title).toBeGreaterThan(0);
    expect(lines.at(-2)).toStartWith('change 49 x');
    const inFull = renderExplanation(explanation, { ...OPTIONS, width: 80 });
    expect(`${lines.slice(0, title - 1).join('\n')}\n`).toBe(inFull);
  });

  test('scrolls to the last line of what is too long, and no further', () => {
    const longest = explanations.toSorted((one, other) => {
      return other.containers.length - one.containers.length;
    })[0];
    if (!longest) throw new Error('nothing is recorded');
    const options = { ...OPTIONS, columns: 80, rows: 12 };
    const inFull = renderExplanation(longest, { ...OPTIONS, width: 80 })
      .trimEnd()
      .split('\n');
    const top = podFrame(viewOf(longest), options);
    expect(top.lines.slice(0, -1)).toEqual(inFull.slice(0, 10));
    expect(top.lines.at(-1)).toContain('arrow keys scroll');
    const bottom = podFrame({ ...viewOf(longest), scroll: top.maxScroll + 7 }, options);
    expect(bottom.lines.slice(0, -1)).toEqual(inFull.slice(-10));
  });

  test('says what is waited for', () => {
    const [explanation] = explanations;
    if (!explanation) throw new Error('nothing is recorded');
    const view = {
      ...viewOf(explanation),
      stages: [{ kind: 'ready' }, { kind: 'stuck' }] as const,
    };
    const { lines } = podFrame(view, { ...OPTIONS, columns: 80, rows: 24 });
    expect(lines.at(-1)).toBe('Waiting to be ready or be stuck   q quits');
  });
});
