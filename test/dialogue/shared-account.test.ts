import { describe, expect, test } from 'vitest';
import {
  ADMIN,
  CORP,
  EACH_CHAT,
  idIn,
  JANE,
  PHONE,
  person,
  type Rehearsal,
  rehearseIn,
  SAM,
  tagOf,
  WEI,
} from './rehearsal.ts';

describe.each(EACH_CHAT)('several people for one RAM user, in %s', (chat) => {
  const rehearse = rehearseIn(chat);

  /** One tag with several ids. */
  const tagsOf = (...people: readonly string[]) => {
    const [[tag = ''] = []] = Object.entries(tagOf(chat, JANE).tags);
    return { [tag]: people.map((one) => idIn(chat, one)).join(' ') };
  };

  const shared = (...people: readonly string[]) =>
    rehearse({ users: [person('ops', { tags: tagsOf(...people) })] });

  const told = (rehearsal: Rehearsal, ...people: readonly string[]) =>
    people.map((one) => rehearsal.toldTo(one).length);

  /** `step/audience/occurrence state`, with the people's names for their ids. */
  async function notices({ db }: Rehearsal): Promise<readonly string[]> {
    const rows = await db
      .selectFrom('notice')
      .selectAll()
      .orderBy('plannedAt')
      .orderBy('noticeKey')
      .execute();
    const names: readonly (readonly [string, string])[] = [
      [idIn(chat, JANE), 'jane'],
      [idIn(chat, WEI), 'wei'],
      [idIn(chat, SAM), 'sam'],
    ];
    return rows.map(({ noticeKey, state, recipient }) => {
      const [, , , step, audience = '', occurrence] = noticeKey.split('/');
      const to = names.find(([id]) => id === recipient)?.[1];
      const [kind, id] = audience.split(':');
      expect(id === undefined || id === recipient).toBe(true);
      return `${step}/${kind}${id === undefined ? '' : ':'}/${occurrence} to ${to} ${state}`;
    });
  }

  const theCase = ({ db }: Rehearsal) => db.selectFrom('caseFile').selectAll().executeTakeFirstOrThrow();

  const say = (rehearsal: Rehearsal, who: string) => rehearsal.ask(who, 'not-me ops');

  test('what one of them put off ends with "this is not me"', async () => {
    const rehearsal = await shared(JANE, WEI);
    await rehearsal.start();
    await rehearsal.ask(WEI, 'later');
    await say(rehearsal, WEI);
    await rehearsal.advanceTo('2026-03-03T20:00');
    const rows = rehearsal.db.selectFrom('notice').selectAll().where('againBecause', '=', 'snoozed');
    expect((await rows.execute()).map(({ state, cancelReason }) => `${state} ${cancelReason}`)).toEqual([
      'cancelled no_recipient',
    ]);
  });

  test('each is told, at every step, within one clock; one enrolment ends it for all, and each is thanked', async () => {
    const rehearsal = await shared(JANE, WEI);
    await rehearsal.start();
    expect(told(rehearsal, JANE, WEI)).toEqual([1, 1]);
    expect(await notices(rehearsal)).toEqual(['first/person/1 to jane sent', 'first/person:/1 to wei sent']);
    const { toldMemberId, deadlineAt } = await theCase(rehearsal);
    expect(toldMemberId).toBe(idIn(chat, JANE));
    await rehearsal.advanceTo('2026-03-05T12:00');
    expect(told(rehearsal, JANE, WEI)).toEqual([2, 2]);
    expect(await theCase(rehearsal)).toMatchObject({ deadlineAt, toldMemberId });
    Object.assign(rehearsal.alibaba.account(CORP).user('ops'), { mfaDevice: PHONE });
    await rehearsal.advanceTo('2026-03-05T12:40');
    expect((await notices(rehearsal)).slice(4)).toEqual([
      'thanks/person/1 to jane sent',
      'thanks/person:/1 to wei sent',
    ]);
    for (const one of [JANE, WEI]) {
      expect(rehearsal.toldTo(one).at(-1)).toMatch(/Thank you|谢谢/u);
      if (chat === 'slack') expect(rehearsal.toldTo(one).at(-2)).toMatch(/Done|完成/u);
    }
    await rehearsal.advanceTo('2026-03-20T12:00');
    expect(told(rehearsal, JANE, WEI)).toEqual([3, 3]);
  });

  test('who sits in another zone is told in their own morning, and joins the same deadline', async () => {
    const rehearsal = await shared(WEI, SAM);
    await rehearsal.start();
    const isElsewhere = chat === 'slack';
    expect(told(rehearsal, WEI, SAM)).toEqual([1, isElsewhere ? 0 : 1]);
    const { toldAt } = await theCase(rehearsal);
    await rehearsal.advanceTo('2026-03-02T23:00');
    expect(told(rehearsal, WEI, SAM)).toEqual([1, 1]);
    expect(await theCase(rehearsal)).toMatchObject({ toldAt, toldMemberId: idIn(chat, WEI) });
    expect(rehearsal.toldTo(SAM)[0]).toContain('16 Mar 2026, 17:30');
    await rehearsal.advanceTo('2026-03-16T23:00');
    expect(told(rehearsal, WEI, SAM)).toEqual([4, 4]);
    expect((await notices(rehearsal)).every((one) => one.endsWith(' sent') || one.includes('manager'))).toBe(
      true,
    );
  });

  test('*not me* takes that one away: the others go on where they were, and the last one suspends the case', async () => {
    const rehearsal = await shared(JANE, WEI);
    await rehearsal.start();
    const { deadlineAt } = await theCase(rehearsal);
    expect(await say(rehearsal, JANE)).toContain('never take it for yours again');
    await rehearsal.advanceTo('2026-03-05T12:00');
    expect(await notices(rehearsal)).toEqual([
      'first/person/1 to jane sent',
      'first/person:/1 to wei sent',
      'reminder/person:/1 to wei sent',
    ]);
    expect(await theCase(rehearsal)).toMatchObject({ deadlineAt });
    expect(await rehearsal.ask(ADMIN, 'status disputed')).not.toContain('ops');
    await say(rehearsal, WEI);
    await rehearsal.advanceTo('2026-03-20T12:00');
    expect(told(rehearsal, JANE, WEI)).toEqual([1, 2]);
    expect(await rehearsal.ask(ADMIN, 'status disputed')).toContain('ops');
  });

  test('who left it by *not me* is not thanked for what the others did', async () => {
    const rehearsal = await shared(JANE, WEI);
    await rehearsal.start();
    await say(rehearsal, JANE);
    Object.assign(rehearsal.alibaba.account(CORP).user('ops'), { mfaDevice: PHONE });
    await rehearsal.advanceTo('2026-03-02T12:00');
    expect(rehearsal.toldTo(WEI).at(-1)).toMatch(/Thank you|谢谢/u);
    expect(rehearsal.toldTo(JANE).filter((one) => /Thank you/.test(one))).toEqual([]);
  });

  test('who is named later hears it from the beginning, with two days at least, and nothing that lies behind', async () => {
    const rehearsal = await shared(JANE);
    await rehearsal.start();
    await rehearsal.advanceTo('2026-03-13T12:00');
    expect(told(rehearsal, JANE)).toEqual([3]);
    rehearsal.alibaba.account(CORP).user('ops').tags = tagsOf(JANE, WEI);
    await rehearsal.advanceTo('2026-03-16T12:00');
    expect((await notices(rehearsal)).filter((one) => one.includes('wei'))).toEqual([
      'first/person:/1 to wei sent',
    ]);
    expect(rehearsal.toldTo(WEI)[0]).toMatch(/18 Mar 2026|3 ?月 ?18 ?日/u);
    await rehearsal.advanceTo('2026-03-18T12:00');
    expect((await notices(rehearsal)).filter((one) => one.includes('wei'))).toEqual([
      'first/person:/1 to wei sent',
      'deadline/person:/1 to wei sent',
    ]);
    expect(told(rehearsal, JANE)).toEqual([4]);
  });

  test('one who cannot be written to leaves the others', async () => {
    const rehearsal = await shared('NOBODY0', JANE, WEI);
    await rehearsal.start();
    expect(told(rehearsal, JANE, WEI)).toEqual([1, 1]);
  });

  test('putting it off is each one’s own', async () => {
    const rehearsal = await shared(JANE, WEI);
    await rehearsal.start();
    await rehearsal.ask(WEI, 'later ops');
    await rehearsal.advanceTo('2026-03-03T12:00');
    expect(told(rehearsal, JANE, WEI)).toEqual([1, 2]);
  });

  describe('of whom some are away', () => {
    const shiftDays = async (rehearsal: Rehearsal) => (await theCase(rehearsal)).shiftDays;

    test('one alone: the others are followed up, the deadline stays, and afterwards it goes on for that one too', async () => {
      const rehearsal = await shared(JANE, WEI);
      await rehearsal.start();
      const { deadlineAt } = await theCase(rehearsal);
      await rehearsal.ask(JANE, 'away 2026-03-08');
      await rehearsal.advanceTo('2026-03-06T12:00');
      expect(told(rehearsal, JANE, WEI)).toEqual([1, 2]);
      // The warning is due to both; the reminder that Jane missed is not said any more.
      await rehearsal.advanceTo('2026-03-09T12:00');
      expect(told(rehearsal, JANE, WEI)).toEqual([2, 3]);
      expect(await theCase(rehearsal)).toMatchObject({ deadlineAt, shiftDays: 0 });
    });

    test('whoever is there starts the clock, and the other joins it', async () => {
      const rehearsal = await shared(JANE, WEI);
      await rehearsal.ask(JANE, 'away 2026-03-04');
      await rehearsal.start();
      expect(told(rehearsal, JANE, WEI)).toEqual([0, 1]);
      const { deadlineAt } = await theCase(rehearsal);
      await rehearsal.advanceTo('2026-03-05T12:00');
      expect(rehearsal.toldTo(JANE)).toHaveLength(1);
      expect(await theCase(rehearsal)).toMatchObject({
        deadlineAt,
        toldMemberId: idIn(chat, WEI),
        shiftDays: 0,
      });
    });

    test('all: nothing is said, and the days on which all were away are given back once', async () => {
      const rehearsal = await shared(JANE, WEI);
      await rehearsal.start();
      await rehearsal.ask(JANE, 'away 2026-03-10');
      await rehearsal.advanceTo('2026-03-04T10:00');
      await rehearsal.ask(WEI, 'away 2026-03-12');
      await rehearsal.advanceTo('2026-03-10T17:00');
      expect(told(rehearsal, JANE, WEI)).toEqual([1, 1]);
      expect(await rehearsal.ask(ADMIN, 'status ops')).toMatch(/away/);
      expect(await shiftDays(rehearsal)).toBe(0);
      // Jane is back; 4 to 10 March, both were away.
      await rehearsal.advanceTo('2026-03-11T12:00');
      expect(await shiftDays(rehearsal)).toBe(7);
      await rehearsal.advanceTo('2026-03-13T12:00');
      expect(await shiftDays(rehearsal)).toBe(7);
      expect(told(rehearsal, WEI)).toEqual([2]);
    });

    test('who is back says so for themselves alone, and an admin for all', async () => {
      const rehearsal = await shared(JANE, WEI);
      await rehearsal.start();
      await rehearsal.ask(JANE, 'away 2026-03-20');
      await rehearsal.ask(WEI, 'away 2026-03-20');
      await rehearsal.advanceTo('2026-03-06T10:00');
      expect(await rehearsal.ask(JANE, 'away off')).toContain('go on');
      const given = await shiftDays(rehearsal);
      expect(given).toBeGreaterThanOrEqual(4);
      expect(await rehearsal.ask(ADMIN, 'status away')).toContain('Away: 1 user');
      await rehearsal.advanceTo('2026-03-11T12:00');
      expect(told(rehearsal, JANE, WEI)).toEqual([2, 1]);
      await rehearsal.ask(ADMIN, 'away ops off');
      expect(await rehearsal.ask(ADMIN, 'status away')).toContain('Nobody is marked as away');
      await rehearsal.advanceTo('2026-03-12T12:00');
      expect(told(rehearsal, WEI)).toEqual([2]);
      expect(await shiftDays(rehearsal)).toBe(given);
    });

    test('a pause while one alone is away is given back when it ends', async () => {
      const rehearsal = await shared(JANE, WEI);
      await rehearsal.start();
      await rehearsal.ask(JANE, 'away 2026-03-20');
      await rehearsal.ask(ADMIN, 'pause');
      await rehearsal.advanceTo('2026-03-06T11:00');
      await rehearsal.start();
      const given = await shiftDays(rehearsal);
      expect(given).toBeGreaterThanOrEqual(4);
      await rehearsal.ask(JANE, 'away off');
      expect(await shiftDays(rehearsal)).toBe(given);
    });

    test('who joins while the only one is away is written to, and the days before are given back', async () => {
      const rehearsal = await shared(JANE);
      await rehearsal.start();
      await rehearsal.ask(JANE, 'away 2026-03-20');
      await rehearsal.advanceTo('2026-03-05T10:00');
      rehearsal.alibaba.account(CORP).user('ops').tags = tagsOf(JANE, WEI);
      await rehearsal.advanceTo('2026-03-06T12:00');
      expect(told(rehearsal, JANE, WEI)).toEqual([1, 1]);
      const given = await shiftDays(rehearsal);
      expect(given).toBeGreaterThanOrEqual(3);
      await rehearsal.ask(JANE, 'away off');
      expect(await shiftDays(rehearsal)).toBe(given);
    });
  });

  test('a link names them all, or nobody where one is not known', async () => {
    const rehearsal = await rehearse({ users: [person('jane.doe')] });
    const named = (...people: readonly string[]) => people.map((one) => idIn(chat, one)).join(' ');
    expect(await rehearsal.ask(ADMIN, `link jane.doe ${named(WEI, 'NOBODY0')}`)).toContain(
      'Nothing was changed',
    );
    expect(await rehearsal.db.selectFrom('link').selectAll().execute()).toEqual([]);
    expect(await rehearsal.ask(ADMIN, `link jane.doe ${named(WEI, SAM)}`)).toMatch(
      /shared by wei .* sam\.lee/u,
    );
    const status = await rehearsal.ask(ADMIN, 'status jane.doe');
    for (const one of [WEI, SAM]) expect(status).toContain(idIn(chat, one));
    expect(await rehearsal.ask(ADMIN, 'status held')).toMatch(/→ wei, sam\.lee, /u);
    await rehearsal.start();
    await rehearsal.advanceTo('2026-03-02T23:00');
    expect(told(rehearsal, JANE, WEI, SAM)).toEqual([0, 1, 1]);
  });

  test('an erased person’s id is in no key any more', async () => {
    const rehearsal = await shared(JANE, WEI);
    await rehearsal.start();
    await rehearsal.confirm(ADMIN, await rehearsal.say(ADMIN, `erase ${idIn(chat, WEI)}`));
    const rows = await rehearsal.db.selectFrom('notice').selectAll().execute();
    expect(rows).toHaveLength(2);
    expect(JSON.stringify(rows)).not.toContain(idIn(chat, WEI));
    expect(JSON.stringify(rows)).toContain(idIn(chat, JANE));
  });
});
