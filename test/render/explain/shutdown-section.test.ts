import { describe, expect, test } from 'bun:test';
import { explainRead } from '../../../src/model/explain/pod-read.ts';
import { renderExplanation } from '../../../src/render/explain/explain-text.ts';
import { explanationMarkdown } from '../../../src/render/explain/markdown.ts';
import { explanationSvg } from '../../../src/render/explain/picture/explanation-svg.ts';
import { loadHistories } from '../../support/histories.ts';

const PLAIN = { width: 80, unicode: true, color: false, isWide: false };

const ends = loadHistories().flatMap(({ scenario, samples }) =>
  samples.slice(-2).map(({ pod, events, row, observedAt }) => ({
    scenario,
    explanation: explainRead({ pod, events, columns: row, now: observedAt }, { shutdown: true }),
  })),
);

const sectionOf = (text: string) => text.slice(text.indexOf('Shutdown')).split('\n\n')[0] ?? '';

describe('the shutdown', () => {
  test('is told in 80 columns, of every recorded Pod', () => {
    for (const { scenario, explanation } of ends) {
      const section = sectionOf(renderExplanation(explanation, PLAIN));
      const tooLong = section.split('\n').filter((line) => Bun.stringWidth(line) > 80);
      expect({ scenario, tooLong }).toEqual({ scenario, tooLong: [] });
      expect(section).toMatch(/^Shutdown(?:, at most \d+s|\nNothing of it runs)/);
      expect(section).not.toMatch(/undefined|NaN/);
    }
  });

  test('is in a picture and in Markdown, too', () => {
    for (const { explanation } of ends) {
      expect(explanationSvg(explanation)).toMatch(/>Shutdown/);
      expect(explanationMarkdown(explanation)).toContain('```\nShutdown');
    }
  });

  test('fits with long names, of which one stands in two columns', () => {
    const hook = { lifecycle: { preStop: { sleep: { seconds: 120 } } } };
    const pod = {
      metadata: { name: 'web' },
      spec: {
        terminationGracePeriodSeconds: 3600,
        initContainers: [
          { name: 'a-sidecar-with-a-long-name', image: 'a', restartPolicy: 'Always', ...hook },
        ],
        containers: [{ name: 'an-app-with-a-long-name', image: 'a' }],
      },
    };
    const read = { pod, events: [], now: 0 } as Parameters<typeof explainRead>[0];
    const text = renderExplanation(explainRead(read, { shutdown: true }), PLAIN);
    const widths = sectionOf(text)
      .split('\n')
      .map((line) => Bun.stringWidth(line));
    expect(Math.max(...widths)).toBeLessThanOrEqual(80);
  });

  test('says who waits for whom, and for how long', () => {
    const container = (name: string, more: object = {}) => ({ name, image: 'busybox', ...more });
    const pod = {
      metadata: { name: 'web' },
      spec: {
        terminationGracePeriodSeconds: 20,
        initContainers: [
          container('logs', { restartPolicy: 'Always' }),
          container('proxy', {
            restartPolicy: 'Always',
            lifecycle: { preStop: { sleep: { seconds: 3 } } },
          }),
        ],
        containers: [
          container('one', { lifecycle: { preStop: { exec: { command: ['sync'] } } } }),
          container('two'),
        ],
      },
    };
    const read = { pod, events: [], now: 0 } as Parameters<typeof explainRead>[0];
    const text = renderExplanation(explainRead(read, { shutdown: true }), PLAIN);
    const rows = sectionOf(text)
      .split('\n')
      .map((line) => line.split(/\s{2,}/));
    expect(rows.slice(0, 6)).toEqual([
      ['Shutdown, at most 22s'],
      ['ROLE', 'CONTAINER', 'PRESTOP', 'SIGNAL TO STOP', 'LATEST', 'KILLED'],
      ['app', 'one', 'hook', 'after preStop', '20s', '22s'],
      ['app', 'two', 'at once', '0s', '20s'],
      ['sidecar', 'proxy', 'sleep 3s', 'once all apps have ended', '20s', '22s'],
      ['sidecar', 'logs', 'once proxy has ended', '20s', '22s'],
    ]);
    expect(text).toContain('The preStop hook of proxy runs at once, while the others still work.');
    // It has the order in it.
    expect(text).not.toContain('Shutdown: ');
  });
});

test('lengths are told as everywhere else, to the second', () => {
  const pod = {
    metadata: { name: 'web' },
    spec: {
      terminationGracePeriodSeconds: 600,
      containers: [
        { name: 'web', lifecycle: { preStop: { exec: { command: ['sync'] } } } },
        { name: 'api' },
      ],
    },
  };
  const read = { pod, events: [], now: 0 } as Parameters<typeof explainRead>[0];
  const section = sectionOf(renderExplanation(explainRead(read, { shutdown: true }), PLAIN));
  expect(section).toStartWith('Shutdown, at most 10m2s\n');
  expect(section).toContain('The grace period of 10m is one for all containers');
});
