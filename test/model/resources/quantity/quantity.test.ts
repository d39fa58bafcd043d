import { describe, expect, test } from 'bun:test';
import {
  add,
  formatQuantity,
  milliValue,
  multiply,
  parseQuantity,
  type Quantity,
  type QuantityFormat,
  readQuantity,
  subtract,
  wholeValue,
  ZERO,
} from '../../../../src/model/resources/quantity/quantity.ts';

/** value · 10^scale, as the tables of apimachinery pkg/api/resource/quantity_test.go have it. */
function decimal(value: number | bigint, scale: number, format: QuantityFormat): Quantity {
  return { nano: BigInt(value) * 10n ** BigInt(scale + 9), format };
}

type Case = readonly [texts: string, value: number | bigint, scale: number, format: QuantityFormat];

const KI = 1024;
const MOST = 2n ** 63n - 1n;

/** Several texts of one amount share a line. The cases of TestQuantityParse. */
const PARSED: readonly Case[] = [
  ['0 0n 0u 0m 0k 0M 0G 0T', 0, 0, 'DecimalSI'],
  ['0Ki 0Mi 0Gi 0Ti', 0, 0, 'BinarySI'],
  ['1 1.', 1, 0, 'DecimalSI'],
  ['1Ki', KI, 0, 'BinarySI'],
  ['8Ki', 8 * KI, 0, 'BinarySI'],
  ['7Mi', 7 * KI ** 2, 0, 'BinarySI'],
  ['6Gi', 6 * KI ** 3, 0, 'BinarySI'],
  ['5Ti', 5 * KI ** 4, 0, 'BinarySI'],
  ['4Pi', 4 * KI ** 5, 0, 'BinarySI'],
  ['3Ei', 3n * 2n ** 60n, 0, 'BinarySI'],
  ['100Ti', 100 * KI ** 4, 0, 'BinarySI'],
  ['5n', 5, -9, 'DecimalSI'],
  ['4u', 4, -6, 'DecimalSI'],
  ['3m', 3, -3, 'DecimalSI'],
  ['9', 9, 0, 'DecimalSI'],
  ['8k', 8, 3, 'DecimalSI'],
  ['50k', 5, 4, 'DecimalSI'],
  ['7M', 7, 6, 'DecimalSI'],
  ['6G', 6, 9, 'DecimalSI'],
  ['5T', 5, 12, 'DecimalSI'],
  ['300T', 3, 14, 'DecimalSI'],
  ['2P', 2, 15, 'DecimalSI'],
  ['1E', 1, 18, 'DecimalSI'],
  ['1E-3', 1, -3, 'DecimalExponent'],
  ['1e3', 1, 3, 'DecimalExponent'],
  ['1E6', 1, 6, 'DecimalExponent'],
  ['1e14', 1, 14, 'DecimalExponent'],
  ['1e15', 1, 15, 'DecimalExponent'],
  ['1E18', 1, 18, 'DecimalExponent'],
  ['100.035k', 100035, 0, 'DecimalSI'],
  ['0.001 .001', 1, -3, 'DecimalSI'],
  ['0.0005k 0.00050k 0.5 0.50000', 5, -1, 'DecimalSI'],
  ['0.005 0.00500', 5, -3, 'DecimalSI'],
  ['0.05 0.05000', 5, -2, 'DecimalSI'],
  ['.0001k', 100, -3, 'DecimalSI'],
  ['0.5e0', 5, -1, 'DecimalExponent'],
  ['0.5e-1', 5, -2, 'DecimalExponent'],
  ['0.5e-2', 5, -3, 'DecimalExponent'],
  ['10.035M', 10035, 3, 'DecimalSI'],
  ['1.2e3', 12, 2, 'DecimalExponent'],
  ['1.3E+6', 13, 5, 'DecimalExponent'],
  ['1.40e9', 14, 8, 'DecimalExponent'],
  ['1.7E18', 17, 17, 'DecimalExponent'],
  ['9.01', 901, -2, 'DecimalSI'],
  ['7.123456M', 7123456, 0, 'DecimalSI'],
  ['6.987654321G', 6987654321, 0, 'DecimalSI'],
  ['300.2T', 3002, 11, 'DecimalSI'],
  ['2.5P', 25, 14, 'DecimalSI'],
  ['1.01E', 101, 16, 'DecimalSI'],
  ['12E', 12, 18, 'DecimalSI'],
  ['1.G', 1, 9, 'DecimalSI'],
  ['100.035Ki', 10243584, -2, 'BinarySI'],
  ['0.5Mi', KI ** 2 / 2, 0, 'BinarySI'],
  ['0.05Gi', 536870912, -1, 'BinarySI'],
  ['0.025Ti', 274877906944, -1, 'BinarySI'],
];

