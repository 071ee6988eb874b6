import type { Selectable } from 'kysely';
import type { ActivityKind } from '../domain/activity.ts';
import type { ChatName } from '../domain/chats.ts';
import type { EpochMs } from '../domain/clock.ts';
import type { ConfirmationRefusal } from '../domain/confirmation.ts';
import type { AccountId, RamUserKey, UserId } from '../domain/ram-user.ts';
import { appendToChain } from './activity-chain.ts';
import type { Database, Store } from './database.ts';
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

/** Adds to the record of who did what. Written in the same transaction as what it records, or in one of its own. */
export async function recordActivity(
  store: Store | Database,
  at: EpochMs,
  activities: readonly Activity[],
): Promise<void> {
  if (activities.length === 0) return;
  const added = activities.map((activity) => ({
    at: Math.round(at),
    kind: activity.kind,
    actorChat: activity.actor?.chat ?? null,
    actorMemberId: activity.actor?.memberId ?? null,
    accountId: activity.accountId ?? null,
    userId: activity.userId ?? null,
    detail: activity.detail == null ? null : asStored(activity.detail),
  }));
  if ('inTransaction' in store) return store.inTransaction((trx) => appendToChain(trx, added));
  await appendToChain(store, added);
}

/** What is chained must be what is read back, from either database. */
const asStored = (text: string) => text.toWellFormed().replaceAll('\0', '');

/** What was done to everybody, or to everybody of an account, and so to each user of it. */
const OF_ALL = [
  'paused',
  'resumed',
  'account_held',
  'account_released',
] as const satisfies readonly ActivityKind[];

function aboutUser(store: Store, user: RamUserKey & { readonly since: EpochMs }) {
  const { accountId, userId, since } = user;
  return store
    .selectFrom('activity')
    .where(({ eb, and, or }) =>
      or([
        and([eb('accountId', '=', accountId), eb('userId', '=', userId)]),
        and([
          eb('userId', 'is', null),
          eb('kind', 'in', OF_ALL),
          eb('at', '>=', since),
          or([eb('accountId', '=', accountId), eb('accountId', 'is', null)]),
        ]),
      ]),
    );
}

/** Everything said and done about one user, newest first; since then also what was done to all. */
export function listActivityAbout(
  store: Store,
  user: RamUserKey & { readonly since: EpochMs },
  page: { readonly offset: number; readonly limit: number },
): Promise<ActivityRow[]> {
  return aboutUser(store, user)
    .selectAll()
    .orderBy('activityId', 'desc')
    .limit(page.limit)
    .offset(page.offset)
    .execute();
}

export async function countActivityAbout(
  store: Store,
  user: RamUserKey & { readonly since: EpochMs },
): Promise<number> {
  const row = await aboutUser(store, user)
    .select((eb) => eb.fn.countAll<number>().as('total'))
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
