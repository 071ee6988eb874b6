import { describe, expect, test } from 'vitest';
import {
  ADMIN,
  CORP,
  codeOf,
  EACH_CHAT,
  idIn,
  JANE,
  LABS,
  OTHER_ADMIN,
  PHONE,
  person,
  rehearseIn,
  SAM,
  tagOf,
  WEI,
  wordsOf,
} from './rehearsal.ts';

describe.each(EACH_CHAT)('in %s', (chat) => {
  const rehearse = rehearseIn(chat);

  const PEOPLE = [person('jane.doe'), person('sam.lee'), person('nora.kent')];

  describe('before an admin has started', () => {
    test('nobody is messaged, however long', async () => {
      const { toldTo, advanceTo, channelMessages, notices } = await rehearse({ users: PEOPLE });
      await advanceTo('2026-03-06T17:00');
      expect([...toldTo(JANE), ...toldTo(SAM)]).toEqual([]);
      expect(await notices('jane.doe')).toEqual([]);
      expect(channelMessages().length).toBeGreaterThan(0);
    });

    test('/mfa start shows numbers and the real message, and does nothing', async () => {
      const { say, toldTo } = await rehearse({ users: PEOPLE });
      const preview = wordsOf(await say(ADMIN, 'start'));
      expect(preview).toContain('2 people would get a message. 3 users are without MFA');
      expect(preview).toContain('jane.doe');
      expect(preview).toContain('security@corp.example');
      expect(toldTo(JANE)).toEqual([]);
    });

    test('who would be written to is seen before anybody is, in the list and in the preview', async () => {
      const { ask, toldTo } = await rehearse({ users: PEOPLE });
      for (const words of [await ask(ADMIN, 'status held'), await ask(ADMIN, 'start')]) {
        expect(words).toMatch(/jane\.doe\S* → \S*jane.*, by /);
        expect(words).toMatch(/nora\.kent\S* → nobody/);
      }
      expect(toldTo(JANE)).toEqual([]);
    });

    test('digest, status and start count the same people, in the same words', async () => {
      const twice = [person('jane.doe'), person('jane-ops', tagOf(chat, JANE)), person('sam.lee')];
      const rehearsal = await rehearse({ users: twice });
      await rehearsal.advanceTo('2026-03-03T10:00');
      const texts = [
        rehearsal.channelMessages().at(-1)?.words,
        await rehearsal.ask(ADMIN, 'status'),
        await rehearsal.ask(ADMIN, 'start'),
      ];
      expect(texts).toEqual(texts.map(() => expect.stringContaining('2 people would get a message')));
    });

    test('confirmed, what is due goes out at once, in working hours', async () => {
      const { start, toldTo, advanceTo } = await rehearse({ users: PEOPLE });
      await start();
      expect(toldTo(JANE)).toHaveLength(1);
      // Slack knows that it is three in the morning in Berlin; DingTalk tells no zone, so Sam is where the company is.
      const before = chat === 'slack' ? 0 : 1;
      expect(toldTo(SAM)).toHaveLength(before);
      await advanceTo('2026-03-02T16:29');
      expect(toldTo(SAM)).toHaveLength(before);
      await advanceTo('2026-03-02T16:35');
      expect(toldTo(SAM)).toHaveLength(1);
    });
  });

  describe('the confirmation of a start', () => {
    test('cannot be guessed: after five wrong codes the right one is refused too, for five minutes', async () => {
      const { say, ask, toldTo, aWhileLater, db } = await rehearse({ users: PEOPLE });
      const code = codeOf(await say(ADMIN, 'start'));
      for (const guess of ['AAAAAA', 'BBBBBB', 'CCCCCC', 'DDDDDD', 'EEEEEE'])
        expect(await ask(ADMIN, `confirm ${guess}`)).toContain('I do not know this code');
      expect(await ask(ADMIN, `confirm ${code}`)).toContain('Too many wrong codes');
      expect(toldTo(JANE)).toEqual([]);
      const refusals = await db
        .selectFrom('activity')
        .select('detail')
        .where('kind', '=', 'code_refused')
        .execute();
      expect(refusals).toHaveLength(6);
      aWhileLater(301);
      const next = codeOf(await say(ADMIN, 'start'));
      expect(await ask(ADMIN, `confirm ${next}`)).not.toContain('Too many');
      expect(toldTo(JANE)).toHaveLength(1);
    });

    test('is refused to another admin', async () => {
      const { say, ask, toldTo } = await rehearse({ users: PEOPLE });
      const code = codeOf(await say(ADMIN, 'start'));
      expect(await ask(OTHER_ADMIN, `confirm ${code}`)).toContain('belongs to somebody else');
      expect(toldTo(JANE)).toEqual([]);
      await ask(ADMIN, `confirm ${code.toLowerCase()}`);
      expect(toldTo(JANE)).toHaveLength(1);
    });

    test('is refused after five minutes', async () => {
      const { say, confirm, toldTo, aWhileLater } = await rehearse({ users: PEOPLE });
      const question = await say(ADMIN, 'start');
      aWhileLater(301);
      expect(await confirm(ADMIN, question)).toContain('expired');
      expect(toldTo(JANE)).toEqual([]);
    });

    test('is taken up to the very end of the five minutes', async () => {
      const { say, confirm, toldTo, aWhileLater } = await rehearse({ users: PEOPLE });
      const question = await say(ADMIN, 'start');
      aWhileLater(299);
      await confirm(ADMIN, question);
      expect(toldTo(JANE)).toHaveLength(1);
    });

    test('is used once', async () => {
      const { say, ask, confirm } = await rehearse({ users: PEOPLE });
      const question = await say(ADMIN, 'start');
      await confirm(ADMIN, question);
      expect(await ask(ADMIN, `confirm ${codeOf(question)}`)).toContain('used already');
    });

    test('that nobody gave out is refused', async () => {
      const { ask } = await rehearse({ users: PEOPLE });
      expect(await ask(ADMIN, 'confirm ABCDEF')).toContain('do not know this code');
    });

    test('is refused to somebody who is no admin, and the attempt is recorded', async () => {
      const { say, ask, toldTo, db } = await rehearse({ users: PEOPLE });
      const code = codeOf(await say(ADMIN, 'start'));
      await ask(JANE, `confirm ${code}`);
      expect(toldTo(JANE)).toEqual([]);
      const refused = await db
        .selectFrom('activity')
        .selectAll()
        .where('kind', '=', 'command_refused')
        .execute();
      expect(refused).toMatchObject([{ actorMemberId: idIn(chat, JANE), detail: 'confirm' }]);
    });
  });

  describe('a pilot', () => {
    test('releases just these people; everybody else stays held', async () => {
      const { start, toldTo, advanceTo } = await rehearse({ users: [...PEOPLE, person('wei')] });
      await start('jane.doe');
      await advanceTo('2026-03-02T17:00');
      expect([JANE, WEI, SAM].map((who) => toldTo(who).length)).toEqual([1, 0, 0]);
    });

    test('goes up the ladder while the others wait, and the start gives it no days it did not lose', async () => {
      const { start, toldTo, advanceTo, db } = await rehearse({ users: [...PEOPLE, person('wei')] });
      await start('jane.doe');
      const told = await db
        .selectFrom('caseFile')
        .select('deadlineAt')
        .where('toldAt', 'is not', null)
        .execute();
      await advanceTo('2026-03-05T12:00');
      expect(toldTo(JANE)).toHaveLength(2);
      await start();
      const [jane] = await db
        .selectFrom('caseFile')
        .select(['deadlineAt', 'shiftDays'])
        .where('toldMemberId', '=', idIn(chat, JANE))
        .execute();
      expect(jane).toEqual({ ...told[0], shiftDays: 0 });
      expect(toldTo(WEI)).toHaveLength(1);
    });

    test('is thanked while the others wait', async () => {
      const { start, notices, advanceTo, alibaba } = await rehearse({ users: [...PEOPLE, person('wei')] });
      await start('jane.doe');
      alibaba.account(CORP).user('jane.doe').mfaDevice = PHONE;
      await advanceTo('2026-03-02T10:16');
      expect(await notices('jane.doe')).toEqual(['first/1 sent', 'thanks/1 sent']);
    });

    test('is refused during a pause', async () => {
      const { ask } = await rehearse({ users: PEOPLE });
      await ask(ADMIN, 'pause');
      expect(await ask(ADMIN, 'start jane.doe')).toContain('during a pause');
    });

    test('of somebody nobody knows names the nearest', async () => {
      const { ask } = await rehearse({ users: PEOPLE });
      expect(await ask(ADMIN, 'start jane.do')).toMatch(/no RAM user.*jane\.do[\s\S]*jane\.doe/);
    });

    test('after the first start there is nobody left to release', async () => {
      const { start, ask } = await rehearse({ users: PEOPLE });
      await start();
      expect(await ask(ADMIN, 'start jane.doe')).toContain('none of these users is held back');
      expect(await ask(ADMIN, 'start')).toContain('nothing is held back');
    });
  });

  test('without a SECURITY_CONTACT nothing can be started', async () => {
    const { ask, toldTo } = await rehearse({ users: PEOPLE, without: ['SECURITY_CONTACT'] });
    expect(await ask(ADMIN, 'start')).toContain('SECURITY_CONTACT');
    expect(toldTo(JANE)).toEqual([]);
  });

  test('MESSAGING=off wins over a start', async () => {
    const { start, toldTo, advanceTo } = await rehearse({ users: PEOPLE, variables: { MESSAGING: 'off' } });
    expect(await start()).toContain('MESSAGING=off');
    await advanceTo('2026-03-03T17:00');
    expect(toldTo(JANE)).toEqual([]);
  });

  test('an account that was never read completely cannot be released, and is named', async () => {
    const { ask, alibaba, toldTo } = await rehearse({
      users: PEOPLE,
      furtherAccounts: [{ accountId: LABS, alias: 'labs', users: [person('wei')] }],
      beforeFirstAudit: ({ alibaba: cloud }) => {
        cloud.faults.add({ kind: 'no_permission', action: 'ListUsers', accountId: LABS });
      },
    });
    alibaba.faults.clear();
    const preview = await ask(ADMIN, 'start');
    expect(preview).toMatch(/Not released.*labs/);
    await ask(ADMIN, `confirm ${/confirm (\w{6})/.exec(preview)?.[1]}`);
    expect([JANE, WEI].map((who) => toldTo(who).length)).toEqual([1, 0]);
    expect(await ask(ADMIN, 'start')).toMatch(/never read completely.*labs/);
  });
});
