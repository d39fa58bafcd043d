import { describe, expect, test } from 'bun:test';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv from 'ajv/dist/2020';
import { explainPod } from '../../../../src/model/explain/explain.ts';
import { summarise } from '../../../../src/model/explain/many/pod-summary.ts';
import { rankedReport } from '../../../../src/model/explain/many/ranked-report.ts';
import type { WorkloadReport } from '../../../../src/model/explain/many/workload-report.ts';
import { type ListTarget, rankedList } from '../../../../src/render/explain/many/ranked-list.ts';
import { structuredRanking } from '../../../../src/render/explain/many/ranked-structured.ts';
import { loadHistories } from '../../../support/histories.ts';

const TERMINAL: ListTarget = {
  width: 80,
  unicode: true,
  color: false,
  isWide: false,
  hasTitles: true,
  isTerminal: true,
  namespace: 'n',
};

const moments = loadHistories().flatMap(({ samples }) => samples.slice(-1));
const pods = moments.map(({ pod, observedAt }) => summarise(pod, observedAt));
const refused: WorkloadReport = {
  kind: 'Deployment',
  namespace: 'shop',
  name: 'web',
  pods: 0,
  verdict: {
    code: 'FailedCreate',
    outcome: 'stuck',
    reason: 'FailedCreate',
    message: 'pods "web-5d8f-" is forbidden: exceeded quota \x1b[31m',
    saidBy: 'ReplicaSet/web-5d8f',
  },
};
const now = Math.max(...moments.map(({ observedAt }) => observedAt));
const report = rankedReport(pods, [refused], now);
const textOf = (target: Partial<ListTarget> = {}, inFull?: string) =>
  [...rankedList(report, inFull, { ...TERMINAL, ...target })].join('');

describe('a list of Pods', () => {
  for (const width of [60, 80, 132]) {
    for (const namespace of ['n', undefined]) {
      test(`fits ${width} columns${namespace ? '' : ' with namespaces'}`, () => {
        const lines = textOf({ width, namespace }).split('\n');
        expect(lines.length).toBeGreaterThan(pods.length);
        expect(lines.filter((line) => Bun.stringWidth(line) > width)).toEqual([]);
      });
    }
  }

  test('keeps the outcome in a pipe, whatever else has no room: grep STUCK finds it', () => {
    const lines = textOf({ width: 20, isTerminal: false }).split('\n');
    for (const { name, verdict } of pods) {
      expect(lines.find((line) => line.startsWith(`${name} `))).toContain(
        ` ${verdict.outcome.toUpperCase()} `,
      );
    }
  });

  test('has a line for each Pod with its verdict, then counts that add up to all', () => {
    const text = textOf({ width: 200, isTerminal: false });
    for (const { name, verdict } of pods) {
      expect(text).toMatch(
        new RegExp(`^${name} +${verdict.outcome.toUpperCase()} +${verdict.code}`, 'm'),
      );
    }
    const counts = /(\d+) Pods: (.*?)\. A list/.exec(text.replace(/\s+/g, ' '));
    const each = [...(counts?.[2] ?? '').replace(/\([^)]*\)/g, '').matchAll(/\d+/g)];
    expect(Number(counts?.[1])).toBe(pods.length);
    expect(each.reduce((sum, [count]) => sum + Number(count), 0)).toBe(pods.length);
  });

  test('says why a workload has no Pods, and cannot control the terminal', () => {
    const text = textOf();
    expect(text).toStartWith(
      'STUCK  Deployment shop/web has no Pods: the API server refuses its Pods',
    );
    expect(text).toContain('ReplicaSet/web-5d8f: pods "web-5d8f-" is forbidden');
    expect(text).not.toContain('\x1b');
  });

  test('says of how many Pods the Events are not known', () => {
    const sentence = (withoutEvents: number) =>
      [...rankedList({ ...report, withoutEvents }, undefined, TERMINAL)]
        .join('')
        .replaceAll(/\s+/g, ' ');
    expect(sentence(0)).toContain('A list leaves out Services and logs: explain POD shows them');
    expect(sentence(1)).toContain('Services and logs, and here the Events of one Pod: explain');
    expect(sentence(7)).toContain('Services and logs, and here the Events of 7 Pods: explain');
  });

  test('ends with the Pod that is told in full', () => {
    expect(textOf({}, 'the worst\n')).toEndWith('\n\nthe worst\n');
  });

  test('is described by the JSON Schema', () => {
    const path = join(
      import.meta.dirname,
      '../../../../schema/pod-explanation.v1alpha1.schema.json',
    );
    const ajv = new Ajv({ allErrors: true, formats: { 'date-time': true } });
    const validate = ajv.compile(JSON.parse(readFileSync(path, 'utf8')));
    const [first] = moments;
    if (!first) throw new Error('nothing is recorded');
    const worst = explainPod({ pod: first.pod, events: first.events, now });
    validate(structuredRanking(report, worst));
    expect(validate.errors ?? []).toEqual([]);
    validate(structuredRanking(rankedReport([], [], now, 3), undefined));
    expect(validate.errors ?? []).toEqual([]);
  });
});
