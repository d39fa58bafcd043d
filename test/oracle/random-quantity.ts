import type { Random } from './random.ts';

const USUAL = [
  ...['1', '2', '8', '100m', '250m', '500m', '1500m', '2100m', '0.5', '1.5', '3200m'],
  ...['64Mi', '128Mi', '1Gi', '1.5Gi', '4Gi', '500M', '2G', '1Ti', '1048576', '2Mi'],
];
const ZEROS = ['0', '0m', '0Gi', '0E', '0e3', '0.000', '.0', '00', '-0', 'm', 'Gi', '.', '+'];
const ODD = ['+5', '007', '1.500', '0.500', '1.', '.5', '1000m', '1024', '1024Ki', '1000k', '1E3'];
const TINY = ['1n', '999n', '1u', '100u', '0.1m', '1.0001m', '0.0000000001', '1e-12', '0.3Ki'];
const HUGE = [
  ...['9E', '7Ei', '8Ei', '20Ei', '9223372036854775807', '9223372036854775808', '9007199254740993'],
  ...[
    '18446744073709551615',
    '99999999999999999999',
    '20E',
    '1000E',
    '1e25',
    '123456789e18',
    '1e60',
  ],
];
const SUFFIXES = [
  ...['n', 'u', 'm', '', 'k', 'M', 'G', 'T', 'P', 'E'],
  ...['Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'],
];
/** Of what any part of a quantity is written with, and some characters that are in none. */
const ALPHABET = [
  ...'0123456789',
  ...'.+-eEinumkKMGTP',
  '0',
  '1',
  '00',
  '.',
  'e',
  'i',
  ' ',
  'x',
  ',',
];

/** A quantity that the API server takes, never negative. */
export function randomQuantity(random: Random): string {
  const draw = random.below(100);
  if (draw < 45) return random.pick(USUAL);
  if (draw < 52) return random.pick(ZEROS);
  if (draw < 56) return random.pick(ODD);
  if (draw < 60) return random.pick(TINY);
  if (draw < 62) return random.pick(HUGE);
  return randomNumber(random) + (random.percent(75) ? random.pick(SUFFIXES) : exponent(random));
}

/**
 * Something near a quantity: mostly none. Exponents of three digits are left out: what Kubernetes
 * takes there would fill the memory of both sides.
 */
export function randomQuantityText(random: Random): string {
  const text = randomText(random);
  return hasHugeExponent(text) ? randomQuantityText(random) : text;
}

/** The text without one of its characters. */
export function shorterTexts(text: string): readonly string[] {
  const shorter = Array.from(text, (_, index) => text.slice(0, index) + text.slice(index + 1));
  return shorter.filter((each) => !hasHugeExponent(each));
}

function hasHugeExponent(text: string): boolean {
  return /[eE][-+]?0*[1-9]\d{2,}\s*$/.test(text);
}

function randomText(random: Random): string {
  if (random.percent(10)) {
    return Array.from({ length: random.below(8) }, () => random.pick(ALPHABET)).join('');
  }
  const sign = random.percent(20) ? random.pick(['-', '+']) : '';
  let text = sign + randomQuantity(random);
  while (random.percent(40)) {
    const at = random.below(text.length + 1);
    text = text.slice(0, at) + random.pick(ALPHABET) + text.slice(at + random.below(3));
  }
  return text;
}

function randomNumber(random: Random): string {
  const whole = String(random.below(10 ** (1 + random.below(5))));
  if (random.percent(60)) return whole;
  return `${whole}.${digits(random, 1 + random.below(12))}`;
}

function digits(random: Random, length: number): string {
  return Array.from({ length }, () => random.below(10)).join('');
}

function exponent(random: Random): string {
  return `${random.pick(['e', 'E'])}${random.pick(['', '+', '-'])}${random.below(10)}`;
}
