/**
 * `damaged_row`: not written by this version · `refused`: the server, the user or the certificate is not what was meant ·
 * `away`: the server does not answer now · `newer`: a newer version has worked on it · `moved`: its content lies elsewhere now ·
 * `older`: an older version was the last to work on it ·
 * `misplaced`: where it is to be there can be no file ·
 * `empty`, `not_empty`: a copy would copy nothing, or replace something
 */
const REASONS = [
  ...(['damaged_row', 'refused', 'away', 'newer', 'older', 'moved', 'misplaced'] as const),
  ...(['empty', 'not_empty'] as const),
] as const;
type DatabaseErrorReason = (typeof REASONS)[number];

/** What whoever runs the bot can mend; the message says what to do, and quotes nothing that is stored. */
export class DatabaseError extends Error {
  override readonly name = 'DatabaseError';
  readonly reason: DatabaseErrorReason;

  constructor(reason: DatabaseErrorReason, message: string, options?: ErrorOptions) {
    super(message, options);
    this.reason = reason;
  }
}

/** Somebody else holds it, the disk is full or gives up, the server is short of something or gave up waiting: the same may work later. */
const PASSING =
  /^(SQLITE_(BUSY|LOCKED|FULL|IOERR|READONLY|CANTOPEN|NOMEM|PROTOCOL)|40(001|P01)$|53|55P03$|57014$|58)/;

/** Was it the state of the database, and not what was asked of it? */
export function mayPass(error: unknown): boolean {
  if (error instanceof DatabaseError) return error.reason === 'away';
  return error instanceof Error && 'code' in error && PASSING.test(String(error.code));
}

const PRINTABLE_CODE = /^[\w.:-]{1,100}$/;

/** The driver's or the system's code, wherever it stands in the chain of causes; null: there is none. */
export function databaseCode(error: unknown): string | null {
  for (let next = error; next instanceof Error; next = next.cause) {
    if ('code' in next && PRINTABLE_CODE.test(String(next.code))) return String(next.code);
  }
  return null;
}
