import { describe, expect, test } from 'bun:test';
import { explainPod } from '../../../src/model/explain/explain.ts';
import { explanationMarkdown } from '../../../src/render/explain/markdown.ts';
import { loadHistories } from '../../support/histories.ts';

/** What is left of Markdown when code spans and blocks are taken out, as CommonMark reads them. */
function outsideCode(markdown: string): string {
  return markdown
    .replace(/^(`{3,})\n[\s\S]*?\n\1$/gm, '[block]')
    .replace(/(?<!`)(`+)(?!`)(?:[^`]|(?!(?<!`)\1(?!`))`)*?(?<!`)\1(?!`)/g, '[code]');
}

/** A Pod whose every word comes from somebody hostile. */
function hostile(text: string) {
  return explainPod({
    pod: {
      metadata: { name: text, namespace: 'shop' },
      spec: { nodeName: text, containers: [{ name: text, image: text }] },
      status: {
        phase: 'Pending',
        containerStatuses: [
          {
            name: text,
            image: text,
            imageID: '',
            ready: false,
            restartCount: 0,
            state: { waiting: { reason: 'ImagePullBackOff', message: text } },
          },
        ],
      },
    },
    events: [],
    now: 0,
  } as Parameters<typeof explainPod>[0]);
}

describe('-o markdown', () => {
  for (const text of [
    '@everyone look',
    'see #12 and owner/repo#3',
    'go to https://evil.example/x or www.evil.example',
    '[click](javascript:alert(1)) ![x](y)',
    '<img src=x onerror=alert(1)> <!-- x -->',
    '**bold** _it_ ~~no~~ $x$ | cell',
    'a `tick` and ``two`` ```\nthree',
    '```\n# Heading\n```',
    '&lt;b&gt; \\*',
    '<@U123> <!channel> :smile:',
  ]) {
    test(`takes nothing for markup, link or mention in ${JSON.stringify(text)}`, () => {
      const outside = outsideCode(explanationMarkdown(hostile(text)))
        .replaceAll(/\[(?:block|code)\]/g, '')
        .replaceAll(/\*\*([A-Z]*)\*\*/g, '$1');
      expect(outside).not.toMatch(/[@#<>`*_~|$&\\[\]]|https?:|www\./);
    });
  }

  test('tells what the table tells, for every recorded end', () => {
    for (const { scenario, samples } of loadHistories()) {
      const last = samples.at(-1);
      if (last === undefined) continue;
      const { pod, events, row, observedAt } = last;
      const explanation = explainPod({ pod, events, columns: row, now: observedAt });
      const markdown = explanationMarkdown(explanation);
      expect({ scenario, text: markdown }).toEqual({
        scenario,
        text: expect.stringMatching(/^\*\*`Pod [^\n]+`\*\*\n/),
      });
      for (const { container } of explanation.containers)
        expect(markdown).toContain(container.name);
      expect(outsideCode(markdown)).not.toContain('`');
      expect(markdown).not.toMatch(/undefined|NaN/);
    }
  });
});
