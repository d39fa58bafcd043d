import { describe, expect, test } from 'bun:test';
import { summarise } from '../../../../src/model/explain/many/pod-summary.ts';
import { rankedReport } from '../../../../src/model/explain/many/ranked-report.ts';
import { listFrame } from '../../../../src/render/explain/watch/list-frame.ts';
import { loadHistories } from '../../../support/histories.ts';

const NOW = Date.UTC(2030, 0);

const pods = loadHistories().flatMap(({ samples }) => {
  const last = samples.at(-1);
  return last === undefined ? [] : [summarise(last.pod, last.observedAt)];
});
const report = rankedReport(pods, [], NOW);

const OPTIONS = { columns: 80, rows: 24, unicode: true, color: false, isWide: false };
const view = { report, selected: 0, changes: [], namespace: 'shop', stages: [] };

const selectedOf = (lines: readonly string[]) => lines.filter((line) => line.startsWith('> '));

describe('a list on a screen', () => {
  test.each([
    [80, 24],
    [40, 10],
    [132, 70],
    [20, 6],
  ])('of %i columns and %i rows is filled but for one row, and not broader', (columns, rows) => {
    expect(pods.length).toBeGreaterThan(30);
    for (const selected of [0, 7, pods.length - 1]) {
      const lines = listFrame({ ...view, selected }, { ...OPTIONS, columns, rows });
      expect(lines).toHaveLength(rows - 1);
      expect(lines.at(-1)).toStartWith('q quits');
      for (const line of lines) expect(Bun.stringWidth(line)).toBeLessThanOrEqual(columns);
    }
  });

  test('without any Pod says why there is none, broken in lines', () => {
    const none = { ...view, report: rankedReport([], [], NOW) };
    expect(listFrame(none, OPTIONS)[0]).toBe('No Pods.');
    const whyNone = `STUCK  Deployment shop/web has no Pods: ${'refused '.repeat(20)}`;
    const lines = listFrame({ ...none, whyNone }, OPTIONS);
    expect(lines.slice(0, 3).join(' ').replace(/\s+/g, ' ')).toContain('no Pods: refused refused');
    expect(lines).toHaveLength(OPTIONS.rows - 1);
  });

  test('always shows the Pod that is selected, and counts all of them', () => {
    for (const [selected, pod] of report.pods.entries()) {
      const lines = listFrame({ ...view, selected }, OPTIONS);
      expect(lines[0]).toStartWith(`${pods.length} Pods: `);
      const [marked = '', ...others] = selectedOf(lines);
      expect(others).toEqual([]);
      expect(marked).toContain(pod.verdict.code);
    }
  });

  test('shows the newest changes where there is room', () => {
    const few = { ...view, report: rankedReport(pods.slice(0, 3), [], NOW) };
    const lines = listFrame({ ...few, changes: ['first', 'second'] }, OPTIONS);
    expect(lines.slice(lines.indexOf('Changes'))).toEqual(
      expect.arrayContaining(['Changes', 'first', 'second']),
    );
  });

  test('without Pods says so', () => {
    const lines = listFrame({ ...view, report: rankedReport([], [], NOW) }, OPTIONS);
    expect([lines[0], lines.at(-1)]).toEqual(['No Pods.', 'q quits']);
  });
});
