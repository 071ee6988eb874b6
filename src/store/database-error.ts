const REASONS = ['damaged_row'] as const;
type DatabaseErrorReason = (typeof REASONS)[number];

/** What whoever runs the bot can mend; the message says what to do, and quotes nothing that is stored. */
export class DatabaseError extends Error {
  override readonly name = 'DatabaseError';
  readonly reason: DatabaseErrorReason;

  constructor(reason: DatabaseErrorReason, message: string) {
    super(message);
    this.reason = reason;
  }
}
