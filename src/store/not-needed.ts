import type { Selectable } from 'kysely';
import type { EpochMs } from '../domain/clock.ts';
import type { RamUserKey } from '../domain/ram-user.ts';
import type { Actor } from './activity.ts';
import type { Store } from './database.ts';
import type { NotNeededTable } from './schema.ts';

/** Somebody said of a RAM user that its console login is not needed. */
export type NotNeededAnswer = Selectable<NotNeededTable>;

/** What was said about open cases since each was opened, the oldest first; what was said in an earlier one is over. */
export function listNotNeeded(store: Store): Promise<NotNeededAnswer[]> {
  return store
    .selectFrom('caseFile')
    .innerJoin('notNeeded', (join) =>
      join
        .onRef('notNeeded.accountId', '=', 'caseFile.accountId')
        .onRef('notNeeded.userId', '=', 'caseFile.userId'),
    )
    .selectAll('notNeeded')
    .where('caseFile.state', '=', 'open')
    .whereRef('notNeeded.at', '>=', 'caseFile.openedAt')
    .orderBy('notNeeded.at')
    .orderBy('notNeeded.memberId')
    .execute();
}

export function findNotNeeded(
  store: Store,
  user: RamUserKey,
  { chat, memberId }: Actor,
): Promise<NotNeededAnswer | undefined> {
  return store
    .selectFrom('notNeeded')
    .selectAll()
    .where('accountId', '=', user.accountId)
    .where('userId', '=', user.userId)
    .where('chat', '=', chat)
    .where('memberId', '=', memberId)
    .executeTakeFirst();
}

/** False where this person has said so before, since then or later. */
export async function saveNotNeeded(
  store: Store,
  user: RamUserKey,
  answer: {
    readonly actor: Actor;
    readonly displayName: string;
    readonly at: EpochMs;
    /** What was said earlier is over and can be said again. */
    readonly since: EpochMs;
  },
): Promise<boolean> {
  const { actor, displayName, at, since } = answer;
  const { accountId, userId } = user;
  const result = await store
    .insertInto('notNeeded')
    .values({ accountId, userId, chat: actor.chat, memberId: actor.memberId, displayName, at })
    .onConflict((conflict) =>
      conflict
        .columns(['accountId', 'userId', 'chat', 'memberId'])
        .doUpdateSet({ displayName, at })
        .where('notNeeded.at', '<', since),
    )
    .executeTakeFirst();
  return (result.numInsertedOrUpdatedRows ?? 0n) > 0n;
}
