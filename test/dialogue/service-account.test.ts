import { describe, expect, test } from 'vitest';
import { findContactRecord, replaceLinks } from '../../src/store/contact-records.ts';
import {
  ADMIN,
  COLLEAGUES,
  CORP,
  EACH_CHAT,
  idIn,
  JANE,
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

describe.each(EACH_CHAT)('who looks after a service account, in %s', (chat) => {
  /** Jane has a manager, and `backup` is tagged with somebody else. */
  const withManager = COLLEAGUES.map((one) =>
    one.userId === idIn('dingtalk', JANE) ? { ...one, managerUserId: idIn('dingtalk', SAM) } : one,
  );
  const rehearse = async () => {
    const rehearsal = await rehearseIn(chat)({
      users: [person('backup', tagOf(chat, WEI))],
      organisation: { members: withManager },
    });
    await isLookedAfter(rehearsal, JANE);
    return rehearsal;
  };

  async function isLookedAfter({ db, clock }: Rehearsal, owner: string): Promise<void> {
    const user = await db
      .selectFrom('ramUser')
      .selectAll()
      .where('userName', '=', 'backup')
      .executeTakeFirstOrThrow();
    const record = await findContactRecord(db, user);
    const owners = [{ chat, memberId: idIn(chat, owner) }];
    await replaceLinks(db, user, { ...record, owners }, clock.now());
  }

  async function audiences({ db }: Rehearsal): Promise<readonly string[]> {
    const rows = await db
      .selectFrom('notice')
      .selectAll()
      .orderBy('plannedAt')
      .orderBy('noticeKey')
      .execute();
    return rows.map(({ step, audience, occurrence, state }) => `${step}/${audience}/${occurrence} ${state}`);
  }

  test('is told in the person’s place, at every step, in words of their own; no manager is', async () => {
    const rehearsal = await rehearse();
    await rehearsal.start();
    const first = wordsOf(rehearsal.messagesTo(JANE)[0]);
    expect(first).toContain('the service account backup in account corp');
    expect(first).toContain('Does nobody sign in with it?');
    expect(first).toContain('I do not look after it');
    expect(first).not.toMatch(/sign in as you|Shared account/);
    await rehearsal.advanceTo('2026-03-24T12:00');
    expect(await audiences(rehearsal)).toEqual([
      'first/owner/1 sent',
      'reminder/owner/1 sent',
      'warning/owner/1 sent',
      'deadline/owner/1 sent',
      'overdue/owner/1 sent',
    ]);
    const told = rehearsal.messagesTo(JANE).map(wordsOf);
    expect(told).toHaveLength(5);
    for (const words of told) expect(words).toMatch(/service account/);
    expect([SAM, WEI].map((who) => rehearsal.toldTo(who).length)).toEqual([0, 0]);
  });

  test('is thanked, and asked whether anybody they know of did it', async () => {
    const rehearsal = await rehearse();
    await rehearsal.start();
    Object.assign(rehearsal.alibaba.account(CORP).user('backup'), { mfaDevice: PHONE });
    await rehearsal.advanceTo('2026-03-02T12:00');
    expect(await audiences(rehearsal)).toEqual(['first/owner/1 sent', 'thanks/owner/1 sent']);
    expect(wordsOf(rehearsal.messagesTo(JANE).at(-1))).toContain('Nobody you know of did it?');
  });

  test('is told of an enforcement as of an account they look after', async () => {
    const rehearsal = await rehearse();
    await rehearsal.start();
    await rehearsal.confirm(ADMIN, await rehearsal.say(ADMIN, 'enforce backup'));
    await rehearsal.advanceTo('2026-03-02T12:00');
    expect(await audiences(rehearsal)).toEqual(['first/owner/1 sent', 'enforced/owner/1 sent']);
    expect(wordsOf(rehearsal.messagesTo(JANE).at(-1))).toContain('which you look after');
  });

  test('who says that they do not look after it hears no more, and admins are asked who does', async () => {
    const rehearsal = await rehearse();
    await rehearsal.start();
    const [asked] = rehearsal.messagesTo(JANE);
    if (asked === undefined) throw new Error('Jane was told nothing');
    await rehearsal.press(JANE, asked, 'I do not look after it');
    await rehearsal.advanceTo('2026-03-10T12:00');
    expect(rehearsal.toldTo(JANE)).toHaveLength(1);
    expect(await rehearsal.ask(ADMIN, 'status disputed')).toContain('backup');
  });

  test('a successor is told from the beginning', async () => {
    const rehearsal = await rehearse();
    await rehearsal.start();
    await isLookedAfter(rehearsal, SAM);
    await rehearsal.advanceTo('2026-03-02T23:00');
    expect(await audiences(rehearsal)).toEqual(['first/owner/1 sent', 'first/owner/2 sent']);
    expect([JANE, SAM].map((who) => rehearsal.toldTo(who).length)).toEqual([1, 1]);
  });
});

test('in Chinese', async () => {
  const rehearsal = await rehearseInSlack({ users: [person('backup')] });
  const user = await rehearsal.db
    .selectFrom('ramUser')
    .selectAll()
    .where('userName', '=', 'backup')
    .executeTakeFirstOrThrow();
  const owners = [{ chat: 'slack', memberId: WEI } as const];
  await replaceLinks(rehearsal.db, user, { people: null, managers: [], owners }, rehearsal.clock.now());
  await rehearsal.start();
  expect(wordsOf(rehearsal.messagesTo(WEI)[0])).toMatch(/你负责的服务账号 ?backup/u);
});
