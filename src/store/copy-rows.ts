import { createHash } from 'node:crypto';
import { CompiledQuery, type QueryExecutor } from 'kysely';
import type { Store } from './database.ts';
import { isPostgres } from './migrations/dialect.ts';
import { TABLE_KEYS } from './schema.ts';

type Value = string | number | null;
type Row = Readonly<Record<string, Value>>;

/** Named as in the database, each after those it refers to. */
export const TABLE_NAMES: readonly string[] = Object.keys(TABLE_KEYS).map(inDatabase);
const KEYS: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries(TABLE_KEYS).map(([table, columns]) => [inDatabase(table), columns.map(inDatabase)]),
);

function inDatabase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** SQLite takes 32,766 parameters a statement; no table has 60 columns. */
const ROWS_PER_STATEMENT = 500;

/** Past the query builder: taking a statement of thousands of values apart costs it more than the database. */
export async function copyRows(from: Store, to: Store, table: string): Promise<void> {
  for await (const page of pagesOf(from, table)) await insert(to, table, page);
}

/** So many rows, and a sum of all they hold that does not depend on their order. */
export interface TableContent {
  readonly rows: number;
  readonly sum: string;
}

export async function contentOf(store: Store, table: string): Promise<TableContent> {
  const sum = Buffer.alloc(32);
  let rows = 0;
  for await (const page of pagesOf(store, table)) {
    for (const row of page) addTo(sum, row);
    rows += page.length;
  }
  return { rows, sum: sum.toString('hex') };
}

function addTo(sum: Buffer, row: Row): void {
  const columns = Object.entries(row).sort(([one], [other]) => (one < other ? -1 : 1));
  const digest = createHash('sha256').update(JSON.stringify(columns)).digest();
  for (const [index, byte] of digest.entries()) sum[index] = (sum[index] ?? 0) ^ byte;
}

/** By the key and not by a cursor: both databases read so, and neither holds all rows at once. */
async function* pagesOf(store: Store, table: string): AsyncGenerator<readonly Row[]> {
  const executor = store.getExecutor().withoutPlugins();
  const key = KEYS.get(table) ?? [];
  const order = key.map(quoted).join(', ');
  let last: Row | undefined;
  do {
    const after = last;
    const values = after === undefined ? [] : key.map((name) => after[name] ?? null);
    const rest = after === undefined ? '' : `where (${order}) > (${placeholders(executor, values.length)})`;
    const page = `select * from ${quoted(table)} ${rest} order by ${order} limit ${ROWS_PER_STATEMENT}`;
    const { rows } = await executor.executeQuery<Row>(CompiledQuery.raw(page, values));
    if (rows.length > 0) yield rows.map(withoutNul);
    last = rows.length < ROWS_PER_STATEMENT ? undefined : rows.at(-1);
  } while (last !== undefined);
}

async function insert(store: Store, table: string, rows: readonly Row[]): Promise<void> {
  const executor = store.getExecutor().withoutPlugins();
  const columns = Object.keys(rows[0] ?? {});
  const values = rows.flatMap((row) => columns.map((name) => row[name] ?? null));
  const marks = rows.map((_, index) => `(${placeholders(executor, columns.length, index * columns.length)})`);
  const text = `insert into ${quoted(table)} (${columns.map(quoted).join(', ')}) values ${marks.join(', ')}`;
  await executor.executeQuery(CompiledQuery.raw(text, values));
}

const quoted = (name: string) => `"${name}"`;

function placeholders(executor: QueryExecutor, count: number, before = 0): string {
  const mark = isPostgres(executor) ? (index: number) => `$${before + index + 1}` : () => '?';
  return Array.from({ length: count }, (_, index) => mark(index)).join(', ');
}

/** The one character that PostgreSQL takes in no text. */
function withoutNul(row: Row): Row {
  const isClean = Object.values(row).every((value) => typeof value !== 'string' || !value.includes('\0'));
  if (isClean) return row;
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => [
      name,
      typeof value === 'string' ? value.replaceAll('\0', '') : value,
    ]),
  );
}
