/**
 * `damaged_row`: not written by this version · `refused`: the server, the user or the certificate is not what was meant ·
 * `away`: the server does not answer now · `newer`: a newer version has worked on it · `moved`: its content lies elsewhere now ·
 * `empty`, `not_empty`: a copy would copy nothing, or replace something
 */
const REASONS = ['damaged_row', 'refused', 'away', 'newer', 'moved', 'empty', 'not_empty'] as const;
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
