import { describe, expect, test } from 'vitest';
import type { SeenMessage } from '../../demo/hands.ts';
import {
  ADMIN,
  CORP,
  EACH_CHAT,
  JANE,
  LABS,
  PHONE,
  person,
  type Rehearsal,
  rehearseIn,
  SECURITY_GROUP,
  SENDING,
  wordsOf,
} from './rehearsal.ts';

describe.each(EACH_CHAT)('in %s', (chat) => {
  const rehearse = rehearseIn(chat);

  const USERS = [person('jane.doe'), person('eve.gray', { mfaDevice: PHONE })];
  const LAB = { accountId: LABS, alias: 'labs', users: [person('wei')] };

  function digests({ channelMessages }: Rehearsal): readonly SeenMessage[] {
    return channelMessages().filter(
      (message) => threadOf(message) === null && /MFA report/.test(message.summary),
    );
  }

  const CHANNEL = { slack: 'C0SECURITY', dingtalk: SECURITY_GROUP.openConversationId } as const;

  function hasTrend(digest: SeenMessage | undefined): boolean {
    if (digest?.wire.chat === 'dingtalk') return /[▁-█]{2}/.test(digest.words);
    return digest?.wire.message.blocks.some((block) => block.type === 'data_visualization') ?? false;
  }

  /** What it answers to; DingTalk has no threads. */
  function threadOf({ wire }: SeenMessage): string | null {
    return wire.chat === 'slack' ? wire.message.threadTs : null;
  }

  const latest = (rehearsal: Rehearsal): string => {
    const digest = digests(rehearsal).at(-1);
    if (digest === undefined) throw new Error('there is no digest');
    return wordsOf(digest);
  };

  describe('the digest', () => {
    test('is posted once a day, at its time, after the audit', async () => {
      const rehearsal = await rehearse({ users: USERS });
      expect(digests(rehearsal)).toHaveLength(1);
      await rehearsal.advanceTo('2026-03-03T09:29');
      expect(digests(rehearsal)).toHaveLength(1);
      await rehearsal.advanceTo('2026-03-03T09:30');
      expect(digests(rehearsal)).toHaveLength(2);
      await rehearsal.restart();
      await rehearsal.ask(ADMIN, 'audit');
      await rehearsal.advanceTo('2026-03-04T09:00');
      expect(digests(rehearsal)).toHaveLength(2);
      expect(latest(rehearsal)).toContain('2026-03-03');
    });

    test('says how many are protected, and what changed since the day before', async () => {
      const rehearsal = await rehearse({ users: USERS });
      expect(latest(rehearsal)).toContain('1 of 2');
      expect(latest(rehearsal)).toContain('(50.0%)');
      rehearsal.alibaba.account(CORP).user('jane.doe').mfaDevice = PHONE;
      await rehearsal.advanceTo('2026-03-03T10:00');
      expect(latest(rehearsal)).toContain('2 of 2');
      expect(latest(rehearsal)).toContain('(100.0%)');
      expect(latest(rehearsal)).toContain('+1');
    });

    test('counts since the last report that was posted, not since one that may never have arrived', async () => {
      const rehearsal = await rehearse({ users: USERS });
      rehearsal.alibaba.account(CORP).user('jane.doe').mfaDevice = PHONE;
      const lost = { kind: 'reset_before' } as const;
      if (chat === 'slack') rehearsal.slack.faults.add({ ...lost, method: SENDING.slack });
      else rehearsal.dingtalk.faults.add({ ...lost, endpoint: 'POST /v1.0/robot/groupMessages/send' });
      await rehearsal.advanceTo('2026-03-03T09:35');
      expect(digests(rehearsal)).toHaveLength(1);
      await rehearsal.advanceTo('2026-03-04T10:00');
      expect(latest(rehearsal)).toContain('+1');
      expect(latest(rehearsal)).toContain('Newly set up: 1 user.');
      await rehearsal.advanceTo('2026-03-05T10:00');
      expect(latest(rehearsal)).toContain('±0');
      expect(latest(rehearsal)).not.toContain('Newly set up');
    });

    test('names people only once they were warned', async () => {
      const rehearsal = await rehearse({ users: USERS });
      await rehearsal.start();
      await rehearsal.advanceTo('2026-03-06T10:00');
      expect(latest(rehearsal)).not.toContain('jane.doe');
      await rehearsal.advanceTo('2026-03-10T10:00');
      expect(latest(rehearsal)).toContain('jane.doe');
    });

    test('offers, once somebody is overdue, to require MFA; that asks first', async () => {
      const rehearsal = await rehearse({ users: USERS });
      await rehearsal.start();
      await rehearsal.advanceTo('2026-03-17T10:00');
      const digest = digests(rehearsal).at(-1);
      if (digest === undefined) throw new Error('there is no digest');
      const offer = digest.buttons.find(({ command }) => command === 'enforce overdue');
      const answer = await rehearsal.press(ADMIN, digest, offer?.label ?? '');
      expect(answer.words).toMatch(/Nothing has changed yet[\s\S]*jane\.doe/);
      expect(rehearsal.alibaba.requests.count('UpdateLoginProfile')).toBe(0);
    });

    test('names a grant that is missing', async () => {
      const rehearsal = await rehearse({
        users: USERS,
        beforeFirstAudit: ({ alibaba }) => {
          alibaba.faults.add({ kind: 'no_permission', action: 'ListPasskeys' });
        },
      });
      expect(latest(rehearsal)).toContain('ram:ListPasskeys');
      // Who has no other device could have a passkey: not known is not a no.
      expect(latest(rehearsal)).toContain('1 of 2');
      expect(await rehearsal.ask(ADMIN, 'status unknown')).toContain('jane.doe');
    });

    test('shows a user that could not be read as unknown, never as fine', async () => {
      const rehearsal = await rehearse({
        users: USERS,
        beforeFirstAudit: ({ alibaba }) => {
          alibaba.faults.add({ kind: 'no_permission', action: 'GetLoginProfile', userName: 'eve.gray' });
        },
      });
      expect(latest(rehearsal)).toContain('0 of 2');
      expect(latest(rehearsal)).toContain('(0.0%)');
    });
  });

  describe('an account that could not be read', () => {
    test('is shown with its reason, and answered in the thread when it completes later', async () => {
      const rehearsal = await rehearse({ users: USERS, furtherAccounts: [LAB] });
      const broken = rehearsal.alibaba.faults.add({
        kind: 'no_permission',
        action: 'ListUsers',
        accountId: LABS,
      });
      await rehearsal.advanceTo('2026-03-03T09:40');
      expect(latest(rehearsal)).toMatch(/labs[\s\S]*incomplete/i);
      expect(latest(rehearsal)).toContain('1 of 2');
      broken.remove();
      await rehearsal.advanceTo('2026-03-03T10:15');
      await rehearsal.advanceTo('2026-03-03T10:25');
      const [, digest] = digests(rehearsal);
      if (digest === undefined) throw new Error('there is no digest');
      const answers = () => rehearsal.channelMessages().filter((message) => threadOf(message) !== null);
      // DingTalk has no threads: there the next day's digest tells.
      expect(answers().map(wordsOf)).toEqual(chat === 'slack' ? [expect.stringMatching(/labs/)] : []);
      await rehearsal.advanceTo('2026-03-03T15:00');
      expect(rehearsal.channelMessages()).toHaveLength(chat === 'slack' ? 3 : 2);
      const [answer = digest] = answers();
      if (digest.wire.chat === 'slack') expect(threadOf(answer)).toBe(digest.wire.message.ts);
    });

    test('alone is "no complete audit today", and no old figures are passed off as new', async () => {
      const rehearsal = await rehearse({ users: USERS });
      rehearsal.alibaba.faults.add({ kind: 'server_error', action: 'ListUsers' });
      await rehearsal.advanceTo('2026-03-03T09:40');
      expect(digests(rehearsal).at(-1)?.summary).toMatch(/no complete audit today/i);
      expect(latest(rehearsal)).not.toContain('1 of 2');
    });

    test('closes no case', async () => {
      const rehearsal = await rehearse({ users: USERS });
      rehearsal.alibaba.account(CORP).deleteUser('jane.doe');
      rehearsal.alibaba.faults.add({ kind: 'repeat_marker', action: 'ListUsers' });
      await rehearsal.advanceTo('2026-03-03T09:40');
      const { state } = await rehearsal.db.selectFrom('caseFile').select('state').executeTakeFirstOrThrow();
      expect(state).toBe('open');
    });

    test('is tried again an hour after each failure', async () => {
      const rehearsal = await rehearse({ users: USERS });
      const broken = rehearsal.alibaba.faults.add({ kind: 'server_error', action: 'ListUsers' });
      const runs = async () => (await rehearsal.db.selectFrom('auditRun').select('outcome').execute()).length;
      await rehearsal.advanceTo('2026-03-03T09:11');
      expect(await runs()).toBe(2);
      await rehearsal.advanceTo('2026-03-03T10:05');
      expect(await runs()).toBe(2);
      await rehearsal.advanceTo('2026-03-03T10:15');
      expect(await runs()).toBe(3);
      broken.remove();
      await rehearsal.advanceTo('2026-03-03T11:30');
      await rehearsal.advanceTo('2026-03-03T12:45');
      expect(await runs()).toBe(4);
    });
  });

  describe('where the chat makes difficulties', () => {
    test.runIf(chat === 'slack')(
      'a workspace that takes no charts gets the figures in plain blocks, once (DingTalk has no charts)',
      async () => {
        const rehearsal = await rehearse({ users: USERS, workspace: { dataVisualization: false } });
        await rehearsal.advanceTo('2026-03-04T10:00');
        expect(digests(rehearsal)).toHaveLength(3);
        expect(latest(rehearsal)).toContain('1 of 2');
        expect(hasTrend(digests(rehearsal).at(-1))).toBe(false);
      },
    );

    test('and one that takes them gets the trend drawn, in DingTalk as a line of text', async () => {
      const rehearsal = await rehearse({ users: USERS });
      await rehearsal.advanceTo('2026-03-04T10:00');
      expect(hasTrend(digests(rehearsal).at(-1))).toBe(true);
    });

    test.each(['accept_then_reset', 'accept_then_500', 'reset_before'] as const)(
      'a post whose outcome is not known (%s) is not repeated, and admins are told',
      async (kind) => {
        const rehearsal = await rehearse({ users: USERS });
        await rehearsal.advanceTo('2026-03-03T09:12');
        if (chat === 'slack') rehearsal.slack.faults.add({ kind, method: SENDING.slack });
        else rehearsal.dingtalk.faults.add({ kind, endpoint: 'POST /v1.0/robot/groupMessages/send' });
        await rehearsal.advanceTo('2026-03-03T12:00');
        expect(digests(rehearsal)).toHaveLength(kind === 'reset_before' ? 1 : 2);
        expect(rehearsal.toldTo(ADMIN)).toEqual([expect.stringMatching(/2026-03-03/)]);
        await rehearsal.advanceTo('2026-03-04T10:00');
        expect(digests(rehearsal)).toHaveLength(kind === 'reset_before' ? 2 : 3);
        expect(latest(rehearsal)).toContain('could not be found out whether it arrived');
      },
    );

    test('a channel the bot was removed from waits, and gets its digest when it is back', async () => {
      const rehearsal = await rehearse({ users: USERS });
      await rehearsal.start();
      rehearsal[chat].kickBot(CHANNEL[chat]);
      await rehearsal.advanceTo('2026-03-03T12:00');
      expect(digests(rehearsal)).toHaveLength(1);
      rehearsal[chat].inviteBot(CHANNEL[chat]);
      await rehearsal.advanceTo('2026-03-03T14:00');
      expect(digests(rehearsal)).toHaveLength(2);
      // People are not held up by it.
      await rehearsal.advanceTo('2026-03-05T12:00');
      expect(rehearsal.toldTo(JANE)).toHaveLength(2);
    });
  });

  describe('credentials that stop working', () => {
    test('are told to admins by message once a day, and to the channel at the last try', async () => {
      const rehearsal = await rehearse({ users: USERS });
      rehearsal.alibaba.account(CORP).accessKey('AKREADER').status = 'Inactive';
      for (const hour of [9, 10, 11, 12, 13])
        await rehearsal.advanceTo(`2026-03-03T${String(hour).padStart(2, '0')}:45`);
      expect(rehearsal.toldTo(ADMIN)).toEqual([expect.stringMatching(/InvalidAccessKeyId/)]);
      const failures = () =>
        rehearsal.channelMessages().filter((message) => /failed today/.test(message.summary)).length;
      expect(failures()).toBe(0);
      for (let hour = 14; hour < 24; hour += 1) await rehearsal.advanceTo(`2026-03-03T${hour}:50`);
      await rehearsal.advanceTo('2026-03-03T23:58');
      expect(failures()).toBe(1);
      expect(rehearsal.toldTo(ADMIN)).toHaveLength(1);
    });
  });
});
