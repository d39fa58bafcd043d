import { describe, expect, test } from 'bun:test';
import type { Quantity } from '../../src/model/resources/quantity/quantity.ts';
import { isSameAmount } from './comparison.ts';

const decimal = (nano: bigint): Quantity => ({ nano, format: 'DecimalSI' });

describe('an amount is the same', () => {
  test('only if it prints alike', () => {
    expect(isSameAmount(decimal(1_500_000_000n), '1500m')).toBe(true);
    expect(isSameAmount(decimal(1_500_000_001n), '1500m')).toBe(false);
    expect(isSameAmount(decimal(1_024_000_000_000n), '1Ki')).toBe(false);
    expect(isSameAmount({ nano: 1_024_000_000_000n, format: 'BinarySI' }, '1Ki')).toBe(true);
  });

  test('by its value where the text of Kubernetes has lost the suffix', () => {
    const thousandExa = 10n ** 30n;
    expect(isSameAmount(decimal(thousandExa), `1=${thousandExa}`)).toBe(true);
    expect(isSameAmount(decimal(thousandExa + 1n), `1=${thousandExa}`)).toBe(false);
    expect(isSameAmount(decimal(thousandExa), '1')).toBe(false);
  });
});
