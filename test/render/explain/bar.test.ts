import { describe, expect, test } from 'bun:test';
import type { Segment } from '../../../src/model/explain/timeline/segments.ts';
import { barCells, legend, renderCells } from '../../../src/render/explain/bar.ts';
import { styleOf } from '../../../src/render/text/style.ts';

const axis = { start: 1000, end: 11_000 };
const style = styleOf({ width: 80, unicode: false, color: false });

function drawn(segments: readonly Segment[], width = 10, on = axis): string {
  return renderCells(barCells(segments, on, width), style);
}

describe('a bar', () => {
  test('is to scale: a second of ten is one cell of ten', () => {
    expect(
      drawn([
        { kind: 'queued', start: 1000, end: 3000 },
        { kind: 'pulling', start: 3000, end: 6000 },
        { kind: 'running', start: 6000, end: 11_000, exitCode: 0 },
      ]),
    ).toBe('..vvv#####');
  });

  test('that goes on reaches the end of the axis', () => {
    expect(drawn([{ kind: 'probing', start: 5000 }])).toBe('    ??????');
  });

  test('marks where a run ended with an error, and not where it ended with success', () => {
    expect(
      drawn([
        { kind: 'running', start: 1000, end: 4000, exitCode: 1, failed: true },
        { kind: 'backoff', start: 4000, end: 9000 },
        { kind: 'running', start: 9000, end: 11_000, exitCode: 0 },
      ]),
    ).toBe('##X~~~~~##');
  });

  test('keeps the mark of an error at every width, whatever comes right after it', () => {
    const segments: Segment[] = [
      { kind: 'running', start: 0, end: 61_000, exitCode: 1, failed: true },
      { kind: 'backoff', start: 61_000, end: 62_000 },
      { kind: 'running', start: 62_000, end: 62_000, exitCode: 1, failed: true },
      { kind: 'running', start: 62_400 },
    ];
    for (let width = 12; width <= 60; width++) {
      const cells = barCells(segments, { start: 0, end: 62_500 }, width);
      expect(cells).toContain('failed-end');
      expect(cells.at(-1)).toBe('running');
    }
  });

  test('shows a run too short for its scale, over the waiting around it', () => {
    const hour = { start: 0, end: 3_600_000 };
    const segments: Segment[] = [
      { kind: 'backoff', start: 1_000_000 },
      { kind: 'queued', start: 0, end: 1_000_000 },
      { kind: 'running', start: 1_000_000, end: 1_000_000, exitCode: 1, failed: true },
    ];
    expect(drawn(segments, 10, hour)).toBe('..X~~~~~~~');
  });

  test('at the very end of the axis has a cell all the same', () => {
    expect(drawn([{ kind: 'failing', start: 11_000 }])).toBe('         x');
  });

  test('on an axis without length is one cell', () => {
    expect(drawn([{ kind: 'running', start: 1000 }], 4, { start: 1000, end: 1000 })).toBe('#   ');
  });
});

test('the legend explains the marks in use and no others', () => {
  const cells = barCells(
    [{ kind: 'running', start: 1000, end: 5000, exitCode: 3, failed: true }],
    axis,
    10,
  );
  expect(legend(cells, style)).toBe('# running   X ended with an error');
  expect(legend([undefined], style)).toBe('');
});
