import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { findConfirmation, insertConfirmation, useConfirmation } from '../../src/store/confirmations.ts';
import { type Database, openDatabase } from '../../src/store/database.ts';
import {
  claimEnforcement,
  insertEnforcement,
  listUnsettledEnforcements,
  settleEnforcement,
} from '../../src/store/enforcements.ts';
import { endHold, holdAccount, listCurrentHolds } from '../../src/store/holds.ts';
import {
  type Claim,
  cancelNotice,
  claimNotices,
  findNotice,
  planNotice,
  replanFailedNotice,
  settleNotice,
} from '../../src/store/notices.ts';
import { beginPause, endPause, findCurrentPause } from '../../src/store/pauses.ts';
import { claimPost, findPost, planPost, settlePost } from '../../src/store/posts.ts';
import { ACCOUNT, addPlannedNotice, addUser, databaseWithAccount, NOW } from './filled-database.ts';
import { newTestDatabase, type TestDatabase } from './test-database.ts';

let database: TestDatabase;
let db: Database;
/** A second connection to the same file, as a second process has. */
let other: Database;

beforeEach(async () => {
  database = await newTestDatabase();
  db = await databaseWithAccount(database.place);
  other = await openDatabase(database.place);
});

afterEach(async () => {
  await db.destroy();
  await other.destroy();
  await database.remove();
});

const claimBy = (who: string): Claim => ({
  deliveryId: `delivery of ${who}`,
  claimedBy: who,
  claimedAt: NOW,
  chat: 'slack',
  recipient: 'UJANE',
  language: 'en',
});
const withDeadline = (...keys: string[]) =>
  keys.map((key) => ({ key, deadlineAt: NOW, zone: 'UTC', clockSince: null }));
const stateOf = async (key: string) => (await findNotice(db, key))?.state;

