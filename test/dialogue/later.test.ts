import { describe, expect, test } from 'vitest';
import {
  ADMIN,
  CORP,
  EACH_CHAT,
  idIn,
  JANE,
  LABS,
  person,
  rehearseIn,
  SAM,
  tagOf,
  wordsOf,
} from './rehearsal.ts';

describe.each(EACH_CHAT)('in %s', (chat) => {
  const rehearse = rehearseIn(chat);
  const USERS = [person('jane.doe')];

  async function toldOnMonday(options: Parameters<typeof rehearse>[0] = { users: USERS }) {
    const rehearsal = await rehearse(options);
    await rehearsal.start();
    return rehearsal;
  }

  describe('“Remind me tomorrow”', () => {
    test('brings the message once more on the next working morning, moves nothing else, and is counted', async () => {
      const rehearsal = await toldOnMonday();
      const { messagesTo, press, advanceTo, notices, toldTo } = rehearsal;
      const [first] = messagesTo(JANE);
      if (first === undefined) throw new Error('Jane was not told');
      const answer = await press(JANE, first, 'Remind me tomorrow');
      expect(answer.words).toMatch(/once more on Tue 3 Mar 2026, 09:30.*the deadline stays/);
      expect(answer.words).toContain('You can do this 2 more times');
      await advanceTo('2026-03-02T17:00');
      expect(toldTo(JANE)).toHaveLength(1);
      await advanceTo('2026-03-03T09:45');
      expect(await notices('jane.doe')).toEqual(['first/1 sent', 'first/2 sent']);
      const second = messagesTo(JANE).at(-1);
      expect(wordsOf(second)).toContain('You asked me to remind you today.');
      expect(wordsOf(second)).toContain('16 Mar 2026, 17:30');
      expect(second?.buttons.map(({ label }) => label)).not.toContain('Remind me tomorrow');
      await advanceTo('2026-03-05T12:00');
      expect(await notices('jane.doe')).toEqual(['first/1 sent', 'first/2 sent', 'reminder/1 sent']);
    });

    test('is open to whoever was told, though nobody finds them in the chat now', async () => {
      const { alibaba, app, ask, notices } = await toldOnMonday();
      alibaba.account(CORP).user('jane.doe').tags = tagOf(chat, 'NOBODY0').tags;
      await ask(ADMIN, 'audit');
      await app.runDueJobs();
      expect(await ask(ADMIN, 'status jane.doe')).toContain('cannot be reached in chat');
      expect(await ask(JANE, 'later')).toContain('once more on Tue 3 Mar 2026, 09:30');
      expect(await notices('jane.doe')).toEqual(['first/1 sent', 'first/2 planned']);
    });

    test('ends when the user is somebody else’s, who hears the first message and not that', async () => {
      const { ask, advanceTo, notices } = await toldOnMonday();
      await ask(JANE, 'later');
      await ask(ADMIN, `link jane.doe ${idIn(chat, SAM)}`);
      await advanceTo('2026-03-03T20:00');
      expect(await notices('jane.doe')).toEqual([
        'first/1 sent',
        'first/2 cancelled(no_recipient)',
        'first/3 sent',
      ]);
    });

    test('pressed twice puts it off once', async () => {
      const { ask, notices } = await toldOnMonday();
      await ask(JANE, 'later');
      expect(await ask(JANE, 'later')).toContain('I already remind you on Tue 3 Mar 2026, 09:30');
      expect(await notices('jane.doe')).toEqual(['first/1 sent', 'first/2 planned']);
    });

    test('moves with a pause, by its whole days and to a working morning', async () => {
      const { ask, press, messagesTo, advanceTo, start, notices } = await toldOnMonday();
      const [first] = messagesTo(JANE);
      if (first === undefined) throw new Error('Jane was not told');
      await press(JANE, first, 'Remind me tomorrow');
      await advanceTo('2026-03-02T15:00');
      await ask(ADMIN, 'pause');
      await advanceTo('2026-03-04T12:00');
      await start();
      await advanceTo('2026-03-04T17:00');
      expect(await notices('jane.doe')).toEqual(['first/1 sent', 'first/2 planned']);
      await advanceTo('2026-03-05T09:45');
      expect(await notices('jane.doe')).toEqual(['first/1 sent', 'first/2 sent']);
    });

    test('works once for each step and three times in all', async () => {
      const { ask, advanceTo, notices } = await toldOnMonday();
      await ask(JANE, 'later');
      await advanceTo('2026-03-03T12:00');
      expect(await ask(JANE, 'later')).toContain('You have put this message off once already');
      await advanceTo('2026-03-05T12:00');
      expect(await ask(JANE, 'later')).toContain('1 more time');
      await advanceTo('2026-03-09T12:00');
      expect(await ask(JANE, 'later')).toContain('This was the last time');
      await advanceTo('2026-03-16T12:00');
      expect(await ask(JANE, 'later')).toContain('too near');
      expect(await notices('jane.doe')).toEqual([
        ...['first/1 sent', 'first/2 sent', 'reminder/1 sent', 'reminder/2 sent'],
        ...['warning/1 sent', 'warning/2 sent', 'deadline/1 sent'],
      ]);
    });

    test('is not offered with the last message, nor once it is overdue', async () => {
      const { advanceTo, messagesTo } = await toldOnMonday();
      await advanceTo('2026-03-24T12:00');
      const offers = messagesTo(JANE).map(({ buttons }) =>
        buttons.some(({ command }) => command.startsWith('later')),
      );
      expect(offers).toEqual([true, true, true, false, false]);
    });

    test('on the working day before the deadline there is no tomorrow', async () => {
      const { ask, advanceTo } = await toldOnMonday();
      await advanceTo('2026-03-13T12:00');
      expect(await ask(JANE, 'later')).toContain('the day of the deadline');
    });

    test('puts off all that was said in one message, each user on its own', async () => {
      const labs = { accountId: LABS, alias: 'labs', users: [person('jane.doe')] };
      const { messagesTo, ask, notices } = await toldOnMonday({ users: USERS, furtherAccounts: [labs] });
      const [first] = messagesTo(JANE);
      expect(first?.buttons.map(({ command }) => command)).toContain('later');
      expect(await ask(JANE, 'later jane.doe@labs.onaliyun.com')).toContain('once more');
      const answer = await ask(JANE, 'later');
      expect(answer).toContain('corp.onaliyun.com: I will remind you');
      expect(answer).toContain('labs.onaliyun.com: I already');
      expect((await notices('jane.doe')).filter((one) => one === 'first/2 planned')).toHaveLength(2);
    });
  });

  test('a message about somebody else is not mine to put off, whether there is such a user or not', async () => {
    const { ask, notices } = await toldOnMonday();
    const answers = [await ask(SAM, 'later jane.doe'), await ask(SAM, 'later no.body')];
    expect(answers[0]?.replaceAll('jane.doe', 'no.body')).toBe(answers[1]);
    expect(await ask(SAM, 'later')).toContain('no reminder');
    expect(await notices('jane.doe')).toEqual(['first/1 sent']);
  });

  test('who put it off is on record', async () => {
    const { ask } = await toldOnMonday();
    await ask(JANE, 'later');
    expect(await ask(ADMIN, 'history jane.doe')).toContain('put off to the next working morning');
  });
});
