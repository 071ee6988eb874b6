import { describe, expect, test } from 'vitest';
import { createLoginProfile } from '../../sandbox/alibaba/index.ts';
import {
  ADMIN,
  CORP,
  EACH_CHAT,
  JANE,
  person,
  type Rehearsal,
  rehearseIn,
  SENDING,
  wordsOf,
} from './rehearsal.ts';

describe.each(EACH_CHAT)('in %s', (chat) => {
  const rehearse = rehearseIn(chat);

  async function toldOnMonday(): Promise<Rehearsal> {
    const rehearsal = await rehearse({ users: [person('jane.doe')] });
    await rehearsal.start();
    return rehearsal;
  }

  async function deadline({ db }: Rehearsal): Promise<string> {
    const { deadlineAt } = await db.selectFrom('caseFile').select('deadlineAt').executeTakeFirstOrThrow();
    return new Date(deadlineAt ?? 0).toISOString().slice(0, 16);
  }

  describe('a pause', () => {
    test('between the audit and the first message keeps it back', async () => {
      const rehearsal = await rehearse({ users: [person('jane.doe')], startsAt: '2026-03-02T08:00' });
      await rehearsal.start();
      await rehearsal.ask(ADMIN, 'pause');
      await rehearsal.advanceTo('2026-03-02T17:00');
      expect(rehearsal.toldTo(JANE)).toEqual([]);
      await rehearsal.start();
      expect(rehearsal.toldTo(JANE)).toHaveLength(1);
    });

    test('keeps back what falls due; afterwards everything has moved by its length in whole days', async () => {
      const rehearsal = await toldOnMonday();
      expect(await deadline(rehearsal)).toBe('2026-03-16T09:30');
      await rehearsal.advanceTo('2026-03-04T12:00');
      await rehearsal.ask(ADMIN, 'pause');
      await rehearsal.advanceTo('2026-03-06T14:00');
      expect(rehearsal.toldTo(JANE)).toHaveLength(1);
      // Two days and two hours are three days: from Thursday to Sunday, and so to Monday.
      await rehearsal.start();
      expect(await deadline(rehearsal)).toBe('2026-03-19T09:30');
      expect(rehearsal.toldTo(JANE)).toHaveLength(1);
      await rehearsal.advanceTo('2026-03-09T09:30');
      await rehearsal.advanceTo('2026-03-09T09:40');
      expect(await rehearsal.notices('jane.doe')).toEqual(['first/1 sent', 'reminder/1 sent']);
    });

    test('makes nobody overdue: until it ends that day is none, and MFA is not to be required for it', async () => {
      const rehearsal = await toldOnMonday();
      await rehearsal.advanceTo('2026-03-09T12:00');
      await rehearsal.ask(ADMIN, 'pause');
      await rehearsal.advanceTo('2026-03-18T14:00');
      expect(await rehearsal.ask(ADMIN, 'enforce overdue')).toMatch(/Nobody is overdue/);
      expect(await rehearsal.ask(ADMIN, 'status overdue')).toMatch(/Nobody is overdue/);
      const report = wordsOf(
        rehearsal.channelMessages().findLast(({ summary }) => /^MFA report/.test(summary)),
      );
      expect(report).not.toMatch(/overdue/);
      await rehearsal.start();
      expect(await deadline(rehearsal)).toBe('2026-03-26T09:30');
    });

    test('that outlasts the ladder ends with one message and two days', async () => {
      const rehearsal = await toldOnMonday();
      await rehearsal.advanceTo('2026-03-16T08:00');
      await rehearsal.ask(ADMIN, 'pause');
      await rehearsal.advanceTo('2026-03-16T10:00');
      await rehearsal.start();
      await rehearsal.advanceTo('2026-03-16T17:00');
      // The deadline was today: it is two days from now, though the pause was short.
      expect(await deadline(rehearsal)).toBe('2026-03-18T09:30');
      expect(rehearsal.toldTo(JANE)).toHaveLength(3);
    });

    test('and a time without a password within it are one silence: no day is given back twice', async () => {
      const rehearsal = await toldOnMonday();
      const jane = rehearsal.alibaba.account(CORP).user('jane.doe');
      await rehearsal.advanceTo('2026-03-04T12:00');
      await rehearsal.ask(ADMIN, 'pause');
      jane.loginProfile = null;
      await rehearsal.advanceTo('2026-03-06T12:00');
      jane.loginProfile = createLoginProfile();
      await rehearsal.advanceTo('2026-03-10T14:00');
      // Six days and two hours.
      await rehearsal.start();
      expect(await deadline(rehearsal)).toBe('2026-03-23T09:30');
    });

    test('that ends while the password is away is given back up to there, and the rest when it is back', async () => {
      const rehearsal = await toldOnMonday();
      const jane = rehearsal.alibaba.account(CORP).user('jane.doe');
      await rehearsal.advanceTo('2026-03-04T12:00');
      await rehearsal.ask(ADMIN, 'pause');
      await rehearsal.advanceTo('2026-03-05T12:00');
      jane.loginProfile = null;
      await rehearsal.advanceTo('2026-03-09T12:00');
      await rehearsal.start();
      await rehearsal.advanceTo('2026-03-11T12:00');
      jane.loginProfile = createLoginProfile();
      await rehearsal.advanceTo('2026-03-12T12:00');
      // Two days until the password was seen to be gone, and six without it, or seven with the seconds an audit takes.
      expect(['2026-03-24T09:30', '2026-03-25T09:30']).toContain(await deadline(rehearsal));
    });

    test('said twice is one pause, and says since when', async () => {
      const rehearsal = await toldOnMonday();
      await rehearsal.ask(ADMIN, 'pause');
      await rehearsal.advanceTo('2026-03-03T10:00');
      expect(await rehearsal.ask(ADMIN, 'pause')).toMatch(/paused already[\s\S]*2 Mar 2026, 10:00/);
    });

    test('is shown by status and digest, which go on', async () => {
      const rehearsal = await toldOnMonday();
      await rehearsal.ask(ADMIN, 'pause');
      await rehearsal.advanceTo('2026-03-03T10:00');
      expect(await rehearsal.ask(ADMIN, 'status')).toMatch(/paused/i);
      const digest = rehearsal.channelMessages().at(-1);
      expect(wordsOf(digest)).toMatch(/paused/i);
    });

    test('outlasts a restart', async () => {
      const rehearsal = await toldOnMonday();
      await rehearsal.ask(ADMIN, 'pause');
      await rehearsal.restart();
      await rehearsal.advanceTo('2026-03-06T12:00');
      expect(rehearsal.toldTo(JANE)).toHaveLength(1);
    });

    test('and a hold at once count once', async () => {
      const rehearsal = await toldOnMonday();
      const hold = {
        accountId: CORP,
        reason: 'mass_change',
        since: rehearsal.clock.now(),
        changes: JSON.stringify({ opened: 0, resumed: 0, closedEnrolled: 0, closedOtherwise: 0, absent: 0 }),
        absentUserIds: '[]',
        endedAt: null,
        endedBy: null,
      } as const;
      await rehearsal.db
        .insertInto('hold')
        .values(hold as never)
        .execute();
      await rehearsal.ask(ADMIN, 'pause');
      await rehearsal.advanceTo('2026-03-04T09:00');
      await rehearsal.start();
      // Two days, not four.
      expect(await deadline(rehearsal)).toBe('2026-03-18T09:30');
    });
  });

  describe('the ladder', () => {
    test('from the first message to the second week after the deadline', async () => {
      const rehearsal = await toldOnMonday();
      await rehearsal.advanceTo('2026-03-31T12:00');
      expect(await rehearsal.notices('jane.doe')).toEqual([
        'first/1 sent',
        'reminder/1 sent',
        'warning/1 sent',
        'deadline/1 sent',
        'overdue/1 sent',
        'overdue/2 sent',
      ]);
      expect(rehearsal.toldTo(JANE)).toHaveLength(6);
    });

    test('after a week down: one audit, one digest, one message', async () => {
      const rehearsal = await toldOnMonday();
      const digests = rehearsal.channelMessages().length;
      await rehearsal.restart(() => rehearsal.clock.leapTo(Date.parse('2026-03-10T12:00:00+08:00')));
      expect(rehearsal.toldTo(JANE)).toHaveLength(2);
      expect(await rehearsal.notices('jane.doe')).toEqual([
        'first/1 sent',
        'reminder/1 cancelled(superseded)',
        'warning/1 sent',
      ]);
      expect(rehearsal.channelMessages()).toHaveLength(digests + 1);
      const runs = await rehearsal.db.selectFrom('auditRun').select('localDate').execute();
      expect(runs.at(-1)).toEqual({ localDate: '2026-03-10' });
      expect(runs).toHaveLength(2);
    });

    test('while the chat refuses: in the place of skipped steps the deadline moves, also at the second try', async () => {
      const rehearsal = await toldOnMonday();
      await rehearsal.advanceTo('2026-03-04T12:00');
      // Before anything is sent: nothing is ambiguous.
      if (chat === 'slack')
        rehearsal.slack.faults.add({ kind: 'server_error', method: 'conversations.open', times: 1000 });
      else rehearsal.dingtalk.faults.add({ kind: 'permission_403', endpoint: SENDING.dingtalk, times: 1000 });
      await rehearsal.restart(() => rehearsal.clock.leapTo(Date.parse('2026-03-16T10:00:00+08:00')));
      expect(rehearsal.toldTo(JANE)).toHaveLength(1);
      rehearsal[chat].faults.clear();
      await rehearsal.advanceTo('2026-03-16T12:00');
      expect(await deadline(rehearsal)).toBe('2026-03-18T09:30');
      expect(rehearsal.toldTo(JANE).at(-1)).toContain('18 Mar 2026, 17:30');
    });
  });
});
