import type { EpochMs } from '../domain/clock.ts';
import type { NoticeStep } from '../domain/notice.ts';
import type { Period } from '../domain/period.ts';
import type { UserId } from '../domain/ram-user.ts';
import { storedAccountState } from './account-runs.ts';
import type { Store } from './database.ts';
import { truth } from './flag.ts';

const PAGE_ROWS = 1000;

/** One account's part of a run, in the order in which they ended; a run that could not even list the accounts has none. */
export async function listAuditsIn(store: Store, { fromMs, toMs }: Period) {
  const runs = await store
    .selectFrom('accountRun')
    .selectAll()
    .where('endedAt', '>=', fromMs)
    .where('endedAt', '<', toMs)
    .orderBy('endedAt')
    .orderBy('accountId')
    .execute();
  return runs.map((run) => ({
    ...run,
    complete: truth(run.complete),
    completenessProven: truth(run.completenessProven),
    accountState: run.accountState === null ? null : storedAccountState.read(run.accountState),
    counts: JSON.parse(run.counts) as Readonly<Record<string, number>>,
    missingGrants: (JSON.parse(run.missingGrants) as readonly string[]).join(' '),
  }));
}

export type AuditRow = Awaited<ReturnType<typeof listAuditsIn>>[number];

export function listFailedAuditsIn(store: Store, { fromMs, toMs }: Period) {
  return store
    .selectFrom('auditRun')
    .selectAll()
    .where('outcome', '=', 'failed')
    .where('endedAt', '>=', fromMs)
    .where('endedAt', '<', toMs)
    .orderBy('endedAt')
    .execute();
}

/** The intervals that held when the run ended; whom it did not see is not among them. */
function heldAt(store: Store, run: AuditRow) {
  return store
    .selectFrom('finding')
    .where('finding.accountId', '=', run.accountId)
    .where('fromAt', '<=', run.endedAt)
    .where(({ eb, or }) => or([eb('toAt', 'is', null), eb('toAt', '>', run.endedAt)]))
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('unseenUser')
            .select('unseenUser.runId')
            .where('unseenUser.runId', '=', run.runId)
            .whereRef('unseenUser.accountId', '=', 'finding.accountId')
            .whereRef('unseenUser.userId', '=', 'finding.userId'),
        ),
      ),
    );
}

/** What one run found, a user each. */
export async function* findingsOfAudit(store: Store, run: AuditRow) {
  let [userId, findingId] = ['', 0];
  for (;;) {
    const after = { userId, findingId };
    const rows = await heldAt(store, run)
      .innerJoin('ramUser', (join) =>
        join
          .onRef('ramUser.accountId', '=', 'finding.accountId')
          .onRef('ramUser.userId', '=', 'finding.userId'),
      )
      .selectAll('finding')
      .select('ramUser.userName as presentName')
      // Said twice, since a database finds its place in an index by this one only.
      .where('finding.userId', '>=', after.userId as UserId)
      .where(({ eb, or, and }) =>
        or([
          eb('finding.userId', '>', after.userId as UserId),
          and([eb('finding.userId', '=', after.userId as UserId), eb('findingId', '>', after.findingId)]),
        ]),
      )
      .orderBy('finding.userId')
      .orderBy('findingId')
      .limit(PAGE_ROWS)
      .execute();
    yield* rows.map((row) => ({ ...row, mfaRequired: truth(row.mfaRequired) }));
    const end = rows.at(-1);
    if (end === undefined || rows.length < PAGE_ROWS) return;
    ({ userId, findingId } = end);
  }
}

/** What one run found, counted. */
export async function countsOfAudit(store: Store, run: AuditRow) {
  const kinds = ['verdict', 'reason', 'mfaDevice'] as const;
  const rows = await heldAt(store, run)
    .select(kinds)
    .select(({ fn }) => fn.countAll().as('total'))
    .groupBy(kinds)
    .execute();
  return rows.map((row) => ({ ...row, total: Number(row.total) }));
}

/** Cases whose first message fell into the period. */
function toldIn(store: Store, { fromMs, toMs }: Period) {
  return store
    .selectFrom('notice')
    .select(['caseId', 'accountId', 'userId'])
    .select(({ fn }) => fn.min('settledAt').as('toldAt'))
    .where('audience', '!=', 'manager')
    .where('state', '=', 'sent')
    .where('step', 'in', ['first', 'regressed'])
    .where('settledAt', '<', toMs)
    .groupBy(['caseId', 'accountId', 'userId'])
    .having(({ eb, fn }) => eb(fn.min('settledAt'), '>=', fromMs));
}

