import { describe, expect, test } from 'vitest';
import type { TrailEvent } from '../../sandbox/alibaba/account-seed.ts';
import {
  ADMIN,
  CORP,
  EACH_CHAT,
  idIn,
  JANE,
  OTHER_ADMIN,
  PHONE,
  person,
  type Rehearsal,
  rehearseIn,
  SAM,
  tagOf,
  WEI,
} from './rehearsal.ts';
import { AWAY, BOUND, EARLIER, FROM_AWAY, grant, HOME, record, SIGNED_IN } from './trail.ts';

const lookUps = ({ alibaba }: Rehearsal) => alibaba.requests.count('LookupEvents');
/** Of the first message, which says that it is over, and of the thank-you. */
const edits = (rehearsal: Rehearsal) =>
  rehearsal.slack.requests.filter(({ method }) => method === 'chat.update').length;
const lastTo = (rehearsal: Rehearsal, whom: string) => rehearsal.messagesTo(whom).at(-1)?.words ?? '';

describe.each(EACH_CHAT)('in %s', (chat) => {
  const rehearse = rehearseIn(chat);

  /** Told at ten, the device bound at twelve past, thanked at sixteen past. */
  async function thankedAt1016(bound: Partial<TrailEvent> = {}, users = [person('jane.doe')]) {
    const rehearsal = await rehearse({ users });
    grant(rehearsal);
    await rehearsal.start();
    rehearsal.alibaba.account(CORP).user('jane.doe').mfaDevice = PHONE;
    record(rehearsal, '10:12', { ...BOUND, ...bound });
    await rehearsal.advanceTo('2026-03-02T10:16');
    expect(rehearsal.toldTo(JANE).at(-1)).toMatch(/Thank you: MFA is on for jane\.doe/);
    return rehearsal;
  }

  describe('who was thanked', () => {
    test('sees in the same message when and from where the device was bound, once that is known', async () => {
      const rehearsal = await thankedAt1016();
      const before = rehearsal.messagesTo(JANE).length;
      expect(lastTo(rehearsal, JANE)).not.toContain(HOME);
      await rehearsal.advanceTo('2026-03-02T10:28');
      expect(rehearsal.messagesTo(JANE)).toHaveLength(before);
      const tells = chat === 'slack' ? expect.stringContaining : expect.not.stringContaining;
      expect(lastTo(rehearsal, JANE)).toEqual(
        tells.call(
          expect,
          `It was set up on Mon 2 Mar 2026, 10:12 (Asia/Shanghai), from the address ${HOME}.`,
        ),
      );
      // Where messages stay as they are, it is told to who asks.
      expect(await rehearsal.ask(JANE, 'me')).toContain(`10:12 (Asia/Shanghai), from the address ${HOME}.`);
    });

    test('the next morning is told at once, as it is known by then', async () => {
      const rehearsal = await rehearse({ users: [person('jane.doe')] });
      grant(rehearsal);
      await rehearsal.start();
      await rehearsal.advanceTo('2026-03-02T18:00');
      record(rehearsal, '18:05', BOUND);
      rehearsal.alibaba.account(CORP).user('jane.doe').mfaDevice = PHONE;
      await rehearsal.advanceTo('2026-03-02T18:30');
      await rehearsal.advanceTo('2026-03-03T09:31');
      expect(lastTo(rehearsal, JANE)).toContain(`18:05 (Asia/Shanghai), from the address ${HOME}.`);
      if (chat === 'slack') expect(edits(rehearsal)).toBe(1);
    });

    test('is not looked up any more once it is shown', async () => {
      const rehearsal = await thankedAt1016();
      await rehearsal.advanceTo('2026-03-02T10:28');
      rehearsal.alibaba.requests.clear();
      await rehearsal.advanceTo('2026-03-02T17:00');
      expect(lookUps(rehearsal)).toBe(0);
    });

    test('is looked up ever more rarely while there is nothing, and then no more', async () => {
      const rehearsal = await thankedAt1016({ eventName: 'ChangePassword' });
      const said = lastTo(rehearsal, JANE);
      rehearsal.alibaba.requests.clear();
      for (const minute of ['10:28', '10:36', '10:45', '11:05', '11:40']) {
        await rehearsal.advanceTo(`2026-03-02T${minute}`);
      }
      expect(lookUps(rehearsal)).toBe(3);
      await rehearsal.advanceTo('2026-03-02T16:30');
      rehearsal.alibaba.requests.clear();
      await rehearsal.advanceTo('2026-03-03T12:00');
      expect(lookUps(rehearsal)).toBe(0);
      expect(lastTo(rehearsal, JANE)).toBe(said);
    });

    test('sees only when, where the record names no address', async () => {
      const rehearsal = await thankedAt1016({ sourceIpAddress: 'Internal' });
      await rehearsal.advanceTo('2026-03-02T10:28');
      const told = chat === 'slack' ? lastTo(rehearsal, JANE) : await rehearsal.ask(JANE, 'me');
      expect(told).toContain('It was set up on Mon 2 Mar 2026, 10:12 (Asia/Shanghai).');
      expect(told).not.toContain('from the address');
    });

    test('sees nothing of a device that was bound before', async () => {
      const rehearsal = await rehearse({ users: [person('jane.doe')] });
      grant(rehearsal);
      record(rehearsal, '2026-02-20T08:00', BOUND);
      await rehearsal.start();
      rehearsal.alibaba.account(CORP).user('jane.doe').mfaDevice = PHONE;
      await rehearsal.advanceTo('2026-03-02T10:16');
      await rehearsal.advanceTo('2026-03-02T10:28');
      expect(lastTo(rehearsal, JANE)).not.toContain('It was set up on');
      expect(await rehearsal.ask(JANE, 'me')).not.toContain('It was set up on');
    });

    test('together with somebody, keeps the words for who shares a user', async () => {
      const both = chat === 'slack' ? 'slack-user-id' : 'dingtalk-userid';
      const ids = [JANE, SAM].map((one) => idIn(chat, one)).join(' ');
      const rehearsal = await thankedAt1016({}, [person('jane.doe', { tags: { [both]: ids } })]);
      expect(lastTo(rehearsal, JANE)).toContain('Nobody you know of did it?');
      await rehearsal.advanceTo('2026-03-02T10:28');
      expect(lastTo(rehearsal, JANE)).toContain('Nobody you know of did it?');
      if (chat === 'slack') expect(lastTo(rehearsal, JANE)).toContain(HOME);
    });
  });

  test('erased, nothing is kept of where they were, and nobody looks again', async () => {
    const rehearsal = await rehearse({ users: [person('jane.doe')] });
    grant(rehearsal);
    record(rehearsal, '2026-02-20T08:00', SIGNED_IN);
    await rehearsal.start();
    await rehearsal.advanceTo('2026-03-02T10:16');
    const kept = () => rehearsal.db.selectFrom('witnessed').select('fromAddress').execute();
    expect(await kept()).toEqual([{ fromAddress: HOME }]);
    await rehearsal.confirm(ADMIN, await rehearsal.say(ADMIN, `erase ${idIn(chat, JANE)}`));
    await rehearsal.advanceTo('2026-03-02T13:00');
    expect(await kept()).toEqual([]);
  });

  describe('without the grant', () => {
    test('nothing is said of it, and RAM is asked once an hour', async () => {
      const rehearsal = await rehearse({ users: [person('jane.doe'), person('sam', tagOf(chat, SAM))] });
      await rehearsal.start();
      rehearsal.alibaba.requests.clear();
      for (const at of ['10:30', '10:45', '11:15']) await rehearsal.advanceTo(`2026-03-02T${at}`);
      expect(lookUps(rehearsal)).toBe(1);
      await rehearsal.advanceTo('2026-03-02T11:31');
      expect(lookUps(rehearsal)).toBe(2);
      expect(rehearsal.toldTo(ADMIN).join()).not.toMatch(/looked up/);
      expect(await rehearsal.ask(ADMIN, 'status')).not.toMatch(/Not working|ActionTrail/);
    });

    test('any more, admins hear of it once, and no part counts as failing', async () => {
      const rehearsal = await rehearse({ users: [person('jane.doe')] });
      grant(rehearsal);
      await rehearsal.start();
      await rehearsal.advanceTo('2026-03-02T11:30');
      grant(rehearsal, false);
      await rehearsal.advanceTo('2026-03-02T13:00');
      await rehearsal.advanceTo('2026-03-03T13:00');
      for (const admin of [ADMIN, OTHER_ADMIN]) {
        const told = rehearsal.messagesTo(admin).filter(({ words }) => words.includes('ActionTrail'));
        expect(told.map(({ words }) => words)).toEqual([expect.stringContaining('(NoPermission)')]);
      }
      expect(await rehearsal.ask(ADMIN, 'status')).not.toMatch(/Not working/);
      // Granted again and taken back again, it is news again.
      grant(rehearsal);
      await rehearsal.advanceTo('2026-03-03T15:00');
      grant(rehearsal, false);
      await rehearsal.advanceTo('2026-03-03T17:00');
      expect(rehearsal.toldTo(ADMIN).filter((one) => one.includes('can no longer'))).toHaveLength(2);
    });
  });
});

