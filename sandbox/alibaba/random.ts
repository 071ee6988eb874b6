import { createHash } from 'node:crypto';

/** Repeatable randomness: the same seed gives the same ids, tokens and faults in the same order. */
export interface Random {
  /** 0 ≤ n < 1 */
  next(): number;
  hex(length: number): string;
  digits(length: number): string;
}

export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  // mulberry32: small, fast and good enough; nothing here is a secret.
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const characters = (alphabet: string, length: number): string =>
    Array.from({ length }, () => alphabet.charAt(Math.floor(next() * alphabet.length))).join('');
  return {
    next,
    hex: (length) => characters('0123456789abcdef', length),
    digits: (length) => `${1 + Math.floor(next() * 9)}${characters('0123456789', length - 1)}`,
  };
}

/** An 18-digit RAM id that depends on its parts alone, so that adding a user does not renumber the others. */
export function stableId(...parts: readonly string[]): string {
  const hash = createHash('sha256').update(parts.join('\n')).digest('hex');
  return `2${(BigInt(`0x${hash.slice(0, 16)}`) % 10n ** 17n).toString().padStart(17, '0')}`;
}
