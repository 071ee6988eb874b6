import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Finding } from '../../src/domain/finding.ts';
import { recordActivity } from '../../src/store/activity.ts';
import { insertCase, updateCase } from '../../src/store/cases.ts';
import type { Database } from '../../src/store/database.ts';
import { listCurrentFindings, recordFindings } from '../../src/store/findings.ts';
import { holdAccount, listCurrentHolds } from '../../src/store/holds.ts';
import { claimNotices, settleNotice } from '../../src/store/notices.ts';
import { beginPause, findCurrentPause } from '../../src/store/pauses.ts';
import { claimPost, planPost, settlePost } from '../../src/store/posts.ts';
import { forgetBefore } from '../../src/store/retention.ts';
import { listWitnessed, saveWitnessed } from '../../src/store/witnessed.ts';
import { ACCOUNT, addPlannedNotice, addUser, databaseWithAccount, NOW } from './filled-database.ts';
import { newTestDatabase, type TestDatabase } from './test-database.ts';

const DAY_MS = 24 * 3_600_000;
const LONG_AGO = NOW - 500 * DAY_MS;
const LATELY = NOW - DAY_MS;
const BEFORE = NOW - 400 * DAY_MS;

let database: TestDatabase;
let db: Database;

beforeEach(async () => {
  database = await newTestDatabase();
  db = await databaseWithAccount(database.place);
});

afterEach(async () => {
  await db.destroy();
  await database.remove();
});

const FINDING: Finding = {
  verdict: 'noncompliant',
  reason: 'no_device',
  mfaDevice: 'none',
  mfaRequired: false,
  errorCode: null,
};

/** One user's case with one sent notice, both over at `closedAt`. */
async function addClosedCase(userName: string, closedAt: number): Promise<void> {
  const { file, noticeKey } = await addPlannedNotice(db, userName);
  const claim = {
    deliveryId: 'd',
    claimedBy: 'b',
    claimedAt: closedAt,
    chat: 'slack',
    recipient: 'U',
  } as const;
  await claimNotices(db, [{ key: noticeKey, deadlineAt: null, zone: 'UTC', clockSince: null }], {
    ...claim,
    language: 'en',
  });
  await settleNotice(db, noticeKey, { state: 'sent', claimedAt: closedAt, at: closedAt });
  await updateCase(db, file.caseId, { state: 'closed', closedAt, closeReason: 'enrolled' });
}

async function addPost(postKey: string, settledAt: number | null): Promise<void> {
  const message = { language: 'en', summary: '', blocks: [] } as const;
  const to = { kind: 'digest', chat: 'slack', target: 'channel', targetId: 'CSEC' } as const;
  await planPost(db, { postKey, ...to, message, plannedAt: LONG_AGO, deliveryId: 'd' });
  if (settledAt === null) return;
  await claimPost(db, postKey, { by: 'b', at: settledAt });
  await settlePost(db, postKey, { state: 'sent', claimedAt: settledAt, at: settledAt });
}

const userIds = async (table: 'caseFile' | 'notice' | 'finding') =>
  (await db.selectFrom(table).select('userId').orderBy('userId').execute()).map(({ userId }) => userId);

