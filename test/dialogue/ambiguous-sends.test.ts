import { describe, expect, test } from 'vitest';
import type { SandboxedChat } from '../../demo/stage.ts';
import {
  ADMIN,
  askForPatience,
  CORP,
  EACH_CHAT,
  idIn,
  JANE,
  PHONE,
  person,
  type Rehearsal,
  rehearse,
  rehearseIn,
  SENDING,
  WEI,
} from './rehearsal.ts';

const USERS = [person('jane.doe')];

/** How many calls to send there were, to people or in Slack to anybody, whatever came of them. */
function sends(rehearsal: Rehearsal, chat: SandboxedChat): number {
  return chat === 'slack'
    ? rehearsal.slack.requests.filter(({ method }) => method === SENDING.slack).length
    : rehearsal.dingtalk.requests.filter(({ endpoint }) => endpoint === SENDING.dingtalk).length;
}

describe('Slack, which can be asked, took the message and the answer got lost', () => {
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
    const before = sends(rehearsal, 'slack');
    await rehearsal.start();
    await rehearsal.advanceTo('2026-03-02T12:00');
    expect(rehearsal.toldTo(JANE)).toHaveLength(1);
    expect(await rehearsal.notices('jane.doe')).toEqual(['first/1 sent']);
    expect(sends(rehearsal, 'slack') - before).toBe(2);
  });
});

describe('a chat asks for patience', () => {
  test.each(EACH_CHAT)('a short one is waited for in %s', async (chat) => {
    const rehearsal = await rehearseIn(chat)({ users: [...USERS, person('wei')] });
    askForPatience(rehearsal, chat);
    await rehearsal.start();
    expect([JANE, WEI].map((who) => rehearsal.toldTo(who).length)).toEqual([1, 1]);
  });

  test.each(EACH_CHAT)('a long one in %s is left to a later round, and nobody is forgotten', async (chat) => {
    const rehearsal = await rehearseIn(chat)({ users: [...USERS, person('wei')] });
    if (chat === 'slack') {
      rehearsal.slack.faults.add({ kind: 'rate_limited', retryAfterSeconds: 600, method: SENDING.slack });
    } else {
      // Five minutes for an address that called too much.
      rehearsal.dingtalk.faults.add({ kind: 'ip_block', endpoint: SENDING.dingtalk });
    }
    await rehearsal.start();
    expect(await rehearsal.notices('jane.doe')).toEqual(['first/1 planned']);
    await rehearsal.advanceTo('2026-03-02T10:30');
    expect([JANE, WEI].map((who) => rehearsal.toldTo(who).length)).toEqual([1, 1]);
  });
});

