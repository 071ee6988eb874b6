import type { Random } from '../random.ts';

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
