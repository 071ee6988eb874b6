/** Numbers in [0, 1) that repeat for the same seed (mulberry32). */
export type Random = () => number;

export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const ID_CHARACTERS = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789';

/** An id in Slack's style: the prefix and ten characters. */
export function randomId(random: Random, prefix: string): string {
  const characters = Array.from({ length: 10 }, () => ID_CHARACTERS[Math.floor(random() * 32)]);
  return `${prefix}${characters.join('')}`;
}
