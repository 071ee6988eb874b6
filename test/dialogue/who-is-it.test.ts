import { describe, expect, test } from 'vitest';
import type { SeenMessage } from '../../demo/hands.ts';
import { replaceLinks } from '../../src/store/contact-records.ts';
import {
  ADMIN,
  BOTH_CHATS,
  COLLEAGUES,
  CORP,
  EACH_CHAT,
  idIn,
  JANE,
  LABS,
  MEMBERS,
  PHONE,
  person,
  type Rehearsal,
  rehearseIn,
  rehearse as rehearseInSlack,
  SAM,
  tagOf,
  WEI,
  wordsOf,
} from './rehearsal.ts';

/** The newest one that says so. */
function labelled(messages: readonly SeenMessage[], label: string): SeenMessage {
  const found = messages.findLast(({ buttons }) => buttons.some((button) => button.label === label));
  if (found === undefined) throw new Error(`Nobody was asked "${label}"`);
  return found;
}

const NOT_ME = 'This is not me';
const SHARED = 'Shared account';

const openDisputes = ({ db }: Rehearsal) =>
  db.selectFrom('dispute').selectAll().where('settledAt', 'is', null).execute();

describe.each(EACH_CHAT)('in %s', (chat) => {
  const rehearse = rehearseIn(chat);

  const press = async (rehearsal: Rehearsal, who: string, label: string) =>
    (await rehearsal.press(who, labelled(rehearsal.messagesTo(who), label), label)).words;

  /** What an admin types for somebody. */
  const named = (who: string) => (chat === 'slack' ? `<@${who}>` : idIn(chat, who));

  describe('“this is not me”', () => {
    test('stops the messages, tells the admins who said so, and is listed every day until it is settled', async () => {
      const rehearsal = await rehearse({ users: [person('jane.doe')] });
      await rehearsal.start();
      expect(await press(rehearsal, JANE, NOT_ME)).toContain('never take it for yours again');
      await rehearsal.advanceTo('2026-03-02T10:20');
      const told = wordsOf(rehearsal.messagesTo(ADMIN).at(-1));
      expect(told).toContain(
        `jane.doe (${idIn(chat, JANE)} in ${chat === 'slack' ? 'Slack' : 'DingTalk'}) says that RAM user`,
      );
      expect(told).toContain('/mfa link jane.doe@corp.onaliyun.com <person>');
      expect(told).toContain('/mfa link jane.doe@corp.onaliyun.com none');
      expect(await rehearsal.ask(ADMIN, 'status disputed')).toContain('jane.doe');
      expect(await rehearsal.ask(ADMIN, 'status unmapped')).not.toContain('jane.doe');
      expect(await rehearsal.ask(ADMIN, 'status jane.doe')).toContain('no admin has settled it');
      await rehearsal.advanceTo('2026-03-09T12:00');
      expect(wordsOf(rehearsal.channelMessages().at(-1))).toContain('Said “this is not me” (1)');
      expect(rehearsal.toldTo(JANE)).toHaveLength(1);
      expect(rehearsal.toldTo(ADMIN).filter((one) => one.includes('not me'))).toHaveLength(1);
    });

    test('ends by a link to somebody else, who is told from the beginning', async () => {
      const rehearsal = await rehearse({ users: [person('jane.doe')] });
      await rehearsal.start();
      await press(rehearsal, JANE, NOT_ME);
      await rehearsal.advanceTo('2026-03-06T10:00');
      expect(await rehearsal.ask(ADMIN, `link jane.doe ${named(WEI)}`)).toContain('is wei');
      await rehearsal.advanceTo('2026-03-06T12:00');
      expect(rehearsal.toldTo(WEI)).toHaveLength(1);
      expect(await rehearsal.notices('jane.doe')).toEqual(['first/1 sent', 'first/2 sent']);
      expect(await openDisputes(rehearsal)).toEqual([]);
      await rehearsal.advanceTo('2026-03-09T12:00');
      expect(await rehearsal.notices('jane.doe')).toEqual([
        'first/1 sent',
        'first/2 sent',
        'reminder/1 sent',
      ]);
      expect(rehearsal.toldTo(JANE)).toHaveLength(1);
      expect(await rehearsal.ask(ADMIN, 'history jane.doe')).toMatch(/not me.*|linked to somebody/s);
    });

    test('ends by a link to nobody: open again, and with nobody in chat', async () => {
      const rehearsal = await rehearse({ users: [person('jane.doe')] });
      await rehearsal.start();
      await press(rehearsal, JANE, NOT_ME);
      expect(await rehearsal.ask(ADMIN, 'link jane.doe none')).toContain('nobody in chat');
      expect(await rehearsal.ask(ADMIN, 'status disputed')).toContain('Nobody has said');
      expect(await rehearsal.ask(ADMIN, 'status unmapped')).toContain('jane.doe');
      await rehearsal.advanceTo('2026-03-12T12:00');
      expect(rehearsal.toldTo(JANE)).toHaveLength(1);
    });

    test('holds for good: neither tag nor e-mail lead back to that person', async () => {
      const rehearsal = await rehearse({ users: [person('jane.doe')] });
      await rehearsal.start();
      await press(rehearsal, JANE, NOT_ME);
      await rehearsal.ask(ADMIN, `link jane.doe ${named(WEI)}`);
      await rehearsal.ask(ADMIN, 'link jane.doe none');
      rehearsal.alibaba.account(CORP).user('jane.doe').tags = tagOf(chat, JANE).tags;
      await rehearsal.db.deleteFrom('link').execute();
      await rehearsal.advanceTo('2026-03-10T12:00');
      expect(rehearsal.toldTo(JANE)).toHaveLength(1);
      expect(await rehearsal.ask(JANE, 'me')).toContain('No RAM user is linked to you');
      expect(await rehearsal.ask(ADMIN, 'status unmapped')).toContain('jane.doe');
    });

    test('said by mistake: whoever is linked again goes on where they were, with the days given back', async () => {
      const rehearsal = await rehearse({ users: [person('jane.doe')] });
      await rehearsal.start();
      const deadline = async () =>
        (await rehearsal.db.selectFrom('caseFile').select('deadlineAt').executeTakeFirstOrThrow()).deadlineAt;
      const before = await deadline();
      await press(rehearsal, JANE, NOT_ME);
      await rehearsal.advanceTo('2026-03-12T10:00');
      await rehearsal.ask(ADMIN, `link jane.doe ${named(JANE)}`);
      await rehearsal.advanceTo('2026-03-12T12:00');
      expect(await deadline()).toBeGreaterThan(before ?? Number.POSITIVE_INFINITY);
      expect(rehearsal.toldTo(JANE)).toHaveLength(1);
      await rehearsal.advanceTo('2026-03-17T12:00');
      expect(rehearsal.toldTo(JANE)).toHaveLength(2);
      expect(await press(rehearsal, JANE, NOT_ME)).toContain('never take it for yours again');
      expect(await openDisputes(rehearsal)).toHaveLength(1);
    });

    test('leaves nothing to be put off', async () => {
      const rehearsal = await rehearse({ users: [person('jane.doe')] });
      await rehearsal.start();
      await rehearsal.ask(JANE, 'not-me jane.doe');
      expect(await rehearsal.ask(JANE, 'later')).toMatch(/no reminder that could be put off/);
      expect(await rehearsal.notices('jane.doe')).toEqual(['first/1 sent']);
    });

    test('pressed twice is said once', async () => {
      const rehearsal = await rehearse({ users: [person('jane.doe')] });
      await rehearsal.start();
      await press(rehearsal, JANE, NOT_ME);
      expect(await press(rehearsal, JANE, NOT_ME)).toContain('never take it for yours again');
      await rehearsal.advanceTo('2026-03-02T12:00');
      expect(rehearsal.toldTo(ADMIN).filter((one) => one.includes('not me'))).toHaveLength(1);
    });

    test('is no answer to somebody else’s user, which is not even said to exist', async () => {
      const rehearsal = await rehearse({ users: [person('jane.doe')] });
      await rehearsal.start();
      for (const command of ['not-me', 'shared']) {
        const answer = await rehearsal.ask(SAM, `${command} jane.doe`);
        expect(answer).toContain('I know of no RAM user jane.doe of yours');
        expect(answer).toBe(
          (await rehearsal.ask(SAM, `${command} nora.kent`)).replaceAll('nora.kent', 'jane.doe'),
        );
      }
      expect(await openDisputes(rehearsal)).toEqual([]);
    });

    test('about one of two users asks which, and leaves the other alone', async () => {
      const labs = { accountId: LABS, alias: 'labs', users: [person('jane.doe')] };
      const rehearsal = await rehearse({ users: [person('jane.doe')], furtherAccounts: [labs] });
      await rehearsal.start();
      expect(wordsOf(rehearsal.messagesTo(JANE).at(-1))).toContain('/mfa not-me <user>');
      expect(await rehearsal.ask(JANE, 'not-me jane.doe')).toContain('exists 2 times');
      await rehearsal.ask(JANE, 'not-me jane.doe@labs');
      expect((await openDisputes(rehearsal)).map(({ accountId }) => accountId)).toEqual([LABS]);
      await rehearsal.advanceTo('2026-03-05T12:00');
      expect(rehearsal.toldTo(JANE)).toHaveLength(2);
      expect(wordsOf(rehearsal.messagesTo(JANE).at(-1))).not.toContain('labs');
    });

    test('closes all the same when somebody sets up a device', async () => {
      const rehearsal = await rehearse({ users: [person('jane.doe')] });
      await rehearsal.start();
      await press(rehearsal, JANE, NOT_ME);
      rehearsal.alibaba.account(CORP).user('jane.doe').mfaDevice = PHONE;
      await rehearsal.advanceTo('2026-03-03T12:00');
      expect(await rehearsal.ask(ADMIN, 'status disputed')).toContain('Nobody has said');
      expect(rehearsal.toldTo(JANE)).toHaveLength(1);
    });
  });

  describe('“shared or service account”', () => {
    test('tells the admins, once a day, and goes on', async () => {
      const rehearsal = await rehearse({ users: [person('jane.doe')] });
      await rehearsal.start();
      expect(await press(rehearsal, JANE, SHARED)).toContain('I go on writing to you');
      await press(rehearsal, JANE, SHARED);
      await rehearsal.advanceTo('2026-03-02T12:00');
      const told = rehearsal.messagesTo(ADMIN).filter(({ summary }) => summary.includes('shared'));
      expect(told).toHaveLength(1);
      expect(wordsOf(told[0])).toContain('/mfa exempt jane.doe@corp.onaliyun.com');
      await rehearsal.advanceTo('2026-03-05T12:00');
      expect(await rehearsal.notices('jane.doe')).toEqual(['first/1 sent', 'reminder/1 sent']);
    });
  });

  describe('/mfa link', () => {
    test('counts before tag and e-mail, and what was not sent yet goes to whom it names', async () => {
      const rehearsal = await rehearse({ users: [person('jane.doe', tagOf(chat, SAM))] });
      await rehearsal.ask(ADMIN, `link jane.doe ${named(WEI)}`);
      await rehearsal.start();
      expect([JANE, SAM, WEI].map((who) => rehearsal.toldTo(who).length)).toEqual([0, 0, 1]);
      expect(await rehearsal.notices('jane.doe')).toEqual(['first/1 sent']);
      expect(await rehearsal.ask(ADMIN, 'status jane.doe')).toContain('linked by an admin');
    });

    test('is of the user and not of the name: who is created anew inherits nothing', async () => {
      const rehearsal = await rehearse({ users: [person('jane.doe')] });
      await rehearsal.ask(ADMIN, `link jane.doe ${named(WEI)}`);
      const account = rehearsal.alibaba.account(CORP);
      account.deleteUser('jane.doe');
      account.addUser(person('jane.doe'));
      await rehearsal.start();
      await rehearsal.advanceTo('2026-03-03T12:00');
      expect([JANE, WEI].map((who) => rehearsal.toldTo(who).length)).toEqual([1, 0]);
    });

    test.each([
      ...(chat === 'slack' ? [{ who: 'somebody who left', named: 'gone', why: 'is deactivated in' }] : []),
      ...(chat === 'slack' ? [{ who: 'a bot', named: 'robot', why: 'is nobody I can write to' }] : []),
      { who: 'nobody', named: 'U0NOBODY', why: 'is nobody I can write to' },
    ])('to $who is refused in one sentence and changes nothing', async ({ named: typed, why }) => {
      const gone = { ...MEMBERS[0], id: 'gone', name: 'gone', email: 'gone@corp.example', deleted: true };
      const robot = { ...MEMBERS[0], id: 'robot', name: 'robot', email: null, isBot: true };
      const rehearsal = await rehearse({
        users: [person('jane.doe')],
        members: [...MEMBERS, gone, robot] as typeof MEMBERS,
      });
      const answer = await rehearsal.ask(ADMIN, `link jane.doe ${typed}`);
      expect(answer).toContain(`${typed} ${why}`);
      expect(answer).toContain('Nothing was changed');
      await rehearsal.start();
      expect(rehearsal.toldTo(JANE)).toHaveLength(1);
      expect(await rehearsal.db.selectFrom('link').selectAll().execute()).toEqual([]);
    });

    describe.each([
      {
        order: 'a pause within it',
        pauseOn: '2026-03-04',
        startOn: '2026-03-06',
        notMeOn: '2026-03-03',
        linkOn: '2026-03-09',
      },
      {
        order: 'a pause that it reaches into',
        pauseOn: '2026-03-03',
        startOn: '2026-03-06',
        notMeOn: '2026-03-04',
        linkOn: '2026-03-09',
      },
      {
        order: 'a pause that begins in it',
        pauseOn: '2026-03-04',
        startOn: '2026-03-09',
        notMeOn: '2026-03-03',
        linkOn: '2026-03-06',
      },
    ])('after “not me” by mistake, with $order', ({ pauseOn, startOn, notMeOn, linkOn }) => {
      test('to the same person gives each day back once', async () => {
        const rehearsal = await rehearse({ users: [person('jane.doe')] });
        await rehearsal.start();
        const doings: Readonly<Record<string, () => Promise<unknown>>> = {
          [notMeOn]: () => rehearsal.ask(JANE, 'not-me jane.doe'),
          [pauseOn]: () => rehearsal.ask(ADMIN, 'pause'),
          [startOn]: () => rehearsal.start(),
          [linkOn]: () => rehearsal.ask(ADMIN, `link jane.doe ${named(JANE)}`),
        };
        // Each an hour earlier in its day: what a look takes makes no part of a day a whole one.
        for (const [index, [date, doIt]] of Object.entries(doings).toSorted().entries()) {
          await rehearsal.advanceTo(`${date}T${14 - index}:00`);
          await doIt();
        }
        const [file] = await rehearsal.db.selectFrom('caseFile').select('shiftDays').execute();
        // From Tuesday afternoon to Monday morning.
        expect(file).toEqual({ shiftDays: 6 });
      });
    });

    test('while the console login is gone gives back the days before that, once it is there again', async () => {
      const rehearsal = await rehearse({ users: [person('jane.doe')] });
      await rehearsal.start();
      const user = rehearsal.alibaba.account(CORP).user('jane.doe');
      await rehearsal.advanceTo('2026-03-03T12:00');
      await rehearsal.ask(JANE, 'not-me jane.doe');
      const { loginProfile } = user;
      user.loginProfile = null;
      await rehearsal.advanceTo('2026-03-06T12:00');
      await rehearsal.ask(ADMIN, `link jane.doe ${named(JANE)}`);
      const shift = async () =>
        (await rehearsal.db.selectFrom('caseFile').select('shiftDays').executeTakeFirstOrThrow()).shiftDays;
      expect(await shift()).toBe(1);
      user.loginProfile = loginProfile;
      // Before the audit, which is when it was closed: not quite three days.
      await rehearsal.advanceTo('2026-03-07T08:00');
      await rehearsal.ask(JANE, 'me');
      expect(await shift()).toBe(4);
      expect(rehearsal.toldTo(JANE)).toHaveLength(1);
    });

    test('takes what the chat knows people by', async () => {
      const members = COLLEAGUES.map((one) =>
        one.userId === idIn('dingtalk', WEI) ? { ...one, mobile: '13800138000' } : one,
      );
      const rehearsal = await rehearse({ users: [person('jane.doe')], organisation: { members } });
      const typed = chat === 'slack' ? '<mailto:wei@corp.example|wei@corp.example>' : '13800138000';
      expect(await rehearsal.ask(ADMIN, `link jane.doe ${typed}`)).toContain('is wei');
    });

    test('is for admins', async () => {
      const rehearsal = await rehearse({ users: [person('jane.doe')] });
      expect(await rehearsal.ask(SAM, `link jane.doe ${named(SAM)}`)).toContain('not available to you');
    });
  });
});

