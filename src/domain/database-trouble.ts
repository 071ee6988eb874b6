/** What keeps a database from working, as far as it makes a difference to who mends it. */
export type DatabaseTrouble = 'full' | 'locked' | 'read_only' | 'no_way_in' | 'damaged' | 'device' | 'other';

/** The codes of SQLite (https://www.sqlite.org/rescode.html), of PostgreSQL and of the operating system. */
const CODES: readonly (readonly [DatabaseTrouble, RegExp])[] = [
  ['full', /^(SQLITE_FULL|ENOSPC|EDQUOT|53100)$/],
  ['locked', /^(SQLITE_BUSY|SQLITE_LOCKED|55P03$)/],
  ['read_only', /^(SQLITE_READONLY|EROFS$|25006$)/],
  ['no_way_in', /^(SQLITE_(CANTOPEN|PERM|AUTH)|EACCES$|EPERM$)/],
  ['damaged', /^(SQLITE_(NOTADB|CORRUPT)|XX00[12]$)/],
  ['device', /^(SQLITE_IOERR|EIO$|58030$)/],
];

export function databaseTrouble(code: string): DatabaseTrouble {
  return CODES.find(([, codes]) => codes.test(code))?.[0] ?? 'other';
}