describe('a notice', () => {
  test('is planned once under its key', async () => {
    const { file, noticeKey } = await addPlannedNotice(db, 'jane.doe');
    const { accountId, userId, caseId } = file;
    const key = { accountId, userId, caseId, step: 'first', audience: 'person', occurrence: 1 } as const;
    await planNotice(db, { ...key, dueAt: NOW + 1, plannedAt: NOW + 1 });
    expect(await findNotice(db, noticeKey)).toMatchObject({ dueAt: NOW, plannedAt: NOW });
  });

  test('is claimed by one of two', async () => {
    const { noticeKey } = await addPlannedNotice(db, 'jane.doe');
    const won = await Promise.all([
      claimNotices(db, withDeadline(noticeKey), claimBy('one')),
      claimNotices(db, withDeadline(noticeKey), claimBy('another')),
    ]);
    expect(won.toSorted()).toEqual([false, true]);
    expect(await findNotice(db, noticeKey)).toMatchObject({
      state: 'sending',
      claimedBy: won[0] ? 'one' : 'another',
    });
  });

  test('of a message that carries several is claimed with all of them or not at all', async () => {
    const jane = await addPlannedNotice(db, 'jane.doe');
    const wei = await addPlannedNotice(db, 'wei');
    await claimNotices(other, withDeadline(wei.noticeKey), claimBy('another'));
    const both = withDeadline(jane.noticeKey, wei.noticeKey);
    expect(await claimNotices(db, both, claimBy('one'))).toBe(false);
    expect(await findNotice(db, jane.noticeKey)).toMatchObject({ state: 'planned', claimedBy: null });
  });

  test('that is on its way cannot be cancelled, and what was cancelled cannot be claimed', async () => {
    const jane = await addPlannedNotice(db, 'jane.doe');
    const wei = await addPlannedNotice(db, 'wei');
    const cancel = { reason: 'no_longer_true', at: NOW } as const;
    await claimNotices(db, withDeadline(jane.noticeKey), claimBy('one'));
    expect(await cancelNotice(db, jane.noticeKey, cancel)).toBe(false);
    expect(await cancelNotice(db, wei.noticeKey, cancel)).toBe(true);
    expect(await claimNotices(db, withDeadline(wei.noticeKey), claimBy('one'))).toBe(false);
    expect(await stateOf(jane.noticeKey)).toBe('sending');
    expect(await stateOf(wei.noticeKey)).toBe('cancelled');
  });

  test('that is settled stays settled', async () => {
    const { noticeKey } = await addPlannedNotice(db, 'jane.doe');
    await claimNotices(db, withDeadline(noticeKey), claimBy('one'));
    const reference = { conversationId: 'D1', messageId: '1.1' };
    await settleNotice(db, noticeKey, { state: 'sent', claimedAt: NOW, at: NOW, reference });
    await settleNotice(db, noticeKey, { state: 'unknown', claimedAt: NOW, at: NOW + 1 });
    await replanFailedNotice(db, noticeKey, NOW + 1);
    expect(await findNotice(db, noticeKey)).toMatchObject({
      state: 'sent',
      settledAt: NOW,
      conversationId: 'D1',
      messageId: '1.1',
    });
  });

  test('that another process has taken over is not settled by the one that had it before', async () => {
    const { noticeKey } = await addPlannedNotice(db, 'jane.doe');
    await claimNotices(db, withDeadline(noticeKey), claimBy('one'));
    await settleNotice(other, noticeKey, { state: 'planned', claimedAt: NOW, at: NOW });
    await claimNotices(other, withDeadline(noticeKey), { ...claimBy('another'), claimedAt: NOW + 1 });
    const late = { state: 'planned', claimedAt: NOW, at: NOW + 2, code: 'aborted' } as const;
    expect(await settleNotice(db, noticeKey, late)).toBe(false);
    expect(await findNotice(db, noticeKey)).toMatchObject({ state: 'sending', claimedBy: 'another' });
  });

  test('that failed can be planned anew', async () => {
    const { noticeKey } = await addPlannedNotice(db, 'jane.doe');
    await claimNotices(db, withDeadline(noticeKey), claimBy('one'));
    await settleNotice(db, noticeKey, { state: 'failed', claimedAt: NOW, at: NOW, code: 'user_not_found' });
    await replanFailedNotice(db, noticeKey, NOW + 1);
    expect(await findNotice(db, noticeKey)).toMatchObject({ state: 'planned', outcomeCode: null });
  });
});

describe('a post', () => {
  const post = {
    postKey: 'digest/slack/CSEC/2026-03-02',
    kind: 'digest',
    chat: 'slack',
    target: 'channel',
    targetId: 'CSEC',
    message: { language: 'en', summary: 'Digest', blocks: [] },
    plannedAt: NOW,
    deliveryId: 'd1',
  } as const;

  test('is planned once and claimed once', async () => {
    await planPost(db, post);
    await planPost(other, { ...post, deliveryId: 'd2' });
    expect((await findPost(db, post.postKey))?.deliveryId).toBe('d1');
    const won = await Promise.all([
      claimPost(db, post.postKey, { by: 'one', at: NOW }),
      claimPost(other, post.postKey, { by: 'another', at: NOW }),
    ]);
    expect(won.toSorted()).toEqual([false, true]);
  });

  test('that another process has taken over is not settled by the one that had it before', async () => {
    await planPost(db, post);
    await claimPost(db, post.postKey, { by: 'one', at: NOW });
    await settlePost(other, post.postKey, { state: 'planned', claimedAt: NOW, at: NOW });
    await claimPost(other, post.postKey, { by: 'another', at: NOW + 1 });
    expect(await settlePost(db, post.postKey, { state: 'unknown', claimedAt: NOW, at: NOW + 2 })).toBe(false);
    expect((await findPost(db, post.postKey))?.state).toBe('sending');
  });

  test('is not settled before it was claimed', async () => {
    await planPost(db, post);
    await settlePost(db, post.postKey, { state: 'sent', claimedAt: NOW, at: NOW });
    expect((await findPost(db, post.postKey))?.state).toBe('planned');
  });
});

