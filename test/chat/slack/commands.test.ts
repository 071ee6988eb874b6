import { describe, expect, test } from 'vitest';
import type { ChatRequest, ChatRequestHandler } from '../../../src/chat/chat.ts';
import type { DeliveryError } from '../../../src/chat/delivery-error.ts';
import { message } from '../contract-kit.ts';
import { inTime, SCOPES, type SlackUnderTest, slackForTest } from './workspace.ts';

const ANSWER = message([{ kind: 'paragraph', text: ['Here you are'] }], 'Answer');
const LIVE = { kind: 'paragraph', text: ['Hello'] } as const;
const BUTTONS = message([LIVE, { kind: 'buttons', buttons: [{ label: 'Recheck', command: 'me' }] }]);

async function listening(
  handler: ChatRequestHandler = async ({ reply }) => reply(ANSWER),
  ...options: Parameters<typeof slackForTest>
): Promise<SlackUnderTest & { readonly requests: readonly ChatRequest[] }> {
  const one = await slackForTest(...options);
  const requests: ChatRequest[] = [];
  await one.slack.commandSource.start(async (request) => {
    requests.push(request);
    await handler(request);
  });
  await one.sandbox.waitForConnections(2);
  return { ...one, requests };
}

describe('what people type', () => {
  test('comes as they meant it', async () => {
    const { sandbox, requests } = await listening();
    const typed = await sandbox.command({
      userId: 'U0LI',
      text: ' link <mailto:jane.doe@alias.onaliyun.com|jane.doe@alias.onaliyun.com> <@U0ANN|ann> R&amp;D <http://a.do|a.do> ',
      channelId: 'C0OTHER',
    });
    await typed.waitForReplies(1);
    expect(requests).toMatchObject([
      {
        actor: { memberId: 'U0LI', language: 'zh', timeZone: 'Asia/Shanghai' },
        conversation: { kind: 'channel', id: 'C0OTHER' },
        words: 'link jane.doe@alias.onaliyun.com <@U0ANN|ann> R&D a.do',
        origin: 'typed',
      },
    ]);
  });

  test('is acknowledged before anything else, however long the handler takes', async () => {
    const never = Promise.withResolvers<void>();
    const { sandbox } = await listening(() => never.promise);
    const typed = await sandbox.command({ userId: 'U0ANN', text: 'audit' });
    expect(typed).toMatchObject({ error: null });
    // In the three seconds there are for it.
    expect(typed.acknowledgedWithinMs).not.toBeNull();
    never.resolve();
  });

  test('from a person Slack tells nothing about is answered all the same', async () => {
    const { sandbox, requests } = await listening();
    sandbox.faults.add({ method: 'users.info', kind: 'error', code: 'internal_error', times: 100 });
    const typed = await sandbox.command({ userId: 'U0ANN', text: 'me' });
    await typed.waitForReplies(1);
    expect(requests[0]?.actor).toEqual({
      chat: 'slack',
      memberId: 'U0ANN',
      displayName: 'U0ANN',
      timeZone: null,
      language: null,
    });
  });

  test('in another workspace of a shared channel is ignored', async () => {
    const { sandbox, requests, logged } = await listening();
    await sandbox.command({ userId: 'U0ANN', text: 'pause', teamId: 'T0ELSE' });
    const own = await sandbox.command({ userId: 'U0ANN', text: 'me' });
    await own.waitForReplies(1);
    expect(requests.map(({ words }) => words)).toEqual(['me']);
    expect(logged()).toContain('other_workspace');
  });

  test('a handler that fails harms nobody else', async () => {
    const { sandbox, logged } = await listening(async ({ words, reply }) => {
      if (words === 'break') throw new TypeError('a defect');
      await reply(ANSWER);
    });
    await sandbox.command({ userId: 'U0ANN', text: 'break' });
    const typed = await sandbox.command({ userId: 'U0ANN', text: 'me' });
    expect(await typed.waitForReplies(1)).toHaveLength(1);
    expect(logged()).toContain('TypeError');
  });
});

