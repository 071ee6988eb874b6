import SqliteDatabase from 'better-sqlite3';
import { DatabaseError as ServerError } from 'pg';

/** What a database answers when it cannot do what was asked, in the words of its driver. */
const TROUBLES = {
  busy: { file: 'SQLITE_BUSY', server: '55P03' },
  'disk full': { file: 'SQLITE_FULL', server: '53100' },
  'I/O error': { file: 'SQLITE_IOERR_WRITE', server: '58030' },
} as const;
export type Trouble = keyof typeof TROUBLES;

export function troubleIn(database: 'file' | 'server', trouble: Trouble): Error {
  const code = TROUBLES[trouble][database];
  if (database === 'file') return new SqliteDatabase.SqliteError(trouble, code);
  return Object.assign(new ServerError(trouble, 0, 'error'), { code });
}
