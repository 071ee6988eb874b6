import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { insertAbsence } from '../../src/store/absences.ts';
import { listOpenDisputes } from '../../src/store/contact-records.ts';
import { type Database, openDatabase } from '../../src/store/database.ts';
import { CORP, type Ended, type Surroundings, saying, startSurroundings, WorkingFolder } from './program.ts';

const ACCOUNT = {
  accountId: CORP,
  alias: 'corp',
  users: [
    { userName: 'ann', loginProfile: {} },
    { userName: 'ben', loginProfile: {} },
    { userName: 'deploy', loginProfile: {} },
    { userName: 'fay', loginProfile: {} },
    { userName: 'gus', loginProfile: {} },
  ],
};

let around: Surroundings;
let folder: WorkingFolder;

beforeAll(async () => {
  around = await startSurroundings([ACCOUNT]);
});
afterAll(() => around.stop());
beforeEach(() => {
  folder = new WorkingFolder();
});
afterEach(() => folder.remove());

const variables = () => ({ ...around.ramVariables, ...around.slackVariables });

function importFile(lines: readonly string[], ...options: readonly string[]): Promise<Ended> {
  writeFileSync(join(folder.path, 'people.csv'), `${lines.join('\n')}\n`);
  return folder.run(['contacts', 'import', 'people.csv', ...options], variables());
}

interface Document {
  readonly notices: readonly { readonly userName: string; readonly recipient: string | null }[];
}

async function recipients(): Promise<readonly (readonly [string, string | null])[]> {
  const { stdout } = await folder.run(['audit', '--dry-run', '--json'], variables());
  const { notices } = JSON.parse(stdout) as Document;
  return notices.map(({ userName, recipient }) => [userName, recipient] as const).toSorted();
}

const HEADER = 'user,slack,manager,owner';

test('before anything was read there is nobody to link, and it says what to do', async () => {
  const { code, stderr } = await importFile([HEADER, 'ann,U0JANE,,']);
  expect([code, stderr]).toEqual([1, expect.stringContaining('let the bot run once')]);
});

test('beside a bot that runs: good lines are saved, bad ones named, and the next pass uses them', {
  timeout: 300_000,
}, async () => {
  expect((await folder.run(['audit'], variables())).code).toBe(0);
  const serve = folder.spawn(['serve'], variables());
  await saying(serve, /"msg":"started"/);

  const template = await folder.run(['contacts', 'template'], variables());
  expect(template).toMatchObject({ code: 0, stdout: expect.stringContaining('corp,ann,,,,') });

  const lines = [
    HEADER,
    'ann,jane.doe@corp.example,U0ADMIN,',
    'ben,nobody@corp.example,,',
    'deploy,,,U0ADMIN',
    'eve,U0JANE,,',
    'fay,U0JANE U0ADMIN,,',
    'gus,,,U0JANE U0ADMIN',
  ];
  const tried = await importFile(lines, '--dry-run');
  expect(tried).toMatchObject({ code: 1, stdout: expect.stringContaining('Nothing was saved') });
  expect(await recipients()).toEqual([
    ['ann', null],
    ['ben', null],
    ['deploy', null],
    ['fay', null],
    ['gus', null],
  ]);

  const { code, stdout } = await importFile(lines);
  expect(code).toBe(1);
  expect(stdout).toContain('line 2: ann (corp) → jane (U0JANE in Slack); manager admin (U0ADMIN in Slack)');
  expect(stdout).toContain('line 3: nobody@corp.example is nobody in Slack');
  expect(stdout).toContain('line 4: deploy (corp) → owner admin (U0ADMIN in Slack)');
  expect(stdout).toContain('line 5: account corp has no user eve');
  expect(stdout).toMatch(/line 6: fay \(corp\) → jane \(U0JANE in Slack\).* admin \(U0ADMIN in Slack\)/);
  expect(stdout).toContain('line 7: owner takes one person, and U0JANE U0ADMIN are several.');
  expect(stdout).toContain('Saved: 3 lines. Skipped: 3 lines.');
  expect(await recipients()).toEqual([
    ['ann', 'U0JANE'],
    ['ben', null],
    ['deploy', 'U0ADMIN'],
    ['fay', 'U0ADMIN'],
    ['fay', 'U0JANE'],
    ['gus', null],
  ]);
  expect(serve.exitCode).toBeNull();
});

