const SLOTS = 2048;
const MAX_LENGTH = 40;

/**
 * Short texts that were read lately. Pods repeat the same names, keys and quantities over and
 * over: finding one here is quicker than decoding it, and leaves nothing to collect.
 */
export class StringCache {
  readonly #texts: (string | undefined)[] = new Array(SLOTS).fill(undefined);

  /** The UTF-8 text of these bytes. */
  textAt(bytes: Buffer, start: number, length: number): string {
    if (length > MAX_LENGTH) return bytes.toString('utf8', start, start + length);
    const slot = slotOf(bytes, start, length);
    const known = this.#texts[slot];
    if (known !== undefined && isTextAt(known, bytes, start, length)) return known;
    const text = bytes.toString('utf8', start, start + length);
    // Only of ASCII each character is one byte, so that the two can be compared.
    if (text.length === length) this.#texts[slot] = text;
    return text;
  }
}

function slotOf(bytes: Buffer, start: number, length: number): number {
  let hash = length;
  for (let at = start; at < start + length; at++) hash = (hash * 31 + (bytes[at] as number)) | 0;
  return (hash ^ (hash >>> 12)) & (SLOTS - 1);
}

function isTextAt(text: string, bytes: Buffer, start: number, length: number): boolean {
  if (text.length !== length) return false;
  for (let at = 0; at < length; at++) {
    if (text.charCodeAt(at) !== bytes[start + at]) return false;
  }
  return true;
}
