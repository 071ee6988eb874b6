import { inspect } from 'node:util';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { countFindings } from '../../src/domain/digest.ts';
import type { Message } from '../../src/domain/message.ts';
import { userId } from '../../src/domain/ram-user.ts';
import { findLatestRun, insertAccountRun } from '../../src/store/account-runs.ts';
import { findAccount } from '../../src/store/accounts.ts';
import { beginAuditRun } from '../../src/store/audit-runs.ts';
import { findCase, insertCase } from '../../src/store/cases.ts';
import { findConfirmation, insertConfirmation } from '../../src/store/confirmations.ts';
import type { Database } from '../../src/store/database.ts';
import { DatabaseError } from '../../src/store/database-error.ts';
import {
  claimEnforcement,
  findLastEffective,
  insertEnforcement,
  settleEnforcement,
} from '../../src/store/enforcements.ts';
import { findCurrentFinding, recordFindings } from '../../src/store/findings.ts';
import { holdAccount, listCurrentHolds } from '../../src/store/holds.ts';
import { findPost, planPost } from '../../src/store/posts.ts';
import { findRamUser } from '../../src/store/ram-users.ts';
import { ACCOUNT, addUser, databaseWithAccount, JANE, NOW } from './filled-database.ts';
import { newTestDatabase, type TestDatabase } from './test-database.ts';

let database: TestDatabase;
let db: Database;

beforeEach(async () => {
  database = await newTestDatabase();
  db = await databaseWithAccount(database.place);
  await addUser(db, 'jane.doe');
});

afterEach(async () => {
  await db.destroy();
  await database.remove();
});

const CHANGES = { opened: 1, resumed: 2, closedEnrolled: 3, closedOtherwise: 4, absent: 5 };
const PROFILE = { mfaBindRequired: false, passwordResetRequired: true };

/** A block of every kind, with every kind of inline text. */
const MESSAGE: Message = {
  language: 'zh',
  summary: 'A summary',
  blocks: [
    { kind: 'heading', text: 'A heading' },
    {
      kind: 'paragraph',
      text: [
        'words ',
        { kind: 'bold', text: 'bold' },
        { kind: 'code', text: 'code' },
        { kind: 'link', text: 'link', url: 'https://example.com/' },
        { kind: 'person', memberId: 'UJANE' },
      ],
    },
    { kind: 'bullets', items: [['one'], ['two']] },
    { kind: 'steps', items: [['first']] },
    { kind: 'facts', rows: [['label', ['value']]] },
    { kind: 'table', columns: ['a', 'b'], rows: [['1', '2']] },
    { kind: 'chart', title: 'Trend', series: 'percent', points: [{ label: '03-02', value: 91.5 }] },
    { kind: 'note', text: ['small print'] },
    {
      kind: 'buttons',
      buttons: [
        { label: 'Confirm', command: 'confirm ABC234', style: 'primary' },
        { label: 'Check', command: 'me' },
      ],
    },
    { kind: 'divider' },
  ],
};

async function addPost(): Promise<void> {
  await planPost(db, {
    postKey: 'post',
    kind: 'digest',
    chat: 'slack',
    target: 'channel',
    targetId: 'CSEC',
    message: MESSAGE,
    inThreadOf: { conversationId: 'CSEC', messageId: '1.1' },
    plannedAt: NOW,
    deliveryId: 'd',
  });
}

const ACCOUNT_STATE = {
  loginMfaMode: 'independent',
  ssoEnabled: null,
  mayUsersManageDevices: true,
  rootMfaEnabled: false,
  maxIdleDaysForUsers: 90,
} as const;

async function addRun(): Promise<void> {
  const run = { runId: 'r', trigger: 'scheduled', localDate: '2026-03-02', startedAt: NOW } as const;
  await beginAuditRun(db, run);
  await insertAccountRun(db, {
    ...run,
    accountId: ACCOUNT,
    endedAt: NOW,
    complete: true,
    completenessProven: false,
    incompleteReason: null,
    errorCode: null,
    counts: countFindings([], 'unknown'),
    changes: CHANGES,
    missingGrants: ['ram:ListPasskeys'],
    accountState: ACCOUNT_STATE,
    apiCalls: 7,
  });
}

async function addEnforcement(): Promise<void> {
  const { enforcementId } = await insertEnforcement(db, {
    ...JANE,
    userName: 'jane.doe',
    direction: 'enforce',
    actorChat: 'slack',
    actorMemberId: 'UADMIN',
    confirmationCode: 'ABC234',
    confirmedAt: NOW,
    expiresAt: NOW,
  });
  await claimEnforcement(db, enforcementId, { by: 'b', at: NOW, profileBefore: PROFILE });
  const profileAfter = { ...PROFILE, mfaBindRequired: true };
  await settleEnforcement(db, enforcementId, { state: 'verified', at: NOW, profileAfter });
}

const START = {
  kind: 'start',
  preview: {
    pauseId: null,
    holds: [{ holdId: 1, absentUserIds: [userId('gone')] }],
    pilot: [
      {
        user: {
          account: { accountId: ACCOUNT, alias: null },
          userId: userId('u'),
          userName: 'u',
          logonName: 'u@corp',
          isAdministrator: true,
        },
        holdId: 1,
      },
    ],
  },
} as const;

