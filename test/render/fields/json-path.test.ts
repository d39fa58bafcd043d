import { describe, expect, test } from 'bun:test';
import { fillTemplate, parseTemplate, valuesOf } from '../../../src/render/fields/json-path.ts';

const VALUE = { items: [{ name: 'a', n: 2 }, { name: 'b' }], own: { text: 'x\x1b[31m\ny' } };

// What kubectl makes of such templates is held against kubectl itself in test/e2e/fields.test.ts.
describe('a JSONPath template', () => {
  test.each([
    ['{range .items[*]}{.name}={.n};{end}', 'a=2;b=;'],
    ['{range .items[*]}{range .nowhere[*]}x{end}{.name}{end}', 'ab'],
    ['{.items[?(@.n>=2)].name}', 'a'],
    ['{.items[?(@.n<"3")].name}', ''],
    ['{"a\\tb{}"}', 'a\tb{}'],
  ])('%s', (template, text) => {
    expect(fillTemplate(parseTemplate(template), VALUE)).toBe(text);
  });

  test('shows what a terminal would obey as an escape', () => {
    expect(fillTemplate(parseTemplate('{.own.text}'), VALUE)).toBe('x\\x1b[31m\ny');
  });

  test('gives its values, as -o jsonpath-as-json prints them', () => {
    const template = parseTemplate('{range .items[*]}{.name}{end}{.items[0].n}');
    expect(valuesOf(template, VALUE)).toEqual(['a', 'b', 2]);
  });

  test('does not find what every object inherits', () => {
    expect(fillTemplate(parseTemplate('{.own.constructor}{.own.__proto__}'), VALUE)).toBe('');
  });

  test.each([
    ['{range .items[*]}{.name}', '{range …} without its {end}'],
    ['{end}', '{end} without a {range …}'],
    ['{.items', 'unclosed { in {.items'],
    ['{.items[?(@.n==2]}', 'unclosed { in'],
    ['{.items[x]}', 'invalid array index x'],
    ['{name}', 'cannot read name in the path name'],
  ])('%s is refused', (template, message) => {
    expect(() => fillTemplate(parseTemplate(template), VALUE)).toThrow(message);
  });
});
