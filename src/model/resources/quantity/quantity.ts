/** How a quantity was written, which decides how it is printed. */
export type QuantityFormat = 'DecimalSI' | 'BinarySI' | 'DecimalExponent';

/** An exact amount. Kubernetes keeps nothing finer than a billionth, so whole nanos hold them all. */
export interface Quantity {
  readonly nano: bigint;
  readonly format: QuantityFormat;
}

export const ZERO: Quantity = { nano: 0n, format: 'DecimalSI' };
/** One Pod, one device. */
export const ONE: Quantity = { nano: 1_000_000_000n, format: 'DecimalSI' };

const NANO = 1_000_000_000n;
/** A binary amount is capped here when it is read; sums may exceed it. */
const MAX_BINARY = (2n ** 63n - 1n) * NANO;
/** More digits than any quantity can have: a longer exponent would only fill the memory. */
const MAX_EXPONENT = 400;

const DECIMAL_SUFFIXES = ['n', 'u', 'm', '', 'k', 'M', 'G', 'T', 'P', 'E'] as const;
const BINARY_SUFFIXES = ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'] as const;

const NANOS_OF_SUFFIX = new Map<string, bigint>([
  ...DECIMAL_SUFFIXES.map((suffix, index) => [suffix, 1000n ** BigInt(index)] as const),
  ...BINARY_SUFFIXES.slice(1).map(
    (suffix, index) => [suffix, NANO << BigInt(10 * (index + 1))] as const,
  ),
]);

/** The words of the API server for a quantity that it cannot read. */
export type QuantityProblem =
  | "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'"
  | "unable to parse quantity's suffix"
  | 'unable to parse numeric part of quantity';

const MALFORMED =
  "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";
const BAD_SUFFIX = "unable to parse quantity's suffix";
const BAD_NUMBER = 'unable to parse numeric part of quantity';

/** No digit belongs to two parts: one that does makes the time grow with the square of the length. */
const NUMBER_AND_SUFFIX = /^([+-]?)(\d*)(?:\.(\d*))?((?:[eEinumkKMGTP]+[-+]?\d*|[-+]\d*)?)$/;

/**
 * Reads a quantity such as `100m`, `1.5Gi` or `12e3`, or says in the API server's words why it is
 * none. What is finer than a billionth is rounded away from zero
 * (apimachinery pkg/api/resource/quantity.go, ParseQuantity).
 */
export function readQuantity(text: string): Quantity | { readonly problem: QuantityProblem } {
  const [match, sign, whole = '', fraction = '', suffix = ''] =
    NUMBER_AND_SUFFIX.exec(text.trim()) ?? [];
  if (!match) return { problem: MALFORMED };
  const unit = unitOf(suffix);
  if (unit === undefined) return { problem: BAD_SUFFIX };
  // Without a digit (`m`, `Gi`, `+`) it is 0 wherever the server takes its short way of reading.
  const isLongWay = unit.divisor > NANO || suffix === 'Pi' || suffix === 'Ei';
  if (whole + fraction === '' && isLongWay) return { problem: BAD_NUMBER };
  const digits = BigInt(whole + fraction || '0') * unit.multiplier;
  const divisor = 10n ** BigInt(fraction.length) * unit.divisor;
  const rounded = (digits + divisor - 1n) / divisor;
  const isBinary = unit.format === 'BinarySI';
  const capped = isBinary && rounded > MAX_BINARY ? MAX_BINARY : rounded;
  const format = isBinary && capped < NANO && capped > 0n ? 'DecimalSI' : unit.format;
  return { nano: sign === '-' ? -capped : capped, format };
}

/** A quantity that the API server, or `readQuantity`, has found good; throws a RangeError else. */
export function parseQuantity(text: string): Quantity {
  const read = readQuantity(text);
  if ('problem' in read) throw new RangeError(`${JSON.stringify(text)}: ${read.problem}`);
  return read;
}

function unitOf(suffix: string) {
  const nanos = NANOS_OF_SUFFIX.get(suffix);
  if (nanos !== undefined) {
    const format: QuantityFormat = suffix.endsWith('i') ? 'BinarySI' : 'DecimalSI';
    return { format, multiplier: nanos, divisor: 1n };
  }
  const [, digits] = /^[eE]([-+]?\d+)$/.exec(suffix) ?? [];
  if (digits === undefined) return undefined;
  const exponent = Math.min(Number(digits), MAX_EXPONENT);
  return {
    format: 'DecimalExponent' as const,
    multiplier: NANO * 10n ** BigInt(Math.max(exponent, 0)),
    divisor: 10n ** BigInt(Math.min(Math.max(-exponent, 0), MAX_EXPONENT)),
  };
}