describe('what people press', () => {
  test('is the same as typing it, and leaves the message as it is', async () => {
    const { sandbox, slack, requests } = await listening();
    await slack.messenger.sendToPerson('U0ANN', BUTTONS, 'd-1', inTime());
    const [sent] = sandbox.directMessages('U0ANN');
    if (sent === undefined) throw new Error('nothing was sent');
    const pressed = await sandbox.press({ userId: 'U0ANN', message: sent, value: 'me' });
    expect(await pressed.waitForReplies(1)).toMatchObject([{ effect: 'posted', via: 'response_url' }]);
    expect(requests).toMatchObject([{ words: 'me', origin: 'pressed', conversation: { kind: 'direct' } }]);
    expect(sandbox.directMessages('U0ANN')[0]).toEqual(sent);
  });
});

describe('answers', () => {
  test('go to the person alone', async () => {
    const { sandbox } = await listening();
    const typed = await sandbox.command({ userId: 'U0ANN', text: 'me', channelId: 'C0SEC' });
    const [reply] = await typed.waitForReplies(1);
    expect(reply).toMatchObject({ via: 'response_url', message: { ephemeralTo: 'U0ANN' } });
    expect(sandbox.channelMessages('C0SEC')).toEqual([]);
  });

  test('four of them', async () => {
    const { sandbox } = await listening(async ({ reply }) => {
      for (let index = 0; index < 4; index += 1) await reply(ANSWER);
    });
    const typed = await sandbox.command({ userId: 'U0ANN', text: 'status' });
    expect(await typed.waitForReplies(4)).toHaveLength(4);
  });

  test.each([
    ['in a channel with the bot, shown there', 'C0SEC', 'chat.postEphemeral'],
    ['in a channel without it, as a direct message', 'C0OTHER', 'chat.postMessage'],
    ['in the direct message, as one', undefined, 'chat.postMessage'],
  ])('after the half hour of the URL: %s', async (_, channelId, method) => {
    const { promise: answered, resolve } = Promise.withResolvers<void>();
    const one: SlackUnderTest = await listening(async ({ reply }) => {
      one.clock.advance(31 * 60_000);
      await reply(ANSWER);
      resolve();
    });
    await one.sandbox.command({ userId: 'U0ANN', text: 'audit', ...(channelId && { channelId }) });
    await answered;
    const sent = one.sandbox.requests.filter(
      ({ method: called, error }) => called === method && error === null,
    );
    expect(sent).toHaveLength(1);
    expect(one.sandbox.requests.some(({ method: called }) => called === 'response_url')).toBe(false);
    expect(one.sandbox.channelMessages(channelId ?? 'C0SEC')).toEqual([]);
  });

  test('used up: the sixth goes another way, and nothing is said twice', async () => {
    const { promise: answered, resolve } = Promise.withResolvers<void>();
    const one = await listening(async ({ reply }) => {
      for (let index = 0; index < 6; index += 1) await reply(ANSWER);
      resolve();
    });
    const typed = await one.sandbox.command({ userId: 'U0ANN', text: 'status', channelId: 'C0SEC' });
    await answered;
    const ways = (await typed.waitForReplies(6)).map(({ via }) => via);
    expect(ways.filter((via) => via === 'response_url')).toHaveLength(5);
    expect(one.sandbox.ephemeralMessages('U0ANN')).toHaveLength(6);
  });

  test.each([
    ['accept_then_reset', 'ambiguous'],
    ['accept_then_500', 'ambiguous'],
    ['html', 'ambiguous'],
    ['rate_limited', 'rate_limited'],
  ] as const)('%s: %s, and not repeated', async (kind, reason) => {
    const { promise: failed, resolve } = Promise.withResolvers<DeliveryError>();
    const { sandbox } = await listening(async ({ reply }) => reply(ANSWER).catch(resolve));
    sandbox.faults.add({ method: 'response_url', kind, retryAfterSeconds: 3 });
    await sandbox.command({ userId: 'U0ANN', text: 'me' });
    expect(await failed).toMatchObject({ reason });
    expect(sandbox.requests.filter(({ method }) => method === 'response_url')).toHaveLength(1);
  });

  test('a URL gone before its time: another way', async () => {
    const { promise: answered, resolve } = Promise.withResolvers<void>();
    const { sandbox } = await listening(async ({ reply }) => reply(ANSWER).then(resolve));
    sandbox.faults.add({ method: 'response_url', kind: 'error', code: 'expired_url' });
    await sandbox.command({ userId: 'U0ANN', text: 'me', channelId: 'C0SEC' });
    await answered;
    expect(sandbox.ephemeralMessages('U0ANN')).toHaveLength(1);
  });

  test('charts the workspace does not know come as words', async () => {
    const chart = message([
      { kind: 'chart', title: 'Compliant', series: '%', points: [{ label: '03-01', value: 81.5 }] },
    ]);
    const { sandbox } = await listening(async ({ reply }) => reply(chart), { dataVisualization: false });
    const typed = await sandbox.command({ userId: 'U0ANN', text: 'status' });
    const [reply] = await typed.waitForReplies(1);
    expect(JSON.stringify(reply?.message.blocks)).toContain('03-01: 81.5');
  });
});

