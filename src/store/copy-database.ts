import { existsSync } from 'node:fs';
import { CompiledQuery } from 'kysely';
import type { Log } from '../log.ts';
import { contentOf, copyRows, TABLE_NAMES, type TableContent } from './copy-rows.ts';
import { databaseOn, dialectOf, openDatabase, type Store } from './database.ts';
import { DatabaseError } from './database-error.ts';
import { type DatabasePlace, placeUrl } from './database-place.ts';
import { isPostgres } from './migrations/dialect.ts';
import { migrateToLatest } from './migrations.ts';
import { UNHURRIED } from './postgres.ts';
import { processLockOf } from './process-lock-of.ts';
import { markAsMoved, movedTo } from './relocation.ts';
import { isSound, verifyActivity } from './verify-activity.ts';

export interface CopiedRows {
  readonly tables: number;
  readonly rows: number;
  /** Is the record of who did what, there as here, as it was written? */
  readonly isRecordSound: boolean;
}

/** All but the mark that says where the content lies, which is each database's own. */
const COPIED = TABLE_NAMES.filter((table) => table !== 'relocation');

/**
 * Moves the content: whole or not at all, read back from there, and the database it came from marked as moved. Nobody else
 * works on either meanwhile.
 * @throws {DatabaseInUseError} naming who works on one of them
 * @throws {DatabaseError} when one of them cannot be worked with, or the copy would replace something
 */
export async function copyDatabase(
  from: DatabasePlace,
  to: DatabasePlace,
  by: { readonly startedAt: Date; readonly log: Log },
): Promise<CopiedRows> {
  if (placeUrl(from) === placeUrl(to)) throw new DatabaseError('not_empty', 'Both are the same database');
  if (from.kind === 'file' && !existsSync(from.path)) throw nothingIn(from);
  const locks = [from, to].map((place) => processLockOf(place, by));
  const isOurs = () => {
    for (const { lost } of locks) lost.throwIfAborted();
  };
  try {
    for (const lock of locks) await lock.take();
    return await copyBetween({ from, to, isOurs, at: by.startedAt });
  } finally {
    for (const lock of locks) await lock.release();
  }
}

interface Move {
  readonly from: DatabasePlace;
  readonly to: DatabasePlace;
  readonly at: Date;
  /** @throws when another process may work on one of them by now */
  readonly isOurs: () => void;
}

async function copyBetween({ from, to, at, isOurs }: Move): Promise<CopiedRows> {
  const source = await openDatabase(from, UNHURRIED);
  const target = databaseOn(dialectOf(to, UNHURRIED));
  try {
    await migrateToLatest(target);
    const content = await contentOfAll(source);
    const rows = sumOf(content);
    if (rows === 0) throw nothingIn(from);
    if (!(await isAlreadyThere(target, { content, from, to }))) {
      await source.readSnapshot((snapshot) =>
        target.inTransaction(async (trx) => {
          await replace(snapshot, trx, content);
          isOurs();
        }),
      );
    }
    await markAsMoved(source, placeUrl(to), at.getTime());
    const isRecordSound = isSound(await verifyActivity(target, null));
    return { tables: COPIED.length, rows, isRecordSound };
  } finally {
    await Promise.all([source.destroy(), target.destroy()]);
  }
}

type Content = ReadonlyMap<string, TableContent>;

async function contentOfAll(store: Store): Promise<Content> {
  const content = new Map<string, TableContent>();
  for (const table of COPIED) content.set(table, await contentOf(store, table));
  return content;
}

const sumOf = (content: Content) => [...content.values()].reduce((sum, { rows }) => sum + rows, 0);

/**
 * True after a copy that was cut short before the mark. What was moved from there to here may be replaced.
 * @throws {DatabaseError} when the target holds anything else
 */
async function isAlreadyThere(
  target: Store,
  {
    content,
    from,
    to,
  }: { readonly content: Content; readonly from: DatabasePlace; readonly to: DatabasePlace },
): Promise<boolean> {
  const url = await movedTo(target);
  if (url === placeUrl(from)) return false;
  const present = await contentOfAll(target);
  if (url === null && sumOf(present) === 0) return false;
  if (url === null && isSame(present, content)) return true;
  const advice = url === null ? 'name an empty database' : `its content was moved to ${url}, copy from there`;
  throw new DatabaseError('not_empty', `${placeUrl(to)} is not empty: ${advice}`);
}

function isSame(one: Content, other: Content): boolean {
  return COPIED.every((table) => JSON.stringify(one.get(table)) === JSON.stringify(other.get(table)));
}

async function replace(source: Store, target: Store, content: Content): Promise<void> {
  for (const table of [...TABLE_NAMES].reverse()) await run(target, `delete from "${table}"`);
  for (const table of COPIED) await copyRows(source, target, table);
  if (isPostgres(target.getExecutor())) await goOnCounting(target);
  const copied = await contentOfAll(target);
  if (isSame(copied, content)) return;
  throw new Error('What was read back is not what was copied; nothing was changed');
}

/** The server counts ids up by itself and was never asked for those that came along. */
async function goOnCounting(target: Store): Promise<void> {
  const { rows } = await target.getExecutor().executeQuery<{ table: string; column: string }>(
    CompiledQuery.raw(`select table_name as "table", column_name as "column" from information_schema.columns
      where is_identity = 'YES' and table_schema = current_schema()`),
  );
  for (const { table, column } of rows) {
    await run(
      target,
      `select setval(pg_get_serial_sequence('${table}', '${column}'), max("${column}"))
        from "${table}" having max("${column}") is not null`,
    );
  }
}

async function run(store: Store, statement: string): Promise<void> {
  await store.getExecutor().executeQuery(CompiledQuery.raw(statement));
}

function nothingIn(place: DatabasePlace): DatabaseError {
  return new DatabaseError('empty', `There is nothing in ${placeUrl(place)} to copy: check --from`);
}
