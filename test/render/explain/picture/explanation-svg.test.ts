import { describe, expect, test } from 'bun:test';
import { explainPod } from '../../../../src/model/explain/explain.ts';
import type { Explanation } from '../../../../src/model/explain/explanation.ts';
import { explanationSvg } from '../../../../src/render/explain/picture/explanation-svg.ts';
import { loadHistories } from '../../../support/histories.ts';

const moments = loadHistories().flatMap(({ scenario, samples }) =>
  samples
    .filter((_, index) => index % 3 === 0 || index === samples.length - 1)
    .map(({ pod, events, row, observedAt }, index) => ({
      title: `${scenario} #${index}`,
      explanation: explainPod({ pod, events, columns: row, now: observedAt }),
    })),
);

/** The elements of an XML text in order; throws where it is not well-formed. */
function elementsOf(xml: string): readonly { name: string; attributes: Map<string, string> }[] {
  const open: string[] = [];
  const found: { name: string; attributes: Map<string, string> }[] = [];
  const token = /<(\/?)([a-z]+)((?: [\w:-]+="[^"<]*")*)(\/?)>|([^<]+)/gy;
  while (token.lastIndex < xml.length) {
    const at = token.lastIndex;
    const [, closes, name, attributes = '', isEmpty, text] = token.exec(xml) ?? [];
    const stray = (text ?? attributes).replace(/&(?:amp|lt|gt|quot);/g, '');
    if (stray.includes('&')) throw new Error(`a bare & in ${text ?? attributes}`);
    if (text !== undefined) continue;
    if (name === undefined) throw new Error(`no markup: ${xml.slice(at, at + 80)}`);
    if (closes) {
      if (open.pop() !== name) throw new Error(`</${name}> closes something else`);
      continue;
    }
    const pairs = [...attributes.matchAll(/([\w:-]+)="([^"]*)"/g)];
    found.push({
      name,
      attributes: new Map(pairs.map(([, key = '', value = '']) => [key, value])),
    });
    if (!isEmpty) open.push(name);
  }
  if (open.length > 0) throw new Error(`never closed: ${open}`);
  return found;
}

describe('-o svg', () => {
  test('of every recorded moment is well-formed, inside its page, and has no number that is none', () => {
    expect(moments.length).toBeGreaterThan(100);
    for (const { title, explanation } of moments) {
      const svg = explanationSvg(explanation);
      expect({ title, odd: svg.match(/NaN|undefined|Infinity|\[object/g) }).toEqual({
        title,
        odd: null,
      });
      const [root, ...elements] = elementsOf(svg.trim());
      const width = Number(root?.attributes.get('width'));
      const height = Number(root?.attributes.get('height'));
      for (const { name, attributes } of elements) {
        const number = (key: string) => Number(attributes.get(key) ?? 0);
        const right = Math.max(number('x') + number('width'), number('x2'));
        const bottom = Math.max(number('y') + number('height'), number('y2'));
        expect({ title, name, fits: right <= width && bottom <= height }).toEqual({
          title,
          name,
          fits: true,
        });
        expect(number('width')).toBeGreaterThanOrEqual(0);
      }
    }
  });

  test('breaks lines before they leave the page', () => {
    for (const { explanation } of moments) {
      for (const [, x = '', line = ''] of explanationSvg(explanation).matchAll(
        /<text x="([\d.]+)"[^>]*>([^<]*)</g,
      )) {
        const characters = Bun.stringWidth(line.replace(/&[a-z#0-9]+;/g, '.'));
        expect(Number(x) + characters * 8).toBeLessThanOrEqual(980 - 24);
      }
    }
  });

  test('draws a bar for every stretch of every container, with what it is and when', () => {
    for (const { explanation } of moments) {
      if (explanation.kind !== 'live') continue;
      const stretches = explanation.timeline.rows.flatMap(({ segments }) => segments);
      const said = explanationSvg(explanation).match(/<title>[^<]*: from \d{4}-/g) ?? [];
      expect(said.length).toBe(stretches.length);
    }
  });

  test('takes nothing of what a cluster says for markup', () => {
    const hostile = '</text><script>alert(1)</script>&lt;"\'\u0000\u001b[31m\uFFFE]]>';
    const explanation = explainPod({
      pod: {
        metadata: { name: hostile, namespace: hostile },
        spec: { nodeName: hostile, containers: [{ name: hostile, image: hostile }] },
        status: {
          phase: 'Pending',
          containerStatuses: [
            {
              name: hostile,
              image: hostile,
              imageID: '',
              ready: false,
              restartCount: 0,
              state: { waiting: { reason: hostile, message: hostile } },
            },
          ],
        },
      },
      events: [],
      now: 0,
    } as Parameters<typeof explainPod>[0]);
    const svg = explanationSvg(explanation);
    const names = new Set(elementsOf(svg.trim()).map(({ name }) => name));
    expect([...names].sort()).toEqual(['line', 'rect', 'style', 'svg', 'text', 'title']);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: none of them may be in XML.
    expect(svg).not.toMatch(/[\u0000-\u0009\u000b-\u001f\uFFFE\uFFFF]/);
  });

  test('brings its own colours for light and dark, and asks for nothing from elsewhere', () => {
    const svg = explanationSvg(moments[0]?.explanation as Explanation);
    expect(svg).toContain('@media (prefers-color-scheme: dark)');
    expect(svg.replace('http://www.w3.org/2000/svg', '')).not.toMatch(/url\(|href|http|@import/);
  });

  test('of a manifest shows the order as steps', () => {
    const container = (name: string, more: object = {}) => ({ name, image: 'busybox', ...more });
    const explanation = explainPod({
      pod: {
        metadata: { name: 'web' },
        spec: {
          initContainers: [container('first'), container('stays', { restartPolicy: 'Always' })],
          containers: [container('one'), container('two')],
        },
      },
      events: [],
      now: 0,
    } as Parameters<typeof explainPod>[0]);
    const bars = elementsOf(explanationSvg(explanation).trim())
      .filter(({ name, attributes }) => name === 'rect' && attributes.get('height') === '14')
      .map(({ attributes }) => ({
        x: Number(attributes.get('x')),
        width: Number(attributes.get('width')),
      }));
    const [first, stays, one, two] = bars;
    expect(bars.length).toBe(4);
    expect(stays?.x).toBeGreaterThan(Number(first?.x));
    expect([one?.x, one?.width]).toEqual([two?.x, two?.width]);
    expect(Number(stays?.x) + Number(stays?.width)).toBe(Number(one?.x) + Number(one?.width));
  });
});
