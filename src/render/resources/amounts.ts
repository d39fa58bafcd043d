import {
  formatQuantity,
  isPositive,
  isZero,
  milliValue,
  parseQuantity,
  percentOf,
  type Quantity,
  wholeValue,
} from '../../model/resources/quantity/quantity.ts';

/** Canonical texts up to this length are as easy to read as any rounded one. */
const SHORT = 7;
/** `25024Mi`: a larger unit says it better. */
const MANY_OF_A_UNIT = /^\d{5,}[A-Z]/;
const BYTE_UNITS = ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'] as const;

/** Whether a resource is counted in bytes. */
export function isBytes(resource: string): boolean {
  return (
    resource === 'memory' || resource === 'ephemeral-storage' || resource.startsWith('hugepages-')
  );
}

/** Stands before what was rounded. */
const ROUNDED = '~';

/**
 * An amount for people: the API server's own text where that is short (`2100m`, `1536Mi`), else
 * bytes to three digits of the unit that fits, and cpu in thousandths, or in cores where there are
 * many. `~1.21Gi` is not the exact amount; `-o json` has every digit.
 */
export function amountText(resource: string, quantity: Quantity): string {
  const exact = exactText(quantity);
  if (resource === 'cpu') {
    return /^\d{1,5}m?$/.test(exact) ? exact : marked(roundedCpu(quantity), quantity);
  }
  if (!isBytes(resource)) return formatQuantity(quantity);
  const isEasy = exact.length <= SHORT && !MANY_OF_A_UNIT.test(exact);
  return isEasy ? exact : marked(roundedBytes(wholeValue(quantity)), quantity);
}

/** Exponents are for machines. */
function exactText(quantity: Quantity): string {
  const isExponent = quantity.format === 'DecimalExponent';
  return formatQuantity(isExponent ? { ...quantity, format: 'DecimalSI' } : quantity);
}

/** Parts of a thousandth are rounded up by the server itself: to it that is no other amount. */
function marked(text: string, quantity: Quantity): string {
  const isExact = milliValue(parseQuantity(text)) === milliValue(quantity);
  return isExact ? text : ROUNDED + text;
}

/**
 * The texts of the amounts in one column of a resource, whose units are alike: where bytes are
 * written in powers of 1000 and of 1024, all are told in those of 1024.
 */
export function columnText(
  resource: string,
  quantities: readonly Quantity[],
): (quantity: Quantity) => string {
  const formats = quantities.filter((each) => !isZero(each)).map(({ format }) => format);
  const isMixed = formats.includes('BinarySI') && formats.some((format) => format !== 'BinarySI');
  if (!isBytes(resource) || !isMixed) return (quantity) => amountText(resource, quantity);
  return (quantity) => amountText(resource, { ...quantity, format: 'BinarySI' });
}

/**
 * The same for lists, where the units of one column are alike: bytes always in units of 1024, to
 * three digits.
 */
export function listedAmountText(resource: string, quantity: Quantity): string {
  if (!isBytes(resource)) return amountText(resource, quantity).replace(ROUNDED, '');
  const text = formatQuantity(quantity);
  return BINARY_AND_SHORT.test(text) || isZero(quantity)
    ? text
    : roundedBytes(wholeValue(quantity));
}

const BINARY_AND_SHORT = /^-?\d{1,4}[KMGTPE]i$/;

const MANY_MILLICORES = 100_000n;

/** Parts of a thousandth are rounded up, as the kubelet does; of many cores only whole ones tell. */
function roundedCpu(quantity: Quantity): string {
  const millicores = milliValue(quantity);
  const isMany = millicores >= MANY_MILLICORES || millicores <= -MANY_MILLICORES;
  if (!isMany && millicores % 1000n !== 0n) return `${millicores}m`;
  const half = millicores < 0n ? -500n : 500n;
  return String((millicores + half) / 1000n);
}

function roundedBytes(bytes: bigint): string {
  const sign = bytes < 0n ? '-' : '';
  let rest = bytes < 0n ? -bytes : bytes;
  let index = 0;
  // One step of the unit is kept below the point, so that no float is needed.
  while (rest >= 1024n * 1024n && index < BYTE_UNITS.length - 2) {
    rest /= 1024n;
    index += 1;
  }
  if (rest < 1024n) return `${sign}${rest}${BYTE_UNITS[index]}`;
  const whole = rest / 1024n;
  const decimals = whole < 10n ? 2 : whole < 100n ? 1 : 0;
  const scale = 10n ** BigInt(decimals);
  const scaled = (rest * scale + 512n) / 1024n;
  const text = String(scaled / scale);
  const fraction = decimals === 0 ? '' : `.${String(scaled % scale).padStart(decimals, '0')}`;
  return `${sign}${text}${fraction.replace(/\.?0+$/, '')}${BYTE_UNITS[index + 1]}`;
}

/** `71%`: a share in whole percent, rounded down; undefined of nothing. */
export function percentText(part: Quantity, whole: Quantity): string | undefined {
  const share = percentOf(part, whole);
  if (share === undefined) return undefined;
  return share === 0n && isPositive(part) ? '<1%' : `${share}%`;
}
