import { createHash } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import { join } from 'node:path';
import { stringify } from 'csv-stringify/sync';
import type { Row, Value } from './concepts.ts';

export interface WrittenFile {
  readonly name: string;
  readonly sha256: string;
  /** null: not a table. */
  readonly rows: number | null;
}

/** How rows become text. */
export interface RowFormat {
  readonly extension: string;
  /** The head of the file. */
  begin(columns: readonly string[]): string;
  lines(rows: readonly Row[], columns: readonly string[]): string;
}

const BYTE_ORDER_MARK = '\uFEFF';

export const CSV: RowFormat = {
  extension: 'csv',
  begin: (columns) => BYTE_ORDER_MARK + stringify([[...columns]], { record_delimiter: '\r\n' }),
  lines: (rows, columns) =>
    stringify(
      rows.map((row) => columns.map((name) => asText(row[name] ?? null))),
      // No cell is a formula to a spreadsheet.
      { escape_formulas: true, record_delimiter: '\r\n' },
    ),
};

const asText = (value: Value) => (value === null ? '' : String(value));

export const JSON_LINES: RowFormat = {
  extension: 'jsonl',
  begin: () => '',
  lines: (rows, columns) =>
    rows
      .map(
        (row) => `${JSON.stringify(Object.fromEntries(columns.map((name) => [name, row[name] ?? null])))}\n`,
      )
      .join(''),
};

const OWNER_ONLY = 0o600;
const ROWS_AT_A_TIME = 500;

/** Row by row into a new file, hashed on the way; never all of it at once. */
export async function writeTable(
  folder: string,
  table: { readonly name: string; readonly columns: readonly string[]; readonly rows: AsyncIterable<Row> },
  format: RowFormat,
): Promise<WrittenFile> {
  const { columns } = table;
  let [count, batch]: [number, Row[]] = [0, []];
  return writeFile(folder, `${table.name}.${format.extension}`, async (write) => {
    await write(format.begin(columns));
    for await (const row of table.rows) {
      batch.push(row);
      count += 1;
      if (batch.length < ROWS_AT_A_TIME) continue;
      await write(format.lines(batch, columns));
      batch = [];
    }
    await write(format.lines(batch, columns));
    return count;
  });
}

export function writeText(folder: string, name: string, text: string): Promise<WrittenFile> {
  return writeFile(folder, name, async (write) => {
    await write(text);
    return null;
  });
}

async function writeFile(
  folder: string,
  name: string,
  work: (write: (text: string) => Promise<void>) => Promise<number | null>,
): Promise<WrittenFile> {
  const file = await open(join(folder, name), 'wx', OWNER_ONLY);
  const hash = createHash('sha256');
  try {
    const rows = await work(async (text) => {
      hash.update(text, 'utf8');
      await writeAll(file, text);
    });
    await file.sync();
    return { name, sha256: hash.digest('hex'), rows };
  } finally {
    await file.close();
  }
}

async function writeAll(file: FileHandle, text: string): Promise<void> {
  if (text !== '') await file.appendFile(text, 'utf8');
}
