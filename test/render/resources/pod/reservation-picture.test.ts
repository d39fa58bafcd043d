import { describe, expect, test } from 'bun:test';
import type { Pod } from '../../../../src/model/kubernetes/api.ts';
import { podResources } from '../../../../src/model/resources/pod/pod-resources.ts';
import { reservationPictures } from '../../../../src/render/resources/pod/reservation-picture.ts';
import { styleOf } from '../../../../src/render/text/style.ts';
import { amounts, container, podOf, sidecar } from '../../../model/resources/small-resources.ts';
import { IN_A_SANDBOX, KEP_753, MIGRATION } from '../../../model/resources/worked-pods.ts';

function pictures(pod: Pod, { width = 80, unicode = true } = {}): readonly string[] {
  const resources = podResources(pod, { kind: 'Pod', replicas: undefined });
  return reservationPictures(
    resources,
    resources.requests,
    styleOf({ width, unicode, color: false }),
  );
}

/** The lines of the first picture: role, name, bar and what stands behind it. */
function rows(pod: Pod, options = {}): readonly (readonly string[])[] {
  const [first = ''] = pictures(pod, options);
  return first
    .split('\n')
    .filter((line) => /^(init|sidecar|app) /.test(line))
    .map((line) => line.split(/\s{2,}/));
}

/** Cells of sidecars that run already, of the container itself, and idle ones. */
function cells(pod: Pod, options = {}): readonly (readonly number[])[] {
  return rows(pod, options).map(([, , bar = '']) =>
    ['▒', '█', '░'].map((mark) => bar.split(mark).length - 1),
  );
}

describe('R19 each step against what is reserved all the time', () => {
  test('has cells in proportion: of 2100m in 40 cells 100m are 2, 500m are 10', () => {
    expect(cells(MIGRATION)).toEqual([
      [0, 2, 38],
      [0, 2, 38],
      [2, 38, 0],
      [2, 10, 28],
    ]);
  });

  test('has cells in proportion: of 8 in 40 cells each core is 5 (KEP-753)', () => {
    expect(cells(KEP_753)).toEqual([
      [0, 25, 15],
      [0, 5, 35],
      [5, 10, 25],
      [15, 25, 0],
      [15, 15, 10],
      [30, 5, 5],
    ]);
  });

  test('fills every line, however wide the terminal is', () => {
    for (const width of [60, 66, 72, 80, 200]) {
      const sums = cells(KEP_753, { width }).map((parts) =>
        parts.reduce((sum, part) => sum + part),
      );
      expect(sums).toHaveLength(6);
      expect(new Set(sums).size).toBe(1);
    }
  });

  test('gives a cell to whatever is more than nothing, and none to nothing', () => {
    const pod = podOf({
      initContainers: [
        sidecar('tiny', 'cpu=1m'),
        container('none', 'memory=1Gi'),
        container('big', 'cpu=100'),
      ],
      containers: [container('app', 'cpu=1n')],
    });
    expect(cells(pod)).toEqual([
      [0, 1, 39],
      [1, 0, 39],
      [1, 39, 0],
      [1, 1, 38],
    ]);
  });

  test('writes what is needed behind each, and marks the one that decides', () => {
    expect(rows(MIGRATION).map(([role, name, , need]) => [role, name, need])).toEqual([
      ['init', 'fetch-config', '100m'],
      ['sidecar', 'log-shipper', '100m'],
      ['init', 'migrate', '2100m ◀ decides'],
      ['app', 'app', '600m'],
    ]);
  });

  test('marks nothing where what runs together decides', () => {
    const [, memory = ''] = pictures(MIGRATION);
    expect(memory).toStartWith('memory over the start, 640Mi reserved throughout\n');
    expect(memory).not.toContain('decides');
  });

  test('puts several app containers together: they start together', () => {
    const containers = ['a', 'b', 'c'].map((name) => container(name, 'cpu=1'));
    const pod = podOf({ initContainers: [container('i', 'cpu=2')], containers });
    expect(rows(pod).at(-1)?.slice(0, 2)).toEqual(['app', '3 app containers']);
    // 2 of 3 in 40 cells.
    expect(cells(pod)[0]).toEqual([0, 27, 13]);
  });

  test('leaves out what comes on top, and says so', () => {
    expect(cells(IN_A_SANDBOX)).toEqual(cells(MIGRATION));
    expect(pictures(IN_A_SANDBOX)[0]).toStartWith(
      'cpu over the start, 2100m reserved throughout, and 250m on top\n',
    );
  });

  test('is against the pod level where that decides: 600m of 6 are 4 cells in 40', () => {
    const pod = podOf({ ...MIGRATION.spec, resources: { requests: amounts('cpu=6') } });
    expect(cells(pod).at(-1)).toEqual([1, 3, 36]);
    expect(pictures(pod)[0]).not.toContain('decides');
  });
});

describe('the picture', () => {
  test('explains the marks that it has, once', () => {
    const texts = pictures(MIGRATION);
    const legend = '▒ sidecars that run already   █ its own   ░ reserved, not used then';
    expect(texts.map((text) => text.endsWith(legend))).toEqual([false, true]);
    const [only] = pictures(
      podOf({ initContainers: [container('i', 'cpu=2')], containers: [container('a', 'cpu=1')] }),
    );
    expect(only).toEndWith('\n█ its own   ░ reserved, not used then');
  });

  test('is drawn in ASCII without Unicode', () => {
    const text = pictures(MIGRATION, { unicode: false }).join('\n');
    expect(text).toMatch(/^[\n -~]*$/);
    expect(text).toContain(`++${'#'.repeat(38)}  2100m < decides`);
    expect(text).toContain('+ sidecars that run already   # its own   . reserved, not used then');
  });

  test.each([
    ['there is no init phase', podOf({ containers: [container('a', 'cpu=1')] })],
    [
      'the init phase needs nothing of it',
      podOf({ initContainers: [container('i')], containers: [container('a', 'cpu=1')] }),
    ],
  ])('is left out where %s', (_, pod) => {
    expect(pictures(pod)).toEqual([]);
  });

  test('is left out where there is no room for ten cells', () => {
    const narrowest = [40, 50, 60].map((width) => pictures(MIGRATION, { width }).length);
    expect(narrowest).toEqual([0, 2, 2]);
    const shortest = cells(MIGRATION, { width: 50 })[0]?.reduce((sum, part) => sum + part) ?? 0;
    expect(shortest).toBeGreaterThanOrEqual(10);
  });
});
