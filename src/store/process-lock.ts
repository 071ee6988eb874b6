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

/** What happens while a process waits for its turn. */
export interface Waiting {
  /** The active one hands over, and waits for what this prepares; it may be called late or never. */
  prepare(): Promise<void>;
  /** The database does not answer; called each time it is asked. */
  away(error: unknown): void;
  /** It does again, and it is this process's turn or another's. */
  answers(isOurTurn: boolean): void;
}

/** Held for the life of the process that sends, and gone with it however it dies. Keep a reference: a collected one lets go. */
export interface ProcessLock {
  /** Is there a turn to wait for, or is a second process one too many? */
  readonly canBeWaitedFor: boolean;
  /** @throws {DatabaseInUseError} at once, naming who holds it */
  take(): Promise<void>;
  /**
   * Waits for its turn where a second process may stand by (a server); a file has one process at a time.
   * @throws {DatabaseInUseError} naming who holds the file
   * @throws {DatabaseError} when the server refuses; one that does not answer is asked again
   */
  takeTurn(signal: AbortSignal, waiting?: Waiting): Promise<void>;
  /** Resolves when whoever comes next is prepared, at once where nobody waits, at the latest at the signal. Still held then. */
  handOver(signal: AbortSignal): Promise<void>;
  /** Aborted when another process may hold it by now: nothing may be sent any more. */
  readonly lost: AbortSignal;
  /** Who holds it, as written down by that process; null: nobody. Takes nothing and writes nothing. */
  holder(): Promise<string | null>;
  release(): Promise<void>;
}
