import { describe, expect, test } from 'vitest';
import { createLoginProfile } from '../../sandbox/alibaba/index.ts';
import {
  ADMIN,
  CORP,
  EACH_CHAT,
  JANE,
  PHONE,
  person,
  type Rehearsal,
  rehearseIn,
  wordsOf,
} from './rehearsal.ts';

describe.each(EACH_CHAT)('in %s', (chat) => {
  const rehearse = rehearseIn(chat);

  const MANY = Array.from({ length: 30 }, (_, index) => `worker.${String(index).padStart(2, '0')}`);

  /** Jane has been told; thirty others are fine. */
  async function quietAccount(): Promise<Rehearsal> {
    const users = [person('jane.doe'), ...MANY.map((name) => person(name, { mfaDevice: PHONE }))];
    const rehearsal = await rehearse({ users });
    await rehearsal.start();
    expect(rehearsal.toldTo(JANE)).toHaveLength(1);
    return rehearsal;
  }

  const isHeld = async ({ db }: Rehearsal) =>
    (await db.selectFrom('hold').select('reason').where('endedAt', 'is', null).execute()).map(
      ({ reason }) => reason,
    );

  function passwordsFor({ alibaba }: Rehearsal, names: readonly string[]): void {
    for (const name of names) alibaba.account(CORP).addUser(person(`new.${name}`));
  }

  describe('a change too large to be true', () => {
    test('up to twenty new cases are news about people', async () => {
      const rehearsal = await quietAccount();
      passwordsFor(rehearsal, MANY.slice(0, 20));
      await rehearsal.advanceTo('2026-03-03T12:00');
      expect(await isHeld(rehearsal)).toEqual([]);
    });

    test('more than that hold the account again: nothing goes out, also to people told before', async () => {
      const rehearsal = await quietAccount();
      passwordsFor(rehearsal, MANY.slice(0, 21));
      await rehearsal.advanceTo('2026-03-05T12:00');
      expect(await isHeld(rehearsal)).toEqual(['mass_change']);
      expect(rehearsal.toldTo(JANE)).toHaveLength(1);
      const digest = rehearsal.channelMessages().at(-1);
      expect(wordsOf(digest)).toMatch(/held/i);
    });

    test('after a start the others hear what is due, and the days are given back', async () => {
      const rehearsal = await quietAccount();
      passwordsFor(rehearsal, MANY.slice(0, 21));
      await rehearsal.advanceTo('2026-03-05T12:00');
      expect(wordsOf(await rehearsal.say(ADMIN, 'start'))).toMatch(/21 opened/);
      rehearsal.aWhileLater();
      await rehearsal.start();
      const { deadlineAt } = await rehearsal.db
        .selectFrom('caseFile')
        .select('deadlineAt')
        .where('toldAt', 'is not', null)
        .executeTakeFirstOrThrow();
      // Held from Tuesday 09:10 to Thursday noon: three days more.
      expect(new Date(deadlineAt ?? 0).toISOString()).toBe('2026-03-19T09:30:00.000Z');
    });

    test('people enrolling by the dozen are no reason', async () => {
      const users = MANY.map((name) => person(name));
      const rehearsal = await rehearse({ users });
      await rehearsal.start();
      for (const name of MANY) rehearsal.alibaba.account(CORP).user(name).mfaDevice = PHONE;
      await rehearsal.advanceTo('2026-03-03T12:00');
      expect(await isHeld(rehearsal)).toEqual([]);
      expect(await openCases(rehearsal)).toBe(0);
    });

    test('users missing by the dozen close no case until a start has shown them', async () => {
      const rehearsal = await rehearse({ users: [person('jane.doe'), ...MANY.map((name) => person(name))] });
      await rehearsal.start();
      for (const name of MANY) rehearsal.alibaba.account(CORP).deleteUser(name);
      await rehearsal.advanceTo('2026-03-03T12:00');
      expect(await isHeld(rehearsal)).toEqual(['mass_change']);
      expect(await openCases(rehearsal)).toBe(31);
      const question = await rehearsal.say(ADMIN, 'start');
      expect(wordsOf(question)).toContain('30 gone from the list');
      expect(await rehearsal.confirm(ADMIN, question)).toContain('30 cases closed');
      expect(await openCases(rehearsal)).toBe(1);
      await rehearsal.advanceTo('2026-03-04T12:00');
      expect(await isHeld(rehearsal)).toEqual([]);
    });

    test('and a start closes only those of whom GetUser says that they are gone', async () => {
      const rehearsal = await rehearse({ users: [person('jane.doe'), ...MANY.map((name) => person(name))] });
      await rehearsal.start();
      for (const name of MANY) rehearsal.alibaba.account(CORP).deleteUser(name);
      await rehearsal.advanceTo('2026-03-03T12:00');
      const question = await rehearsal.say(ADMIN, 'start');
      rehearsal.alibaba.faults.add({ kind: 'server_error', action: 'GetUser' });
      await rehearsal.confirm(ADMIN, question);
      expect(await openCases(rehearsal)).toBe(31);
    });

    test('what becomes held after the preview stays held', async () => {
      const rehearsal = await quietAccount();
      await rehearsal.ask(ADMIN, 'pause');
      await rehearsal.advanceTo('2026-03-03T09:07');
      const question = await rehearsal.say(ADMIN, 'start');
      passwordsFor(rehearsal, MANY.slice(0, 21));
      await rehearsal.advanceTo('2026-03-03T09:11');
      await rehearsal.confirm(ADMIN, question);
      expect(await isHeld(rehearsal)).toEqual(['mass_change']);
      await rehearsal.advanceTo('2026-03-06T12:00');
      expect(rehearsal.toldTo(JANE)).toHaveLength(1);
    });

    test('cases that come back by the dozen count as well', async () => {
      const rehearsal = await rehearse({ users: MANY.map((name) => person(name)) });
      await rehearsal.start();
      const users = MANY.map((name) => rehearsal.alibaba.account(CORP).user(name));
      // A few at a time, so that their going is no mass change.
      for (const user of users.slice(0, 15)) user.loginProfile = null;
      await rehearsal.advanceTo('2026-03-03T12:00');
      for (const user of users.slice(15)) user.loginProfile = null;
      await rehearsal.advanceTo('2026-03-04T12:00');
      expect(await isHeld(rehearsal)).toEqual([]);
      for (const user of users) user.loginProfile = createLoginProfile();
      await rehearsal.advanceTo('2026-03-05T12:00');
      expect(await isHeld(rehearsal)).toEqual(['mass_change']);
    });
  });

  async function openCases({ db }: Rehearsal): Promise<number> {
    return (await db.selectFrom('caseFile').select('caseId').where('state', '=', 'open').execute()).length;
  }
});
