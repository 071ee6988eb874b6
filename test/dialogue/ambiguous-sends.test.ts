import { describe, expect, test } from 'vitest';
import { ADMIN, CORP, JANE, PHONE, person, type Rehearsal, rehearse, WEI } from './rehearsal.ts';

const USERS = [person('jane.doe')];

/** What `chat.postMessage` was asked in all, whatever came of it. */
const posts = ({ slack }: Rehearsal) =>
  slack.requests.filter((request) => request.method === 'chat.postMessage').length;

describe('Slack took the message and the answer got lost', () => {
  test.each([
    { kind: 'accept_then_reset' },
    { kind: 'accept_then_500' },
    { kind: 'accept_then_cut_body' },
    { kind: 'html', accepted: true },
    { kind: 'empty', accepted: true },
  ] as const)('$kind: it is found in the conversation, and not sent again', async (fault) => {
    const rehearsal = await rehearse({ users: USERS });
    rehearsal.slack.faults.add({ ...fault, method: 'chat.postMessage' });
    await rehearsal.start();
    await rehearsal.advanceTo('2026-03-02T12:00');
    expect(rehearsal.toldTo(JANE)).toHaveLength(1);
    expect(await rehearsal.notices('jane.doe')).toEqual(['first/1 sent']);
    await rehearsal.advanceTo('2026-03-05T12:00');
    expect(await rehearsal.notices('jane.doe')).toEqual(['first/1 sent', 'reminder/1 sent']);
  });
});

describe('Slack took nothing, and the bot cannot know', () => {
  test.each([
    { kind: 'reset_before' },
    { kind: 'server_error' },
    { kind: 'html' },
    { kind: 'empty' },
  ] as const)('$kind: it is looked for, not found, and sent once more', async (fault) => {
    const rehearsal = await rehearse({ users: USERS });
    rehearsal.slack.faults.add({ ...fault, method: 'chat.postMessage' });
    const before = posts(rehearsal);
    await rehearsal.start();
    await rehearsal.advanceTo('2026-03-02T12:00');
    expect(rehearsal.toldTo(JANE)).toHaveLength(1);
    expect(await rehearsal.notices('jane.doe')).toEqual(['first/1 sent']);
    expect(posts(rehearsal) - before).toBe(2);
  });
});

describe('Slack asks for patience', () => {
  test('a short one is waited for', async () => {
    const rehearsal = await rehearse({ users: [...USERS, person('wei')] });
    rehearsal.slack.faults.add({ kind: 'rate_limited', retryAfterSeconds: 30, method: 'chat.postMessage' });
    await rehearsal.start();
    expect([JANE, WEI].map((who) => rehearsal.toldTo(who).length)).toEqual([1, 1]);
  });

  test('a long one is left to a later round, and nobody is forgotten', async () => {
    const rehearsal = await rehearse({ users: [...USERS, person('wei')] });
    rehearsal.slack.faults.add({ kind: 'rate_limited', retryAfterSeconds: 600, method: 'chat.postMessage' });
    await rehearsal.start();
    expect(await rehearsal.notices('jane.doe')).toEqual(['first/1 planned']);
    await rehearsal.advanceTo('2026-03-02T10:30');
    expect([JANE, WEI].map((who) => rehearsal.toldTo(who).length)).toEqual([1, 1]);
  });
});

describe('a conversation that cannot be read', () => {
  async function unreadable(): Promise<Rehearsal> {
    const rehearsal = await rehearse({ users: [...USERS, person('wei')] });
    rehearsal.slack.faults.add({ kind: 'accept_then_reset', method: 'chat.postMessage' });
    rehearsal.slack.faults.add({
      kind: 'error',
      code: 'internal_error',
      method: 'conversations.history',
      times: 10_000,
    });
    await rehearsal.start();
    return rehearsal;
  }

  test('is asked again; once it can be read, the message is found', async () => {
    const rehearsal = await unreadable();
    await rehearsal.advanceTo('2026-03-02T12:00');
    expect(await rehearsal.notices('jane.doe')).toEqual(['first/1 sending']);
    rehearsal.slack.faults.clear();
    await rehearsal.advanceTo('2026-03-02T12:10');
    expect(await rehearsal.notices('jane.doe')).toEqual(['first/1 sent']);
    expect(rehearsal.toldTo(JANE)).toHaveLength(1);
  });

  test('does not hold up the others', async () => {
    const rehearsal = await unreadable();
    expect(rehearsal.toldTo(WEI)).toHaveLength(1);
  });

  test('for a day makes the outcome unknown: shown, never repeated, and the reminder carries everything', async () => {
    const rehearsal = await unreadable();
    await rehearsal.advanceTo('2026-03-03T12:00');
    expect(await rehearsal.notices('jane.doe')).toEqual(['first/1 unknown']);
    expect(await rehearsal.ask(ADMIN, 'status')).toContain('1 message');
    rehearsal.slack.faults.clear();
    await rehearsal.advanceTo('2026-03-05T12:00');
    expect(await rehearsal.notices('jane.doe')).toEqual(['first/1 unknown', 'reminder/1 sent']);
    expect(JSON.stringify(rehearsal.messagesTo(JANE).at(-1))).toContain('Google Authenticator');
    // Seven days after the first that arrived.
    await rehearsal.advanceTo('2026-03-12T12:00');
    expect(await rehearsal.notices('jane.doe')).toContainEqual('warning/1 sent');
  });

  test('is settled although the case is over by now, and the message then changed', async () => {
    const rehearsal = await unreadable();
    rehearsal.alibaba.account(CORP).user('jane.doe').mfaDevice = PHONE;
    await rehearsal.say(JANE, 'me');
    rehearsal.slack.faults.clear();
    await rehearsal.advanceTo('2026-03-02T12:10');
    expect(await rehearsal.notices('jane.doe')).toContainEqual('first/1 sent');
    expect(rehearsal.toldTo(JANE)[0]).toMatch(/Done/);
  });
});

describe('what concerns everybody', () => {
  test.each([
    { name: 'a token that was revoked', fault: { kind: 'error', code: 'token_revoked' } },
    { name: 'a scope that is missing', fault: { kind: 'error', code: 'missing_scope' } },
  ] as const)('$name puts the message back and stops the round', async ({ fault }) => {
    const rehearsal = await rehearse({ users: [...USERS, person('wei')] });
    rehearsal.slack.faults.add({ ...fault, method: 'chat.postMessage', times: 1000 });
    const before = posts(rehearsal);
    await rehearsal.start();
    expect(await rehearsal.notices('jane.doe')).toEqual(['first/1 planned']);
    expect(posts(rehearsal) - before).toBe(1);
    rehearsal.slack.faults.clear();
    await rehearsal.advanceTo('2026-03-02T12:00');
    expect([JANE, WEI].map((who) => rehearsal.toldTo(who).length)).toEqual([1, 1]);
  });
});

test('a message that one person cannot get is that person’s alone', async () => {
  const rehearsal = await rehearse({ users: [...USERS, person('wei')] });
  rehearsal.slack.faults.add({ kind: 'error', code: 'user_not_found', method: 'conversations.open' });
  await rehearsal.start();
  expect(await rehearsal.notices('jane.doe')).toEqual(['first/1 failed']);
  expect(rehearsal.toldTo(WEI)).toHaveLength(1);
  expect(await rehearsal.ask(ADMIN, 'status unreachable')).toContain('jane.doe');
  await rehearsal.advanceTo('2026-03-03T12:00');
  expect(await rehearsal.notices('jane.doe')).toEqual(['first/1 sent']);
});
