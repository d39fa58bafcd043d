/** Choices that look random and that the same seed makes again. */
export interface Random {
  /** A whole number from 0 to below the limit. */
  below(limit: number): number;
  /** Yes, so many times in a hundred. */
  percent(share: number): boolean;
  pick<T>(items: readonly T[]): T;
}

/** Marsaglia's xorshift with 32 bits of state. */
export function randomFrom(seed: number): Random {
  let state = Math.imul(seed, 0x9e3779b1) | 1;
  const below = (limit: number) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return Math.floor(((state >>> 0) / 2 ** 32) * limit);
  };
  return {
    below,
    percent: (share) => below(100) < share,
    pick: <T>(items: readonly T[]) => items[below(items.length)] as T,
  };
}
