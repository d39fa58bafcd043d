import { describe, expect, test } from 'bun:test';
import { parseQuantity } from '../../../src/model/resources/quantity/quantity.ts';
import {
  amountText,
  columnText,
  isBytes,
  listedAmountText,
  percentText,
} from '../../../src/render/resources/amounts.ts';

const KI = 1024n;
const textOf = (resource: string, amount: string | bigint) =>
  amountText(resource, parseQuantity(String(amount)));

describe('an amount for people', () => {
  test.each([
    ['cpu', '2100m', '2100m'],
    ['cpu', '0.1', '100m'],
    ['cpu', '99999m', '99999m'],
    ['memory', '1536Mi', '1536Mi'],
    ['memory', '1000k', '1M'],
    ['memory', '0', '0'],
    ['example.com/gpu', '2', '2'],
  ])('is the exact text of the API server where that is short: %s %s', (resource, amount, text) => {
    expect(textOf(resource, amount)).toBe(text);
  });

  // 1234567890 / 2^30 = 1.1497…, 24683656Ki / 2^20 = 23.540…, 2^40 - 2^20 = 1023.999…Gi.
  test.each([
    ['1234567890', '~1.15Gi'],
    ['24683656Ki', '~23.5Gi'],
    ['270553174016', '~252Gi'],
    [String(KI ** 4n - KI ** 2n), '~1024Gi'],
    ['1610612737', '~1.5Gi'],
    ['9007199254740988Ki', '~8Ei'],
    ['12345678', '~11.8Mi'],
    ['25024Mi', '~24.4Gi'],
    ['10485761', '~10Mi'],
    ['1234567890123m', '~1.15Gi'],
    ['-1234567890', '~-1.15Gi'],
  ])('is bytes to three digits where it is long: %s', (amount, text) => {
    expect(textOf('memory', amount)).toBe(text);
    expect(textOf('ephemeral-storage', amount)).toBe(text);
    expect(textOf('hugepages-2Mi', amount)).toBe(text);
  });

  // MilliValue, which `kubectl top` prints.
  test.each([
    ['1n', '1m'],
    ['250000001n', '251m'],
    ['-250000001n', '-251m'],
    ['1999999999n', '2'],
  ])('is cpu rounded up to thousandths where it is finer: %s', (amount, text) => {
    expect(textOf('cpu', amount)).toBe(text);
  });

  test.each([
    ['123456m', '~123'],
    ['999500m', '~1000'],
    ['1e3', '1000'],
    ['12k', '12000'],
  ])('is cpu in whole cores where there are many: %s', (amount, text) => {
    expect(textOf('cpu', amount)).toBe(text);
  });

  test('has no mark where a larger unit says it exactly, and no exponent', () => {
    expect(textOf('memory', '25600Mi')).toBe('25Gi');
    expect(textOf('memory', '129e6')).toBe('129M');
  });

  test('is exact of resources that are counted', () => {
    expect(textOf('example.com/gpu', '123456789')).toBe('123456789');
  });
});

describe('the amounts of one column', () => {
  const column = (...texts: readonly string[]) => {
    const amounts = texts.map(parseQuantity);
    return amounts.map(columnText('memory', amounts));
  };

  test('have units of one kind, and what is rounded has its mark', () => {
    // 10^7 / 2^20 = 9.536…, 12900 * 1000 / 2^20 = 12.302…, 1024 * 1000 = 1000Ki.
    expect(column('10M', '12900k', '1536Ki', '1024k', '0')).toEqual([
      ...['~9.54Mi', '~12.3Mi', '1536Ki', '1000Ki', '0'],
    ]);
  });

  test('stay as they are where all are written alike', () => {
    expect(column('10M', '12900k', '0')).toEqual(['10M', '12900k', '0']);
    expect(column('1Gi', '1536Ki')).toEqual(['1Gi', '1536Ki']);
  });

  test('have no marks in lists, which are to be sorted', () => {
    expect(listedAmountText('memory', parseQuantity('10M'))).toBe('9.54Mi');
    expect(listedAmountText('cpu', parseQuantity('128500m'))).toBe('129');
  });
});

test.each([
  ['memory', true],
  ['ephemeral-storage', true],
  ['hugepages-1Gi', true],
  ['cpu', false],
  ['example.com/memory', false],
])('%s is counted in bytes: %p', (resource, expected) => {
  expect(isBytes(resource)).toBe(expected);
});

describe('a share', () => {
  test.each([
    ['1500m', '2100m', '71%'],
    ['1', '8', '12%'],
    ['2', '1', '200%'],
    ['1m', '1', '<1%'],
    ['0', '1', '0%'],
    ['1', '0', undefined],
  ])('of %s in %s is %s: whole percent, rounded down', (part, whole, text) => {
    expect(percentText(parseQuantity(part), parseQuantity(whole))).toBe(text as string);
  });
});
