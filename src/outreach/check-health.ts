import type { CommandSource, Connection } from '../chat/chat.ts';
import type { ChatName } from '../domain/chats.ts';
import type { Clock, EpochMs } from '../domain/clock.ts';
import { type Health, healthOf, healthWhileWaiting } from '../domain/health.ts';
import type { PartName } from '../domain/part.ts';
import { type AccountRow, listAccounts } from '../store/accounts.ts';
import type { Database } from '../store/database.ts';
import { DATABASE, type PartBoard } from './part-board.ts';
import type { WaitingMessages } from './waiting-messages.ts';

interface HealthDeps {
  readonly db: Database;
  readonly clock: Clock;
  readonly board: PartBoard;
  readonly sources: ReadonlyMap<ChatName, CommandSource>;
  readonly waiting: WaitingMessages;
  /** Parts that are there beside accounts and chats. */
  readonly known: readonly PartName[];
  readonly auditDueAt: () => EpochMs;
}

export type HealthCheck = (process: { readonly isWaiting: boolean }) => Promise<Health>;

/** For whoever asks each minute: answers from what is known, and asks no vendor. */
export function createHealthCheck(deps: HealthDeps): HealthCheck {
  const { db, clock, board, sources, waiting, known } = deps;
  const startedAt = clock.now();
  let accounts: readonly AccountRow[] | null = null;
  return async ({ isWaiting }) => {
    if (isWaiting) return healthWhileWaiting(board.record(DATABASE));
    try {
      accounts = await listAccounts(db);
    } catch (error) {
      // The accounts are those that were there before.
      board.reportDatabase(error);
    }
    return healthOf({
      ...{ now: clock.now(), startedAt, known, states: board.states() },
      accounts: accounts ?? [],
      database: accounts === null ? board.record(DATABASE) : null,
      auditDueAt: deps.auditDueAt(),
      chats: [...sources].map(([chat, source]) => ({
        chat,
        lastFrameAt: lastFrameAt(source.connection()),
        waitingSince: waiting.since(chat),
      })),
    });
  };
}

function lastFrameAt(connection: Connection): EpochMs | null {
  return connection.kind === 'connected' ? connection.lastFrameAt : null;
}
