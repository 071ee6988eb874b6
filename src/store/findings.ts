import { type Selectable, sql } from 'kysely';
import type { EpochMs } from '../domain/clock.ts';
import type { CountedFinding } from '../domain/digest.ts';
import type { FactorKind, Finding } from '../domain/finding.ts';
import type { AccountId, RamUserKey, UserId } from '../domain/ram-user.ts';
import type { Store } from './database.ts';
import { flag, truth } from './flag.ts';
import type { FindingTable } from './schema.ts';

export type FindingRow = Omit<Selectable<FindingTable>, 'mfaRequired'> & Finding;

function findingOf(row: Selectable<FindingTable>): FindingRow {
  return { ...row, mfaRequired: truth(row.mfaRequired) };
}

/** A finding as it begins: under which name, and by which answer. */
export interface BegunFinding {
  readonly user: RamUserKey;
  readonly finding: Finding;
  readonly userName?: string | null;
  readonly requestId?: string | null;
}

const ROWS_PER_STATEMENT = 500;

export async function listCurrentFindings(
  store: Store,
  accountId: AccountId,
  userIds?: readonly UserId[],
): Promise<FindingRow[]> {
  const rows = await store
    .selectFrom('finding')
    .selectAll()
    .where('accountId', '=', accountId)
    .$if(userIds !== undefined, (query) => query.where('userId', 'in', userIds ?? []))
    .where('toAt', 'is', null)
    .orderBy('userId')
    .execute();
  return rows.map(findingOf);
}

/** Whoever of an account was there at the last look. */
export async function listFoundUserIds(store: Store, accountId: AccountId): Promise<UserId[]> {
  const rows = await store
    .selectFrom('finding')
    .select('userId')
    .where('accountId', '=', accountId)
    .where('toAt', 'is', null)
    .execute();
  return rows.map(({ userId }) => userId);
}

export async function findCurrentFinding(store: Store, user: RamUserKey): Promise<FindingRow | undefined> {
  const row = await store
    .selectFrom('finding')
    .selectAll()
    .where('accountId', '=', user.accountId)
    .where('userId', '=', user.userId)
    .where('toAt', 'is', null)
    .executeTakeFirst();
  return row && findingOf(row);
}

/** Confirms what stayed the same, ends what changed, and begins what is new: a finding is an interval, not a row a day. */
export async function recordFindings(
  store: Store,
  change: {
    readonly unchanged: readonly { readonly row: FindingRow; readonly requestId: string | null }[];
    readonly ended: readonly FindingRow[];
    readonly begun: readonly BegunFinding[];
    readonly now: EpochMs;
  },
): Promise<void> {
  const { now } = change;
  for (const seen of chunks(change.unchanged)) await confirmFindings(store, seen, now);
  for (const ids of chunks(change.ended.map((row) => row.findingId))) {
    await store.updateTable('finding').set({ toAt: now }).where('findingId', 'in', ids).execute();
  }
  for (const begun of chunks(change.begun)) {
    const rows = begun.map(({ user, finding, userName = null, requestId = null }) => ({
      accountId: user.accountId,
      userId: user.userId,
      verdict: finding.verdict,
      reason: finding.reason,
      mfaDevice: finding.mfaDevice,
      mfaRequired: flag(finding.mfaRequired),
      errorCode: finding.errorCode,
      fromAt: now,
      seenAt: now,
      toAt: null,
      userName,
      requestId,
      lastRequestId: requestId,
    }));
    await store.insertInto('finding').values(rows).execute();
  }
}

/** The request of each is another: named one by one in a single statement. */
async function confirmFindings(
  store: Store,
  seen: readonly { readonly row: FindingRow; readonly requestId: string | null }[],
  now: EpochMs,
): Promise<void> {
  const ids = seen.map(({ row }) => row.findingId);
  const cases = seen.map(({ row, requestId }) => sql`when ${row.findingId} then ${requestId}`);
  await store
    .updateTable('finding')
    .set({ seenAt: now, lastRequestId: sql<string | null>`case finding_id ${sql.join(cases, sql` `)} end` })
    .where('findingId', 'in', ids)
    .execute();
}

/** Whose finding goes on although this run, begun at `since`, did not see them. */
export async function recordUnseen(
  store: Store,
  run: { readonly runId: string; readonly accountId: AccountId; readonly since: EpochMs },
): Promise<void> {
  await store
    .insertInto('unseenUser')
    .columns(['runId', 'accountId', 'userId'])
    .expression((eb) =>
      eb
        .selectFrom('finding')
        .select((one) => [one.cast<string>(one.val(run.runId), 'text').as('runId'), 'accountId', 'userId'])
        .where('accountId', '=', run.accountId)
        .where('toAt', 'is', null)
        .where('seenAt', '<', run.since),
    )
    .execute();
}

function* chunks<T>(all: readonly T[]): Generator<readonly T[]> {
  for (let start = 0; start < all.length; start += ROWS_PER_STATEMENT) {
    yield all.slice(start, start + ROWS_PER_STATEMENT);
  }
}

/** The current findings of the users these cases are about, by case. */
export async function listFindingsOfCases(
  store: Store,
  caseIds: readonly number[],
): Promise<ReadonlyMap<number, Finding>> {
  const rows = await store
    .selectFrom('finding')
    .innerJoin('caseFile', (join) =>
      join
        .onRef('caseFile.accountId', '=', 'finding.accountId')
        .onRef('caseFile.userId', '=', 'finding.userId'),
    )
    .select(['caseId', 'verdict', 'reason', 'mfaDevice', 'mfaRequired', 'errorCode'])
    .where('caseFile.caseId', 'in', caseIds)
    .where('finding.toAt', 'is', null)
    .execute();
  return new Map(
    rows.map(({ caseId, mfaRequired, ...row }) => [caseId, { ...row, mfaRequired: truth(mfaRequired) }]),
  );
}

/** Of the users of an account who have a device, how many have which kind. */
export async function countCurrentDevices(
  store: Store,
  accountId: AccountId,
): Promise<readonly { readonly kind: FactorKind; readonly total: number }[]> {
  const rows = await store
    .selectFrom('finding')
    .select((eb) => ['mfaDevice', eb.fn.countAll<number>().as('total')])
    .where('accountId', '=', accountId)
    .where('toAt', 'is', null)
    .where('verdict', '=', 'compliant')
    .groupBy('mfaDevice')
    .execute();
  return rows.flatMap(({ mfaDevice, total }) =>
    mfaDevice === 'none' || mfaDevice === 'unknown' ? [] : { kind: mfaDevice, total: Number(total) },
  );
}

/** An account's current findings, counted where they lie. */
export async function countCurrentFindings(
  store: Store,
  accountId: AccountId,
): Promise<readonly CountedFinding[]> {
  const rows = await store
    .selectFrom('finding')
    .select((eb) => ['verdict', 'mfaRequired', eb.fn.countAll<number>().as('total')])
    .where('accountId', '=', accountId)
    .where('toAt', 'is', null)
    .groupBy(['verdict', 'mfaRequired'])
    .execute();
  return rows.map(({ verdict, mfaRequired, total }) => ({
    verdict,
    mfaRequired: truth(mfaRequired),
    total: Number(total),
  }));
}
