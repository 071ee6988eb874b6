import { expect, test } from 'vitest';
import { APP_TOKEN, BOT_TOKEN } from './tokens.ts';
import { inTime, MEMBERS, type SlackUnderTest, slackForTest } from './workspace.ts';

const DAY_MS = 24 * 60 * 60_000;
const calls = ({ sandbox }: SlackUnderTest, method: string) =>
  sandbox.requests.filter((request) => request.method === method);

test('what is known of people', async () => {
  const { slack } = await slackForTest();
  expect(await slack.directory.byMemberId('U0LI', inTime())).toEqual({
    kind: 'found',
    person: {
      chat: 'slack',
      memberId: 'U0LI',
      displayName: 'li',
      timeZone: 'Asia/Shanghai',
      language: 'zh',
    },
  });
  // Guests are people; a zone nobody knows is none.
  expect(await slack.directory.byMemberId('W0GUEST', inTime())).toMatchObject({
    kind: 'found',
    person: { timeZone: null, language: 'en' },
  });
});

test('of a status it is told that it says leave, and until when; what it says is not', async () => {
  const one = await slackForTest();
  const read = async () => JSON.stringify(await one.slack.directory.byMemberId('U0LI', inTime()));
  expect(await read()).not.toContain('leave');
  const expiresAt = one.clock.now() + 10 * DAY_MS;
  one.sandbox.setStatus('U0LI', { text: 'On my Sabbatical in Rome', emoji: ':heart:', expiresAt });
  one.clock.advance(DAY_MS);
  expect(await read()).toContain(`"leave":{"untilAt":${Math.floor(expiresAt / 1000) * 1000}}`);
  expect(await read()).not.toMatch(/Rome|heart/);
  one.clock.advance(10 * DAY_MS);
  expect(await read()).not.toContain('leave');
});

test.each([
  ['U0GONE', { kind: 'deactivated', memberId: 'U0GONE' }],
  ['U0INVITED', { kind: 'not_joined', memberId: 'U0INVITED' }],
  ['U0LIAR', { kind: 'not_joined', memberId: 'U0LIAR' }],
  ['U0ROBOT', { kind: 'none' }],
  ['USLACKBOT', { kind: 'none' }],
  ['U0NOBODY', { kind: 'none' }],
  ['u0ann', { kind: 'none' }],
  ['@ann', { kind: 'none' }],
])('%s is nobody to write to, and why', async (memberId, lookup) => {
  const { slack } = await slackForTest();
  expect(await slack.directory.byMemberId(memberId, inTime())).toEqual(lookup);
});

test('a member list that goes on for ever is broken off, and nobody is taken for missing', async () => {
  const one = await slackForTest();
  one.sandbox.faults.add({ method: 'users.list', kind: 'endless_list', times: 10_000 });
  const lookUp = await one.slack.directory.byEmail('nobody@corp.example', inTime());
  expect(lookUp).toMatchObject({ kind: 'unreadable', code: 'cursor_repeated' });
  expect(calls(one, 'users.list')).toHaveLength(2);
});

test('the member list is read at most twenty times a minute', async () => {
  const [first] = MEMBERS;
  if (first === undefined) throw new Error('no members');
  const members = Array.from({ length: 6000 }, (_, index) => ({ ...first, id: `U${index}` }));
  const one = await slackForTest({ members });
  await one.slack.directory.byEmail('nobody@corp.example', inTime());
  const asked = calls(one, 'users.list');
  // The sandbox refuses what is too fast.
  expect(new Set(asked.map(({ error }) => error))).toEqual(new Set([null]));
  expect(asked.length).toBeGreaterThan(30);
  const [begun, ended] = [asked.at(0)?.at ?? 0, asked.at(-1)?.at ?? 0];
  expect(ended - begun).toBeGreaterThanOrEqual((asked.length - 1) * 3000);
});

test('addresses: in any case, of no one deactivated, and ambiguous where two have one', async () => {
  const { slack } = await slackForTest();
  const lookUp = (email: string) => slack.directory.byEmail(email, inTime());
  expect(await lookUp(' li.wei@corp.example ')).toMatchObject({
    kind: 'found',
    person: { memberId: 'U0LI' },
  });
  expect(await lookUp('ann@corp.example')).toMatchObject({ kind: 'found', person: { memberId: 'U0ANN' } });
  expect(await lookUp('gone@corp.example')).toEqual({ kind: 'deactivated', memberId: 'U0GONE' });
  expect(await lookUp('invited@corp.example')).toEqual({ kind: 'not_joined', memberId: 'U0INVITED' });
  expect(await lookUp('robot@corp.example')).toEqual({ kind: 'none' });
  expect(await lookUp('TWINS@corp.example')).toEqual({
    kind: 'ambiguous',
    memberIds: ['U0TWIN1', 'U0TWIN2'],
  });
  expect(await slack.directory.byMobile('+86 138 0000 0000', inTime())).toEqual({ kind: 'none' });
});

