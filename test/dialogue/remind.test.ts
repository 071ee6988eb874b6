import { describe, expect, test } from 'vitest';
import { ADMIN, CORP, EACH_CHAT, idIn, JANE, PHONE, person, rehearseIn, SENDING } from './rehearsal.ts';

const USERS = [person('jane.doe'), person('eve.gray', { mfaDevice: PHONE }), person('nora.kent')];

describe.each(EACH_CHAT)('in %s, /mfa remind', (chat) => {
  const rehearse = rehearseIn(chat);

  test('says once more what was said last, and moves no deadline', async () => {
    const rehearsal = await rehearse({ users: USERS });
    await rehearsal.start();
    const [first] = await rehearsal.noticeRows('jane.doe');
    await rehearsal.advanceTo('2026-03-03T11:00');
    expect(await rehearsal.ask(ADMIN, 'remind jane.doe')).toMatch(
      /jane\.doe.* gets one more message \(reminder\)/,
    );
    await expect.poll(() => rehearsal.toldTo(JANE)).toHaveLength(2);
    expect(rehearsal.toldTo(JANE)[1]).toContain('Reminder');
    const rows = await rehearsal.noticeRows('jane.doe');
    expect(rows.map(({ deadlineAt }) => deadlineAt)).toEqual([first?.deadlineAt, first?.deadlineAt]);
    // It was reminded: the ladder goes on with the warning.
    await rehearsal.advanceTo('2026-03-09T12:00');
    expect(await rehearsal.notices('jane.doe')).toEqual([
      'first/1 sent',
      'reminder/1 sent',
      'warning/1 sent',
    ]);
    const history = await rehearsal.say(ADMIN, 'history jane.doe');
    expect(history.words).toContain('reminder asked for (reminder)');
    expect(JSON.stringify(history.wire.message)).toContain(idIn(chat, ADMIN));
  });

  test('is refused within a day of the last message', async () => {
    const rehearsal = await rehearse({ users: USERS });
    await rehearsal.start();
    await rehearsal.advanceTo('2026-03-02T17:00');
    expect(await rehearsal.ask(ADMIN, 'remind jane.doe')).toMatch(/less than a day ago, Mon 2 Mar 2026/);
    await rehearsal.advanceTo('2026-03-04T11:00');
    await rehearsal.ask(ADMIN, 'remind jane.doe');
    expect(await rehearsal.ask(ADMIN, 'remind jane.doe')).not.toContain('was told');
    await rehearsal.advanceTo('2026-03-04T12:00');
    expect(rehearsal.toldTo(JANE)).toHaveLength(2);
  });

  test('outside the hours waits for the morning', async () => {
    const rehearsal = await rehearse({ users: USERS });
    await rehearsal.start();
    await rehearsal.advanceTo('2026-03-03T20:00');
    expect(await rehearsal.ask(ADMIN, 'remind jane.doe')).toMatch(/not before Wed 4 Mar 2026, 09:30/);
    expect(rehearsal.toldTo(JANE)).toHaveLength(1);
    await rehearsal.advanceTo('2026-03-04T10:00');
    expect(rehearsal.toldTo(JANE)).toHaveLength(2);
  });

  test('of who is overdue says that again, and the weekly message comes a week later', async () => {
    const rehearsal = await rehearse({ users: USERS });
    await rehearsal.start();
    await rehearsal.advanceTo('2026-03-25T10:00');
    const before = rehearsal.toldTo(JANE).length;
    expect(await rehearsal.ask(ADMIN, 'remind jane.doe')).toContain('(overdue message)');
    await expect.poll(() => rehearsal.toldTo(JANE)).toHaveLength(before + 1);
    expect(rehearsal.toldTo(JANE).at(-1)).toContain('Overdue');
    await rehearsal.advanceTo('2026-03-29T12:00');
    expect(rehearsal.toldTo(JANE)).toHaveLength(before + 1);
    await rehearsal.advanceTo('2026-03-31T12:00');
    expect(rehearsal.toldTo(JANE)).toHaveLength(before + 2);
  });

  test('is not carried out where it would not be true any more', async () => {
    const rehearsal = await rehearse({ users: USERS });
    await rehearsal.start();
    await rehearsal.advanceTo('2026-03-03T20:00');
    await rehearsal.ask(ADMIN, 'remind jane.doe');
    rehearsal.alibaba.account(CORP).user('jane.doe').mfaDevice = PHONE;
    await rehearsal.advanceTo('2026-03-04T12:00');
    expect(rehearsal.toldTo(JANE).filter((summary) => /Reminder/.test(summary))).toEqual([]);
  });

  test('tries somebody anew whom the chat would not deliver to', async () => {
    const rehearsal = await rehearse({ users: USERS });
    if (chat === 'slack')
      rehearsal.slack.faults.add({ kind: 'error', code: 'is_archived', method: SENDING.slack, times: 1 });
    else
      rehearsal.dingtalk.faults.add({
        kind: 'error',
        code: 'staffId.notExisted',
        endpoint: SENDING.dingtalk,
        times: 1,
      });
    await rehearsal.start();
    await rehearsal.advanceTo('2026-03-02T11:00');
    expect(await rehearsal.notices('jane.doe')).toEqual(['first/1 failed']);
    expect(await rehearsal.ask(ADMIN, 'remind jane.doe')).toContain('(first message)');
    await expect.poll(() => rehearsal.toldTo(JANE)).toHaveLength(1);
  });

  test.each([
    { words: 'remind eve.gray', says: 'nothing is asked of' },
    { words: 'remind nora.kent', says: 'nobody in chat was found' },
    { words: 'remind jane.do', says: 'Did you mean' },
    { words: 'remind', says: '/mfa remind <user>' },
  ])('"$words" says why nobody is reminded', async ({ words, says }) => {
    const rehearsal = await rehearse({ users: USERS });
    await rehearsal.start();
    expect(await rehearsal.ask(ADMIN, words)).toContain(says);
  });

  test('during a pause reminds nobody', async () => {
    const rehearsal = await rehearse({ users: USERS });
    await rehearsal.start();
    await rehearsal.advanceTo('2026-03-03T11:00');
    await rehearsal.ask(ADMIN, 'pause');
    expect(await rehearsal.ask(ADMIN, 'remind jane.doe')).toContain('messages are paused');
  });
});
