import { describe, expect, test } from 'vitest';
import { replaceLinks } from '../../src/store/contact-records.ts';
import {
  ADMIN,
  BOTH_CHATS,
  CORP,
  EACH_CHAT,
  idIn,
  JANE,
  PHONE,
  person,
  type Rehearsal,
  type RehearsalOptions,
  rehearse,
  rehearseIn,
  SAM,
  WEI,
  wordsOf,
} from './rehearsal.ts';

const OTHER_ADMIN = SAM;

const lastWords = (rehearsal: Rehearsal) => wordsOf(rehearsal.messagesTo(JANE).at(-1));

describe.each(EACH_CHAT)('an exemption, in %s', (chat) => {
  const variable = { slack: 'SLACK_ADMIN_IDS', dingtalk: 'DINGTALK_ADMIN_IDS' }[chat];
  const rehearseHere = async (admins = [ADMIN, OTHER_ADMIN]) => {
    const ids = admins.map((who) => idIn(chat, who)).join(',');
    return rehearseIn(chat)({ users: [person('jane.doe')], variables: { [variable]: ids } });
  };
  const codeIn = (answer: string) => /approve ([A-Z0-9]{6})/.exec(answer)?.[1] ?? '';

  test('is asked for, decided by another admin, and nobody is written to until it is over', async () => {
    const rehearsal = await rehearseHere();
    const asked = await rehearsal.ask(ADMIN, 'exempt jane.doe 2026-03-10 on leave');
    expect(asked).toMatch(/Another admin decides/);
    const code = codeIn(asked);
    expect(await rehearsal.ask(ADMIN, `approve ${code}`)).toMatch(/You have asked for it yourself/);
    expect(await rehearsal.ask(OTHER_ADMIN, `approve ${code}`)).toMatch(/Approved/);
    expect(await rehearsal.ask(OTHER_ADMIN, `approve ${code}`)).toMatch(/decided already/);
    await rehearsal.start();
    await rehearsal.advanceTo('2026-03-09T17:00');
    expect(await rehearsal.notices('jane.doe')).toEqual(['exemption_expiring/1 sent']);
    expect(await rehearsal.ask(ADMIN, 'status exempt')).toMatch(/jane\.doe[\s\S]*exempt until/);
    await rehearsal.advanceTo('2026-03-12T17:00');
    expect(await rehearsal.notices('jane.doe')).toEqual(['exemption_expiring/1 sent', 'first/1 sent']);
    expect(lastWords(rehearsal)).toMatch(/Your exemption has ended/);
    expect(await rehearsal.ask(ADMIN, 'status exempt')).toMatch(/Nobody is exempt/);
    const posts = rehearsal.channelMessages().map(({ summary }) => summary);
    expect(posts).toEqual(expect.arrayContaining([expect.stringMatching(/Exemption approved/)]));
  });

  const exempted = async (rehearsal: Rehearsal, words: string) => {
    const code = codeIn(await rehearsal.ask(ADMIN, `exempt jane.doe ${words}`));
    expect(await rehearsal.ask(OTHER_ADMIN, `approve ${code}`)).toMatch(/Approved/);
  };

  test('who had been told hears seven days before that it ends, then goes on with a warning that says why, and seven days', async () => {
    const rehearsal = await rehearseHere();
    await rehearsal.start();
    await exempted(rehearsal, '2026-03-20 on leave');
    await rehearsal.advanceTo('2026-03-13T17:00');
    expect(await rehearsal.notices('jane.doe')).toEqual(['first/1 sent']);
    await rehearsal.advanceTo('2026-03-20T17:00');
    expect(await rehearsal.notices('jane.doe')).toEqual(['first/1 sent', 'exemption_expiring/1 sent']);
    expect(lastWords(rehearsal)).toMatch(
      /Your exemption from MFA ends soon[\s\S]*jane\.doe[\s\S]*exempt until Fri 20 Mar[\s\S]*never asks for a code/,
    );
    await rehearsal.advanceTo('2026-03-23T17:00');
    expect(await rehearsal.notices('jane.doe')).toContain('warning/1 sent');
    expect(lastWords(rehearsal)).toMatch(/Your exemption has ended[\s\S]*Mon 30 Mar/);
    await rehearsal.advanceTo('2026-03-24T17:00');
    expect(await rehearsal.notices('jane.doe')).toHaveLength(3);
  });

  test('that was made longer meanwhile is not told to end', async () => {
    const rehearsal = await rehearseHere();
    await rehearsal.start();
    await exempted(rehearsal, '2026-03-12 on leave');
    // Planned by then, and before working hours.
    await rehearsal.advanceTo('2026-03-06T08:00');
    await exempted(rehearsal, '2026-03-20 longer leave');
    await rehearsal.advanceTo('2026-03-13T17:00');
    expect(await rehearsal.notices('jane.doe')).toEqual([
      'first/1 sent',
      'exemption_expiring/1 cancelled(no_longer_true)',
    ]);
    await rehearsal.advanceTo('2026-03-16T17:00');
    expect(await rehearsal.notices('jane.doe')).toContain('exemption_expiring/2 sent');
  });

  test('of a user who got an owner between planning and the morning: the owner is told once that it ends', async () => {
    const rehearsal = await rehearseHere();
    await exempted(rehearsal, '2026-03-10 on leave');
    await rehearsal.start();
    const expiring = () =>
      rehearsal.db.selectFrom('notice').selectAll().where('step', '=', 'exemption_expiring').execute();
    await rehearsal.advanceTo('2026-03-04T06:00');
    expect((await expiring()).map(({ audience, state }) => `${audience} ${state}`)).toEqual([
      'person planned',
    ]);
    const named = rehearsal.db.selectFrom('ramUser').selectAll().where('userName', '=', 'jane.doe');
    const user = await named.executeTakeFirstOrThrow();
    const owners = [{ chat, memberId: idIn(chat, WEI) }];
    await replaceLinks(rehearsal.db, user, { people: null, managers: [], owners }, rehearsal.clock.now());
    await rehearsal.advanceTo('2026-03-05T18:00');
    expect((await expiring()).map(({ recipient, state }) => `${recipient} ${state}`)).toEqual([
      `${idIn(chat, WEI)} sent`,
    ]);
  });

  test('of a user who got an owner meanwhile: only who is told by now goes on with a warning', async () => {
    const rehearsal = await rehearseHere();
    await rehearsal.start();
    const named = rehearsal.db.selectFrom('ramUser').selectAll().where('userName', '=', 'jane.doe');
    const user = await named.executeTakeFirstOrThrow();
    const owners = [{ chat, memberId: idIn(chat, WEI) }];
    await replaceLinks(rehearsal.db, user, { people: null, managers: [], owners }, rehearsal.clock.now());
    await rehearsal.advanceTo('2026-03-03T18:00');
    await exempted(rehearsal, '2026-03-06 on leave');
    await rehearsal.advanceTo('2026-03-09T18:00');
    const warnings = rehearsal.db.selectFrom('notice').selectAll().where('step', '=', 'warning');
    expect((await warnings.execute()).map(({ audience, state }) => `${audience} ${state}`)).toEqual([
      'owner sent',
    ]);
  });

  test('stands in the report: who is exempt, what waits, whose time ends', async () => {
    const rehearsal = await rehearseHere();
    await rehearsal.start();
    await exempted(rehearsal, '2026-03-12 on leave');
    await rehearsal.ask(ADMIN, 'exempt jane.doe 2026-05-01 longer leave');
    await rehearsal.advanceTo('2026-03-06T17:00');
    const report = wordsOf(
      rehearsal.channelMessages().findLast(({ summary }) => /^MFA report/.test(summary)),
    );
    expect(report).toMatch(/1 user is exempt for now/);
    expect(report).toMatch(/1 request waits for an admin to decide/);
    expect(report).toMatch(/jane\.doe@[^\n]*the exemption ends Thu 12 Mar/);
  });

  test('of one admin alone is marked so, everywhere', async () => {
    const rehearsal = await rehearseHere([ADMIN]);
    const asked = await rehearsal.ask(ADMIN, 'exempt jane.doe 2026-03-10 on leave');
    const code = codeIn(asked);
    expect(asked).toMatch(/You are the only admin/);
    const [, post] = rehearsal.channelMessages();
    expect(post?.words).toMatch(/There is no other admin: who asks decides/);
    expect(post?.words).not.toMatch(/Another admin/);
    expect(await rehearsal.ask(ADMIN, `approve ${code}`)).toMatch(/Single admin/);
    expect(rehearsal.channelMessages().at(-1)?.words).toMatch(/Single admin/);
    expect(await rehearsal.ask(ADMIN, 'status exempt')).toMatch(/single admin/);
    expect(await rehearsal.ask(ADMIN, 'history jane.doe')).toMatch(/exemption approved \(single admin\)/);
  });

  const codeOfRequest = async ({ db }: Rehearsal) =>
    (await db.selectFrom('exemption').select('code').executeTakeFirstOrThrow()).code;

  test('that nobody can decide says so at once, and what to do', async () => {
    const users = [person('sam.lee')];
    const ids = [ADMIN, OTHER_ADMIN].map((who) => idIn(chat, who)).join(',');
    const two = await rehearseIn(chat)({ users, variables: { [variable]: ids } });
    const asked = await two.ask(ADMIN, 'exempt sam.lee 2026-03-10 on leave');
    expect(asked).toMatch(/No admin there is can decide this[\s\S]*admin added/);
    expect(asked).toContain(variable);
    expect(two.channelMessages().at(-1)?.words).toMatch(/No admin there is can decide this/);
    const code = await codeOfRequest(two);
    expect(await two.ask(OTHER_ADMIN, `approve ${code}`)).toMatch(/No admin there is can decide this/);
    // What it says is so: the other one may ask, and then somebody decides.
    expect(asked).toMatch(/take it back with \/mfa exempt sam\.lee.* off and let another admin ask/);
    await two.ask(ADMIN, 'exempt sam.lee off');
    const again = await two.ask(OTHER_ADMIN, 'exempt sam.lee 2026-03-10 on leave');
    expect(again).toMatch(/Another admin decides[\s\S]*Who can: /);
    expect(await two.ask(ADMIN, `approve ${codeIn(again)}`)).toMatch(/Approved/);
  });

  test('about the only admin’s own user waits for another admin to be named', async () => {
    const variables = { [variable]: idIn(chat, ADMIN) };
    const rehearsal = await rehearseIn(chat)({ users: [person('admin')], variables });
    const asked = await rehearsal.ask(ADMIN, 'exempt admin 2026-03-10 on leave');
    expect(asked).toMatch(/No admin there is can decide this/);
    expect(asked).not.toMatch(/let another admin ask/);
    const code = await codeOfRequest(rehearsal);
    const refusal = await rehearsal.ask(ADMIN, `approve ${code}`);
    expect(refusal).toMatch(/about your own user[\s\S]*No admin there is can decide this[\s\S]*admin added/);
  });

  test('is listed with its reason, how it is decided, and that nobody is known for the user', async () => {
    const rehearsal = await rehearseIn(chat)({ users: [person('nobody.at.all')] });
    const code = codeIn(await rehearsal.ask(ADMIN, 'exempt nobody.at.all 2026-03-10 contractor OPS-1'));
    const list = await rehearsal.ask(ADMIN, 'status exempt');
    expect(list).toMatch(
      new RegExp(`subject unknown[^\n]*/mfa approve ${code}[^\n]*reason: contractor OPS-1`),
    );
  });

  test('asked for until a day that comes before anybody decides has lapsed, and changes nothing', async () => {
    const rehearsal = await rehearseHere();
    await rehearsal.start();
    const asked = await rehearsal.ask(ADMIN, 'exempt jane.doe 2026-03-03 on leave');
    expect(asked).toMatch(/lapses on (Wed|Tue) [34] Mar 2026/);
    await rehearsal.advanceTo('2026-03-04T12:00');
    expect(await rehearsal.ask(ADMIN, 'status exempt')).toMatch(/nothing waits to be decided/);
    expect(await rehearsal.ask(OTHER_ADMIN, `approve ${codeIn(asked)}`)).toMatch(/has lapsed/);
    await rehearsal.advanceTo('2026-03-06T17:00');
    expect(await rehearsal.notices('jane.doe')).toEqual(['first/1 sent', 'reminder/1 sent']);
  });

  test('a request is taken back by *off*, told, and can be made anew', async () => {
    const rehearsal = await rehearseHere();
    const code = codeIn(await rehearsal.ask(ADMIN, 'exempt jane.doe 2026-03-30 a typo'));
    expect(await rehearsal.ask(ADMIN, 'exempt jane.doe 2026-03-10 on leave')).toMatch(/asked for already/);
    expect(await rehearsal.ask(ADMIN, 'exempt jane.doe off')).toMatch(/request to exempt .* is taken back/);
    expect(rehearsal.channelMessages().at(-1)?.summary).toMatch(/declined: jane\.doe/);
    expect(await rehearsal.ask(OTHER_ADMIN, `approve ${code}`)).toMatch(/decided already/);
    expect(await rehearsal.ask(ADMIN, 'exempt jane.doe 2026-03-10 on leave')).toMatch(/Asked for/);
  });

  test('each post says how often the user was exempt before, whatever becomes of the request', async () => {
    const rehearsal = await rehearseHere();
    await exempted(rehearsal, '2026-03-12 on leave');
    const code = codeIn(await rehearsal.ask(ADMIN, 'exempt jane.doe 2026-05-01 longer leave'));
    expect(await rehearsal.ask(OTHER_ADMIN, `decline ${code}`)).toMatch(/Declined/);
    await rehearsal.ask(ADMIN, 'exempt jane.doe 2026-05-02 longer leave');
    await rehearsal.ask(ADMIN, 'exempt jane.doe off');
    const posts = rehearsal.channelMessages().map((post) => [post.summary, wordsOf(post)] as const);
    const about = posts.filter(([summary]) => /exempt/i.test(summary));
    expect(about.map(([summary, words]) => [summary.split(':')[0], /once before/.test(words)])).toEqual([
      ['Exemption asked for', false],
      ['Exemption approved', false],
      ['Exemption asked for', true],
      ['Exemption declined', true],
      ['Exemption asked for', true],
      ['Exemption declined', true],
    ]);
  });

  test('of somebody on leave is not told to end before they are back', async () => {
    const rehearsal = await rehearseHere();
    await rehearsal.start();
    await exempted(rehearsal, '2026-03-12 on leave');
    await rehearsal.ask(JANE, 'away 2026-03-10');
    expect(await rehearsal.ask(JANE, 'later')).toMatch(/do not write to you about this user for now/);
    await rehearsal.advanceTo('2026-03-10T17:00');
    expect(rehearsal.toldTo(JANE)).toHaveLength(1);
    await rehearsal.advanceTo('2026-03-11T12:00');
    expect(lastWords(rehearsal)).toMatch(/Your exemption from MFA ends soon/);
  });

  test('is shown to who looks: the person, and an admin who asks how it stands or would require MFA', async () => {
    const rehearsal = await rehearseHere();
    await rehearsal.start();
    await exempted(rehearsal, '2026-03-20 on leave');
    await rehearsal.advanceTo('2026-03-03T12:00');
    const me = await rehearsal.ask(JANE, 'me');
    expect(me).toMatch(/jane\.doe[^\n]*exempt until Fri 20 Mar[\s\S]*nothing counts against you/);
    expect(me).not.toMatch(/please do it by/);
    expect(await rehearsal.ask(ADMIN, 'status jane.doe')).toMatch(/because the user is exempt for now/);
    const preview = await rehearsal.ask(ADMIN, 'enforce jane.doe');
    expect(preview).toMatch(/jane\.doe[^\n]*exempt until Fri 20 Mar[^\n]*reason: on leave/);
  });

  test('for a lost phone holds at once, and not twice in a month', async () => {
    const rehearsal = await rehearseHere();
    await rehearsal.start();
    const answer = await rehearsal.ask(ADMIN, 'exempt jane.doe lost-phone');
    expect(answer).toMatch(/Remove the lost device first[\s\S]*I tell the person as well/);
    expect(await rehearsal.ask(ADMIN, 'exempt jane.doe lost-phone')).toMatch(/within the last 30 days/);
    await rehearsal.advanceTo('2026-03-03T12:00');
    expect(await rehearsal.notices('jane.doe')).toEqual(['first/1 sent', 'lost_phone/1 sent']);
    expect(lastWords(rehearsal)).toMatch(
      /lost device has been removed already[\s\S]*Then set up the new phone|set up the new phone[\s\S]*not lost/,
    );
    expect(await rehearsal.ask(ADMIN, 'exempt jane.doe off')).toMatch(/no longer exempt/);
    expect(await rehearsal.ask(ADMIN, 'exempt jane.doe off')).toMatch(/is not exempt/);
  });

  test('for a lost phone that is still bound tells the person that it has to be removed first, case or not', async () => {
    const rehearsal = await rehearseHere();
    rehearsal.alibaba.account(CORP).user('jane.doe').mfaDevice = PHONE;
    await rehearsal.start();
    await rehearsal.advanceTo('2026-03-03T12:00');
    const before = rehearsal.toldTo(JANE).length;
    await rehearsal.ask(ADMIN, 'exempt jane.doe lost-phone');
    await rehearsal.advanceTo('2026-03-03T13:00');
    expect(rehearsal.toldTo(JANE)).toHaveLength(before + 1);
    expect(lastWords(rehearsal)).toMatch(/First the lost device has to be removed/);
    expect(lastWords(rehearsal)).toMatch(/phone is not lost\?.*Tell/);
  });

  test('of nobody known is for the admin to tell', async () => {
    const rehearsal = await rehearseIn(chat)({ users: [person('nobody.at.all')] });
    expect(await rehearsal.ask(ADMIN, 'exempt nobody.at.all lost-phone')).toMatch(/tell the person yourself/);
  });

  test.each([
    ['2026-02-30 on leave', /no such day/],
    ['2026-03-01 on leave', /That day is over/],
    ['2026-09-01 on leave', /90 days/],
    ['2026-03-10', /reason/],
    [`2026-03-10 ${'x'.repeat(10_000)}`, /200 characters/],
    ['2026-03-10 *bold*', /without/],
  ])('%s changes nothing', async (words, answer) => {
    const rehearsal = await rehearseHere();
    expect(await rehearsal.ask(ADMIN, `exempt jane.doe ${words}`)).toMatch(answer);
    expect(await rehearsal.db.selectFrom('exemption').selectAll().execute()).toEqual([]);
  });
});

