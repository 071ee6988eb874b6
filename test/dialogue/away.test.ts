import { describe, expect, test } from 'vitest';
import {
  ADMIN,
  CORP,
  EACH_CHAT,
  idIn,
  JANE,
  LABS,
  person,
  type Rehearsal,
  rehearseIn,
  SAM,
  tagOf,
  wordsOf,
} from './rehearsal.ts';

/** Past days on which nothing is to be seen. */
async function leap({ clock, app }: Rehearsal, at: string): Promise<void> {
  clock.leapTo(Date.parse(`${at}:00+08:00`));
  await app.runDueJobs();
  await app.runDueJobs();
}

describe.each(EACH_CHAT)('away, in %s', (chat) => {
  const rehearse = rehearseIn(chat);
  const USERS = [person('jane.doe')];

  /** Jane is told on Monday 2 March; her deadline is the 16th. */
  async function toldOnMonday(options: Parameters<typeof rehearse>[0] = { users: USERS }) {
    const rehearsal = await rehearse(options);
    await rehearsal.start();
    return rehearsal;
  }

  describe('by one’s own word', () => {
    test('nothing is said until that day, and what was due moves by as many days', async () => {
      const rehearsal = await toldOnMonday();
      const { ask, advanceTo, notices, messagesTo } = rehearsal;
      const answer = await ask(JANE, 'away 2026-03-10');
      expect(answer).toMatch(/No messages about jane\.doe@corp.* until Tue 10 Mar 2026, 23:59/);
      expect(answer).toContain('/mfa away off');
      await advanceTo('2026-03-06T17:00');
      await leap(rehearsal, '2026-03-10T17:00');
      expect(await notices('jane.doe')).toEqual(['first/1 sent']);
      // Nine days: the reminder of the 5th is due on the 14th, a Saturday.
      await advanceTo('2026-03-13T17:00');
      expect(await notices('jane.doe')).toEqual(['first/1 sent']);
      await advanceTo('2026-03-16T12:00');
      expect(await notices('jane.doe')).toEqual(['first/1 sent', 'reminder/1 sent']);
      expect(wordsOf(messagesTo(JANE).at(-1))).toContain('25 Mar 2026, 17:30');
    });

    test('whoever is not told yet hears the first message on the day after', async () => {
      const rehearsal = await rehearse({ users: USERS });
      await rehearsal.ask(JANE, 'away 2026-03-04');
      await rehearsal.start();
      await rehearsal.advanceTo('2026-03-04T17:00');
      expect(rehearsal.toldTo(JANE)).toEqual([]);
      await rehearsal.advanceTo('2026-03-05T12:00');
      expect(rehearsal.toldTo(JANE)).toHaveLength(1);
    });

    test('who is back says so and is followed up at once, at most one message', async () => {
      const rehearsal = await toldOnMonday();
      const { ask, advanceTo, notices, db } = rehearsal;
      await ask(JANE, 'away 2026-03-20');
      await leap(rehearsal, '2026-03-12T11:00');
      const me = await ask(JANE, 'me');
      expect(me).toMatch(/away until Fri 20 Mar 2026/);
      expect(me).toContain('nothing counts against you');
      expect(await ask(JANE, 'away off')).toMatch(/Messages about jane\.doe.*go on/);
      expect(await ask(JANE, 'away off')).toContain('Nobody is marked as away');
      const [file] = await db.selectFrom('caseFile').select('shiftDays').execute();
      expect(file?.shiftDays).toBe(11);
      await advanceTo('2026-03-16T12:00');
      expect(await notices('jane.doe')).toEqual(['first/1 sent', 'reminder/1 sent']);
    });

    test('the button under it takes it back', async () => {
      const { say, press } = await toldOnMonday();
      const answer = await say(JANE, 'away 2026-03-10');
      expect((await press(JANE, answer, 'I am back')).words).toContain('go on in working hours');
    });

    test('said again and again on one day gives that day back once', async () => {
      const { ask, aWhileLater, db } = await toldOnMonday();
      for (let turn = 0; turn < 3; turn += 1) {
        await ask(JANE, 'away 2026-03-03');
        aWhileLater();
        await ask(JANE, 'away off');
      }
      const [file] = await db.selectFrom('caseFile').select('shiftDays').execute();
      expect(file?.shiftDays).toBe(1);
    });

    test('holds all users of the person, and no more than thirty days of a case', async () => {
      const labs = { accountId: LABS, alias: 'labs', users: [person('jane.doe')] };
      const rehearsal = await toldOnMonday({ users: USERS, furtherAccounts: [labs] });
      const { ask } = rehearsal;
      const answer = await ask(JANE, 'away 2026-03-21');
      expect(answer).toContain('corp.onaliyun.com until');
      expect(answer).toContain('labs.onaliyun.com until');
      await leap(rehearsal, '2026-03-23T11:00');
      expect(await ask(JANE, 'away 2026-04-15')).toMatch(/until Wed 1 Apr 2026.*all that is left of 30 days/);
      await leap(rehearsal, '2026-04-02T11:00');
      expect(await ask(JANE, 'away 2026-04-03')).toContain('are used up');
    });

    test('nobody is overdue meanwhile, and a pause gives the same days back once', async () => {
      const rehearsal = await toldOnMonday();
      const { ask, db } = rehearsal;
      await ask(JANE, 'away 2026-03-20');
      // Before ten, here and below: at that hour the leave began, and what passes of a minute would be a day more.
      await leap(rehearsal, '2026-03-09T09:50');
      await ask(ADMIN, 'pause');
      await leap(rehearsal, '2026-03-17T18:00');
      expect(await ask(ADMIN, 'status overdue')).toContain('Nobody is overdue');
      await leap(rehearsal, '2026-03-23T09:40');
      await rehearsal.start();
      const [file] = await db.selectFrom('caseFile').select('shiftDays').execute();
      // From 2 March at ten.
      expect(file?.shiftDays).toBe(21);
    });
  });

  test('a leave that was over before an exemption ended takes nothing off the week that follows it', async () => {
    const rehearsal = await toldOnMonday();
    const { ask, db } = rehearsal;
    await ask(ADMIN, 'exempt jane.doe lost-phone');
    await ask(JANE, 'away 2026-03-04');
    // Nobody looked while both ended.
    await leap(rehearsal, '2026-03-25T11:00');
    const [file] = await db.selectFrom('caseFile').select('deadlineAt').execute();
    expect(file?.deadlineAt).toBe(Date.parse('2026-04-01T17:30:00+08:00'));
  });

  describe('by an admin’s word', () => {
    test('is listed with who said so, told as the reason, on record, and taken back', async () => {
      const { ask, advanceTo, notices } = await toldOnMonday();
      expect(await ask(ADMIN, 'status away')).toContain('Nobody is marked as away');
      expect(await ask(ADMIN, 'away jane.doe 2026-05-20')).toMatch(/until Wed 20 May 2026/);
      expect(await ask(ADMIN, 'status away')).toMatch(
        /Away: 1 user.*jane\.doe.*away until Wed 20 May 2026.*by admin/s,
      );
      await advanceTo('2026-03-06T12:00');
      expect(await ask(ADMIN, 'status jane.doe')).toContain('because the person is away');
      expect(await ask(ADMIN, 'away jane.doe off')).toContain('go on');
      expect(await ask(ADMIN, 'history jane.doe')).toMatch(/back, no longer marked as away.*marked as away/s);
      await advanceTo('2026-03-10T12:00');
      expect(await notices('jane.doe')).toEqual(['first/1 sent', 'reminder/1 sent']);
    });

    test('is about who it was then: whoever the tag names since is told, and not away', async () => {
      const rehearsal = await toldOnMonday({ users: [person('jane.doe', tagOf(chat, JANE))] });
      const { alibaba, ask, advanceTo, db } = rehearsal;
      await ask(ADMIN, 'away jane.doe 2026-05-20');
      await advanceTo('2026-03-03T12:00');
      alibaba.account(CORP).user('jane.doe').tags = tagOf(chat, SAM).tags;
      await advanceTo('2026-03-04T20:00');
      expect(rehearsal.toldTo(SAM)).toHaveLength(1);
      expect(await ask(ADMIN, 'status away')).toContain('Nobody is marked as away');
      const [absence] = await db.selectFrom('absence').selectAll().execute();
      expect(absence?.state).toBe('over');
    });

    test('lasts when an admin says who it is, and the answer says so and how to end it', async () => {
      const { ask, advanceTo, toldTo } = await toldOnMonday();
      await ask(ADMIN, 'away jane.doe 2026-05-20');
      const linked = await ask(ADMIN, `link jane.doe ${idIn(chat, SAM)}`);
      expect(linked).toMatch(
        /marked the user as away.* until Wed 20 May 2026.*\/mfa away jane\.doe@\S+ off/s,
      );
      await advanceTo('2026-03-06T12:00');
      expect(toldTo(SAM)).toEqual([]);
      await ask(ADMIN, 'away jane.doe off');
      expect(await ask(ADMIN, `link jane.doe ${idIn(chat, SAM)}`)).not.toContain('as away');
      await advanceTo('2026-03-06T20:00');
      expect(toldTo(SAM)).toHaveLength(1);
    });

    test('is an admin’s alone; about the admin’s own user it is the person’s', async () => {
      const { ask, db } = await toldOnMonday({ users: [...USERS, person('admin')] });
      expect(await ask(SAM, 'away jane.doe 2026-03-10')).toContain('not available to you here');
      expect(await ask(ADMIN, 'away admin 2026-05-20')).toContain('at most 30 days');
      expect(await db.selectFrom('absence').selectAll().execute()).toEqual([]);
    });
  });

  test.each([
    ['2026-02-30', /no such day/],
    ['2026-03-01', /That day is over/],
    ['2026-06-30', /at most 90 days/],
    ['soon', /no such day/],
  ])('%s changes nothing', async (date, answer) => {
    const { ask, db } = await rehearse({ users: USERS });
    expect(await ask(ADMIN, `away jane.doe ${date}`)).toMatch(answer);
    expect(await ask(JANE, `away ${date}`)).toMatch(date === '2026-06-30' ? /at most 30 days/ : answer);
    expect(await db.selectFrom('absence').selectAll().execute()).toEqual([]);
  });

  test('nobody is behind the one who says so', async () => {
    const { ask } = await rehearse({ users: USERS });
    expect(await ask(SAM, 'away 2026-03-10')).toContain('No RAM user is linked to you');
  });
});