/** The sum; zero takes the format of what is added to it (Quantity.Add). */
export function add(one: Quantity, other: Quantity): Quantity {
  return { nano: one.nano + other.nano, format: one.nano === 0n ? other.format : one.format };
}

/** The difference; zero takes the format of what is taken from it (Quantity.Sub). */
export function subtract(one: Quantity, other: Quantity): Quantity {
  return { nano: one.nano - other.nano, format: one.nano === 0n ? other.format : one.format };
}

/** The amount times a whole number, such as a number of replicas. */
export function multiply(quantity: Quantity, times: number | bigint): Quantity {
  return { nano: quantity.nano * BigInt(times), format: quantity.format };
}

/** Below 0 where `one` is less than `other`, 0 where they are equal; for `sort`. */
export function compare(one: Quantity, other: Quantity): number {
  return one.nano === other.nano ? 0 : one.nano < other.nano ? -1 : 1;
}

/** Whether both are the same amount, however written; also where neither is there. */
export function isEqual(one: Quantity | undefined, other: Quantity | undefined): boolean {
  return one?.nano === other?.nano;
}

/** Whether one is more than the other, however they are written. */
export function isGreater(one: Quantity, other: Quantity): boolean {
  return one.nano > other.nano;
}

/** Whether it is nothing. */
export function isZero({ nano }: Quantity): boolean {
  return nano === 0n;
}

/** Nothing is not positive. */
export function isPositive(quantity: Quantity | undefined): boolean {
  return quantity !== undefined && quantity.nano > 0n;
}

/** The greater; of equal ones the first. */
export function max(one: Quantity, other: Quantity): Quantity {
  return other.nano > one.nano ? other : one;
}

/** How often `part` is in `whole`, rounded down; `part` must be positive. */
export function timesIn(part: Quantity, whole: Quantity): bigint {
  return whole.nano / part.nano;
}

/** Percent, rounded down; undefined where the whole is not positive. */
export function percentOf(part: Quantity, whole: Quantity): bigint | undefined {
  return whole.nano > 0n ? (part.nano * 100n) / whole.nano : undefined;
}

/** A number of bytes, as the kubelet tells it. */
export function fromBytes(bytes: bigint): Quantity {
  return { nano: bytes * NANO, format: 'BinarySI' };
}

/** Thousandths, as the scheduler counts cpu. */
export function fromMilli(thousandths: bigint): Quantity {
  return { nano: thousandths * (NANO / 1000n), format: 'DecimalSI' };
}

/** Thousandths, rounded up: what the scheduler and the kubelet count cpu in (MilliValue). */
export function milliValue({ nano }: Quantity): bigint {
  return dividedAwayFromZero(nano, 1_000_000n);
}

/** Whole units, rounded up: what the scheduler and the kubelet count bytes in (Value). */
export function wholeValue({ nano }: Quantity): bigint {
  return dividedAwayFromZero(nano, NANO);
}

/** The amount without what is less than a thousandth, or than one. */
export function roundedDown({ nano, format }: Quantity, to: 'milli' | 'whole'): Quantity {
  const unit = to === 'milli' ? NANO / 1000n : NANO;
  return { nano: nano - (nano % unit), format };
}

function dividedAwayFromZero(nano: bigint, unit: bigint): bigint {
  const whole = nano / unit;
  if (whole * unit === nano) return whole;
  return nano > 0n ? whole + 1n : whole - 1n;
}

/**
 * The canonical text of the API server: the largest unit that needs no fraction
 * (Quantity.CanonicalizeBytes).
 */
export function formatQuantity({ nano, format }: Quantity): string {
  if (nano === 0n) return '0';
  const isWhole = nano % NANO === 0n;
  const isSmall = nano > -1024n * NANO && nano < 1024n * NANO;
  if (format === 'BinarySI' && isWhole && !isSmall) return binaryText(nano / NANO);
  return decimalText(nano, format === 'DecimalExponent');
}

function binaryText(whole: bigint): string {
  let index = 0;
  let rest = whole;
  while (rest % 1024n === 0n && index < BINARY_SUFFIXES.length - 1) {
    rest /= 1024n;
    index += 1;
  }
  return `${rest}${BINARY_SUFFIXES[index]}`;
}

function decimalText(nano: bigint, asExponent: boolean): string {
  let exponent = -9;
  let rest = nano;
  const isLarger = () => asExponent || exponent < 18;
  while (rest % 1000n === 0n && isLarger()) {
    rest /= 1000n;
    exponent += 3;
  }
  if (!asExponent) return `${rest}${DECIMAL_SUFFIXES[exponent / 3 + 3]}`;
  return exponent === 0 ? String(rest) : `${rest}e${exponent}`;
}
