import type { Selectable } from 'kysely';
import type { ActivityKind } from '../domain/activity.ts';
import type { ChatName } from '../domain/chats.ts';
import type { EpochMs } from '../domain/clock.ts';
import type { ConfirmationRefusal } from '../domain/confirmation.ts';
import type { AccountId, RamUserKey, UserId } from '../domain/ram-user.ts';
import type { Store } from './database.ts';
import type { ActivityTable } from './schema.ts';

export type ActivityRow = Selectable<ActivityTable>;

export interface Actor {
  readonly chat: ChatName;
  readonly memberId: string;
}

export interface Activity {
  readonly kind: ActivityKind;
  /** null = the bot by itself. */
  readonly actor?: Actor | null;
  readonly accountId?: AccountId | null;
  readonly userId?: UserId | null;
  readonly detail?: string | null;
}

/** Adds to the record of who did what. Written in the same transaction as what it records. */
export async function recordActivity(
  store: Store,
  at: EpochMs,
  activities: readonly Activity[],
): Promise<void> {
  const rows = activities.map((activity) => ({
    at,
    kind: activity.kind,
    actorChat: activity.actor?.chat ?? null,
    actorMemberId: activity.actor?.memberId ?? null,
    accountId: activity.accountId ?? null,
    userId: activity.userId ?? null,
    detail: activity.detail ?? null,
  }));
  for (let start = 0; start < rows.length; start += 1000) {
    await store
      .insertInto('activity')
      .values(rows.slice(start, start + 1000))
      .execute();
  }
}

/** One user's record, newest first. */
export function listActivityOfUser(store: Store, user: RamUserKey, limit: number): Promise<ActivityRow[]> {
  return store
    .selectFrom('activity')
    .selectAll()
    .where('accountId', '=', user.accountId)
    .where('userId', '=', user.userId)
    .orderBy('activityId', 'desc')
    .limit(limit)
    .execute();
}

export async function countActivityOfUser(store: Store, user: RamUserKey): Promise<number> {
  const row = await store
    .selectFrom('activity')
    .select((eb) => eb.fn.countAll<number>().as('total'))
    .where('accountId', '=', user.accountId)
    .where('userId', '=', user.userId)
    .executeTakeFirstOrThrow();
  return Number(row.total);
}

const GUESSES: readonly ConfirmationRefusal[] = ['unknown_code', 'not_yours', 'too_many_tries'];

/** Codes that one person typed since then and that are nobody's, or somebody else's. */
export async function countRefusedCodes(store: Store, actor: Actor, since: EpochMs): Promise<number> {
  const row = await store
    .selectFrom('activity')
    .select(({ fn }) => fn.countAll<number>().as('total'))
    .where('kind', '=', 'code_refused')
    .where('detail', 'in', GUESSES)
    .where('actorChat', '=', actor.chat)
    .where('actorMemberId', '=', actor.memberId)
    .where('at', '>=', since)
    .executeTakeFirstOrThrow();
  return Number(row.total);
}