/** By what was found, and not by the case: one that is resumed later would be open again. */
const enrolledOf = (store: Store, period: Period) =>
  store
    .selectFrom(toldIn(store, period).as('told'))
    .innerJoin('finding', (join) =>
      join
        .onRef('finding.accountId', '=', 'told.accountId')
        .onRef('finding.userId', '=', 'told.userId')
        .onRef('finding.fromAt', '>=', 'told.toldAt'),
    )
    .where('verdict', '=', 'compliant')
    .where('fromAt', '<', period.toMs)
    .groupBy(['told.caseId', 'told.toldAt'])
    .select(({ eb, fn }) => eb(fn.min('finding.fromAt'), '-', eb.ref('told.toldAt')).as('tookMs'));

/** Of those told in the period, how far each had come when it ended; the median is of the time to a device. */
export async function funnelOf(store: Store, period: Period) {
  const told = await store
    .selectFrom(toldIn(store, period).as('told'))
    .select(({ fn }) => fn.countAll().as('total'))
    .executeTakeFirstOrThrow();
  const reached = async (steps: readonly NoticeStep[]) => {
    const { total } = await store
      .selectFrom('notice')
      .innerJoin(toldIn(store, period).as('told'), 'told.caseId', 'notice.caseId')
      .where('audience', '!=', 'manager')
      .where('state', '=', 'sent')
      .where('step', 'in', steps)
      .where('settledAt', '<', period.toMs)
      .select(({ fn }) => fn.count('notice.caseId').distinct().as('total'))
      .executeTakeFirstOrThrow();
    return Number(total);
  };
  const { total } = await store
    .selectFrom(enrolledOf(store, period).as('enrolled'))
    .select(({ fn }) => fn.countAll().as('total'))
    .executeTakeFirstOrThrow();
  const enrolled = Number(total);
  return {
    ...{ told: Number(told.total), reminded: await reached(['reminder']) },
    ...{ warned: await reached(['warning', 'deadline', 'overdue']), enrolled },
    medianMs: enrolled === 0 ? null : await medianOf(store, period, enrolled),
  };
}

/** Follow-ups that were open when the period ended, and of which nobody had been told then; open by what was found, as above. */
export async function countUntold(store: Store, { toMs }: Period): Promise<number> {
  const { total } = await store
    .selectFrom('caseFile as file')
    .where('file.openedAt', '<', toMs)
    .where(({ exists, selectFrom }) =>
      exists(
        selectFrom('finding')
          .select('findingId')
          .whereRef('finding.accountId', '=', 'file.accountId')
          .whereRef('finding.userId', '=', 'file.userId')
          .where('verdict', 'in', ['noncompliant', 'unknown'])
          .where('fromAt', '<', toMs)
          .where(({ or, eb }) => or([eb('toAt', 'is', null), eb('toAt', '>=', toMs)])),
      ),
    )
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('caseFile as later')
            .select('later.caseId')
            .whereRef('later.accountId', '=', 'file.accountId')
            .whereRef('later.userId', '=', 'file.userId')
            .whereRef('later.caseId', '>', 'file.caseId')
            .where('later.openedAt', '<', toMs),
        ),
      ),
    )
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('notice')
            .select('noticeKey')
            .whereRef('notice.caseId', '=', 'file.caseId')
            .where('audience', '!=', 'manager')
            .where('state', '=', 'sent')
            .where('settledAt', '<', toMs),
        ),
      ),
    )
    .select(({ fn }) => fn.countAll().as('total'))
    .executeTakeFirstOrThrow();
  return Number(total);
}

/** The database sorts: only the one or two in the middle come here. */
async function medianOf(store: Store, period: Period, enrolled: number): Promise<number> {
  const rows = await enrolledOf(store, period)
    .orderBy('tookMs')
    .limit(enrolled % 2 === 0 ? 2 : 1)
    .offset(Math.ceil(enrolled / 2) - 1)
    .execute();
  return rows.reduce((sum, row) => sum + Number(row.tookMs), 0) / rows.length;
}