describe('what is forgotten', () => {
  test('cases long closed, with what was said in them', async () => {
    await addClosedCase('old', LONG_AGO);
    await addClosedCase('recent', LATELY);
    await forgetBefore(db, BEFORE, NOW);
    expect(await userIds('caseFile')).toEqual(['id-of-recent']);
    expect(await userIds('notice')).toEqual(['id-of-recent']);
  });

  test('findings that ended, posts that went out, and the record, all long ago', async () => {
    const jane = await addUser(db, 'jane.doe');
    const begun = [{ user: jane, finding: FINDING }];
    await recordFindings(db, { unchanged: [], ended: [], begun, now: LONG_AGO });
    const ended = await listCurrentFindings(db, ACCOUNT);
    await recordFindings(db, { unchanged: [], ended, begun, now: LONG_AGO + 1 });
    await addPost('old', LONG_AGO);
    await addPost('recent', LATELY);
    await recordActivity(db, LONG_AGO, [{ kind: 'paused' }]);
    await recordActivity(db, LATELY, [{ kind: 'resumed' }]);
    await forgetBefore(db, BEFORE, NOW);
    const posts = await db.selectFrom('post').select('postKey').execute();
    const activities = await db.selectFrom('activity').select('kind').execute();
    expect({ posts, activities }).toEqual({
      posts: [{ postKey: 'recent' }],
      activities: [{ kind: 'resumed' }],
    });
    // The one that began then and goes on stays.
    expect(await userIds('finding')).toEqual(['id-of-jane.doe']);
  });
});

test('from where people signed in is forgotten after 90 days, however long the rest is kept', async () => {
  const jane = await addUser(db, 'jane.doe');
  const signedIn = (at: number) =>
    ({ kind: 'signed_in', at, fromAddress: '203.0.113.7', mfaChecked: false }) as const;
  const [lately, before] = [signedIn(NOW - 90 * DAY_MS), signedIn(NOW - 90 * DAY_MS - 1)];
  await saveWitnessed(db, jane, { events: [before, lately], at: NOW });
  await forgetBefore(db, BEFORE, NOW);
  expect(await listWitnessed(db, jane)).toEqual([lately]);
  await forgetBefore(db, LATELY, NOW);
  expect(await listWitnessed(db, jane)).toEqual([]);
});

describe('what stays whatever its age', () => {
  test('open cases with all that was said in them', async () => {
    const { file, noticeKey } = await addPlannedNotice(db, 'jane.doe');
    await db.updateTable('notice').set({ state: 'sent', settledAt: LONG_AGO }).execute();
    await updateCase(db, file.caseId, { toldAt: LONG_AGO });
    await forgetBefore(db, BEFORE, NOW);
    const notices = await db.selectFrom('notice').select('noticeKey').execute();
    expect(notices).toEqual([{ noticeKey }]);
    expect(await userIds('caseFile')).toEqual(['id-of-jane.doe']);
  });

  test('what is still to be sent, also of a case long closed', async () => {
    const { file } = await addPlannedNotice(db, 'jane.doe');
    await updateCase(db, file.caseId, { state: 'closed', closedAt: LONG_AGO, closeReason: 'enrolled' });
    await addPost('planned', null);
    await forgetBefore(db, BEFORE, NOW);
    expect(await userIds('notice')).toEqual(['id-of-jane.doe']);
    expect(await userIds('caseFile')).toEqual(['id-of-jane.doe']);
    expect(await db.selectFrom('post').select('postKey').execute()).toEqual([{ postKey: 'planned' }]);
  });

  test('a hold and a pause that last', async () => {
    const changes = { opened: 1, resumed: 0, closedEnrolled: 0, closedOtherwise: 0, absent: 0 };
    const hold = { accountId: ACCOUNT, reason: 'first_seen', changes, absentUserIds: [] } as const;
    await holdAccount(db, { ...hold, at: LONG_AGO });
    await beginPause(db, { at: LONG_AGO, by: 'UADMIN' });
    await forgetBefore(db, BEFORE, NOW);
    expect(await listCurrentHolds(db)).toHaveLength(1);
    expect(await findCurrentPause(db)).toBeDefined();
  });

  test('a user who came back: the old case goes, the new one stays', async () => {
    await addClosedCase('jane.doe', LONG_AGO);
    const jane = await addUser(db, 'jane.doe');
    const { caseId } = await insertCase(db, jane, { regressed: true, at: LATELY });
    await forgetBefore(db, BEFORE, NOW);
    expect(await db.selectFrom('caseFile').select('caseId').execute()).toEqual([{ caseId }]);
  });
});
