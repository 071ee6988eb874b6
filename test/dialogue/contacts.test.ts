import { describe, expect, test } from 'vitest';
import type { SandboxedChat } from '../../demo/stage.ts';
import {
  ADMIN,
  COLLEAGUES,
  CORP,
  colleague,
  EACH_CHAT,
  idIn,
  JANE,
  LABS,
  MEMBERS,
  OTHER_ADMIN,
  PHONE,
  person,
  type Rehearsal,
  rehearseIn,
  SAM,
  SENDING,
  tagOf,
  WEI,
  wordsOf,
} from './rehearsal.ts';

/** DingTalk keeps nobody who left. */
function leave(rehearsal: Rehearsal, chat: SandboxedChat, who: string): void {
  if (chat === 'slack') rehearsal.slack.deactivate(who);
  else rehearsal.dingtalk.removeMember(idIn(chat, who));
}

function comeBack(rehearsal: Rehearsal, chat: SandboxedChat, who: string): void {
  if (chat === 'slack') rehearsal.slack.reactivate(who);
  const known = COLLEAGUES.find(({ userId }) => userId === idIn(chat, who));
  if (chat === 'dingtalk' && known !== undefined) rehearsal.dingtalk.addMember(known);
}

describe.each(EACH_CHAT)('in %s', (chat) => {
  const rehearse = rehearseIn(chat);

  const lastDigest = ({ channelMessages }: Rehearsal) => {
    const digest = channelMessages().at(-1);
    return wordsOf(digest);
  };

  describe('who is who', () => {
    test('a tag counts before the user name', async () => {
      const { start, toldTo } = await rehearse({
        users: [person('jane.doe', tagOf(chat, WEI))],
      });
      await start();
      expect([JANE, WEI].map((who) => toldTo(who).length)).toEqual([0, 1]);
    });

    test('a user name that is in no company address leads to nobody, and admins see it', async () => {
      const rehearsal = await rehearse({ users: [person('nora.kent'), person('jane.doe')] });
      await rehearsal.start();
      expect(await rehearsal.ask(ADMIN, 'status unmapped')).toContain('nora.kent');
      await rehearsal.advanceTo('2026-03-03T10:00');
      expect(lastDigest(rehearsal)).toContain('nora.kent');
    });

    test('members with a name like it are shown to admins, and told nothing', async () => {
      const rehearsal = await rehearse({ users: [person('lee.sam'), person('nora.kent')] });
      await rehearsal.start();
      const list = await rehearsal.ask(ADMIN, 'status unmapped');
      const lineOf = (name: string) => list.split('\n').find((line) => line.includes(name)) ?? '';
      expect(lineOf('lee.sam')).toMatch(new RegExp(`perhaps sam\\.lee.*${idIn(chat, SAM)}`));
      expect(lineOf('nora.kent')).not.toContain('perhaps');
      await rehearsal.advanceTo('2026-03-05T23:00');
      expect(rehearsal.toldTo(SAM)).toEqual([]);
    });

    test('while the chat tells nothing of anybody, nobody is said to be known, reached or missing', async () => {
      const rehearsal = await rehearse({ users: [person('nora.kent')] });
      expect(await rehearsal.ask(ADMIN, 'status unmapped')).toContain('nora.kent');
      const fault = { kind: 'server_error', times: 500 } as const;
      if (chat === 'slack') rehearsal.slack.faults.add({ ...fault, method: 'users.list' });
      else rehearsal.dingtalk.faults.add({ ...fault, endpoint: 'POST /topapi/v2/department/listsub' });
      await rehearsal.advanceTo('2026-03-04T10:00');
      for (const list of ['unmapped', 'unreachable'])
        expect(await rehearsal.ask(ADMIN, `status ${list}`)).toMatch(/1 user could not be looked up/);
      const held = await rehearsal.ask(ADMIN, 'status held');
      expect(held).toMatch(/nora\.kent.* → not known: could not be looked up just now/);
      expect(held).not.toMatch(/nobody|done all the same/);
    });

    test('two people who could be meant: neither is messaged, and admins see it', async () => {
      const twin = {
        ...MEMBERS[2],
        id: 'U0TWIN',
        name: 'twin',
        email: 'jane.doe@labs.example',
      } as (typeof MEMBERS)[0];
      const rehearsal = await rehearse({
        users: [person('jane.doe')],
        members: [...MEMBERS, twin],
        organisation: { members: [...COLLEAGUES, colleague('twin', 'twin', { email: twin.email ?? null })] },
        variables: { CONTACT_EMAIL_DOMAINS: 'corp.example,labs.example' },
      });
      await rehearsal.start();
      expect([JANE, 'U0TWIN'].map((who) => rehearsal.toldTo(who).length)).toEqual([0, 0]);
      expect(await rehearsal.ask(ADMIN, 'status unmapped')).toContain('jane.doe');
    });

    test('a member who left is listed as unreachable and never overdue', async () => {
      const gone = MEMBERS.map((one) => (one.id === JANE ? { ...one, deleted: true } : one));
      const rehearsal = await rehearse({
        users: [person('jane.doe', tagOf(chat, JANE)), person('wei')],
        members: gone,
        organisation: { members: COLLEAGUES.filter(({ userId }) => userId !== idIn('dingtalk', JANE)) },
      });
      await rehearsal.start();
      await rehearsal.advanceTo('2026-03-27T12:00');
      expect(await rehearsal.ask(ADMIN, 'status unreachable')).toContain('jane.doe');
      expect(await rehearsal.ask(ADMIN, 'status overdue')).not.toContain('jane.doe');
      expect(lastDigest(rehearsal)).toContain('jane.doe');
      expect(await rehearsal.notices('jane.doe')).toEqual([]);
    });

    test('who is named and cannot be reached is told apart by the cause', async () => {
      const rehearsal = await rehearse({
        users: [
          person('jane.doe', tagOf(chat, '@jane')),
          person('wei', tagOf(chat, WEI)),
          person('sam.lee', tagOf(chat, SAM)),
        ],
        members: MEMBERS.map((one) => ({ ...one, isInvited: one.id === WEI, deleted: one.id === SAM })),
        organisation: {
          members: COLLEAGUES.map((one) => ({ ...one, active: one.userId !== idIn(chat, WEI) })),
        },
      });
      await rehearsal.start();
      const list = await rehearsal.ask(ADMIN, 'status unreachable');
      const lineOf = (name: string) => list.split('\n').find((line) => line.includes(name)) ?? '';
      expect(lineOf('jane.doe')).toMatch(/has this id[\s\S]*Correct the RAM user’s tag/);
      expect(lineOf('wei')).toMatch(/has not joined[\s\S]*sign in/);
      if (chat === 'slack')
        expect(lineOf('sam.lee')).toMatch(/is deactivated[\s\S]*remove their console password/);
      expect([lineOf('jane.doe'), lineOf('wei')].join()).not.toContain('console password');
      expect(rehearsal.toldTo(WEI)).toEqual([]);
    });

    test('an address that nobody has confirmed leads to nobody', async () => {
      const liar = {
        ...(MEMBERS[0] as (typeof MEMBERS)[number]),
        id: 'U0LIAR',
        email: 'nora.kent@corp.example',
      };
      const rehearsal = await rehearse({
        users: [person('nora.kent')],
        members: [...MEMBERS, { ...liar, isEmailConfirmed: false }],
      });
      await rehearsal.start();
      await rehearsal.advanceTo('2026-03-04T12:00');
      expect(await rehearsal.notices('nora.kent')).toEqual([]);
    });

    test('a member who leaves between two messages is listed as unreachable', async () => {
      const rehearsal = await rehearse({ users: [person('jane.doe', tagOf(chat, JANE))] });
      await rehearsal.start();
      leave(rehearsal, chat, JANE);
      await rehearsal.advanceTo('2026-03-06T12:00');
      expect(rehearsal.toldTo(JANE)).toHaveLength(1);
      expect(await rehearsal.ask(ADMIN, 'status unreachable')).toContain('jane.doe');
    });

    test('and who comes back is told on the next working day', async () => {
      const rehearsal = await rehearse({ users: [person('jane.doe', tagOf(chat, JANE))] });
      await rehearsal.start();
      leave(rehearsal, chat, JANE);
      await rehearsal.advanceTo('2026-03-06T12:00');
      comeBack(rehearsal, chat, JANE);
      await rehearsal.advanceTo('2026-03-10T12:00');
      expect(rehearsal.toldTo(JANE).length).toBeGreaterThan(1);
    });
  });

  describe('a contact who changes', () => {
    test('the new person is told from the beginning, and gets the whole time', async () => {
      const rehearsal = await rehearse({ users: [person('jane.doe')] });
      await rehearsal.start();
      await rehearsal.advanceTo('2026-03-06T12:00');
      rehearsal.alibaba.account(CORP).user('jane.doe').tags = { ...tagOf(chat, SAM).tags };
      await rehearsal.advanceTo('2026-03-09T23:00');
      expect(await rehearsal.notices('jane.doe')).toEqual([
        'first/1 sent',
        'reminder/1 sent',
        'first/2 sent',
      ]);
      expect(rehearsal.toldTo(SAM)).toHaveLength(1);
      expect(rehearsal.toldTo(SAM)[0]).toContain('23 Mar 2026, 17:30');
      expect(rehearsal.toldTo(JANE)).toHaveLength(2);
    });

    test('before anything was sent gets it under the same number', async () => {
      const rehearsal = await rehearse({ users: [person('jane.doe', tagOf(chat, JANE))] });
      if (chat === 'slack') {
        rehearsal.slack.faults.add({
          kind: 'error',
          code: 'user_not_found',
          method: 'conversations.open',
          times: 10,
        });
      } else {
        rehearsal.dingtalk.setRecipientOutcome(idIn(chat, JANE), 'invalid');
      }
      await rehearsal.start();
      expect(await rehearsal.notices('jane.doe')).toEqual(['first/1 failed']);
      rehearsal[chat].faults.clear();
      rehearsal.alibaba.account(CORP).user('jane.doe').tags = { ...tagOf(chat, WEI).tags };
      await rehearsal.advanceTo('2026-03-03T12:00');
      expect(await rehearsal.notices('jane.doe')).toEqual(['first/1 sent']);
      expect([JANE, WEI].map((who) => rehearsal.toldTo(who).length)).toEqual([0, 1]);
    });
  });

  test('a tag changed since the audit counts when the message is sent', async () => {
    const rehearsal = await rehearse({ users: [person('jane.doe', tagOf(chat, JANE))] });
    rehearsal.alibaba.account(CORP).user('jane.doe').tags = { ...tagOf(chat, WEI).tags };
    await rehearsal.start();
    await rehearsal.advanceTo('2026-03-02T11:00');
    expect([JANE, WEI].map((who) => rehearsal.toldTo(who).length)).toEqual([0, 1]);
    expect(await rehearsal.notices('jane.doe')).toEqual(['first/1 sent']);
  });

  test('a thank-you that could not be delivered is tried anew on the next day', async () => {
    const rehearsal = await rehearse({ users: [person('jane.doe')] });
    await rehearsal.start();
    if (chat === 'slack')
      rehearsal.slack.faults.add({ kind: 'error', code: 'is_archived', method: SENDING.slack, times: 1 });
    else
      rehearsal.dingtalk.faults.add({
        ...{ kind: 'error', code: 'staffId.notExisted', endpoint: SENDING.dingtalk, times: 1 },
      } as const);
    rehearsal.alibaba.account(CORP).user('jane.doe').mfaDevice = PHONE;
    await rehearsal.advanceTo('2026-03-02T10:16');
    expect(await rehearsal.notices('jane.doe')).toEqual(['first/1 sent', 'thanks/1 failed']);
    await rehearsal.advanceTo('2026-03-02T15:00');
    expect(rehearsal.toldTo(JANE)).toHaveLength(1);
    await rehearsal.advanceTo('2026-03-03T12:00');
    expect(await rehearsal.notices('jane.doe')).toEqual(['first/1 sent', 'thanks/1 sent']);
  });

  describe('one person, two accounts', () => {
    const LAB = { accountId: LABS, alias: 'labs', users: [person('jane.doe')] };

    test('gets one message with a line for each', async () => {
      const { start, toldTo, messagesTo } = await rehearse({
        users: [person('jane.doe')],
        furtherAccounts: [LAB],
      });
      await start();
      expect(toldTo(JANE)).toHaveLength(1);
      const [message] = messagesTo(JANE);
      const words = wordsOf(message);
      expect(words).toMatch(/corp/);
      expect(words).toMatch(/labs/);
    });

    test('done in one of them, the message stays; done in both, it changes in Slack', async () => {
      const rehearsal = await rehearse({ users: [person('jane.doe')], furtherAccounts: [LAB] });
      await rehearsal.start();
      rehearsal.alibaba.account(CORP).user('jane.doe').mfaDevice = PHONE;
      await rehearsal.advanceTo('2026-03-03T12:00');
      expect(rehearsal.toldTo(JANE)[0]).not.toMatch(/Done/);
      rehearsal.alibaba.account(LABS).user('jane.doe').mfaDevice = PHONE;
      await rehearsal.advanceTo('2026-03-04T12:00');
      if (chat === 'slack') expect(rehearsal.toldTo(JANE)[0]).toMatch(/Done/);
      else expect(rehearsal.toldTo(JANE)[0]).toMatch(/^MFA is missing/);
      expect(rehearsal.toldTo(JANE)).toHaveLength(3);
    });

    test('overdue in one of them, and the other has time: each has its own day', async () => {
      const rehearsal = await rehearse({
        users: [person('jane.doe'), person('jane.ops', tagOf(chat, JANE))],
      });
      const asked = await rehearsal.ask(ADMIN, 'exempt jane.ops 2026-03-20 on leave');
      await rehearsal.ask(OTHER_ADMIN, /approve [A-Z0-9]{6}/.exec(asked)?.[0] ?? '');
      await rehearsal.start();
      await rehearsal.advanceTo('2026-03-23T12:00');
      const last = rehearsal.messagesTo(JANE).at(-1);
      expect(last?.summary).toMatch(/Overdue: MFA for jane\.doe/);
      expect(wordsOf(last)).toMatch(/jane\.doe[^\n]*was due[^\n]*16 Mar/);
      expect(wordsOf(last)).toMatch(/jane\.ops[^\n]*: due[^\n]*6 Apr/);
    });

    test('held in one of them, only the other is named', async () => {
      const rehearsal = await rehearse({
        users: [person('jane.doe')],
        furtherAccounts: [LAB],
        beforeFirstAudit: ({ alibaba }) => {
          alibaba.faults.add({ kind: 'no_permission', action: 'ListUsers', accountId: LABS });
        },
      });
      await rehearsal.start();
      rehearsal.alibaba.faults.clear();
      const [message] = rehearsal.messagesTo(JANE);
      expect(wordsOf(message)).not.toMatch(/labs/);
    });
  });

  describe('how many a day', () => {
    test('MAX_FIRST_PER_DAY spreads a large start', async () => {
      const rehearsal = await rehearse({
        users: [person('jane.doe'), person('wei'), person('admin')],
        variables: { MAX_FIRST_PER_DAY: '2' },
      });
      const told = () => [JANE, WEI, ADMIN].map((who) => rehearsal.toldTo(who).length);
      await rehearsal.start();
      await rehearsal.advanceTo('2026-03-02T17:00');
      expect(told()).toEqual([1, 1, 0]);
      await rehearsal.advanceTo('2026-03-03T09:40');
      expect(told()).toEqual([1, 1, 1]);
    });

    test('only first messages count: reminders are not held up by it', async () => {
      const rehearsal = await rehearse({
        users: [person('jane.doe'), person('wei')],
        variables: { MAX_FIRST_PER_DAY: '1' },
      });
      await rehearsal.start();
      await rehearsal.advanceTo('2026-03-06T12:00');
      expect([JANE, WEI].map((who) => rehearsal.toldTo(who).length)).toEqual([2, 2]);
    });
  });

  test('who must enrol at the next sign-in is told to do it before somebody with the password does', async () => {
    const { start, messagesTo } = await rehearse({
      users: [person('jane.doe', { loginProfile: { mfaBindRequired: true } })],
    });
    await start();
    const [message] = messagesTo(JANE);
    expect(wordsOf(message)).toMatch(/next sign-in will ask you to set it up/);
  });

  test('break-glass users are never messaged, and have their own line', async () => {
    const rehearsal = await rehearse({
      users: [person('jane.doe'), person('wei')],
      variables: { BREAK_GLASS_USERS: 'jane.doe@corp' },
    });
    await rehearsal.start();
    await rehearsal.advanceTo('2026-03-09T12:00');
    expect([JANE, WEI].map((who) => rehearsal.toldTo(who).length > 0)).toEqual([false, true]);
    expect(lastDigest(rehearsal)).toContain('jane.doe@corp');
  });
});
