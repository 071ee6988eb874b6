import { sql } from 'kysely';
import type { CommandSource } from '../chat/chat.ts';
import type { ChatName } from '../domain/chats.ts';
import type { Clock, EpochMs } from '../domain/clock.ts';
import { type Health, healthOf, standbyHealth } from '../domain/health.ts';
import type { PartName } from '../domain/part.ts';
import { type AccountRow, listAccounts } from '../store/accounts.ts';
import type { Database } from '../store/database.ts';
import { driverCode, type PartBoard } from './part-board.ts';
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

/** For whoever asks each minute: answers from what is known, and asks no vendor. */
export function createHealthCheck(deps: HealthDeps): () => Promise<Health> {
  const { db, clock, board, sources, waiting, known } = deps;
  const startedAt = clock.now();
  let accounts: readonly AccountRow[] = [];
  return async () => {
    // Away, it is a part that fails; the accounts are those that were there before.
    accounts = await listAccounts(db).catch(() => accounts);
    return healthOf({
      ...{ now: clock.now(), startedAt, known, accounts, states: board.states() },
      auditDueAt: deps.auditDueAt(),
      chats: [...sources].map(([chat, source]) => ({
        chat,
        lastFrameAt: source.isConnected() ? clock.now() : null,
        waitingSince: waiting.since(chat),
      })),
    });
  };
}

/** Of whoever waits for its turn: it needs the database, and nothing else yet. */
export function createStandbyCheck({ db, clock }: Pick<HealthDeps, 'db' | 'clock'>): () => Promise<Health> {
  let awaySince: EpochMs | null = null;
  return async () => {
    const code = await sql`select 1`.execute(db).then(() => null, driverCode);
    awaySince = code === null ? null : (awaySince ?? clock.now());
    return standbyHealth(awaySince === null || code === null ? null : { since: awaySince, code });
  };
}
