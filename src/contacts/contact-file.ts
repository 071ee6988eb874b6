import { CsvError, parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import { CHAT_NAMES, type ChatName } from '../domain/chats.ts';

type ContactColumn = 'account' | 'user' | ChatName | 'manager' | 'owner';
export const CONTACT_COLUMNS: readonly ContactColumn[] = [
  'account',
  'user',
  ...CHAT_NAMES,
  'manager',
  'owner',
];

/** One line of the file: what stands in each column, trimmed; nothing where the column is missing. */
export interface ContactRow extends Readonly<Record<ContactColumn, string>> {
  /** As an editor counts. */
  readonly line: number;
}

/** A line that cannot be used, and why, in one sentence. */
export interface BadRow {
  readonly line: number;
  readonly why: string;
}

export interface ContactFile {
  readonly rows: readonly ContactRow[];
  readonly bad: readonly BadRow[];
}

/** The file as a whole cannot be read; the message says what to do. */
export class ContactFileError extends Error {
  override readonly name = 'ContactFileError';
}

const BYTES_MAX = 10 * 1024 * 1024;

/** @throws {ContactFileError} where not even the lines can be told apart */
export function parseContactFile(bytes: Uint8Array): ContactFile {
  const [header, ...records] = recordsOf(textOf(bytes));
  if (header === undefined || header.cells.length === 0) throw new ContactFileError('The file is empty.');
  const columns = columnsOf(header.cells);
  const rows: ContactRow[] = [];
  const bad: BadRow[] = [];
  for (const { line, cells } of records) {
    const why = whyNot(cells, columns);
    if (why === null) rows.push(rowOf(line, cells, columns));
    else bad.push({ line, why });
  }
  return { rows, bad };
}

/** Excel's ordinary CSV is in the machine's own encoding: guessing it would link the wrong people. */
function textOf(bytes: Uint8Array): string {
  if (bytes.length > BYTES_MAX) throw new ContactFileError('The file is larger than 10 MB: split it.');
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new ContactFileError(
      'The file is not in UTF-8 (Excel saves GBK or UTF-16 unless told otherwise): save it as "CSV UTF-8".',
    );
  }
}

interface CsvRecord {
  readonly line: number;
  readonly cells: readonly string[];
}

/** With `info`, for which the library's types have no word. */
interface WithInfo {
  readonly record: readonly string[];
  readonly info: { readonly lines: number };
}

function recordsOf(text: string): readonly CsvRecord[] {
  try {
    const options = { info: true, relax_column_count: true, skip_empty_lines: true, trim: true } as const;
    const parsed = parse(text, options) as unknown as readonly WithInfo[];
    // `lines` counts to the end of the record.
    return parsed.map(({ record, info }) => ({ line: info.lines - breaksIn(record), cells: record }));
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw new ContactFileError(`The file is no CSV, and nothing of it was used: ${error.message}.`);
  }
}

const breaksIn = (cells: readonly string[]) => cells.join('').split(/\r\n|\r|\n/u).length - 1;

function columnsOf(header: readonly string[]): readonly ContactColumn[] {
  const [only = '', ...others] = header;
  const other = others.length === 0 ? (/[;\t]/u.exec(only)?.[0] ?? null) : null;
  if (other !== null) {
    const name = other === ';' ? 'semicolons' : 'tabs';
    throw new ContactFileError(
      `The columns are separated by ${name} (as Excel does in some countries): separate them by commas.`,
    );
  }
  const names = header.map((name) => name.toLowerCase());
  const columns = CONTACT_COLUMNS.filter((column) => names.includes(column));
  const isWrong = new Set(names).size < names.length || columns.length < names.length;
  if (isWrong || !columns.includes('user')) {
    throw new ContactFileError(
      `The first line must name the columns, ${CONTACT_COLUMNS.join(',')}, and it says ${header.join(',')}.`,
    );
  }
  return names as readonly ContactColumn[];
}

/** What spreadsheets take for a formula; a mobile number may begin with a plus. */
const FORMULA = /^(?:[=@-]|\+(?!\d))/u;

function whyNot(cells: readonly string[], columns: readonly ContactColumn[]): string | null {
  if (cells.length !== columns.length) {
    return `has ${cells.length} cells where the first line has ${columns.length}; put a cell with a comma in it into quotes.`;
  }
  const formula = columns.find((_, index) => FORMULA.test(cells[index] ?? ''));
  if (formula !== undefined) return `${formula} is a formula: write what it should say.`;
  return cells[columns.indexOf('user')] === '' ? 'names no user.' : null;
}

function rowOf(line: number, cells: readonly string[], columns: readonly ContactColumn[]): ContactRow {
  const named = CONTACT_COLUMNS.map((column) => [column, cells[columns.indexOf(column)] ?? '']);
  return { line, ...(Object.fromEntries(named) as Record<ContactColumn, string>) };
}

/** A file to start from: the columns, and a line for each of these users. */
export function contactTemplate(
  users: readonly { readonly account: string; readonly user: string }[],
): string {
  // What a spreadsheet would run as a formula is written as words.
  return stringify([...users], { header: true, columns: [...CONTACT_COLUMNS], escape_formulas: true });
}
