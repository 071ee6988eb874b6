import { copyFileSync } from 'node:fs';
import { beforeAll, expect, onTestFinished, test } from 'vitest';
import type { SandboxedChat } from '../../demo/stage.ts';
import { replaceLinks } from '../../src/store/contact-records.ts';
import { connectDatabase } from '../../src/store/database.ts';
import type { DatabasePlace } from '../../src/store/database-place.ts';
import { olderCopyOf } from '../store/older-copy.ts';
import { isOnServer, newEmptyTables, type TestDatabase } from '../store/test-database.ts';
import {
  begin,
  CORP,
  JANE,
  OTHER_ADMIN,
  PHONE,
  person,
  type Rehearsal,
  rehearse,
  rehearseIn,
  SAM,
  tagOf,
  WEI,
  wordsOf,
} from './rehearsal.ts';

const TEST_TIMEOUT_MS = 240_000;

/** On these evenings the database is copied, and the copy put in its place. */
interface Restore {
  readonly copied: number;
  readonly back: number;
}

const LAST_DAY = 17;

const COMPANY = { users: [person('jane.doe'), person('wei')] };

/** Jane, who does nothing, and her manager; Wei, who enrols and loses the phone; Sam, who comes later. */
async function threeWeeks(rehearsal: Rehearsal, restore: Restore | null): Promise<ReturnType<typeof toldIn>> {
  await rehearsal.start();
  await giveManager(rehearsal, 'jane.doe');
  const corp = rehearsal.alibaba.account(CORP);
  let copy: TestDatabase | null = null;
  for (let day = 2; day <= LAST_DAY; day += 1) {
    if (day === 3) corp.addUser(person('sam.lee'));
    if (day === 6) corp.user('wei').mfaDevice = PHONE;
    if (day === 11) corp.user('wei').mfaDevice = null;
    await rehearsal.advanceTo(`2026-03-${String(day).padStart(2, '0')}T20:00`);
    if (day === restore?.copied) copy = await olderCopyOf(rehearsal.place);
    if (day === restore?.back && copy !== null) await putInPlace(rehearsal, copy);
  }
  return toldIn(rehearsal);
}

async function giveManager({ db, clock }: Rehearsal, userName: string): Promise<void> {
  const user = await db
    .selectFrom('ramUser')
    .selectAll()
    .where('userName', '=', userName)
    .executeTakeFirstOrThrow();
  const managers = [{ chat: 'slack', memberId: OTHER_ADMIN }] as const;
  await replaceLinks(db, user, { people: null, managers, owners: [] }, clock.now());
}

async function putInPlace(rehearsal: Rehearsal, { url, remove }: TestDatabase): Promise<void> {
  onTestFinished(async () => {
    await rehearsal.app.stop(AbortSignal.timeout(5000));
    await remove();
  });
  await rehearsal.restart(undefined, { DATABASE_URL: url });
}

/** On which day each was told what; null: it was changed since to say that it is over. */
const toldIn = (rehearsal: Rehearsal) =>
  [JANE, WEI, SAM, OTHER_ADMIN].flatMap((who) =>
    rehearsal.messagesTo(who).map(({ wire, words }) => {
      if (wire.chat !== 'slack') throw new Error('This is told in Slack');
      const { ts, editedTs } = wire.message;
      const day = new Date(Number(ts) * 1000).toISOString().slice(0, 10);
      return { who, day, words: editedTs === null ? words : null };
    }),
  );

let undisturbed: ReturnType<typeof toldIn>;

beforeAll(async () => {
  const rehearsal = await begin(COMPANY);
  undisturbed = await threeWeeks(rehearsal, null).finally(() => rehearsal.stop());
}, TEST_TIMEOUT_MS);

test.each([
  { copied: 2, back: 9 },
  { copied: 4, back: 13 },
  { copied: 8, back: 16 },
])(
  'what was copied on $copied and put back on $back: nobody is told twice, and all goes on as promised',
  { timeout: TEST_TIMEOUT_MS },
  async (restore) => {
    const told = await threeWeeks(await rehearse(COMPANY), restore);
    // What was over before the copy was put back is shown as such again, also where nothing said so.
    const expected = undisturbed.map((one, index) =>
      told[index]?.words === null ? { ...one, words: null } : one,
    );
    expect(told).toEqual(expected);
  },
);

test('who had enrolled and lost the device since the copy is not asked for what was thanked for', async () => {
  const rehearsal = await rehearse(COMPANY);
  const told = await threeWeeks(rehearsal, { copied: 2, back: 11 });
  const toWei = told.filter(({ who }) => who === WEI).map(({ day }) => day);
  // The day of grace begins when the copy learns that the device is missed: with the first look after it was put back.
  expect(toWei).toEqual(['2026-03-02', '2026-03-05', '2026-03-06', '2026-03-13', '2026-03-16']);
  expect(rehearsal.toldTo(WEI)[3]).toContain('解绑');
});

test('what was said before a case ended without a word is not taken for the next one', async () => {
  const rehearsal = await rehearse({ users: [person('wei')] });
  await rehearsal.start();
  const wei = rehearsal.alibaba.account(CORP).user('wei');
  await rehearsal.advanceTo('2026-03-08T20:00');
  const copy = await olderCopyOf(rehearsal.place);
  await rehearsal.advanceTo('2026-03-13T20:00');
  await putInPlace(rehearsal, copy);
  // On the weekend nobody is thanked, and on Monday there is nothing to thank for.
  wei.mfaDevice = PHONE;
  await rehearsal.advanceTo('2026-03-15T20:00');
  wei.mfaDevice = null;
  await rehearsal.advanceTo('2026-03-18T20:00');
  const told = rehearsal.toldTo(WEI);
  expect(told).toHaveLength(4);
  expect(told.at(-1)).toMatch(/解绑.*3月31日/);
});

