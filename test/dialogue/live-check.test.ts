import { describe, expect, test } from 'vitest';
import {
  ADMIN,
  askForPatience,
  CORP,
  EACH_CHAT,
  JANE,
  PHONE,
  person,
  rehearseIn,
  SAM,
  WEI,
  wordsOf,
} from './rehearsal.ts';

describe.each(EACH_CHAT)('in %s', (chat) => {
  const rehearse = rehearseIn(chat);

  const PEOPLE = [person('jane.doe'), person('wei')];

  describe('seconds before a message, the one person is looked at once more', () => {
    test('who has enrolled since the audit is not messaged', async () => {
      const { alibaba, start, toldTo, notices } = await rehearse({ users: PEOPLE });
      alibaba.account(CORP).user('jane.doe').mfaDevice = PHONE;
      await start();
      expect([JANE, WEI].map((who) => toldTo(who).length)).toEqual([0, 1]);
      expect(await notices('jane.doe')).toEqual(['first/1 cancelled(no_longer_true)']);
    });

    test.each([
      { name: 'lost the password', change: { loginProfile: null } },
      { name: 'was frozen', change: { status: 'freeze' } },
      {
        name: 'got a passkey',
        change: { passkeys: [{ passkeyId: 'pk', passkeyName: 'laptop', createDate: '1' }] },
      },
    ] as const)('who $name is not messaged', async ({ change }) => {
      const { alibaba, start, toldTo, notices } = await rehearse({ users: PEOPLE });
      Object.assign(alibaba.account(CORP).user('jane.doe'), change);
      await start();
      expect(toldTo(JANE)).toEqual([]);
      expect(await notices('jane.doe')).toEqual(['first/1 cancelled(no_longer_true)']);
    });

    test('who was deleted is not messaged', async () => {
      const { alibaba, start, toldTo, notices } = await rehearse({ users: PEOPLE });
      alibaba.account(CORP).deleteUser('jane.doe');
      await start();
      expect(toldTo(JANE)).toEqual([]);
      expect(await notices('jane.doe')).toEqual(['first/1 cancelled(no_longer_true)']);
    });

    test('who must enrol at the next sign-in by now is told so', async () => {
      const { alibaba, start, messagesTo } = await rehearse({ users: PEOPLE });
      alibaba.account(CORP).securityPreference.mfaOperationForLogin = 'mandatory';
      await start();
      expect(messagesTo(JANE).map(wordsOf).join()).toMatch(/next sign-in will ask you to set it up/);
    });
  });

  describe('who cannot be read just then', () => {
    test.each([
      { name: 'existence', fault: { kind: 'server_error', action: 'GetUser' } },
      {
        name: 'login profile',
        fault: { kind: 'no_permission', action: 'GetLoginProfile', userName: 'jane.doe' },
      },
      { name: 'device', fault: { kind: 'server_error', action: 'GetUserMFAInfo', userName: 'jane.doe' } },
      { name: 'passkeys', fault: { kind: 'no_permission', action: 'ListPasskeys', userName: 'jane.doe' } },
      { name: 'single sign-on', fault: { kind: 'no_permission', action: 'GetUserSsoSettings' } },
      {
        name: 'an answer without the field that decides',
        fault: { kind: 'omit', action: 'GetLoginProfile', field: 'LoginProfile.Status' },
      },
    ] as const)(
      '($name) is not messaged; the message waits and goes out when it is readable',
      async ({ fault }) => {
        const { alibaba, start, toldTo, notices, advanceTo } = await rehearse({
          users: [person('jane.doe')],
        });
        const switched = alibaba.faults.add(fault);
        await start();
        await advanceTo('2026-03-02T11:00');
        expect(switched.fired).toBeGreaterThan(0);
        expect(toldTo(JANE)).toEqual([]);
        expect(await notices('jane.doe')).toEqual(['first/1 planned']);
        switched.remove();
        await advanceTo('2026-03-03T11:00');
        expect(toldTo(JANE)).toHaveLength(1);
      },
    );

    test('does not hold up the others', async () => {
      const { alibaba, start, toldTo } = await rehearse({ users: PEOPLE });
      alibaba.faults.add({ kind: 'no_permission', action: 'GetLoginProfile', userName: 'jane.doe' });
      await start();
      expect([JANE, WEI].map((who) => toldTo(who).length)).toEqual([0, 1]);
    });
  });

  describe('between two messages of a batch', () => {
    test('a pause takes hold at once', async () => {
      const { alibaba, answers, say, press, toldTo, advanceTo } = await rehearse({ users: PEOPLE });
      const question = await say(ADMIN, 'start');
      // The look at the second person takes long enough for an admin to type.
      const slow = alibaba.faults.add({
        kind: 'slow',
        delayMs: 1500,
        action: 'GetUserMFAInfo',
        userName: 'wei',
      });
      const started = press(ADMIN, question, 'Start');
      await expect.poll(() => slow.fired, { timeout: 10_000 }).toBe(1);
      await answers(ADMIN, 'pause', 1);
      await started;
      expect([JANE, WEI].map((who) => toldTo(who).length)).toEqual([1, 0]);
      await advanceTo('2026-03-02T12:00');
      expect(toldTo(WEI)).toEqual([]);
    });

    test.runIf(chat === 'slack')(
      'the end of the working day does too, however long the chat made it take (only Slack asks for minutes)',
      async () => {
        const { slack, start, toldTo, advanceTo } = await rehearse({
          users: PEOPLE,
          startsAt: '2026-03-02T17:29:30',
        });
        slack.faults.add({ kind: 'rate_limited', retryAfterSeconds: 45, method: 'chat.postMessage' });
        await start();
        expect([JANE, WEI].map((who) => toldTo(who).length)).toEqual([0, 0]);
        await advanceTo('2026-03-03T09:35');
        expect([JANE, WEI].map((who) => toldTo(who).length)).toEqual([1, 1]);
      },
    );

    test('a wait that the chat asked for makes the last look too old: there is another', async () => {
      const rehearsal = await rehearse({ users: [person('jane.doe')] });
      const { alibaba, start, toldTo, notices } = rehearsal;
      askForPatience(rehearsal, chat);
      // The audit is over: the first look of the delivery passes, the second does not.
      alibaba.faults.add({ kind: 'no_permission', action: 'GetUserMFAInfo', userName: 'jane.doe', skip: 1 });
      await start();
      expect(toldTo(JANE)).toEqual([]);
      expect(await notices('jane.doe')).toEqual(['first/1 planned']);
    });
  });

  test.runIf(chat === 'slack')(
    'everybody is written to in the hours of their own zone (DingTalk tells none)',
    async () => {
      const { start, toldTo, advanceTo } = await rehearse({
        users: [person('jane.doe'), person('sam.lee')],
        startsAt: '2026-03-06T17:40',
      });
      // In Shanghai it is Friday evening, in Berlin Friday morning.
      await start();
      expect([JANE, SAM].map((who) => toldTo(who).length)).toEqual([0, 1]);
      await advanceTo('2026-03-08T23:00');
      expect(toldTo(JANE)).toEqual([]);
      await advanceTo('2026-03-09T09:35');
      expect(toldTo(JANE)).toHaveLength(1);
    },
  );
});