test('the list is read once a day, whoever asks and how many at once', async () => {
  const one = await slackForTest();
  const { directory } = one.slack;
  await Promise.all([
    directory.byEmail('ann@corp.example', inTime()),
    directory.byEmail('li.wei@corp.example', inTime()),
    directory.byMemberId('U0ANN', inTime()),
  ]);
  expect(calls(one, 'users.list')).toHaveLength(1);
  one.clock.advance(DAY_MS - 60_000);
  await directory.byEmail('ann@corp.example', inTime());
  expect(calls(one, 'users.list')).toHaveLength(1);
  one.sandbox.setLocale('U0ANN', 'zh-TW');
  one.clock.advance(120_000);
  expect(await directory.byEmail('ann@corp.example', inTime())).toMatchObject({ person: { language: 'zh' } });
  expect(calls(one, 'users.list')).toHaveLength(2);
});

test('somebody new is found by id without reading the list again', async () => {
  const one = await slackForTest();
  const { directory } = one.slack;
  await directory.byMemberId('U0ANN', inTime());
  const [first] = MEMBERS;
  if (first === undefined) throw new Error('no members');
  one.sandbox.addMember({ ...first, id: 'U0NEW', email: 'new@corp.example' });
  expect(await directory.byMemberId('U0NEW', inTime())).toMatchObject({ kind: 'found' });
  expect(await directory.byMemberId('U0NEW', inTime())).toMatchObject({ kind: 'found' });
  expect(calls(one, 'users.list')).toHaveLength(1);
  expect(calls(one, 'users.info')).toHaveLength(1);
});

test('many pages, throttled ones among them, are read to the end', async () => {
  const [first] = MEMBERS;
  if (first === undefined) throw new Error('no members');
  const members = Array.from({ length: 5000 }, (_, index) => ({
    ...first,
    id: `U${index}`,
    email: `user${index}@corp.example`,
  }));
  const one = await slackForTest({ members });
  one.sandbox.faults.add({ method: 'users.list', kind: 'rate_limited', retryAfterSeconds: 30, times: 2 });
  const last = await one.slack.directory.byEmail('user4999@corp.example', inTime());
  expect(last).toMatchObject({ kind: 'found', person: { memberId: 'U4999' } });
  expect(one.clock.sleeps).toContain(30_000);
});

test('a list that could not be read says nothing of anybody', async () => {
  const one = await slackForTest();
  one.sandbox.faults.add({ method: 'users.list', kind: 'server_error', times: 100 });
  const unreadable = { kind: 'unreadable', code: 'http_500', reason: 'ambiguous' };
  expect(await one.slack.directory.byEmail('ann@corp.example', inTime())).toMatchObject(unreadable);
  const asked = calls(one, 'users.list').length;
  // The next persons of the same batch do not wait for the same failure again.
  expect(await one.slack.directory.byEmail('li.wei@corp.example', inTime())).toMatchObject(unreadable);
  expect(calls(one, 'users.list')).toHaveLength(asked);
  one.sandbox.faults.clear();
  one.clock.advance(120_000);
  expect(await one.slack.directory.byEmail('ann@corp.example', inTime())).toMatchObject({ kind: 'found' });
});

test('a list of yesterday is no answer while a new one cannot be read', async () => {
  const one = await slackForTest();
  await one.slack.directory.byEmail('ann@corp.example', inTime());
  one.clock.advance(DAY_MS + 1);
  one.sandbox.faults.add({ method: 'users.list', kind: 'error', code: 'ratelimited', times: 100 });
  const lookup = await one.slack.directory.byEmail('ann@corp.example', inTime());
  expect(lookup).toMatchObject({ kind: 'unreadable', code: 'ratelimited' });
});

test('without the scope for addresses nobody is said to have none', async () => {
  const one = await slackForTest({ scopes: ['users:read'] });
  const { directory } = one.slack;
  const unreadable = { kind: 'unreadable', code: 'missing_scope' };
  expect(await directory.byEmail('ann@corp.example', inTime())).toMatchObject(unreadable);
  expect(await directory.byMemberId('U0ANN', inTime())).toMatchObject({ kind: 'found' });
});

test('without the scope for members nothing is read', async () => {
  const { slack } = await slackForTest({ scopes: ['chat:write'] });
  const lookup = await slack.directory.byMemberId('U0ANN', inTime());
  expect(lookup).toMatchObject({ kind: 'unreadable', code: 'missing_scope' });
});

test('the one who reads is stopped: another one reads on', async () => {
  const one = await slackForTest();
  const { directory } = one.slack;
  const stopped = new AbortController();
  one.sandbox.faults.add({ method: 'users.list', kind: 'accept_then_hang' });
  const first = directory.byEmail('ann@corp.example', stopped.signal);
  const second = directory.byEmail('ann@corp.example', inTime());
  await expect.poll(() => calls(one, 'users.list').length).toBe(1);
  stopped.abort();
  expect(await first).toMatchObject({ kind: 'unreadable', code: 'aborted' });
  expect(await second).toMatchObject({ kind: 'found' });
});

test('tokens are in no log line', async () => {
  const one = await slackForTest();
  one.sandbox.revokeToken();
  await one.slack.directory.byEmail('ann@corp.example', inTime());
  expect(one.logged()).not.toContain(BOT_TOKEN);
  expect(one.logged()).not.toContain(APP_TOKEN);
});