/** Jane was told, reminded and warned by the evening of the ninth; then the bot works with another database. */
async function anotherDatabase(
  chat: SandboxedChat,
  from: (rehearsal: Rehearsal) => Promise<TestDatabase>,
): Promise<Rehearsal> {
  const rehearsal = await rehearseIn(chat)({ users: [person('jane.doe', tagOf(chat, JANE))] });
  await rehearsal.start();
  const other = await from(rehearsal);
  await rehearsal.advanceTo('2026-03-09T20:00');
  expect(rehearsal.toldTo(JANE)).toHaveLength(3);
  await putInPlace(rehearsal, other);
  return rehearsal;
}

const steps = (rehearsal: Rehearsal) => rehearsal.toldTo(JANE).map((words) => words.split(' ')[0]);

test('an empty database: in Slack nobody is told again, and the deadline is the one that was told', async () => {
  const rehearsal = await anotherDatabase('slack', () => newEmptyTables());
  await rehearsal.advanceTo('2026-03-10T10:00');
  await rehearsal.start();
  await rehearsal.advanceTo('2026-03-16T12:00');
  expect(steps(rehearsal)).toEqual(['MFA', 'Reminder:', 'Deadline', 'Last']);
  expect(rehearsal.toldTo(JANE).at(-1)).toContain('by Mon 16 Mar 2026');
});

test('an older copy elsewhere, in DingTalk, which cannot be asked: what is due is said once more, the highest of it', async () => {
  const rehearsal = await anotherDatabase('dingtalk', ({ place }) => olderCopyOf(place));
  await rehearsal.advanceTo('2026-03-11T12:00');
  expect(steps(rehearsal)).toEqual(['MFA', 'Reminder:', 'Deadline', 'Deadline']);
});

test.skipIf(isOnServer())(
  'put in the place of the file, in DingTalk: what fell due since the copy is not said again, and admins see it',
  async () => {
    const rehearsal = await rehearseIn('dingtalk')({
      users: [person('jane.doe', tagOf('dingtalk', JANE)), person('wei', tagOf('dingtalk', WEI))],
    });
    await rehearsal.start();
    const copy = await olderCopyOf(rehearsal.place);
    await rehearsal.advanceTo('2026-03-09T20:00');
    keepBeside(rehearsal.place, copy.place);
    await putInPlace(rehearsal, copy);
    await rehearsal.advanceTo('2026-03-11T12:00');
    const noted = ['first sent', 'reminder cancelled', 'warning unknown'];
    expect(await notedIn(copy.place)).toEqual([...noted, ...noted]);
    expect(wordsOf(rehearsal.channelMessages().at(-1))).toMatch(/2 messages: it could not be found out/);
    // Nor does another start make it known again; what falls due from now on is said.
    await rehearsal.restart(undefined, { DATABASE_URL: copy.url });
    await rehearsal.advanceTo('2026-03-16T12:00');
    expect(steps(rehearsal)).toEqual(['MFA', 'Reminder:', 'Deadline', 'Last']);
  },
);

/** Of each user in turn. */
async function notedIn(place: DatabasePlace): Promise<readonly string[]> {
  const db = connectDatabase(place);
  const rows = db.selectFrom('notice').selectAll().where('audience', '=', 'person');
  const noted = (await rows.orderBy('userId').orderBy('dueAt').execute()).map(
    ({ step, state }) => `${step} ${state}`,
  );
  await db.destroy();
  return noted;
}

/** What stays where the copy is put. */
function keepBeside(from: DatabasePlace, to: DatabasePlace): void {
  if (from.kind !== 'file' || to.kind !== 'file') throw new Error('Beside a server there is nothing');
  copyFileSync(`${from.path}.last-worked`, `${to.path}.last-worked`);
}

test('the report of the day on which a copy was put back is posted once more, and no other', async () => {
  const rehearsal = await anotherDatabase('slack', ({ place }) => olderCopyOf(place));
  await rehearsal.advanceTo('2026-03-11T12:00');
  const days = rehearsal.channelMessages().map(({ summary }) => summary.slice(0, 21));
  const twice = days.filter((day, index) => days.indexOf(day) !== index);
  expect(twice).toEqual(['MFA report 2026-03-09']);
});

test('after a restart with an older copy, nothing is said in a conversation that cannot be read', async () => {
  const rehearsal = await anotherDatabase('slack', ({ place }) => olderCopyOf(place));
  const down = { method: 'conversations.history', kind: 'error', code: 'internal_error' } as const;
  rehearsal.slack.faults.add({ ...down, times: 10_000 });
  await rehearsal.advanceTo('2026-03-10T12:00');
  expect(rehearsal.toldTo(JANE)).toHaveLength(3);
  rehearsal.slack.faults.clear();
  await rehearsal.advanceTo('2026-03-16T12:00');
  expect(steps(rehearsal)).toEqual(['MFA', 'Reminder:', 'Deadline', 'Last']);
});