test('who said “not me” by mistake, or was erased, is written to again once a line names them, with the days given back', async () => {
  expect((await folder.run(['audit'], variables())).code).toBe(0);
  const path = join(folder.path, 'data', 'mfa.db');
  const db = await openDatabase({ kind: 'file', path });
  const [ann, ben, fay] = await toldDaysAgo(db, ['ann', 'ben', 'fay']);
  expect((await importFile([HEADER, 'ann,U0JANE,,', 'ben,,U0ADMIN,', 'fay,U0JANE,,'])).code).toBe(0);
  const files = await db.selectFrom('caseFile').select(['userId', 'shiftDays']).execute();
  const shifted = new Map(files.map(({ userId, shiftDays }) => [userId, shiftDays]));
  expect([ann, ben, fay].map((one) => one && shifted.get(one.userId))).toEqual([4, 0, 0]);
  // A manager alone does not say who it is.
  expect((await listOpenDisputes(db)).map(({ userId }) => userId)).toEqual([ben?.userId]);
  expect(await db.selectFrom('erasure').selectAll().execute()).toEqual([]);
  await db.destroy();
});

/** Each was told ten days ago; the first two said "not me" since, and the third was erased. */
async function toldDaysAgo(db: Database, names: readonly string[]) {
  const users = await db.selectFrom('ramUser').selectAll().where('userName', 'in', names).execute();
  const now = Date.now();
  const dispute = { chat: 'slack', memberId: 'U0JANE', at: now - 3.5 * DAY_MS, settledAt: null } as const;
  const clock = { toldAt: now - 10 * DAY_MS, deadlineAt: now + 4 * DAY_MS, toldMemberId: 'U0JANE' };
  await db
    .updateTable('caseFile')
    .set({ ...clock, toldChat: 'slack', toldZone: 'UTC' })
    .execute();
  const inOrder = names.map((name) => users.find(({ userName }) => userName === name));
  for (const [index, user] of inOrder.entries()) {
    if (user === undefined) throw new Error('Nobody has this name');
    const { accountId, userId } = user;
    if (index < 2)
      await db
        .insertInto('dispute')
        .values({ accountId, userId, ...dispute })
        .execute();
    else await db.insertInto('erasure').values({ accountId, userId, at: now }).execute();
  }
  return inOrder;
}

test('whoever is away by an admin’s word stays so, and the line says it', async () => {
  expect((await folder.run(['audit'], variables())).code).toBe(0);
  const db = await openDatabase({ kind: 'file', path: join(folder.path, 'data', 'mfa.db') });
  const ann = await db
    .selectFrom('ramUser')
    .selectAll()
    .where('userName', '=', 'ann')
    .executeTakeFirstOrThrow();
  const until = { since: Date.now(), untilAt: Date.parse('2099-03-21T00:00:00Z'), zone: 'UTC' };
  await insertAbsence(db, ann, { kind: 'admin', chat: 'slack', memberId: 'U0ADMIN', ...until });
  await db.destroy();
  const { stdout } = await importFile([HEADER, 'ann,U0JANE,,', 'fay,U0JANE,,']);
  expect(stdout).toMatch(/ann .*; still away until 2099-03-20, by an admin’s word\n/);
  expect(stdout).toMatch(/fay .*in Slack\)\n/);
});

const DAY_MS = 86_400_000;

test.each([
  { case: 'wrong columns', lines: ['user,phone', 'ann,1'] },
  { case: 'semicolons', lines: ['user;slack', 'ann;U0JANE'] },
])('a file that cannot be read as a whole ends with 2: $case', async ({ lines }) => {
  expect(await importFile(lines)).toMatchObject({ code: 2, stderr: expect.stringContaining('people.csv') });
});

test.each([[[]], [['import']], [['export']], [['template', 'x']]])(
  'contacts %j ends with 2 and its usage',
  async (words) => {
    const { code, stderr } = await folder.run(['contacts', ...words], variables());
    expect([code, stderr]).toEqual([2, expect.stringContaining('npm run contacts -- import')]);
  },
);
