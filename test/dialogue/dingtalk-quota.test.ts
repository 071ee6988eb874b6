import { describe, expect, test } from 'vitest';
import {
  ADMIN,
  BOTH_CHATS,
  COLLEAGUES,
  colleague,
  idIn,
  JANE,
  person,
  type Rehearsal,
  rehearse,
  rehearseIn,
  SAM,
  SENDING,
  tagOf,
  WEI,
  wordsOf,
} from './rehearsal.ts';

/** One call for the digest and four people are five: more than 60 % of eight. */
const TIGHT = { DINGTALK_MONTHLY_QUOTA: '8' };
const rehearseInDingtalk = rehearseIn('dingtalk');
const PEOPLE = [person('jane.doe'), person('sam.lee'), person('wei'), person('admin')];

/** Whom each call to people named. */
const calls = ({ dingtalk }: Rehearsal) =>
  dingtalk.requests.filter(({ endpoint }) => endpoint === SENDING.dingtalk).map(({ args }) => args.userIds);

const digest = (rehearsal: Rehearsal) => wordsOf(rehearsal.channelMessages().at(-1));

describe('DingTalk counts the calls of a month', () => {
  test('as long as there are enough, everybody gets a message that names the user', async () => {
    const rehearsal = await rehearseInDingtalk({ users: PEOPLE.slice(0, 2) });
    await rehearsal.start();
    expect(calls(rehearsal)).toEqual([['jane-1'], ['sam-1']]);
    expect(wordsOf(rehearsal.messagesTo(JANE)[0])).toContain('jane.doe');
    await rehearsal.advanceTo('2026-03-03T10:00');
    expect(digest(rehearsal)).toContain('3 of 5,000 calls this month');
    expect(digest(rehearsal)).not.toContain('To save calls');
  });

  test('past 60 % of them people of one step and deadline share a call, which names nobody', async () => {
    const rehearsal = await rehearseInDingtalk({ users: PEOPLE, variables: { DINGTALK_MONTHLY_QUOTA: '3' } });
    await rehearsal.start();
    expect(calls(rehearsal).map((ids) => [...(ids as string[])].sort())).toEqual([
      ['admin', 'jane-1', 'sam-1', 'wei-1'],
    ]);
    const [message] = rehearsal.messagesTo(JANE);
    expect(wordsOf(message)).not.toMatch(/jane|sam\.lee|wei|corp \(|onaliyun/);
    expect(wordsOf(message)).toContain('16 Mar 2026, 17:30');
    expect(message?.buttons).toContainEqual({ label: 'Check again', command: 'me' });
    expect(await rehearsal.ask(JANE, 'me')).toContain('jane.doe@corp.onaliyun.com');
    await rehearsal.advanceTo('2026-03-03T10:00');
    expect(digest(rehearsal)).toMatch(/2 of 3 calls this month[\s\S]*To save calls/);
    expect(await rehearsal.notices('jane.doe')).toEqual(['first/1 sent']);
  });

  test('no call names more than twenty', async () => {
    const names = Array.from({ length: 22 }, (_, index) => `worker.${String(index).padStart(2, '0')}`);
    const rehearsal = await rehearseInDingtalk({
      users: names.map((name) => person(name, { tags: { 'dingtalk-userid': name } })),
      organisation: { members: [...COLLEAGUES, ...names.map((name) => colleague(name, name))] },
      variables: { DINGTALK_MONTHLY_QUOTA: '30' },
    });
    await rehearsal.start();
    expect(calls(rehearsal).map((ids) => (ids as string[]).length)).toEqual([20, 2]);
  });

  test('what became of each is in the lists of the answer', async () => {
    const rehearsal = await rehearseInDingtalk({ users: PEOPLE, variables: TIGHT });
    rehearsal.dingtalk.setRecipientOutcome(idIn('dingtalk', SAM), 'flowControlled');
    rehearsal.dingtalk.setRecipientOutcome(idIn('dingtalk', WEI), 'invalid');
    rehearsal.dingtalk.setRecipientOutcome(idIn('dingtalk', ADMIN), 'filtered');
    await rehearsal.start();
    const told = async () =>
      Promise.all(['jane.doe', 'sam.lee', 'wei', 'admin'].map((name) => rehearsal.notices(name)));
    expect(await told()).toEqual([
      ['first/1 sent'],
      ['first/1 planned'],
      ['first/1 failed'],
      ['first/1 failed'],
    ]);
    expect(await rehearsal.ask(ADMIN, 'status unreachable')).toMatch(/admin[\s\S]*wei|wei[\s\S]*admin/);
    rehearsal.dingtalk.setRecipientOutcome(idIn('dingtalk', SAM), 'delivered');
    await rehearsal.advanceTo('2026-03-02T10:10');
    expect((await told())[1]).toEqual(['first/1 planned']);
    await rehearsal.advanceTo('2026-03-02T10:16');
    expect((await told())[1]).toEqual(['first/1 sent']);
    expect([JANE, SAM, WEI, ADMIN].map((who) => rehearsal.toldTo(who).length)).toEqual([1, 1, 0, 0]);
  });

  test('a shared call whose answer got lost is unknown for each of them, and not repeated', async () => {
    const rehearsal = await rehearseInDingtalk({ users: PEOPLE, variables: TIGHT });
    rehearsal.dingtalk.faults.add({ kind: 'accept_then_reset', endpoint: SENDING.dingtalk });
    await rehearsal.start();
    await rehearsal.advanceTo('2026-03-02T12:00');
    expect(calls(rehearsal)).toHaveLength(1);
    expect(await rehearsal.notices('wei')).toEqual(['first/1 unknown']);
    expect(rehearsal.toldTo(WEI)).toHaveLength(1);
  });

  test('spent, DingTalk stops and says so by way of Slack, which goes on; next month brings what is due', async () => {
    const rehearsal = await rehearse({
      chats: BOTH_CHATS,
      users: [
        person('jane.doe', tagOf('dingtalk', JANE)),
        person('sam.lee', tagOf('dingtalk', SAM)),
        person('wei', tagOf('slack', WEI)),
      ],
      organisation: { monthlyQuota: 20 },
      variables: { DINGTALK_MONTHLY_QUOTA: '2', TIMEZONE: 'Asia/Shanghai' },
      startsAt: '2026-03-30T10:00',
    });
    rehearsal.dingtalk.useUpMonthlyQuota();
    await rehearsal.start();
    expect(await rehearsal.notices('jane.doe')).toEqual(['first/1 planned']);
    expect(await rehearsal.notices('sam.lee')).not.toContainEqual(expect.stringContaining('sent'));
    expect(rehearsal.toldTo(WEI)).toHaveLength(1);
    await rehearsal.advanceTo('2026-03-31T10:00');
    expect(digest(rehearsal)).toContain('Messages in DingTalk have stopped until next month');
    await rehearsal.advanceTo('2026-04-01T10:00');
    expect(await rehearsal.notices('jane.doe')).toEqual(['first/1 sent']);
    expect(await rehearsal.notices('sam.lee')).toEqual(['first/1 sent']);
  });
});

describe('DingTalk counts what is received and answered', () => {
  test('it is shown beside the calls, with a forecast', async () => {
    const rehearsal = await rehearseInDingtalk({ users: PEOPLE.slice(0, 1) });
    await rehearsal.start();
    const status = await rehearsal.ask(ADMIN, 'status');
    expect(status).toMatch(/DingTalk: \d+ of 5,000 calls this month/);
    expect(status).toMatch(
      /DingTalk: [1-9]\d* of 3,000 messages received and answered this month, about \d+ more/,
    );
    await rehearsal.advanceTo('2026-03-03T10:00');
    expect(digest(rehearsal)).toMatch(
      /DingTalk: [1-9]\d* of 3,000 messages received and answered this month/,
    );
  });

  test('spent, admins are told over Slack and people still get their messages; next month it works again', async () => {
    const rehearsal = await rehearse({
      chats: BOTH_CHATS,
      users: [person('jane.doe', tagOf('dingtalk', JANE)), person('wei', tagOf('slack', WEI))],
      variables: { TIMEZONE: 'Asia/Shanghai' },
      startsAt: '2026-03-30T10:00',
    });
    await rehearsal.start();
    rehearsal.dingtalk.useUpStreamQuota();
    await rehearsal.dingtalk.say({ userId: idIn('dingtalk', JANE), text: '/mfa me' });
    await rehearsal.advanceTo('2026-03-30T10:30');
    const told = () => rehearsal.messagesTo(ADMIN).map(wordsOf).join('\n');
    expect(told()).toMatch(/What DingTalk counts by the month: nothing is left of the month[^\n]*20001/);
    await rehearsal.advanceTo('2026-03-31T10:00');
    expect(digest(rehearsal)).toContain('Commands and buttons in DingTalk may stay without an answer');
    await rehearsal.advanceTo('2026-04-01T10:00');
    expect(told()).toMatch(/What DingTalk counts by the month: working again/);
    await rehearsal.advanceTo('2026-04-02T10:00');
    expect(await rehearsal.notices('jane.doe')).toContain('reminder/1 sent');
  });
});
