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
  const { digits, scale, binary, isShort } = partsOf(text);
  if (binary !== undefined) return isShort && BigInt(digits) % 8n !== 0n;
  if (!isShort || scale < -3 || scale % 3 !== 0) return false;
  return !digits.endsWith('000') && !digits.startsWith('0');
}

/** Powers of ten by which the server multiplies in one step, and goes on with what is left of it. */
const ONE_STEP: ReadonlySet<number> = new Set([1, 2, 3, 6, 9]);

/**
 * The thousandths of an amount as the server counts them, in 64 bits that overflow: so it takes some
 * counts of devices above 9.2e15 for fractions
 * (apimachinery pkg/api/resource/{quantity,amount,math,scale_int}.go, MilliValue).
 */
export function overflowingMilliValue(text: string): bigint {
  const { digits, scale, binary, isShort } = partsOf(text.trim());
  const exact = milliValue(parseQuantity(text));
  if (!isShort || scale < -3) return BigInt.asIntN(64, exact);
  const factor = 10n ** BigInt(scale + 3);
  const product = (BigInt(digits) << BigInt(binary ?? 0)) * factor;
  const kept = BigInt.asIntN(64, product);
  return kept === product || ONE_STEP.has(scale + 3) ? kept : 0n;
}

/** A quantity as the server takes it apart; those with few digits it keeps in 64 bits. */
function partsOf(text: string) {
  const [, whole, fraction = '', suffix = ''] = /^[+-]?0*(\d*)(?:\.(\d*))?(.*)$/.exec(text) ?? [];
  const number = whole || '0';
  const digits = `${number}${fraction}`;
  const binary = BINARY_EXPONENTS[suffix];
  const exponent = binary === undefined ? (EXPONENTS[suffix] ?? Number(suffix.slice(1))) : 0;
  const isShort =
    binary === undefined
      ? digits.length <= 18
      : fraction === '' && number.length + (binary * 3) / 10 <= 14;
  return { digits, scale: exponent - fraction.length, binary, isShort };
}
