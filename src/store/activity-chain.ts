import { randomBytes } from 'node:crypto';
import type { Selectable } from 'kysely';
import { CHAIN_START, chainHash, saltedDigest } from '../domain/activity-chain.ts';
import type { EpochMs } from '../domain/clock.ts';
import type { Store } from './database.ts';
import type { ActivityAnchorTable, ActivityHeadTable, ActivityTable } from './schema.ts';

export type ActivityHead = Omit<Selectable<ActivityHeadTable>, 'headId'>;
export type ActivityAnchor = Selectable<ActivityAnchorTable>;

/** What is added to the record, before it has its place in the chain. */
export type NewActivity = Pick<
  Selectable<ActivityTable>,
  'at' | 'kind' | 'actorChat' | 'actorMemberId' | 'accountId' | 'userId' | 'detail'
>;

const ROWS_PER_STATEMENT = 500;

/** The only place where rows are added, in a transaction: the head is taken first, so that another one waits for this. */
export async function appendToChain(trx: Store, added: readonly NewActivity[]): Promise<void> {
  const head = await takeHead(trx, added.length);
  let { activityId, hash } = head;
  const rows = added.map((one) => {
    activityId += 1;
    const row = { ...one, activityId, ...seals(one) };
    hash = chainHash(hash, row);
    return { ...row, hash };
  });
  for (let start = 0; start < rows.length; start += ROWS_PER_STATEMENT) {
    await trx
      .insertInto('activity')
      .values(rows.slice(start, start + ROWS_PER_STATEMENT))
      .execute();
  }
  await trx.updateTable('activityHead').set({ activityId, hash }).execute();
}

/** The head as it was, counted up already. */
async function takeHead(trx: Store, added: number): Promise<ActivityHead> {
  const take = () =>
    trx
      .updateTable('activityHead')
      .set(({ eb }) => ({ rows: eb('rows', '+', added) }))
      .returning(['activityId', 'hash', 'rows'])
      .executeTakeFirst();
  const first = { headId: 1, activityId: 0, hash: CHAIN_START, rows: 0 } as const;
  const taken = await take();
  if (taken !== undefined) return taken;
  await trx
    .insertInto('activityHead')
    .values(first)
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  return (await take()) ?? first;
}

function seals({ actorMemberId, detail }: NewActivity) {
  const actor = sealed(actorMemberId);
  const about = sealed(detail);
  return {
    ...{ actorSalt: actor.salt, actorDigest: actor.digest },
    ...{ detailSalt: about.salt, detailDigest: about.digest },
  };
}

function sealed(value: string | null) {
  if (value === null) return { salt: null, digest: null };
  const salt = randomBytes(16).toString('hex');
  return { salt, digest: saltedDigest(salt, value) };
}

/** null: nothing was ever recorded. */
export async function findActivityHead(store: Store): Promise<ActivityHead | null> {
  const head = await store
    .selectFrom('activityHead')
    .select(['activityId', 'hash', 'rows'])
    .executeTakeFirst();
  return head ?? null;
}

/** Oldest first. */
export function listActivityAnchors(store: Store): Promise<ActivityAnchor[]> {
  return store.selectFrom('activityAnchor').selectAll().orderBy('activityId').execute();
}

/** Forgets from the front only, up to the first row that is not older, and leaves where the rest begins. */
export async function forgetActivityBefore(trx: Store, before: EpochMs, forgottenAt: EpochMs): Promise<void> {
  const anchor = (await listActivityAnchors(trx)).at(-1);
  const kept = await trx
    .selectFrom('activity')
    .select(({ fn }) => fn.min('activityId').as('activityId'))
    .where('activityId', '>', anchor?.activityId ?? 0)
    .where('at', '>=', before)
    .executeTakeFirst();
  const end = kept?.activityId ?? Number.MAX_SAFE_INTEGER;
  const gone = trx.selectFrom('activity').where('activityId', '<', end);
  const last = await gone
    .select(['activityId', 'hash', 'at'])
    .orderBy('activityId', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (last === undefined) return;
  const { count } = await gone
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  await trx
    .insertInto('activityAnchor')
    .values({
      activityId: last.activityId,
      hash: last.hash,
      rows: (anchor?.rows ?? 0) + Number(count),
      lastAt: last.at,
      forgottenAt,
    })
    .execute();
  await trx.deleteFrom('activity').where('activityId', '<', end).execute();
}

const PAGE_ROWS = 1000;

/** In their order, and never all at once; from the first there is, whatever its number: one before the first was added. */
export async function* readChain(
  store: Store,
  after = Number.MIN_SAFE_INTEGER,
): AsyncGenerator<Selectable<ActivityTable>, void, undefined> {
  let last = after;
  for (;;) {
    const rows = await store
      .selectFrom('activity')
      .selectAll()
      .where('activityId', '>', last)
      .orderBy('activityId')
      .limit(PAGE_ROWS)
      .execute();
    yield* rows;
    last = rows.at(-1)?.activityId ?? last;
    if (rows.length < PAGE_ROWS) return;
  }
}
