import { type CheckLine, failed, ok } from '../domain/check-line.ts';
import type { EpochMs } from '../domain/clock.ts';
import type { Meanings } from '../domain/code-meaning.ts';
import { partStates } from '../domain/part.ts';
import { partTodo } from '../domain/texts/texts.ts';
import type { Database } from '../store/database.ts';
import { listAspects } from '../store/parts.ts';

export const PARTS = 'running bot, parts';

/** What the running bot has seen of itself, from its database. */
export async function checkParts(
  db: Database,
  meanings: Meanings,
  now: EpochMs,
): Promise<readonly CheckLine[]> {
  const states = partStates(await listAspects(db), now);
  if (states.length === 0) return [];
  const lines = states.flatMap((state) => {
    if (state.status === 'working') return [];
    const { part, aspect, since, code } = state;
    const what = aspect === 'whole' ? part : `${part}, ${aspect}`;
    const detail = `${what} fails since ${new Date(since).toISOString()} (${code})`;
    return [failed(PARTS, detail, partTodo(part, code, meanings))];
  });
  return lines.length > 0 ? lines : [ok(PARTS, 'all that it has seen work')];
}
