import { setImmediate as nextTurn } from 'node:timers/promises';
import type { ReadUser } from '../alibaba/accounts.ts';

/** What the database does with so many keeps everything else waiting for some ten milliseconds. */
const USERS_AT_A_TIME = 200;

/** A few users at a time; between them everything else gets its turn. */
export async function* chunksOf(users: readonly ReadUser[]): AsyncGenerator<readonly ReadUser[]> {
  for (let start = 0; start < users.length; start += USERS_AT_A_TIME) {
    yield users.slice(start, start + USERS_AT_A_TIME);
    await nextTurn();
  }
}
