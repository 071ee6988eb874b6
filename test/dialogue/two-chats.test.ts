import { describe, expect, test } from 'vitest';
import {
  ADMIN,
  BOTH_CHATS,
  COLLEAGUES,
  CORP,
  idIn,
  JANE,
  PHONE,
  person,
  type Rehearsal,
  type RehearsalOptions,
  rehearse,
  SENDING,
  tagOf,
  WEI,
} from './rehearsal.ts';

/** Jane is known in both chats. */
const JANE_IN_BOTH = person('jane.doe', {
  tags: { ...tagOf('slack', JANE).tags, ...tagOf('dingtalk', JANE).tags },
});

function inBoth(options: RehearsalOptions = {}): Promise<Rehearsal> {
  return rehearse({ chats: BOTH_CHATS, users: [JANE_IN_BOTH], ...options });
}

/** How many messages Jane has in each. */
const counts = ({ hands }: Rehearsal) =>
  BOTH_CHATS.map((chat) => hands(chat).messagesTo(idIn(chat, JANE)).length);

describe('somebody in both chats', () => {
  test.each([
    { preferred: 'slack', expected: [2, 0] },
    { preferred: 'dingtalk', expected: [0, 2] },
  ])('is messaged in PREFERRED_CHAT=$preferred only', async ({ preferred, expected }) => {
    const rehearsal = await inBoth({ variables: { PREFERRED_CHAT: preferred } });
    await rehearsal.start();
    await rehearsal.advanceTo('2026-03-05T12:00');
    expect(counts(rehearsal)).toEqual(expected);
  });

  test('on leave by a word in the other: whoever the tags name since is told', async () => {
    const rehearsal = await inBoth();
    await rehearsal.start();
    await rehearsal.hands('dingtalk').say(idIn('dingtalk', JANE), 'away 2026-03-20');
    await rehearsal.advanceTo('2026-03-05T12:00');
    expect(counts(rehearsal)).toEqual([1, 0]);
    const tags = { ...tagOf('slack', WEI).tags, ...tagOf('dingtalk', WEI).tags };
    rehearsal.alibaba.account(CORP).user('jane.doe').tags = tags;
    await rehearsal.advanceTo('2026-03-06T12:00');
    expect(rehearsal.hands('slack').messagesTo(idIn('slack', WEI))).toHaveLength(1);
  });

  test('who shares a user in one is not taken for one of them in the other, and is told where to say it', async () => {
    const tagged = (chat: 'slack' | 'dingtalk') => {
      const [[tag = ''] = []] = Object.entries(tagOf(chat, JANE).tags);
      return { [tag]: [JANE, WEI].map((one) => idIn(chat, one)).join(' ') };
    };
    const ops = person('ops', { tags: { ...tagged('slack'), ...tagged('dingtalk') } });
    const rehearsal = await inBoth({ users: [ops], variables: { DEFAULT_LANGUAGE: 'en' } });
    const answer = await rehearsal.hands('dingtalk').say(idIn('dingtalk', JANE), 'away 2026-03-20');
    expect(answer.words).toMatch(/Several people share ops.* are written to in Slack/);
    expect(await rehearsal.db.selectFrom('absence').selectAll().execute()).toEqual([]);
    const there = await rehearsal.hands('slack').say(JANE, 'away 2026-03-20');
    expect(there.words).toContain('No messages about ops');
  });

  test('found by e-mail is messaged in the preferred one too', async () => {
    const rehearsal = await inBoth({
      users: [person('jane.doe')],
      variables: { PREFERRED_CHAT: 'dingtalk' },
    });
    await rehearsal.start();
    expect(counts(rehearsal)).toEqual([0, 1]);
  });

  test.each([
    { preferred: 'slack', instead: [0, 1] },
    { preferred: 'dingtalk', instead: [1, 0] },
  ] as const)(
    'and for good not reachable in $preferred gets the same notice in the other',
    async ({ preferred, instead }) => {
      const rehearsal = await inBoth({ variables: { PREFERRED_CHAT: preferred } });
      if (preferred === 'slack') {
        rehearsal.slack.faults.add({ kind: 'error', code: 'user_not_found', method: 'conversations.open' });
      } else {
        rehearsal.dingtalk.setRecipientOutcome(idIn('dingtalk', JANE), 'invalid');
      }
      await rehearsal.start();
      await rehearsal.advanceTo('2026-03-02T12:00');
      expect(counts(rehearsal)).toEqual(instead);
      expect(await rehearsal.notices('jane.doe')).toEqual(['first/1 sent']);
      await rehearsal.advanceTo('2026-03-05T12:00');
      expect(await rehearsal.notices('jane.doe')).toEqual(['first/1 sent', 'reminder/1 sent']);
      expect(counts(rehearsal).reduce((sum, one) => sum + one)).toBe(2);
    },
  );

  test('and reachable in neither is tried once a day in each, and shown', async () => {
    const rehearsal = await inBoth();
    rehearsal.slack.faults.add({
      kind: 'error',
      code: 'user_not_found',
      method: 'conversations.open',
      times: 1000,
    });
    rehearsal.dingtalk.setRecipientOutcome(idIn('dingtalk', JANE), 'invalid');
    await rehearsal.start();
    await rehearsal.advanceTo('2026-03-02T12:00');
    await rehearsal.advanceTo('2026-03-02T12:30');
    expect(await rehearsal.notices('jane.doe')).toEqual(['first/1 failed']);
    expect(await rehearsal.ask(ADMIN, 'status unreachable')).toContain('jane.doe');
    const tries = () => [
      rehearsal.slack.requests.filter(({ method }) => method === 'conversations.open').length,
      rehearsal.dingtalk.requests.filter(({ endpoint }) => endpoint === SENDING.dingtalk).length,
    ];
    expect(tries()).toEqual([1, 1]);
    await rehearsal.advanceTo('2026-03-03T12:00');
    await rehearsal.advanceTo('2026-03-03T12:30');
    expect(tries()).toEqual([2, 2]);
  });

  test('stays unknown in the other, too, and is not written to here again', async () => {
    const rehearsal = await inBoth();
    rehearsal.slack.faults.add({ kind: 'error', code: 'user_not_found', method: 'conversations.open' });
    rehearsal.dingtalk.faults.add({ kind: 'accept_then_reset', endpoint: SENDING.dingtalk });
    await rehearsal.start();
    await rehearsal.advanceTo('2026-03-04T12:00');
    expect(counts(rehearsal)).toEqual([0, 1]);
    expect(await rehearsal.notices('jane.doe')).toEqual(['first/1 unknown']);
  });

  test('hears nothing in the other after an outcome that is not known', async () => {
    const rehearsal = await inBoth({ variables: { PREFERRED_CHAT: 'dingtalk' } });
    rehearsal.dingtalk.faults.add({ kind: 'accept_then_reset', endpoint: SENDING.dingtalk });
    await rehearsal.start();
    await rehearsal.advanceTo('2026-03-04T12:00');
    expect(counts(rehearsal)).toEqual([0, 1]);
    expect(await rehearsal.notices('jane.doe')).toEqual(['first/1 unknown']);
  });

  test('asks for the own state in either, and is thanked where the messages were', async () => {
    const rehearsal = await inBoth({ variables: { PREFERRED_CHAT: 'dingtalk' } });
    await rehearsal.start();
    rehearsal.alibaba.account(CORP).user('jane.doe').mfaDevice = PHONE;
    expect(await rehearsal.ask(JANE, 'me')).toContain('All is well');
    expect(counts(rehearsal)).toEqual([0, 2]);
  });
});

