import { randomInt } from 'node:crypto';

const RANGE = 2 ** 47;

/** In [0, 1), from the operating system: codes that admins confirm with must not be guessable. */
export const systemRandom = (): number => randomInt(RANGE) / RANGE;