test('“not me” in one chat is “not me” in the other', async () => {
  const rehearsal = await rehearseInSlack({
    chats: BOTH_CHATS,
    users: [person('jane.doe')],
    variables: { DEFAULT_LANGUAGE: 'en' },
  });
  await rehearsal.start();
  await rehearsal.ask(JANE, 'not-me jane.doe');
  await rehearsal.ask(ADMIN, 'link jane.doe none');
  await rehearsal.db.deleteFrom('link').execute();
  await rehearsal.advanceTo('2026-03-05T12:00');
  expect(rehearsal.hands('dingtalk').messagesTo(idIn('dingtalk', JANE))).toEqual([]);
  expect(rehearsal.toldTo(JANE)).toHaveLength(1);
});

describe('what the tags of a RAM user say of its person', () => {
  test('corrects hours and words: told in the morning of that zone, in that language', async () => {
    const tags = { 'mfa-timezone': 'America/New_York', 'mfa-language': 'zh' };
    const rehearsal = await rehearseInSlack({ users: [person('jane.doe', { tags })] });
    await rehearsal.start();
    await rehearsal.advanceTo('2026-03-02T18:00');
    expect(rehearsal.toldTo(JANE)).toEqual([]);
    await rehearsal.advanceTo('2026-03-02T23:00');
    expect(rehearsal.toldTo(JANE)).toEqual([expect.stringContaining('还没有开启 MFA')]);
  });

  test('is ignored where there is no such zone or language', async () => {
    const tags = { 'mfa-timezone': 'Mars/Base', 'mfa-language': 'xx' };
    const rehearsal = await rehearseInSlack({ users: [person('jane.doe', { tags })] });
    await rehearsal.start();
    expect(rehearsal.toldTo(JANE)).toEqual([expect.stringContaining('MFA is missing')]);
  });
});

test('a manager whom an admin named is told with the warning, and not the one the chat knows', async () => {
  const rehearsal = await rehearseInSlack({ users: [person('jane.doe')] });
  await rehearsal.start();
  const { accountId, userId } = await rehearsal.db
    .selectFrom('caseFile')
    .selectAll()
    .executeTakeFirstOrThrow();
  const manager = { chat: 'slack', memberId: SAM } as const;
  await replaceLinks(
    rehearsal.db,
    { accountId, userId },
    { people: null, managers: [manager], owners: [] },
    0,
  );
  await rehearsal.advanceTo('2026-03-09T18:00');
  expect(rehearsal.toldTo(SAM)).toEqual([expect.stringContaining('jane.doe')]);
});