/** What cannot be kept exactly: finer than a billionth, or binary beyond an int64. */
const ROUNDED: readonly Case[] = [
  ['3.001n', 4, -9, 'DecimalSI'],
  ['1.1E-9', 2, -9, 'DecimalExponent'],
  ['0.0000000001 0.0000000005 0.00000000050 0.9n', 1, -9, 'DecimalSI'],
  ['0.5e-9', 1, -9, 'DecimalExponent'],
  ['0.00000012345 0.00000012354', 124, -9, 'DecimalSI'],
  ['0.000000000001Ki', 2, -9, 'DecimalSI'],
  ['9Ei 9223372036854775807Ki', MOST, 0, 'BinarySI'],
];

describe('a quantity', () => {
  test.each([...PARSED, ...ROUNDED])('is read from %s', (texts, value, scale, format) => {
    const expected = decimal(value, scale, format);
    for (const text of texts.split(' ')) {
      expect(readQuantity(text)).toEqual(expected);
      expect(readQuantity(`+${text}`)).toEqual(expected);
      expect(readQuantity(`-${text}`)).toEqual({ nano: -expected.nano, format });
    }
  });

  // TestJSONWhitespace: the API trims what a manifest has around it.
  test.each([
    [' 1', 1],
    ['1 ', 1],
    [' -1', -1],
  ])('may have spaces around it: %p', (text, value) => {
    expect(readQuantity(text)).toEqual(decimal(value, 0, 'DecimalSI'));
  });

  const MALFORMED =
    "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";
  const BAD_SUFFIX = "unable to parse quantity's suffix";

  // The texts that TestQuantityParse wants refused, with the two errors of ParseQuantity.
  test.each([
    ['1.1.M', MALFORMED],
    ['1+1.0M', MALFORMED],
    ['0.1am', MALFORMED],
    ['aoeu', MALFORMED],
    ['0.1mi', BAD_SUFFIX],
    ['.5i', BAD_SUFFIX],
    ['1i', BAD_SUFFIX],
    ['-3.01i', BAD_SUFFIX],
    ['-3.01e-', BAD_SUFFIX],
  ])('is refused in the words of the API server: %s', (text, problem) => {
    expect(readQuantity(text)).toEqual({ problem } as never);
    expect(() => parseQuantity(text)).toThrow(problem);
  });

  test('is never read from an empty text, nor is a long exponent worked out', () => {
    expect(readQuantity('')).toHaveProperty('problem');
    expect(String(parseQuantity('1e99999999999999999999').nano).length).toBeLessThan(1000);
  });
});

type Printed = readonly [
  value: number | bigint,
  scale: number,
  format: QuantityFormat,
  text: string,
  alternative: string,
];

/** The cases of TestQuantityString: the canonical text, and another text of the same amount. */
const PRINTED: readonly Printed[] = [
  [KI ** 3, 0, 'BinarySI', '1Gi', '1024Mi'],
  [300 * KI ** 2, 0, 'BinarySI', '300Mi', '307200Ki'],
  [6 * KI, 0, 'BinarySI', '6Ki', ''],
  [1001 * KI ** 3, 0, 'BinarySI', '1001Gi', '1025024Mi'],
  [KI ** 4, 0, 'BinarySI', '1Ti', '1024Gi'],
  [5, 0, 'BinarySI', '5', '5000m'],
  [500, -3, 'BinarySI', '500m', '0.5'],
  [1025, 0, 'BinarySI', '1025', ''],
  [1234567, -3, 'BinarySI', '1234567m', ''],
  [1, 9, 'DecimalSI', '1G', '1000M'],
  [1000, 6, 'DecimalSI', '1G', '0.001T'],
  [1, -3, 'DecimalSI', '1m', '1000u'],
  [80, -3, 'DecimalSI', '80m', ''],
  [1080, -3, 'DecimalSI', '1080m', '1.08'],
  [108, -2, 'DecimalSI', '1080m', '1080000000n'],
  [300, 6, 'DecimalSI', '300M', ''],
  [1, 12, 'DecimalSI', '1T', ''],
  [1234567, 6, 'DecimalSI', '1234567M', ''],
  [3, 3, 'DecimalSI', '3k', ''],
  [1, -9, 'DecimalSI', '1n', ''],
  [1080, -9, 'DecimalSI', '1080n', ''],
  [80, -6, 'DecimalSI', '80u', ''],
  [1, 9, 'DecimalExponent', '1e9', '.001e12'],
  [1, -3, 'DecimalExponent', '1e-3', '0.001e0'],
  [1, -9, 'DecimalExponent', '1e-9', '1000e-12'],
  [80, -3, 'DecimalExponent', '80e-3', ''],
  [300, 6, 'DecimalExponent', '300e6', ''],
  [3, 3, 'DecimalExponent', '3e3', ''],
];

