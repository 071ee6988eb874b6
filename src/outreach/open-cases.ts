import { chunksOf } from '../audit/chunks.ts';
import { listOpenCaseIds } from '../store/cases.ts';
import type { Database, Store } from '../store/database.ts';

/** Some open cases, and what is known of them at the same instant. */
interface Part<File, Known> {
  readonly files: readonly File[];
  readonly known: Known;
}

/** What is read of open cases. */
export interface ReadingOfCases<File, Known> {
  /** Those of some cases that are still open. */
  list(snapshot: Store, caseIds: readonly number[]): Promise<readonly File[]>;
  /** Of these cases. */
  load(snapshot: Store, files: readonly File[]): Promise<Known>;
}

/**
 * A few at a time, in the order they were opened; between them everything else gets its turn. What is settled meanwhile shows
 * in a case and in its notices, or in neither: by a notice that was sent and a case that was not told, somebody would be told
 * again. What is opened meanwhile is for the next time.
 */
export async function* openCasesInParts<File, Known>(
  db: Database,
  { list, load }: ReadingOfCases<File, Known>,
): AsyncGenerator<Part<File, Known>> {
  for await (const those of chunksOf(await listOpenCaseIds(db))) {
    const part = await db.readSnapshot(async (snapshot) => {
      const files = await list(snapshot, those);
      return files.length === 0 ? null : { files, known: await load(snapshot, files) };
    });
    if (part !== null) yield part;
  }
}
