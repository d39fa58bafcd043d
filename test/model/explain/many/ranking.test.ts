import { expect, test } from 'bun:test';
import type { PodSummary, SummaryVerdict } from '../../../../src/model/explain/many/pod-summary.ts';
import { countOutcomes, ranked } from '../../../../src/model/explain/many/ranking.ts';

function pod(name: string, verdict: SummaryVerdict, namespace = 'n'): PodSummary {
  return { name, namespace, columns: { ready: '0/1', status: 'x', restarts: '0' }, verdict };
}

const ready = { code: 'Ready', outcome: 'healthy' } as const;
const failed = { code: 'Failed', outcome: 'failed' } as const;
const crashing = { code: 'InitBackoff', outcome: 'stuck', container: 'migrate' } as const;
const image = { code: 'ImageFailing', outcome: 'stuck', container: 'app' } as const;
const starting = { code: 'InitStarting', outcome: 'progressing', container: 'migrate' } as const;
const done = { code: 'Succeeded', outcome: 'complete' } as const;

const namesOf = (pods: readonly PodSummary[]) => ranked(pods).map(({ name }) => name);

test('the outcomes come as the exit codes have them: failed, stuck, progressing, well', () => {
  const pods = [
    pod('done', done),
    pod('ready', ready),
    pod('starting', starting),
    pod('crashing', crashing),
    pod('failed', failed),
  ];
  expect(namesOf(pods)).toEqual(['failed', 'crashing', 'starting', 'ready', 'done']);
});

test('Pods with one trouble stand together, whoever has had it longest first', () => {
  const pods = [
    pod('crash-new', { ...crashing, since: 3000 }),
    pod('image-unknown', image),
    pod('crash-old', { ...crashing, since: 1000 }),
    pod('image-known', { ...image, since: 5000 }),
  ];
  expect(namesOf(pods)).toEqual(['image-known', 'image-unknown', 'crash-old', 'crash-new']);
});

test('Pods that are alike come by namespace and name', () => {
  const pods = [pod('b', ready, 'x'), pod('a', ready, 'y'), pod('a', ready, 'x')];
  expect(ranked(pods).map(({ namespace, name }) => `${namespace}/${name}`)).toEqual([
    'x/a',
    'x/b',
    'y/a',
  ]);
});

test('counts are by outcome and, in it, by verdict, the commonest first', () => {
  const pods = [
    pod('1', ready),
    pod('2', image),
    pod('3', crashing),
    pod('4', crashing),
    pod('5', ready),
  ];
  expect(countOutcomes(pods)).toEqual([
    {
      outcome: 'stuck',
      count: 3,
      verdicts: [
        { code: 'InitBackoff', count: 2 },
        { code: 'ImageFailing', count: 1 },
      ],
    },
    { outcome: 'healthy', count: 2, verdicts: [{ code: 'Ready', count: 2 }] },
  ]);
  expect(countOutcomes([])).toEqual([]);
});
