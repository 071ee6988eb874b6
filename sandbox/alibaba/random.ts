import { createHash } from 'node:crypto';
import { createRandom as createDice, randomCharacters } from '../random.ts';

/** Repeatable randomness: the same seed gives the same ids, tokens and faults in the same order. */
export interface Random {
  /** 0 ≤ n < 1 */
  next(): number;
  hex(length: number): string;
  digits(length: number): string;
}

export function createRandom(seed: number): Random {
  const next = createDice(seed);
  return {
    next,
    hex: (length) => randomCharacters(next, '0123456789abcdef', length),
    digits: (length) => `${1 + Math.floor(next() * 9)}${randomCharacters(next, '0123456789', length - 1)}`,
  };
}

/** An 18-digit RAM id that depends on its parts alone, so that adding a user does not renumber the others. */
export function stableId(...parts: readonly string[]): string {
  const hash = createHash('sha256').update(parts.join('\n')).digest('hex');
  return `2${(BigInt(`0x${hash.slice(0, 16)}`) % 10n ** 17n).toString().padStart(17, '0')}`;
}