describe('one chat that cannot send', () => {
  test('does not hold up the other', async () => {
    const rehearsal = await inBoth({
      users: [person('jane.doe', tagOf('dingtalk', JANE)), person('wei', tagOf('slack', WEI))],
    });
    rehearsal.dingtalk.faults.add({ kind: 'permission_403', endpoint: SENDING.dingtalk, times: 1000 });
    await rehearsal.start();
    expect(rehearsal.toldTo(WEI)).toHaveLength(1);
    expect(await rehearsal.notices('jane.doe')).toEqual(['first/1 planned']);
    rehearsal.dingtalk.faults.clear();
    await rehearsal.advanceTo('2026-03-02T11:00');
    expect(await rehearsal.notices('jane.doe')).toEqual(['first/1 sent']);
  });
});

describe('somebody with a manager', () => {
  const members = COLLEAGUES.map((one) =>
    one.userId === idIn('dingtalk', JANE) ? { ...one, managerUserId: idIn('dingtalk', WEI) } : one,
  );

  test('is spoken of to the manager once, with the warning', async () => {
    const rehearsal = await rehearse({
      chat: 'dingtalk',
      users: [person('jane.doe')],
      organisation: { members },
    });
    await rehearsal.start();
    await rehearsal.advanceTo('2026-03-06T12:00');
    expect(rehearsal.toldTo(WEI)).toEqual([]);
    await rehearsal.advanceTo('2026-03-09T10:00');
    expect(rehearsal.toldTo(WEI)).toEqual([expect.stringContaining('jane.doe')]);
    await rehearsal.restart();
    await rehearsal.advanceTo('2026-03-18T12:00');
    expect(rehearsal.toldTo(WEI)).toHaveLength(1);
  });

  test('who has enrolled before the manager could be told is not spoken of', async () => {
    const rehearsal = await rehearse({
      chat: 'dingtalk',
      users: [person('jane.doe')],
      organisation: { members },
    });
    await rehearsal.start();
    await rehearsal.advanceTo('2026-03-09T09:12');
    rehearsal.alibaba.account(CORP).user('jane.doe').mfaDevice = PHONE;
    await rehearsal.advanceTo('2026-03-10T12:00');
    expect(rehearsal.toldTo(WEI)).toEqual([]);
  });
});

test('both security channels get the digest, each in its language', async () => {
  const rehearsal = await inBoth();
  expect(rehearsal.hands('slack').channelMessages()[0]?.summary).toContain('MFA report');
  expect(rehearsal.hands('dingtalk').channelMessages()[0]?.summary).toContain('MFA 日报');
  expect(await rehearsal.hands('dingtalk').say(idIn('dingtalk', ADMIN), 'status')).toMatchObject({
    words: expect.stringMatching(/\p{Script=Han}/u),
  });
});
