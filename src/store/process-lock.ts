/** Another process sends from this database. */
export class DatabaseInUseError extends Error {
  override readonly name = 'DatabaseInUseError';
  /** `host`, `pid` and start of the other process, as it wrote them down. */
  readonly holder: string;

  constructor(holder: string) {
    super(`Another process works on this database: ${holder}`);
    this.holder = holder;
  }
}

/** Held for the life of the process that sends, and gone with it however it dies. Keep a reference: a collected one lets go. */
export interface ProcessLock {
  /** @throws {DatabaseInUseError} at once, naming who holds it */
  take(): Promise<void>;
  /**
   * Waits for its turn where a second process may stand by (a server); a file has one process at a time. `prepare` is called
   * when the other hands over, and what it prepares is waited for there; it may come late or never.
   * @throws {DatabaseInUseError} naming who holds the file
   * @throws {DatabaseError} when the server refuses; one that does not answer is asked again
   */
  takeTurn(signal: AbortSignal, prepare?: () => Promise<void>): Promise<void>;
  /** Resolves when whoever comes next is prepared, at once where nobody waits, at the latest at the signal. Still held then. */
  handOver(signal: AbortSignal): Promise<void>;
  /** Aborted when another process may hold it by now: nothing may be sent any more. */
  readonly lost: AbortSignal;
  /** Who holds it, as written down by that process; null: nobody. Takes nothing and writes nothing. */
  holder(): Promise<string | null>;
  release(): Promise<void>;
}
