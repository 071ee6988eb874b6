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

export function pick<T>(random: Random, from: readonly T[]): T | undefined {
  return from[Math.floor(random() * from.length)];
}

function randomBytes(random: Random, length: number): Buffer {
  return Buffer.from(Array.from({ length }, () => Math.floor(random() * 256)));
}

export function randomHex(random: Random, length: number): string {
  return randomBytes(random, Math.ceil(length / 2))
    .toString('hex')
    .slice(0, length);
}

/** With `+`, `/` and `=` in it, as conversation, message and query keys have them. */
export function randomBase64(random: Random, prefix: string): string {
  return `${prefix}${randomBytes(random, 16).toString('base64')}`;
}

export function randomUuid(random: Random): string {
  return randomHex(random, 32).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
