import { type Random, randomCharacters } from '../random.ts';

const ID_CHARACTERS = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789';

/** An id in Slack's style: the prefix and ten characters. */
export function randomId(random: Random, prefix: string): string {
  return `${prefix}${randomCharacters(random, ID_CHARACTERS, 10)}`;
}
