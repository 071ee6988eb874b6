import { describe, expect, test } from 'vitest';
import {
  ADMIN,
  CORP,
  EACH_CHAT,
  JANE,
  person,
  type Rehearsal,
  rehearseIn,
  SAM,
  WEI,
  wordsOf,
} from './rehearsal.ts';

const LONG_AGO = '2025-06-01T00:00:00Z';
const LATELY = '2026-02-27T00:00:00Z';

/** One for each way to have used a console password, or not. */
const USERS = [
  person('jane.doe', { lastLoginDate: LONG_AGO, loginProfile: { lastLoginTime: LONG_AGO } }),
  person('wei', { lastLoginDate: LATELY, loginProfile: { lastLoginTime: LATELY } }),
  person('sam.lee', { loginProfile: { createDate: LONG_AGO } }),
  person('nora.kent', { loginProfile: { createDate: LATELY } }),
  // Signs in, but not to the console.
  person('max.cli', { lastLoginDate: LATELY, loginProfile: { createDate: LONG_AGO } }),
];

describe.each(EACH_CHAT)('in %s, who does not use the console', (chat) => {
  const rehearse = rehearseIn(chat);

  test('is listed; apart, whoever has no sign-in on record and could have had one for long', async () => {
    const { ask } = await rehearse({ users: USERS });
    const list = await ask(ADMIN, 'status unused');
    expect(list).toMatch(/Last sign-in long ago[\s\S]*jane\.doe.* last sign-in Sun 1 Jun 2025/);
    expect(list).toMatch(
      /No sign-in on record[\s\S]*sam\.lee.*created on or before Sun 1 Jun 2025[\s\S]*max\.cli/,
    );
    expect(list).not.toMatch(/wei@|nora\.kent/);
    expect(list).toContain('Remove Logon Settings');
  });

  test('is another matter than who signs in to nothing at all', async () => {
    const { ask } = await rehearse({ users: USERS });
    const list = await ask(ADMIN, 'status dormant');
    expect(list).toMatch(/jane\.doe[\s\S]*sam\.lee/);
    expect(list).not.toMatch(/wei@|nora\.kent|max\.cli/);
  });

  describe('who is told first', () => {
    const first = ({ messagesTo }: Rehearsal, who: string) => {
      const message = messagesTo(who)[0];
      if (message === undefined) throw new Error('there is no message');
      return message;
    };

    test('is asked whether the login is needed, before what there is to set up', async () => {
      const rehearsal = await rehearse({ users: USERS });
      await rehearsal.start();
      const { words, buttons } = first(rehearsal, JANE);
      expect(words).toMatch(/Do you still need console sign-in\?.*You last signed in on Sun 1 Jun 2025/);
      expect(words.indexOf('Do you still need')).toBeLessThan(words.indexOf('How to set it up'));
      expect(buttons.map(({ label }) => label)).toContain('I do not need it');
    });

    test('is not, where the console was used lately or where nothing is known', async () => {
      const rehearsal = await rehearse({ users: USERS });
      await rehearsal.start();
      await rehearsal.advanceTo('2026-03-02T17:30');
      for (const who of [WEI, SAM]) expect(wordsOf(first(rehearsal, who))).not.toContain('Do you still need');
    });

    test('is not, who signed in since the audit', async () => {
      const rehearsal = await rehearse({ users: USERS });
      const profile = rehearsal.alibaba.account(CORP).user('jane.doe').loginProfile;
      if (profile !== null) profile.lastLoginTime = LATELY;
      await rehearsal.start();
      expect(wordsOf(first(rehearsal, JANE))).not.toContain('Do you still need');
    });
  });

  describe('whoever says that it is not needed', () => {
    const posts = ({ channelMessages }: Rehearsal) =>
      channelMessages().filter(({ summary }) => /does not need console sign-in/.test(summary));

    async function said(): Promise<Rehearsal> {
      const rehearsal = await rehearse({ users: USERS });
      await rehearsal.start();
      const [message] = rehearsal.messagesTo(JANE);
      if (message === undefined) throw new Error('there is no message');
      const answer = await rehearsal.press(JANE, message, 'I do not need it');
      expect(answer.words).toMatch(/Noted, thank you[\s\S]*reminders go on and the deadline stays/);
      await expect.poll(() => posts(rehearsal)).toHaveLength(1);
      return rehearsal;
    }

    test('is told in the security channel, by name and with the way to remove it, and stands in the list', async () => {
      const rehearsal = await said();
      const [post] = posts(rehearsal);
      expect(wordsOf(post)).toMatch(/jane\.doe.*says: console sign-in for jane\.doe@corp/);
      expect(wordsOf(post)).toContain('Remove Logon Settings');
      expect(await rehearsal.ask(ADMIN, 'status unused')).toMatch(
        /Said not to be needed[\s\S]*jane\.doe@.*says so, Mon 2 Mar 2026[\s\S]*No sign-in on record/,
      );
      expect(await rehearsal.ask(ADMIN, 'history jane.doe')).toContain(
        'said that console sign-in is not needed',
      );
      await rehearsal.advanceTo('2026-03-03T10:00');
      expect(wordsOf(rehearsal.channelMessages().at(-1))).toContain('1 console password is not needed');
    });

    test('hears so when saying it again, and nobody else does', async () => {
      const rehearsal = await said();
      expect(await rehearsal.ask(JANE, 'not-needed jane.doe')).toContain(
        'You have said so already, Mon 2 Mar 2026',
      );
      await rehearsal.advanceTo('2026-03-02T11:00');
      expect(posts(rehearsal)).toHaveLength(1);
    });

    test('is reminded as before, until the login is gone; then it is over by itself', async () => {
      const rehearsal = await said();
      expect(rehearsal.alibaba.account(CORP).user('jane.doe').loginProfile).not.toBeNull();
      await rehearsal.advanceTo('2026-03-05T10:00');
      expect(rehearsal.toldTo(JANE)).toHaveLength(2);
      rehearsal.alibaba.account(CORP).user('jane.doe').loginProfile = null;
      await rehearsal.advanceTo('2026-03-30T12:00');
      expect(rehearsal.toldTo(JANE)).toHaveLength(2);
      expect(await rehearsal.ask(ADMIN, 'status unused')).not.toContain('jane.doe');
    });

    test('may only say so of what is theirs', async () => {
      const rehearsal = await rehearse({ users: USERS });
      await rehearsal.start();
      const answer = await rehearsal.ask(WEI, 'not-needed jane.doe');
      expect(answer).not.toMatch(/Noted|does not exist/);
      await rehearsal.advanceTo('2026-03-02T11:00');
      expect(posts(rehearsal)).toEqual([]);
    });
  });

  test('reads in their own state that it may not be needed', async () => {
    const rehearsal = await rehearse({ users: USERS });
    const own = await rehearsal.say(JANE, 'me');
    expect(own.words).toContain('Do you still need console sign-in?');
    expect(own.buttons.map(({ label }) => label)).toContain('I do not need it');
    expect(await rehearsal.ask(WEI, 'me')).not.toContain('Do you still need');
  });
});