describe('a conversation in Slack that cannot be read', () => {
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

describe('DingTalk, which cannot be asked, took the message or not, and the answer says neither', () => {
  test.each([
    { kind: 'accept_then_reset', arrived: 1 },
    { kind: 'accept_then_500', arrived: 1 },
    { kind: 'accept_then_cut_body', arrived: 1 },
    { kind: 'gateway_504', accepted: true, arrived: 1 },
    { kind: 'html', accepted: true, arrived: 1 },
    { kind: 'empty', accepted: true, arrived: 1 },
    { kind: 'reset_before', arrived: 0 },
    { kind: 'server_error', arrived: 0 },
    { kind: 'gateway_504', arrived: 0 },
    { kind: 'html', arrived: 0 },
    { kind: 'empty', arrived: 0 },
  ] as const)('$kind ($arrived arrived): it is unknown, and not repeated', async ({ arrived, ...fault }) => {
    const rehearsal = await rehearseIn('dingtalk')({ users: [...USERS, person('wei')] });
    rehearsal.dingtalk.faults.add({ ...fault, endpoint: SENDING.dingtalk });
    await rehearsal.start();
    await rehearsal.advanceTo('2026-03-02T12:00');
    expect(await rehearsal.notices('jane.doe')).toEqual(['first/1 unknown']);
    // The next one gets theirs.
    expect([JANE, WEI].map((who) => rehearsal.toldTo(who).length)).toEqual([arrived, 1]);
    expect(sends(rehearsal, 'dingtalk')).toBe(2);
    expect(await rehearsal.ask(ADMIN, 'status')).toContain('1 message');
  });

  test('the reminder carries everything, and starts the clock', async () => {
    const rehearsal = await rehearseIn('dingtalk')({ users: USERS });
    rehearsal.dingtalk.faults.add({ kind: 'reset_before', endpoint: SENDING.dingtalk });
    await rehearsal.start();
    await rehearsal.advanceTo('2026-03-05T12:00');
    expect(await rehearsal.notices('jane.doe')).toEqual(['first/1 unknown', 'reminder/1 sent']);
    expect(rehearsal.messagesTo(JANE).at(-1)?.words).toContain('Google Authenticator');
    await rehearsal.advanceTo('2026-03-12T12:00');
    expect(await rehearsal.notices('jane.doe')).toContainEqual('warning/1 sent');
  });

  test('a message on its way when the bot died is unknown after the restart', async () => {
    const rehearsal = await rehearseIn('dingtalk')({ users: USERS });
    rehearsal.dingtalk.faults.add({ kind: 'permission_403', endpoint: SENDING.dingtalk });
    await rehearsal.start();
    await rehearsal.restart(async () => {
      await rehearsal.db
        .updateTable('notice')
        .set({
          state: 'sending',
          claimedBy: 'the one that died',
          claimedAt: rehearsal.clock.now(),
          chat: 'dingtalk',
          recipient: idIn('dingtalk', JANE),
          deliveryId: 'delivery',
        })
        .execute();
    });
    await rehearsal.advanceTo('2026-03-02T12:00');
    expect(await rehearsal.notices('jane.doe')).toEqual(['first/1 unknown']);
    expect(rehearsal.toldTo(JANE)).toEqual([]);
  });
});

describe.each([
  { chat: 'slack', name: 'a token that was revoked', code: 'token_revoked' },
  { chat: 'slack', name: 'a scope that is missing', code: 'missing_scope' },
  {
    chat: 'dingtalk',
    name: 'a permission that is missing',
    code: 'Forbidden.AccessDenied.AccessTokenPermissionDenied',
  },
  { chat: 'dingtalk', name: 'a quota that is spent', code: 'Forbidden.AccessDenied.ApiCountLimitForOrg' },
  { chat: 'dingtalk', name: 'a robot that was stopped', code: 'bot.stopped' },
] as const)('what concerns everybody in $chat: $name', ({ chat, code }) => {
  test('puts the message back and stops the round', async () => {
    const rehearsal = await rehearseIn(chat)({ users: [...USERS, person('wei')] });
    if (chat === 'slack') {
      rehearsal.slack.faults.add({ kind: 'error', code, method: SENDING.slack, times: 1000 });
    } else {
      rehearsal.dingtalk.faults.add({
        kind: 'error',
        code,
        status: 403,
        endpoint: SENDING.dingtalk,
        times: 1000,
      });
    }
    const before = sends(rehearsal, chat);
    await rehearsal.start();
    expect(await rehearsal.notices('jane.doe')).toEqual(['first/1 planned']);
    expect(sends(rehearsal, chat) - before).toBe(1);
    rehearsal[chat].faults.clear();
    await rehearsal.advanceTo('2026-03-02T12:00');
    expect([JANE, WEI].map((who) => rehearsal.toldTo(who).length)).toEqual([1, 1]);
  });
});

test.each(EACH_CHAT)('a message that one person cannot get in %s is that person’s alone', async (chat) => {
  const rehearsal = await rehearseIn(chat)({ users: [...USERS, person('wei')] });
  if (chat === 'slack') {
    rehearsal.slack.faults.add({ kind: 'error', code: 'user_not_found', method: 'conversations.open' });
  } else {
    rehearsal.dingtalk.setRecipientOutcome(idIn(chat, JANE), 'invalid');
  }
  await rehearsal.start();
  expect(await rehearsal.notices('jane.doe')).toEqual(['first/1 failed']);
  expect(rehearsal.toldTo(WEI)).toHaveLength(1);
  expect(await rehearsal.ask(ADMIN, 'status unreachable')).toContain('jane.doe');
  if (chat === 'dingtalk') rehearsal.dingtalk.setRecipientOutcome(idIn(chat, JANE), 'delivered');
  await rehearsal.advanceTo('2026-03-03T12:00');
  expect(await rehearsal.notices('jane.doe')).toEqual(['first/1 sent']);
});