test('an edit that Slack does not confirm is made again, and one that it refuses for good is given up', async () => {
  const rehearsal = await rehearseIn('slack')({ users: [person('jane.doe')] });
  grant(rehearsal);
  await rehearsal.start();
  rehearsal.alibaba.account(CORP).user('jane.doe').mfaDevice = PHONE;
  record(rehearsal, '10:12', BOUND);
  await rehearsal.advanceTo('2026-03-02T10:16');
  rehearsal.slack.faults.add({ kind: 'accept_then_reset', method: 'chat.update', times: 2 });
  await rehearsal.advanceTo('2026-03-02T10:28');
  await rehearsal.advanceTo('2026-03-02T12:00');
  expect(lastTo(rehearsal, JANE)).toContain(HOME);
  const [thanks] = (await rehearsal.noticeRows('jane.doe')).filter(({ step }) => step === 'thanks');
  expect(thanks?.completedAt).not.toBeNull();
});

const aboutAway = (rehearsal: Rehearsal, whom: string) =>
  rehearsal.messagesTo(whom).filter(({ words }) => words.includes(AWAY));

describe.each(EACH_CHAT)('in %s, sign-ins without MFA', (chat) => {
  const rehearse = rehearseIn(chat);

  /** Jane signed in from home before, was told at ten, and at twenty past somebody signed in from elsewhere. */
  async function signedInAt1020(event: Partial<TrailEvent> = {}, earlier = EARLIER): Promise<Rehearsal> {
    const rehearsal = await rehearse({ users: [person('jane.doe')] });
    grant(rehearsal);
    for (const at of earlier) record(rehearsal, at, SIGNED_IN);
    await rehearsal.start();
    await rehearsal.advanceTo('2026-03-02T10:06');
    record(rehearsal, '10:20', { ...FROM_AWAY, ...event });
    await rehearsal.advanceTo('2026-03-02T11:10');
    return rehearsal;
  }

  describe('from where nobody was before', () => {
    test('are told to each admin once, as a fact', async () => {
      const rehearsal = await signedInAt1020();
      for (const admin of [ADMIN, OTHER_ADMIN]) {
        const [told, ...more] = aboutAway(rehearsal, admin);
        expect(told?.words).toMatch(
          /jane\.doe@corp[^\n]*: on Mon 2 Mar 2026, 10:20 \(Asia\/Shanghai\) from 198\.51\.100\.23; 5 earlier/,
        );
        expect(told?.words).not.toContain(HOME);
        expect(more).toEqual([]);
      }
      expect(aboutAway(rehearsal, JANE)).toEqual([]);
      // From there again, looked up anew, and by another process.
      record(rehearsal, '11:20', FROM_AWAY);
      await rehearsal.advanceTo('2026-03-02T12:20');
      await rehearsal.restart();
      await rehearsal.advanceTo('2026-03-02T13:30');
      expect(aboutAway(rehearsal, ADMIN)).toHaveLength(1);
      record(rehearsal, '13:35', { ...SIGNED_IN, sourceIpAddress: '2001:db8::7' });
      await rehearsal.advanceTo('2026-03-02T14:50');
      expect(lastTo(rehearsal, ADMIN)).toMatch(/2001:db8::7; 7 earlier/);
    });

    test.each([
      ['one that was asked for a second step', { mfaChecked: 'true' }, EARLIER],
      ['one of which it is not known whether it was', { mfaChecked: undefined }, EARLIER],
      ['one that failed', { errorCode: 'InvalidPassword' }, EARLIER],
      ['one of somebody of whom too little is known', {}, EARLIER.slice(1)],
    ] as const)('but not %s', async (_, event, earlier) => {
      const rehearsal = await signedInAt1020(event as Partial<TrailEvent>, [...earlier]);
      expect(aboutAway(rehearsal, ADMIN)).toEqual([]);
    });

    test('nor what lies further back than a day when somebody is looked up for the first time', async () => {
      const rehearsal = await rehearse({ users: [person('jane.doe')] });
      grant(rehearsal);
      for (const at of EARLIER) record(rehearsal, at, SIGNED_IN);
      record(rehearsal, '2026-02-26T10:00', FROM_AWAY);
      await rehearsal.start();
      await rehearsal.advanceTo('2026-03-02T10:06');
      expect(aboutAway(rehearsal, ADMIN)).toEqual([]);
      // Known by now, it is no news later on either.
      record(rehearsal, '10:20', FROM_AWAY);
      await rehearsal.advanceTo('2026-03-02T11:10');
      expect(aboutAway(rehearsal, ADMIN)).toEqual([]);
    });

    test('are erased with the person', async () => {
      const rehearsal = await signedInAt1020();
      const posts = async () =>
        (await rehearsal.db.selectFrom('post').select('message').execute()).map(({ message }) => message);
      expect((await posts()).join()).toContain(AWAY);
      await rehearsal.confirm(ADMIN, await rehearsal.say(ADMIN, `erase ${idIn(chat, JANE)}`));
      expect((await posts()).join()).not.toContain(AWAY);
    });
  });

  describe('are named to the person', () => {
    const WORDS =
      'The password of jane.doe was used on Mon 2 Mar 2026, 10:20 (Asia/Shanghai) from the address 198.51.100.23, and no second step was asked for.';

    test('from the warning on, and whenever they ask', async () => {
      const rehearsal = await signedInAt1020();
      expect(await rehearsal.ask(JANE, 'me')).toContain(WORDS);
      await rehearsal.advanceTo('2026-03-05T10:00');
      expect(rehearsal.toldTo(JANE).at(-1)).toMatch(/^Reminder/);
      expect(aboutAway(rehearsal, JANE).map(({ summary }) => summary)).not.toContain(
        rehearsal.toldTo(JANE).at(-1),
      );
      await rehearsal.advanceTo('2026-03-09T10:00');
      expect(rehearsal.toldTo(JANE).at(-1)).toMatch(/^Deadline near/);
      expect(lastTo(rehearsal, JANE)).toContain(
        `${WORDS} If that was not you, tell security@corp.example right away.`,
      );
      await rehearsal.advanceTo('2026-03-16T10:00');
      expect(rehearsal.toldTo(JANE).at(-1)).toMatch(/^Last message/);
      expect(lastTo(rehearsal, JANE)).toContain(WORDS);
    });

    test('but not where a second step was asked for', async () => {
      const rehearsal = await signedInAt1020({ mfaChecked: 'true' }, []);
      await rehearsal.advanceTo('2026-03-09T10:00');
      expect(lastTo(rehearsal, JANE)).not.toContain('second step was asked for');
      expect(await rehearsal.ask(JANE, 'me')).not.toContain('second step was asked for');
    });
  });

  test('raise whoever it was in lists, and among those who are told first', async () => {
    const rehearsal = await rehearse({
      users: [person('abe', tagOf(chat, WEI)), person('jane.doe')],
      variables: { MAX_FIRST_PER_DAY: '1' },
    });
    const firstListed = async () => /abe|jane\.doe/.exec(await rehearsal.ask(ADMIN, 'status held'))?.[0];
    expect(await firstListed()).toBe('abe');
    grant(rehearsal);
    record(rehearsal, '2026-03-01T09:00', SIGNED_IN);
    await rehearsal.advanceTo('2026-03-02T10:06');
    expect(await firstListed()).toBe('jane.doe');
    await rehearsal.start();
    expect(rehearsal.toldTo(JANE)).toHaveLength(1);
    expect(rehearsal.toldTo(WEI)).toEqual([]);
  });
});