/** Who was named as an admin at the last start before the period, or at one within it. */
export async function listAdminsIn(store: Store, { fromMs, toMs }: Period) {
  const before = await store
    .selectFrom('activity')
    .select('activityId')
    .where('kind', '=', 'started')
    .where('at', '<=', fromMs)
    .orderBy('activityId', 'desc')
    .limit(1)
    .executeTakeFirst();
  return store
    .selectFrom('activity')
    .select(['actorChat', 'actorMemberId'])
    .select(({ fn }) => [fn.min('at').as('firstAt'), fn.max('at').as('lastAt')])
    .where('kind', '=', 'admin_in_force')
    .where('activityId', '>=', before?.activityId ?? 0)
    .where('at', '<', toMs)
    .groupBy(['actorChat', 'actorMemberId'])
    .orderBy('actorChat')
    .orderBy('actorMemberId')
    .execute();
}

/** What became of notices in the period; what is still to be said is not in it. */
export async function* noticesIn(store: Store, { fromMs, toMs }: Period) {
  let last = { settledAt: fromMs, noticeKey: '' };
  for (;;) {
    const after = last;
    const rows = await store
      .selectFrom('notice')
      .selectAll()
      .where('settledAt', '>=', after.settledAt)
      .where('settledAt', '<', toMs)
      .where(({ eb, or, and }) =>
        or([
          eb('settledAt', '>', after.settledAt),
          and([eb('settledAt', '=', after.settledAt), eb('noticeKey', '>', after.noticeKey)]),
        ]),
      )
      .where('state', 'in', ['sent', 'failed', 'unknown', 'cancelled'])
      .orderBy('settledAt')
      .orderBy('noticeKey')
      .limit(PAGE_ROWS)
      .execute();
    yield* rows;
    const end = rows.at(-1);
    if (end === undefined || rows.length < PAGE_ROWS) return;
    last = { settledAt: end.settledAt ?? fromMs, noticeKey: end.noticeKey };
  }
}

export function listEnforcementsIn(store: Store, { fromMs, toMs }: Period) {
  return store
    .selectFrom('enforcement')
    .selectAll()
    .where('confirmedAt', '>=', fromMs)
    .where('confirmedAt', '<', toMs)
    .orderBy('enforcementId')
    .execute();
}

/** What was asked for in the period or before it, and held or was decided in it. */
export async function listExemptionsIn(store: Store, { fromMs, toMs }: Period) {
  const rows = await store
    .selectFrom('exemption')
    .selectAll()
    .where('requestedAt', '<', toMs)
    .where(({ eb, or }) => or([eb('endedAt', 'is', null), eb('endedAt', '>=', fromMs)]))
    .where(({ eb, or }) => or([eb('untilAt', '>=', fromMs), eb('requestedAt', '>=', fromMs)]))
    .orderBy('exemptionId')
    .execute();
  return rows.map((row) => ({ ...row, singleAdmin: truth(row.singleAdmin) }));
}

/** The rows of the record between the first and the last of the period, whole: a chain has no gaps. */
export async function activityRange(store: Store, { fromMs, toMs }: Period) {
  const at = store.selectFrom('activity').where('at', '<', toMs);
  const { last } = await at.select(({ fn }) => fn.max('activityId').as('last')).executeTakeFirstOrThrow();
  const { first } = await at
    .where('at', '>=', fromMs)
    .select(({ fn }) => fn.min('activityId').as('first'))
    .executeTakeFirstOrThrow();
  return { first: Number(first ?? Number(last ?? 0) + 1), last: Number(last ?? 0) };
}

/** The hash that a row follows. */
export async function hashBefore(store: Store, activityId: number): Promise<string | null> {
  const before = await store
    .selectFrom('activity')
    .select('hash')
    .where('activityId', '<', activityId)
    .orderBy('activityId', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (before !== undefined) return before.hash;
  const anchor = await store
    .selectFrom('activityAnchor')
    .select('hash')
    .where('activityId', '<', activityId)
    .orderBy('activityId', 'desc')
    .limit(1)
    .executeTakeFirst();
  return anchor?.hash ?? null;
}

/** Which version with which configuration was started, and when. */
export function listStarts(store: Store, before: EpochMs) {
  return store
    .selectFrom('activity')
    .select(['at', 'detail'])
    .where('kind', '=', 'started')
    .where('at', '<', before)
    .orderBy('activityId')
    .execute();
}
