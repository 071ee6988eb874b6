import { afterEach, beforeEach, expect, test } from 'vitest';
import { openCasesInParts } from '../../src/outreach/open-cases.ts';
import { countOpenCasesByStep, findCase, listStillOpen, updateCase } from '../../src/store/cases.ts';
import { type Database, openDatabase } from '../../src/store/database.ts';
import { claimNotices, planNotice, settleNotice } from '../../src/store/notices.ts';
import { addPlannedNotice, databaseWithAccount, NOW } from './filled-database.ts';
import { newTestDatabase, type TestDatabase } from './test-database.ts';

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

async function send(key: string, claimedAt: number): Promise<void> {
  const claim = { deliveryId: key, claimedBy: 'boot', claimedAt, recipient: 'U1' };
  await claimNotices(db, [{ key, deadlineAt: null, zone: 'UTC', clockSince: null }], {
    ...claim,
    chat: 'slack',
    language: 'en',
  });
  await settleNotice(db, key, { state: 'sent', claimedAt, at: claimedAt });
}

test('open cases are counted by the last step that was sent, whatever was planned since', async () => {
  const reminded = await addPlannedNotice(db, 'jane.doe');
  const told = await addPlannedNotice(db, 'sam.lee');
  const closed = await addPlannedNotice(db, 'wei');
  await addPlannedNotice(db, 'nobody.told');
  for (const { noticeKey } of [reminded, told, closed]) await send(noticeKey, NOW);
  for (const [index, step] of (['reminder', 'warning'] as const).entries()) {
    const { accountId, userId, caseId } = reminded.file;
    const at = NOW + index + 1;
    const notice = { accountId, userId, caseId, step, audience: 'person', occurrence: 1 } as const;
    await planNotice(db, { ...notice, dueAt: at, plannedAt: at });
  }
  await send(reminded.noticeKey.replace('first', 'reminder'), NOW + 1);
  await updateCase(db, closed.file.caseId, { state: 'closed', closedAt: NOW, closeReason: 'enrolled' });
  const counted = (await countOpenCasesByStep(db)).map(({ step, total }) => `${step} ${total}`);
  expect(counted.toSorted()).toEqual(['first 1', 'none 1', 'reminder 1']);
});

test('what is known of a case is of the instant at which it was read, whatever is settled meanwhile', async () => {
  const { file } = await addPlannedNotice(db, 'jane.doe');
  const elsewhere = await openDatabase(database.place);
  try {
    const parts = openCasesInParts(db, {
      list: listStillOpen,
      async load(snapshot, files) {
        await updateCase(elsewhere, file.caseId, { toldAt: NOW });
        return Promise.all(files.map(({ caseId }) => findCase(snapshot, caseId)));
      },
    });
    for await (const { files, known } of parts) {
      expect(known).toEqual(files);
      expect(files.map(({ toldAt }) => toldAt)).toEqual([null]);
    }
    expect(await findCase(db, file.caseId)).toMatchObject({ toldAt: NOW });
  } finally {
    await elsewhere.destroy();
  }
});
