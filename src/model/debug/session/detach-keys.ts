/** As kubectl attach and docker attach take them. */
export const DEFAULT_DETACH_KEYS = 'ctrl-p,ctrl-q';

/** `ctrl-` and one of these, or any one character. */
const CONTROL = '@abcdefghijklmnopqrstuvwxyz[\\]^_';

/**
 * The bytes of keys such as `ctrl-p,ctrl-q` or `~,.`; none for empty text, which switches detaching
 * off. Undefined if it cannot be read. The names are those of kubectl attach --detach-keys
 * (moby/term ascii.go).
 */
export function parseDetachKeys(text: string): readonly number[] | undefined {
  if (text === '') return [];
  const bytes = text.split(',').map((key) => {
    const control = /^ctrl-(.)$/i.exec(key)?.[1]?.toLowerCase();
    if (control !== undefined) {
      const code = CONTROL.indexOf(control);
      return code < 0 ? undefined : code;
    }
    return key.length === 1 && key.charCodeAt(0) < 128 ? key.charCodeAt(0) : undefined;
  });
  return bytes.every((byte) => byte !== undefined) ? bytes : undefined;
}

/** Keys for the container, and whether the detach keys have come behind them. */
export interface ScannedKeys {
  readonly forward: Uint8Array;
  readonly isDetached: boolean;
}

/**
 * Looks for the detach keys in what is typed. The beginning of them is held back until the next key
 * shows what it was, as kubectl does.
 */
export function detachKeyScanner(keys: readonly number[]): (typed: Uint8Array) => ScannedKeys {
  let held = 0;
  return (typed) => {
    const forward: number[] = [];
    for (const byte of typed) {
      if (keys.length > 0 && byte === keys[held]) {
        held += 1;
        if (held === keys.length) return { forward: Uint8Array.from(forward), isDetached: true };
        continue;
      }
      forward.push(...keys.slice(0, held));
      held = keys.length > 0 && byte === keys[0] ? 1 : 0;
      if (held === 0) forward.push(byte);
      else if (keys.length === 1) return { forward: Uint8Array.from(forward), isDetached: true };
    }
    return { forward: Uint8Array.from(forward), isDetached: false };
  };
}