async function addConfirmation(): Promise<void> {
  const actor = { chat: 'slack', memberId: 'UADMIN' } as const;
  await insertConfirmation(db, { code: 'ABC234', ...START, actor, createdAt: NOW, expiresAt: NOW });
}

async function addHold(): Promise<void> {
  const absentUserIds = [userId('gone')];
  const hold = {
    accountId: ACCOUNT,
    reason: 'first_seen',
    at: NOW,
    changes: CHANGES,
    absentUserIds,
  } as const;
  await holdAccount(db, hold);
}

describe('a row leaves the store as it entered it', () => {
  test('an account and a user', async () => {
    expect(await findAccount(db, ACCOUNT)).toMatchObject({
      ssoEnabled: false,
      mayUsersManageDevices: true,
      watched: true,
    });
    expect(await findRamUser(db, JANE)).toMatchObject({ tags: {}, hadDevice: false, unboundSince: null });
  });

  test('a finding, whatever is known of the setting', async () => {
    const finding = { verdict: 'unknown', reason: 'could_not_read', mfaDevice: 'unknown' } as const;
    for (const mfaRequired of [true, false, null]) {
      const last = await findCurrentFinding(db, JANE);
      await recordFindings(db, {
        unchanged: [],
        ended: last === undefined ? [] : [last],
        begun: [{ user: JANE, finding: { ...finding, mfaRequired, errorCode: null } }],
        now: NOW,
      });
      expect((await findCurrentFinding(db, JANE))?.mfaRequired).toBe(mfaRequired);
    }
  });

  test('a case', async () => {
    const { caseId } = await insertCase(db, JANE, { regressed: true, at: NOW });
    expect((await findCase(db, caseId))?.regressed).toBe(true);
  });

  test('a run', async () => {
    await addRun();
    expect([await findLatestRun(db, ACCOUNT, { now: NOW })]).toMatchObject([
      {
        complete: true,
        completenessProven: false,
        counts: countFindings([], 'unknown'),
        changes: CHANGES,
        missingGrants: ['ram:ListPasskeys'],
        accountState: ACCOUNT_STATE,
      },
    ]);
  });

  test('a hold', async () => {
    await addHold();
    expect(await listCurrentHolds(db)).toMatchObject([{ changes: CHANGES, absentUserIds: ['gone'] }]);
  });

  test('a post with a block of every kind', async () => {
    await addPost();
    expect(await findPost(db, 'post')).toMatchObject({
      message: MESSAGE,
      inThreadOf: { conversationId: 'CSEC', messageId: '1.1' },
    });
  });

  test('an enforcement', async () => {
    await addEnforcement();
    expect(await findLastEffective(db, JANE)).toMatchObject({
      profileBefore: PROFILE,
      profileAfter: { ...PROFILE, mfaBindRequired: true },
    });
  });

  test('a confirmation', async () => {
    await addConfirmation();
    expect(await findConfirmation(db, 'ABC234')).toMatchObject(START);
  });
});

const PERSONAL = 'jane.doe is a person';

/** What lies in a JSON column is no JSON, or JSON of another shape. */
const DAMAGES = [`{"${PERSONAL}`, `{"${PERSONAL}":{}}`, `["${PERSONAL}"]`, 'null'];

describe('what was not written by this version is refused by its place, without its content', () => {
  const columns: readonly {
    readonly place: string;
    readonly add: () => Promise<void>;
    readonly read: () => Promise<unknown>;
  }[] = [
    { place: 'ram_user.tags', add: async () => undefined, read: () => findRamUser(db, JANE) },
    {
      place: 'account_run.counts',
      add: addRun,
      read: () => findLatestRun(db, ACCOUNT, { now: NOW }),
    },
    {
      place: 'account_run.changes',
      add: addRun,
      read: () => findLatestRun(db, ACCOUNT, { now: NOW }),
    },
    { place: 'hold.changes', add: addHold, read: () => listCurrentHolds(db) },
    { place: 'post.message', add: addPost, read: () => findPost(db, 'post') },
    { place: 'post.in_thread_of', add: addPost, read: () => findPost(db, 'post') },
    { place: 'enforcement.profile_before', add: addEnforcement, read: () => findLastEffective(db, JANE) },
    { place: 'enforcement.profile_after', add: addEnforcement, read: () => findLastEffective(db, JANE) },
    { place: 'confirmation.preview', add: addConfirmation, read: () => findConfirmation(db, 'ABC234') },
  ];

  test.each(columns)('$place', async ({ place, add, read }) => {
    const [table = '', column = ''] = place.split('.');
    await add();
    for (const damage of DAMAGES) {
      await sql`update ${sql.table(table)} set ${sql.ref(column)} = ${damage}`.execute(db);
      const error = await read().catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(DatabaseError);
      expect(inspect(error)).toContain(column);
      expect(inspect(error)).not.toContain(PERSONAL);
    }
  });

  test('lists of words and of ids', async () => {
    await addRun();
    await addHold();
    await sql`update account_run set missing_grants = '[1]'`.execute(db);
    await sql`update hold set absent_user_ids = '{}'`.execute(db);
    await expect(findLatestRun(db, ACCOUNT, { now: NOW })).rejects.toThrow('account_run.missing_grants');
    await expect(listCurrentHolds(db)).rejects.toThrow('hold.absent_user_ids');
  });
});
