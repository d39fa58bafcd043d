import type { WrittenResourceList } from '../../kubernetes/api.ts';
import { formatQuantity, milliValue, parseQuantity } from './quantity.ts';

const EXPONENTS: Readonly<Record<string, number>> = {
  n: -9,
  u: -6,
  m: -3,
  '': 0,
  k: 3,
  M: 6,
  G: 9,
  T: 12,
  P: 15,
  E: 18,
};
const BINARY_EXPONENTS: Readonly<Record<string, number>> = {
  Ki: 10,
  Mi: 20,
  Gi: 30,
  Ti: 40,
  Pi: 50,
  Ei: 60,
};

/** The amounts as the API server stores them, rounded up to thousandths (SetDefaults_ResourceList). */
export function storedAmounts(amounts: WrittenResourceList): WrittenResourceList {
  const texts = Object.entries(amounts).map(([name, text]) => [name, storedText(text)]);
  return Object.fromEntries(texts);
}

/**
 * A quantity as the API server stores it and writes it in its messages: mostly in canonical form,
 * but some texts stay as they were written, `2.007` and `+1` among them
 * (apimachinery pkg/api/resource/quantity.go, ParseQuantity and RoundUp).
 */
export function storedText(text: string): string {
  const trimmed = text.trim();
  if (isKept(trimmed)) return trimmed;
  const quantity = parseQuantity(trimmed);
  return formatQuantity({ ...quantity, nano: milliValue(quantity) * 1_000_000n });
}

/** What the server takes for canonical already, without a close look. */
function isKept(text: string): boolean {
  const [, whole, fraction = '', suffix = ''] = /^[+-]?0*(\d*)(?:\.(\d*))?(.*)$/.exec(text) ?? [];
  const number = whole || '0';
  const binary = BINARY_EXPONENTS[suffix];
  if (binary !== undefined) {
    const isShort = number.length + (binary * 3) / 10 <= 14;
    return fraction === '' && isShort && BigInt(number) % 8n !== 0n;
  }
  const digits = `${number}${fraction}`;
  const scale = (EXPONENTS[suffix] ?? Number(suffix.slice(1))) - fraction.length;
  if (digits.length > 18 || scale < -3 || scale % 3 !== 0) return false;
  return !digits.endsWith('000') && !digits.startsWith('0');
}