describe('an enforcement', () => {
  const begin = async () =>
    insertEnforcement(db, {
      ...(await addUser(db, 'jane.doe')),
      userName: 'jane.doe',
      direction: 'enforce',
      actorChat: 'slack',
      actorMemberId: 'UADMIN',
      confirmationCode: 'ABC234',
      confirmedAt: NOW,
      expiresAt: NOW + 300_000,
    });
  const claim = {
    by: 'one',
    at: NOW,
    profileBefore: { mfaBindRequired: false, passwordResetRequired: false },
  };

  test('is carried out by one of two', async () => {
    const { enforcementId } = await begin();
    const won = await Promise.all([
      claimEnforcement(db, enforcementId, claim),
      claimEnforcement(other, enforcementId, claim),
    ]);
    expect(won.toSorted()).toEqual([false, true]);
  });

  test('that is settled is neither claimed nor settled again', async () => {
    const { enforcementId } = await begin();
    await claimEnforcement(db, enforcementId, claim);
    await settleEnforcement(db, enforcementId, { state: 'verified', at: NOW });
    await settleEnforcement(db, enforcementId, { state: 'failed', at: NOW });
    expect(await claimEnforcement(db, enforcementId, claim)).toBe(false);
    expect(await listUnsettledEnforcements(db)).toEqual([]);
    const [row] = await db.selectFrom('enforcement').select('state').execute();
    expect(row).toEqual({ state: 'verified' });
  });
});

describe('a confirmation', () => {
  test('is used by one of two', async () => {
    await insertConfirmation(db, {
      code: 'ABC234',
      kind: 'start',
      actor: { chat: 'slack', memberId: 'UADMIN' },
      preview: { pauseId: null, holds: [], pilot: null },
      createdAt: NOW,
      expiresAt: NOW + 300_000,
    });
    const used = await Promise.all([
      useConfirmation(db, 'ABC234', NOW),
      useConfirmation(other, 'ABC234', NOW),
    ]);
    expect(used.toSorted()).toEqual([false, true]);
    expect((await findConfirmation(db, 'ABC234'))?.usedAt).toBe(NOW);
  });
});

describe('a hold and a pause', () => {
  const changes = { opened: 1, resumed: 0, closedEnrolled: 0, closedOtherwise: 0, absent: 0 };
  const hold = { accountId: ACCOUNT, reason: 'first_seen', at: NOW, changes, absentUserIds: [] } as const;

  test('an account is held once, brought up to date, and released once', async () => {
    await holdAccount(db, hold);
    await holdAccount(other, { ...hold, at: NOW + 1, changes: { ...changes, opened: 5 } });
    const [current, ...more] = await listCurrentHolds(db);
    expect({ since: current?.since, opened: current?.changes.opened, more }).toEqual({
      since: NOW,
      opened: 5,
      more: [],
    });
    const end = { at: NOW + 2, by: 'UADMIN' };
    const holdId = current?.holdId ?? 0;
    const ended = await Promise.all([endHold(db, holdId, end), endHold(other, holdId, end)]);
    expect(ended.toSorted()).toEqual([false, true]);
  });

  test('a pause begins once and ends once', async () => {
    const first = await beginPause(db, { at: NOW, by: 'UADMIN' });
    const second = await beginPause(other, { at: NOW + 1, by: 'UOTHER' });
    expect([first.began, second.began]).toEqual([true, false]);
    expect(second.pause).toMatchObject({ since: NOW, startedBy: 'UADMIN' });
    const end = { at: NOW + 2, by: 'UADMIN' };
    const { pauseId } = first.pause;
    const ended = await Promise.all([endPause(db, pauseId, end), endPause(other, pauseId, end)]);
    expect(ended.toSorted()).toEqual([false, true]);
    expect(await findCurrentPause(db)).toBeUndefined();
  });
});