const ids = { slack: idIn('slack', ADMIN), dingtalk: idIn('dingtalk', ADMIN) };
const inBoth = (users: NonNullable<RehearsalOptions['users']>) =>
  rehearse({
    chats: BOTH_CHATS,
    users: [
      person('alex', { tags: { 'slack-user-id': ids.slack, 'dingtalk-userid': ids.dingtalk } }),
      ...users,
    ],
    variables: { SLACK_ADMIN_IDS: `${ids.slack},${idIn('slack', OTHER_ADMIN)}`, DEFAULT_LANGUAGE: 'en' },
  });

test('an admin does not exempt in one chat the user that is theirs in the other', async () => {
  const rehearsal = await inBoth([person('alex.ops', { tags: { 'slack-user-id': ids.slack } })]);
  const answer = await rehearsal.hands('dingtalk').say(ids.dingtalk, 'exempt alex.ops lost-phone');
  expect(answer.words).toMatch(/nobody exempts themselves/);
  expect(await rehearsal.db.selectFrom('exemption').selectAll().execute()).toEqual([]);
});

test('nobody decides while it cannot be looked up whose user it is', async () => {
  const rehearsal = await inBoth([person('jane.doe', { tags: { 'dingtalk-userid': 'jane-1' } })]);
  const asked = await rehearsal.hands('slack').say(ids.slack, 'exempt jane.doe 2026-03-10 on leave');
  const [, code] = /approve ([A-Z0-9]{6})/.exec(asked.words) ?? [];
  // Looked up anew on the next day.
  rehearsal.clock.leapTo(Date.parse('2026-03-03T12:00:00+08:00'));
  rehearsal.dingtalk.faults.add({
    kind: 'server_error',
    endpoint: 'POST /topapi/v2/user/get',
    times: 100,
  });
  const answer = await rehearsal.hands('slack').say(idIn('slack', OTHER_ADMIN), `approve ${code}`);
  expect(answer.words).toMatch(/could not look up whose user it is/);
});

test('an admin who asked in one chat does not decide in the other', async () => {
  const rehearsal = await inBoth([person('jane.doe')]);
  const asked = await rehearsal.hands('slack').say(ids.slack, 'exempt jane.doe 2026-03-10 on leave');
  const [, code] = /approve ([A-Z0-9]{6})/.exec(asked.words) ?? [];
  const there = await rehearsal.hands('dingtalk').say(ids.dingtalk, `approve ${code}`);
  expect(there.words).toMatch(/You have asked for it yourself/);
  const other = await rehearsal.hands('slack').say(idIn('slack', OTHER_ADMIN), `approve ${code}`);
  expect(other.words).toMatch(/Approved/);
});
