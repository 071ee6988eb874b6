import { setImmediate as nextTurn } from 'node:timers/promises';
import { type CaseRow, listOpenCases } from '../store/cases.ts';
import type { Database, Store } from '../store/database.ts';

/** So many keep everything else waiting for some ten milliseconds. */
const CASES_AT_A_TIME = 200;

/** Some open cases, and what is known of them at the same instant. */
interface Part<Known> {
  readonly files: readonly CaseRow[];
  readonly known: Known;
}

/**
 * A few at a time, in their order; between them everything else gets its turn. What is settled meanwhile shows in a case and
 * in its notices, or in neither: by a notice that was sent and a case that was not told, somebody would be told again.
 */
export async function* openCasesInParts<Known>(
  db: Database,
  load: (snapshot: Store, files: readonly CaseRow[]) => Promise<Known>,
): AsyncGenerator<Part<Known>> {
  let after: CaseRow | undefined;
  do {
    const part = await db.readSnapshot(async (snapshot) => {
      const files = await listOpenCases(snapshot, { after, limit: CASES_AT_A_TIME });
      return files.length === 0 ? null : { files, known: await load(snapshot, files) };
    });
    if (part === null) return;
    yield part;
    await nextTurn();
    after = part.files.length < CASES_AT_A_TIME ? undefined : part.files.at(-1);
  } while (after !== undefined);
}