describe('starting', () => {
  const startError = async (...options: Parameters<typeof slackForTest>) => {
    const one = await slackForTest(...options);
    const error = await one.slack.commandSource.start(async () => {}).catch((reason: unknown) => reason);
    expect(one.slack.commandSource.connection().kind).toBe('not_connected');
    expect(one.sandbox.liveConnections).toBe(0);
    return error as DeliveryError;
  };

  test('a wrong bot token is named', async () => {
    const error = await startError({ botToken: 'xoxb-another' });
    expect(error).toMatchObject({ reason: 'configuration', code: 'invalid_auth' });
    expect(error.message).toContain('SLACK_BOT_TOKEN');
  });

  test.each([
    ['not known', { appToken: 'xapp-another' }, 'invalid_auth'],
    ['without its scope', { appScopes: [] }, 'missing_scope'],
  ])('an app token %s is named', async (_, workspace, code) => {
    const error = await startError(workspace);
    expect(error).toMatchObject({ reason: 'configuration', code });
    expect(error.message).toContain('SLACK_APP_TOKEN');
    expect(error.message).toContain('connections:write');
  });

  test.each(SCOPES)('without %s: named', async (scope) => {
    const error = await startError({ scopes: SCOPES.filter((one) => one !== scope) });
    expect(error).toMatchObject({ reason: 'configuration', code: 'missing_scope' });
    expect(error.message).toContain(scope);
  });

  test('may be tried again once it was refused', async () => {
    const one = await slackForTest();
    one.sandbox.faults.add({ method: 'auth.test', kind: 'error', code: 'invalid_auth' });
    const { commandSource } = one.slack;
    await expect(commandSource.start(async () => {})).rejects.toMatchObject({ reason: 'configuration' });
    expect(commandSource.connection()).toEqual({
      kind: 'not_connected',
      code: 'invalid_auth',
      reason: 'configuration',
    });
    await commandSource.start(async ({ reply }) => reply(ANSWER));
    const typed = await one.sandbox.command({ userId: 'U0ANN', text: 'me' });
    expect(await typed.waitForReplies(1)).toHaveLength(1);
  });

  test('the scope for the viewer group is not needed without one', async () => {
    const scopes = SCOPES.filter((scope) => scope !== 'usergroups:read');
    const { slack } = await listening(undefined, { scopes }, { viewerUsergroupId: null });
    expect(slack.commandSource.connection().kind).toBe('connected');
  });

  test('Slack out of order: said, and no half-open connection stays', async () => {
    const one = await slackForTest();
    one.sandbox.faults.add({ method: 'apps.connections.open', kind: 'server_error', times: 5 });
    await expect(one.slack.commandSource.start(async () => {})).rejects.toMatchObject({ code: 'http_500' });
    expect(one.sandbox.liveConnections).toBe(0);
  });
});

describe('stopping', () => {
  test('ends what waits, and is fine before any start', async () => {
    const { slack } = await slackForTest();
    await slack.commandSource.stop(inTime());
    expect(slack.commandSource.connection().kind).toBe('not_connected');
  });

  test('takes no further request', async () => {
    const { sandbox, slack, requests } = await listening();
    await slack.commandSource.stop(inTime());
    expect(await sandbox.command({ userId: 'U0ANN', text: 'me' })).toMatchObject({
      error: 'dispatch_failed',
    });
    expect(requests).toEqual([]);
  });
});