describe('the canonical text', () => {
  test.each(PRINTED)('of %p · 10^%p %s is %s', (value, scale, format, text, alternative) => {
    const quantity = decimal(value, scale, format);
    expect(formatQuantity(quantity)).toBe(text);
    expect(formatQuantity({ ...quantity, nano: -quantity.nano })).toBe(`-${text}`);
    if (alternative !== '') expect(formatQuantity(parseQuantity(alternative))).toBe(text);
  });

  // TestQuantityParseEmit.
  test.each([
    ['1024Mi', '1Gi'],
    ['1000M', '1G'],
    ['.001Ki', '1024m'],
    ['.000001Ki', '1024u'],
    ['.000000001Ki', '1024n'],
    ['.000000000001Ki', '2n'],
  ])('of %s is %s', (text, canonical) => {
    expect(formatQuantity(parseQuantity(text))).toBe(canonical);
  });

  // TestParseQuantity: to the last digit, also where neither a float nor an int64 would hold it.
  test.each([
    ['999999999999999999', ''],
    ['999999999999999999.1', '999999999999999999100m'],
    ['9999999999999999999', ''],
    ['1000000000000000000', '1E'],
    ['1.0E', '1E'],
    ['9999999999999999999000m', '9999999999999999999'],
    ['1.0000000000000000001E', '1000000000000000000100m'],
    ['1.000000000000000001E', '1000000000000000001'],
    ['10000000000000000000', '10E'],
    ['10000000000000000000.1', '10000000000000000000100m'],
    ['10.000000000000000001E', '10000000000000000001'],
    ['9223372036854775808', ''],
    ['9223372036854775807.1', '9223372036854775807100m'],
  ])('of %s is exact', (text, canonical) => {
    expect(formatQuantity(parseQuantity(text))).toBe(canonical || text);
    expect(formatQuantity(parseQuantity(`-${text}`))).toBe(`-${canonical || text}`);
  });

  test('of nothing is 0 in every format', () => {
    for (const format of ['DecimalSI', 'BinarySI', 'DecimalExponent'] as const) {
      expect(formatQuantity({ nano: 0n, format })).toBe('0');
    }
  });
});

describe('a sum', () => {
  // TestAdd and TestSub: the format of the first stays.
  test.each([
    ['DecimalSI', 'BinarySI', 11, 9],
    ['BinarySI', 'DecimalSI', 11, 9],
  ] as const)('of 10 (%s) and 1 (%s) keeps the first format', (first, second, sum, rest) => {
    const [ten, one] = [decimal(10, 0, first), decimal(1, 0, second)];
    expect(add(ten, one)).toEqual(decimal(sum, 0, first));
    expect(subtract(ten, one)).toEqual(decimal(rest, 0, first));
  });

  // TestQuantityAddZeroPreservesSuffix and TestQuantitySubZeroPreservesSuffix.
  test.each(['100m', '1Gi'])('with zero keeps the suffix of %s, in both orders', (text) => {
    const quantity = parseQuantity(text);
    expect(formatQuantity(add(quantity, ZERO))).toBe(text);
    expect(formatQuantity(add(ZERO, quantity))).toBe(text);
    expect(formatQuantity(subtract(quantity, ZERO))).toBe(text);
    expect(formatQuantity(subtract(ZERO, quantity))).toBe(`-${text}`);
  });

  test('of a thousand tenths is exactly a hundred', () => {
    const tenth = parseQuantity('0.1');
    const sum = Array.from({ length: 1000 }, () => tenth).reduce(add, ZERO);
    expect(formatQuantity(sum)).toBe('100');
  });

  // TestMul: beyond an int64 too.
  test.each([
    ['10', 10, '100'],
    ['10', 0, '0'],
    ['-50', -50, '2500'],
    ['9223372036854775807', 2, '18446744073709551614'],
  ])('of %s taken %p times is %s', (text, times, product) => {
    const { nano } = multiply(parseQuantity(text), times);
    expect(nano).toBe(parseQuantity(product).nano);
  });
});

describe('rounding to what scheduler and kubelet count in', () => {
  // TestScaledValue: the least amount of each unit in thousandths and in wholes.
  test.each([
    ['1n', 1n, 1n],
    ['1u', 1n, 1n],
    ['1m', 1n, 1n],
    ['1', 1000n, 1n],
    // TestQuantityRoundUp: away from zero.
    ['9.01', 9010n, 10n],
    ['-9.01', -9010n, -10n],
    ['1000u', 1n, 1n],
    ['1001u', 2n, 1n],
    // TestMilliNewSet and TestNewSet: nothing is lost the other way round.
    ['1234', 1_234_000n, 1234n],
    ['1024m', 1024n, 2n],
    ['1Mi', 1_048_576_000n, 1_048_576n],
    ['0', 0n, 0n],
  ])('makes %s %p thousandths and %p wholes', (text, milli, whole) => {
    const quantity = parseQuantity(text);
    expect(milliValue(quantity)).toBe(milli);
    expect(wholeValue(quantity)).toBe(whole);
  });
});

test('R21 a hostile amount is refused as quickly as it is read', () => {
  // Trying every way to split the digits would take longer than a test may.
  expect(readQuantity(`${'1'.repeat(300_000)}x`)).toHaveProperty('problem');
  expect(readQuantity(`${'1'.repeat(300_000)}.${'1'.repeat(300_000)}x`)).toHaveProperty('problem');
});
