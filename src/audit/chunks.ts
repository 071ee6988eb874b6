import { setImmediate as nextTurn } from 'node:timers/promises';

/** What the database does with so many keeps everything else waiting for some ten milliseconds. */
const AT_A_TIME = 200;

/** A few users or cases at a time; between them everything else gets its turn. */
export async function* chunksOf<One>(many: readonly One[]): AsyncGenerator<readonly One[]> {
  for (let start = 0; start < many.length; start += AT_A_TIME) {
    yield many.slice(start, start + AT_A_TIME);
    await nextTurn();
  }
}
