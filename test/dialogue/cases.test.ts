import { describe, expect, test } from 'vitest';
import { createLoginProfile } from '../../sandbox/alibaba/index.ts';
import {
  CORP,
  EACH_CHAT,
  JANE,
  PHONE,
  person,
  type Rehearsal,
  rehearseIn,
  tagOf,
  WEI,
  wordsOf,
} from './rehearsal.ts';

describe.each(EACH_CHAT)('in %s', (chat) => {
  const rehearse = rehearseIn(chat);

  /** In DingTalk nothing said can be changed: how the first message begins. */
  const MISSING = /^MFA is missing/;
  const USERS = [person('jane.doe')];

  /** Jane was told on Monday at ten. */
  async function afterFirstMessage(users = USERS): Promise<Rehearsal> {
    const rehearsal = await rehearse({ users });
    await rehearsal.start();
    expect(rehearsal.toldTo(JANE)).toHaveLength(1);
    return rehearsal;
  }

  const cases = async ({ db }: Rehearsal) =>
    (await db.selectFrom('caseFile').select(['state', 'closeReason']).orderBy('caseId').execute()).map(
      ({ state, closeReason }) => (closeReason === null ? state : `${state}: ${closeReason}`),
    );

  describe('who enrols', () => {
    test('sees in Slack the message changed, and is thanked once', async () => {
      const rehearsal = await afterFirstMessage();
      rehearsal.alibaba.account(CORP).user('jane.doe').mfaDevice = PHONE;
      await rehearsal.advanceTo('2026-03-03T12:00');
      const [first, thanks, ...more] = rehearsal.messagesTo(JANE);
      expect(first?.summary).toMatch(chat === 'slack' ? /Done/ : MISSING);
      expect(thanks?.summary).toMatch(/Thank you.*jane\.doe/);
      expect(more).toEqual([]);
      await rehearsal.advanceTo('2026-03-17T12:00');
      expect(rehearsal.toldTo(JANE)).toHaveLength(2);
      expect(await cases(rehearsal)).toEqual(['closed: enrolled']);
    });

    test.runIf(chat === 'slack').each([
      // Each is tried again after a quarter of an hour, half an hour, an hour and two.
      ['access_denied', 10],
      // One of them is tried in each pass.
      ['token_revoked', 37],
    ] as const)(
      'while Slack changes no message (%s): asked at most %i times in three hours',
      async (code, times) => {
        const rehearsal = await afterFirstMessage([...USERS, person('wei')]);
        const { slack, alibaba } = rehearsal;
        slack.faults.add({ kind: 'error', code, method: 'chat.update', times: 1000 });
        for (const name of ['jane.doe', 'wei']) alibaba.account(CORP).user(name).mfaDevice = PHONE;
        await rehearsal.advanceTo('2026-03-03T09:00');
        const asked = () => slack.requests.filter(({ method }) => method === 'chat.update').length;
        const before = asked();
        for (let pass = 0; pass < 36; pass += 1) {
          rehearsal.aWhileLater(5 * 60);
          await rehearsal.app.runDueJobs();
        }
        expect(asked() - before).toBeGreaterThan(0);
        expect(asked() - before).toBeLessThanOrEqual(times);
        slack.faults.clear();
        await rehearsal.advanceTo('2026-03-03T17:00');
        expect(rehearsal.messagesTo(JANE)[0]?.words).toMatch(/MFA is set up/);
      },
    );

    test('and asks for it gets the thank-you at once', async () => {
      const rehearsal = await afterFirstMessage();
      rehearsal.alibaba.account(CORP).user('jane.doe').mfaDevice = PHONE;
      await rehearsal.say(JANE, 'me');
      expect(rehearsal.toldTo(JANE)).toHaveLength(2);
    });

    test('in the evening is thanked the next morning', async () => {
      const rehearsal = await afterFirstMessage();
      await rehearsal.advanceTo('2026-03-02T20:00');
      rehearsal.alibaba.account(CORP).user('jane.doe').mfaDevice = PHONE;
      await rehearsal.say(JANE, 'me');
      expect(rehearsal.toldTo(JANE)).toHaveLength(1);
      await rehearsal.advanceTo('2026-03-03T09:35');
      expect(rehearsal.toldTo(JANE)).toHaveLength(2);
    });

    test('before being told is not thanked for it', async () => {
      const rehearsal = await rehearse({ users: [...USERS, person('wei')] });
      rehearsal.alibaba.account(CORP).user('jane.doe').mfaDevice = PHONE;
      await rehearsal.advanceTo('2026-03-03T10:00');
      await rehearsal.start();
      await rehearsal.advanceTo('2026-03-04T10:00');
      expect(rehearsal.toldTo(JANE)).toEqual([]);
      expect(await cases(rehearsal)).toEqual(['closed: enrolled', 'open']);
    });

    test('and had handed the user over: the new person, never told, is not thanked', async () => {
      const rehearsal = await afterFirstMessage();
      const jane = rehearsal.alibaba.account(CORP).user('jane.doe');
      jane.tags = { ...tagOf(chat, WEI).tags };
      jane.mfaDevice = PHONE;
      await rehearsal.advanceTo('2026-03-03T12:00');
      expect(rehearsal.toldTo(WEI)).toEqual([]);
    });
  });

  describe('who needs no MFA any more', () => {
    test.each([
      { name: 'password removed', change: { loginProfile: null }, reason: 'console_removed' },
      { name: 'frozen', change: { status: 'freeze' }, reason: 'frozen' },
    ] as const)(
      '($name) sees in Slack the message changed and hears nothing more',
      async ({ change, reason }) => {
        const rehearsal = await afterFirstMessage();
        Object.assign(rehearsal.alibaba.account(CORP).user('jane.doe'), change);
        await rehearsal.advanceTo('2026-03-09T12:00');
        expect(rehearsal.messagesTo(JANE)).toHaveLength(1);
        expect(rehearsal.toldTo(JANE)[0]).toMatch(chat === 'slack' ? /no longer needed/ : MISSING);
        expect(await cases(rehearsal)).toEqual([`closed: ${reason}`]);
      },
    );

    test('and needs it again within 30 days goes on where it was, with the days in between given back', async () => {
      const rehearsal = await afterFirstMessage();
      const jane = rehearsal.alibaba.account(CORP).user('jane.doe');
      const before = await rehearsal.db.selectFrom('caseFile').select('deadlineAt').executeTakeFirstOrThrow();
      jane.loginProfile = null;
      await rehearsal.advanceTo('2026-03-04T09:30');
      jane.loginProfile = createLoginProfile();
      await rehearsal.advanceTo('2026-03-09T09:05');
      expect(rehearsal.toldTo(JANE)).toHaveLength(1);
      // The reminder of the 5th; the warning of the 9th comes two or three days later, as the two audits took their time.
      await rehearsal.advanceTo('2026-03-10T12:00');
      const after = await rehearsal.db.selectFrom('caseFile').selectAll().executeTakeFirstOrThrow();
      expect(after).toMatchObject({ state: 'open', caseId: 1 });
      expect(after.deadlineAt).toBeGreaterThan(before.deadlineAt ?? 0);
      expect(await rehearsal.notices('jane.doe')).toEqual(['first/1 sent', 'reminder/1 sent']);
    });

    test('while it could not be read, is read again the moment it is back', async () => {
      const rehearsal = await afterFirstMessage();
      const jane = rehearsal.alibaba.account(CORP).user('jane.doe');
      const fault = { kind: 'no_permission', action: 'GetUserMFAInfo', times: 1000 } as const;
      const unreadable = rehearsal.alibaba.faults.add(fault);
      await rehearsal.advanceTo('2026-03-03T12:00');
      jane.loginProfile = null;
      await rehearsal.advanceTo('2026-03-04T12:00');
      expect(await cases(rehearsal)).toEqual(['closed: console_removed']);
      unreadable.remove();
      jane.loginProfile = createLoginProfile();
      await rehearsal.advanceTo('2026-03-05T09:20');
      const [back] = await rehearsal.db.selectFrom('caseFile').selectAll().execute();
      expect(back).toMatchObject({ state: 'open', unreadableSince: null });
    });

    test('after the last message, and needs it again, is not forgotten', async () => {
      const rehearsal = await afterFirstMessage();
      const jane = rehearsal.alibaba.account(CORP).user('jane.doe');
      await rehearsal.advanceTo('2026-03-16T09:25');
      // The audit has seen the password; it is gone just before the last message.
      jane.loginProfile = null;
      await rehearsal.advanceTo('2026-03-16T12:00');
      expect((await rehearsal.notices('jane.doe')).at(-1)).toBe('deadline/1 cancelled(no_longer_true)');
      jane.loginProfile = createLoginProfile();
      await rehearsal.advanceTo('2026-03-26T12:00');
      expect((await rehearsal.notices('jane.doe')).slice(-2)).toEqual(['deadline/2 sent', 'overdue/1 sent']);
    });
  });

  describe('a user who is gone from the list', () => {
    test('is followed up until GetUser says that it is deleted', async () => {
      const rehearsal = await afterFirstMessage();
      rehearsal.alibaba.account(CORP).deleteUser('jane.doe');
      const unsure = rehearsal.alibaba.faults.add({ kind: 'server_error', action: 'GetUser' });
      await rehearsal.advanceTo('2026-03-03T12:00');
      expect(await cases(rehearsal)).toEqual(['open']);
      expect(rehearsal.toldTo(JANE)).toHaveLength(1);
      unsure.remove();
      await rehearsal.advanceTo('2026-03-04T12:00');
      expect(await cases(rehearsal)).toEqual(['closed: deleted']);
      expect(rehearsal.toldTo(JANE)).toEqual([
        expect.stringMatching(chat === 'slack' ? /no longer needed/ : MISSING),
      ]);
    });

    test('of an account that could not be read whole closes nothing', async () => {
      const rehearsal = await afterFirstMessage([...USERS, person('wei'), person('nora.kent')]);
      rehearsal.alibaba.account(CORP).deleteUser('jane.doe');
      rehearsal.alibaba.faults.add({ kind: 'truncated_page', action: 'ListUsers' });
      await rehearsal.advanceTo('2026-03-03T09:20');
      expect(await cases(rehearsal)).toEqual(['open', 'open', 'open']);
    });
  });

  test('a list whose length nobody confirms closes nothing by absence, and the digest says so', async () => {
    const rehearsal = await afterFirstMessage([...USERS, person('wei')]);
    rehearsal.alibaba.account(CORP).deleteUser('jane.doe');
    rehearsal.alibaba.faults.add({ kind: 'no_permission', action: 'GetAccountSummary' });
    await rehearsal.advanceTo('2026-03-03T09:34');
    expect(await cases(rehearsal)).toEqual(['open', 'open']);
    const digest = rehearsal.channelMessages().at(-1);
    expect(wordsOf(digest)).toContain('ram:GetAccountSummary');
  });

  describe('names change, people do not', () => {
    test('a renamed user keeps the case and is addressed by the present name', async () => {
      const rehearsal = await afterFirstMessage([person('jane.doe', tagOf(chat, JANE))]);
      rehearsal.alibaba.account(CORP).renameUser('jane.doe', 'jane.roe');
      await rehearsal.advanceTo('2026-03-05T12:00');
      expect(await cases(rehearsal)).toEqual(['open']);
      const reminder = rehearsal.messagesTo(JANE).at(-1);
      expect(wordsOf(reminder)).toContain('jane.roe');
    });

    test('between audit and message too', async () => {
      const rehearsal = await rehearse({ users: [person('jane.doe', tagOf(chat, JANE))] });
      rehearsal.alibaba.account(CORP).renameUser('jane.doe', 'jane.roe');
      await rehearsal.start();
      const [first] = rehearsal.messagesTo(JANE);
      expect(wordsOf(first)).toContain('jane.roe');
    });

    test('a user created again under an old name is somebody else, with a case of their own', async () => {
      const rehearsal = await afterFirstMessage();
      rehearsal.alibaba.account(CORP).deleteUser('jane.doe');
      rehearsal.alibaba.account(CORP).addUser(person('jane.doe'));
      await rehearsal.advanceTo('2026-03-03T12:00');
      expect(await cases(rehearsal)).toEqual(['closed: deleted', 'open']);
      expect(rehearsal.toldTo(JANE)[1]).toMatch(/MFA is missing for jane\.doe/);
    });
  });

  describe('a device that is gone', () => {
    const WITH_PHONE = [person('jane.doe', { mfaDevice: PHONE }), person('wei')];

    test('for more than a day opens a case, and its first message says so', async () => {
      const rehearsal = await rehearse({ users: WITH_PHONE });
      await rehearsal.start();
      rehearsal.alibaba.account(CORP).user('jane.doe').mfaDevice = null;
      await rehearsal.advanceTo('2026-03-04T09:05');
      expect(rehearsal.toldTo(JANE)).toEqual([]);
      await rehearsal.advanceTo('2026-03-04T09:45');
      expect(rehearsal.toldTo(JANE)).toEqual([expect.stringMatching(/device of jane\.doe.*is gone/)]);
      expect(await rehearsal.notices('jane.doe')).toEqual(['regressed/1 sent']);
    });

    test('and replaced within the day was a new phone', async () => {
      const rehearsal = await rehearse({ users: WITH_PHONE });
      await rehearsal.start();
      const jane = rehearsal.alibaba.account(CORP).user('jane.doe');
      jane.mfaDevice = null;
      await rehearsal.advanceTo('2026-03-03T12:00');
      jane.mfaDevice = PHONE;
      await rehearsal.advanceTo('2026-03-06T12:00');
      expect(rehearsal.toldTo(JANE)).toEqual([]);
      expect(await cases(rehearsal)).toEqual(['open']);
    });

    test('of somebody whose password is removed meanwhile is not asked about for ever', async () => {
      const rehearsal = await rehearse({ users: WITH_PHONE });
      const jane = rehearsal.alibaba.account(CORP).user('jane.doe');
      jane.mfaDevice = null;
      await rehearsal.advanceTo('2026-03-03T12:00');
      jane.loginProfile = null;
      await rehearsal.advanceTo('2026-03-05T12:00');
      rehearsal.alibaba.requests.clear();
      await rehearsal.advanceTo('2026-03-05T18:00');
      expect(rehearsal.alibaba.requests.count('GetUser')).toBe(0);
    });
  });

  describe('a user who cannot be read for a while', () => {
    test('hears nothing, and has two days left when it can be read again', async () => {
      const rehearsal = await afterFirstMessage();
      await rehearsal.advanceTo('2026-03-15T12:00');
      const unreadable = rehearsal.alibaba.faults.add({ kind: 'no_permission', action: 'GetUserMFAInfo' });
      await rehearsal.advanceTo('2026-03-20T12:00');
      expect(rehearsal.toldTo(JANE)).toHaveLength(3);
      unreadable.remove();
      // Read again on Saturday: two days later is Monday.
      await rehearsal.advanceTo('2026-03-23T12:00');
      const { deadlineAt } = await rehearsal.db
        .selectFrom('caseFile')
        .select('deadlineAt')
        .executeTakeFirstOrThrow();
      expect(new Date(deadlineAt ?? 0).toISOString()).toBe('2026-03-23T09:30:00.000Z');
      expect((await rehearsal.notices('jane.doe')).at(-1)).toBe('deadline/1 sent');
    });
  });
});
