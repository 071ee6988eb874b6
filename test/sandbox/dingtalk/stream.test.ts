import type { DWClientDownStream } from 'dingtalk-stream';
import { describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import type { DingtalkSandbox } from '../../../sandbox/dingtalk/dingtalk-sandbox.ts';
import {
  CLIENT_ID,
  CLIENT_SECRET,
  connectClient,
  OTHERS,
  ROBOT_CODE,
  type RobotMessage,
  SECURITY,
  sendToPeople,
  startListening,
  startOrganisation,
} from './organisation-fixture.ts';

const ROBOT = { type: 'CALLBACK', topic: '/v1.0/im/bot/messages/get' };
const OPEN = { clientId: CLIENT_ID, clientSecret: CLIENT_SECRET, subscriptions: [ROBOT] };

const open = (dingtalk: DingtalkSandbox, body: object = {}, accept = 'application/json') =>
  fetch(`${dingtalk.apiUrl}/v1.0/gateway/connections/open`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept },
    body: JSON.stringify({ ...OPEN, ...body }),
  });

async function socketUrl(dingtalk: DingtalkSandbox, body: object = {}): Promise<string> {
  const { endpoint, ticket } = (await (await open(dingtalk, body)).json()) as Record<string, string>;
  return `${endpoint}?ticket=${ticket}`;
}

/** `open`, or the HTTP status that refused it. */
function opening(url: string): Promise<{ readonly socket: WebSocket; readonly outcome: unknown }> {
  return new Promise((resolve) => {
    const socket = new WebSocket(url);
    socket.once('open', () => resolve({ socket, outcome: 'open' }));
    socket.once('unexpected-response', (_, response) => resolve({ socket, outcome: response.statusCode }));
    socket.on('error', () => {});
  });
}

const nextFrame = (socket: WebSocket): Promise<DWClientDownStream> =>
  new Promise((resolve) => {
    socket.once('message', (data) => resolve(JSON.parse(String(data))));
  });

describe('a connection', () => {
  test.each([
    ['a wrong secret', { clientSecret: 'guessed' }, 401, 'authFailed'],
    ['an unknown app', { clientId: 'dingother' }, 401, 'authFailed'],
    ['no subscription', { subscriptions: [] }, 400, 'invalidParameter'],
    [
      'a single event',
      { subscriptions: [{ type: 'EVENT', topic: 'user_add_org' }] },
      400,
      'invalidParameter',
    ],
  ])('is not opened with %s', async (_, body, status, code) => {
    const dingtalk = await startOrganisation();
    const response = await open(dingtalk, body);
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ code });
    const asked = connectClient(dingtalk, () => {}, 'guessed');
    await expect(asked).rejects.toThrow('401');
    expect(dingtalk.liveConnections).toBe(0);
  });

  test('is opened by a ticket, once, and not by a made-up one', async () => {
    const dingtalk = await startOrganisation();
    const url = await socketUrl(dingtalk);
    expect((await opening(url)).outcome).toBe('open');
    expect((await opening(url)).outcome).toBe(401);
    expect((await opening(url.replace(/ticket=.*/, 'ticket=made-up'))).outcome).toBe(401);
    expect((await opening((await socketUrl(dingtalk)).replace('/connect', '/'))).outcome).toBe(404);
    expect(dingtalk.liveConnections).toBe(1);
  });

  test('is not opened by a ticket older than 90 s', async () => {
    let now = 0;
    const dingtalk = await startOrganisation({ now: () => now });
    const [first, second] = [await socketUrl(dingtalk), await socketUrl(dingtalk)];
    now = 90_000;
    expect((await opening(first)).outcome).toBe('open');
    now = 90_001;
    expect((await opening(second)).outcome).toBe(401);
  });

  test('is told as XML to who does not ask for JSON', async () => {
    const dingtalk = await startOrganisation();
    const response = await open(dingtalk, {}, '*/*');
    expect(response.headers.get('content-type')).toContain('xml');
    expect(await response.text()).toContain('<ticket>');
  });

  test('is refused as often as wanted, and costs a ticket each time', async () => {
    const dingtalk = await startOrganisation();
    dingtalk.refuseHandshakes(2);
    const url = await socketUrl(dingtalk);
    expect((await opening(url)).outcome).toBe(403);
    await expect(connectClient(dingtalk, () => {})).rejects.toThrow('403');
    expect((await opening(url)).outcome).toBe(401);
    await startListening(dingtalk);
    expect(dingtalk.liveConnections).toBe(1);
  });

  test('that does not come is not waited for without end', async () => {
    const dingtalk = await startOrganisation();
    await expect(dingtalk.waitForConnections(1, 20)).rejects.toThrow('0 of 1');
    const connected = dingtalk.waitForConnections(1);
    await startListening(dingtalk);
    await connected;
  });

  test('is pinged, and the client gives the same back', async () => {
    const dingtalk = await startOrganisation({ pingIntervalMs: 10 });
    await startListening(dingtalk);
    await expect.poll(() => dingtalk.receivedFrames.length).toBeGreaterThan(1);
    const [pong] = dingtalk.receivedFrames;
    expect(pong?.code).toBe(200);
    expect(JSON.parse(pong?.data ?? '')).toEqual({ opaque: pong?.messageId });
  });
});

describe('a message', () => {
  test('tells who, where and what, and when it was acknowledged', async () => {
    const dingtalk = await startOrganisation({ now: () => 1_700_000_000_000 });
    const messages = await startListening(dingtalk);
    const typed = await dingtalk.say({ userId: 'ann', text: '/mfa status' });
    expect(messages).toMatchObject([
      {
        msgtype: 'text',
        text: { content: '/mfa status' },
        msgId: typed.msgId,
        conversationType: '1',
        conversationId: typed.message.conversationId,
        senderStaffId: 'ann',
        senderNick: 'ANN',
        senderCorpId: 'dingcorp',
        chatbotCorpId: 'dingcorp',
        robotCode: ROBOT_CODE,
        isAdmin: false,
        createAt: 1_700_000_000_000,
        sessionWebhook: typed.sessionWebhook,
        sessionWebhookExpiredTime: 1_700_005_400_000,
      },
    ]);
    for (const field of ['conversationTitle', 'isInAtList']) expect(messages[0]).not.toHaveProperty(field);
    expect(typed.acknowledgedWithinMs).toBeLessThan(3000);
    expect(typed).toMatchObject({ notTold: null, pushes: [{ acknowledgedWithinMs: expect.any(Number) }] });
    expect(dingtalk.interactions).toEqual([typed]);
    // The next one, and the robot's, stand in the same conversation.
    await sendToPeople(dingtalk, ['ann']);
    expect(new Set(dingtalk.directMessages('ann').map((one) => one.conversationId)).size).toBe(1);
  });

  test.each([
    ['text', 'start', { text: { content: ' /mfa' } }],
    ['text', 'end', { text: { content: '/mfa' } }],
    ['richText', 'start', { content: { richText: [{ text: '@MFA' }, { text: '/mfa' }] } }],
    ['richText', 'end', { content: { richText: [{ text: '/mfa' }, { text: '@MFA' }] } }],
  ] as const)('in a group, as %s with the mention at the %s', async (as, mention, written) => {
    const dingtalk = await startOrganisation();
    const [messages, conversation] = [await startListening(dingtalk), SECURITY];
    await dingtalk.say({ userId: 'boss', text: '/mfa', conversation, as, mention });
    expect(messages).toMatchObject([
      {
        ...written,
        msgtype: as,
        conversationType: '2',
        conversationId: SECURITY,
        conversationTitle: 'Security',
        isInAtList: true,
        isAdmin: true,
        atUsers: [{ dingtalkId: expect.stringContaining('$:LWCP') }],
      },
    ]);
  });

  test.each([
    ['in a group without a mention', { conversation: SECURITY, mention: 'none' }, 'robot_not_mentioned'],
    ['in a group without the robot', { conversation: OTHERS }, 'robot_not_in_group'],
  ] as const)('%s does not reach it', async (_, where, notTold) => {
    const dingtalk = await startOrganisation();
    const messages = await startListening(dingtalk);
    const typed = await dingtalk.say({ userId: 'ann', text: '/mfa', ...where });
    expect(typed).toMatchObject({ notTold, sessionWebhook: null, pushes: [], acknowledgedWithinMs: null });
    expect(messages).toEqual([]);
    expect(dingtalk.groupMessages(where.conversation)).toHaveLength(1);
  });

  test.each([
    ['somebody of another organisation', {}, 'guest', 'dingoutside'],
    ['anybody before the robot is published', { published: false }, 'ann', 'dingcorp'],
  ])('by %s tells no userId', async (_, options, userId, senderCorpId) => {
    const dingtalk = await startOrganisation(options);
    const [messages, conversation] = [await startListening(dingtalk), SECURITY];
    await dingtalk.say({ userId, text: '/mfa', conversation });
    expect(messages[0]).toMatchObject({ senderCorpId, senderId: expect.stringContaining('$:LWCP') });
    for (const field of ['senderStaffId', 'isAdmin']) expect(messages[0]).not.toHaveProperty(field);
  });

  test('is said by who is there', async () => {
    const dingtalk = await startOrganisation();
    await expect(dingtalk.say({ userId: 'nobody', text: 'x' })).rejects.toThrow('nobody');
    await expect(dingtalk.say({ userId: 'li', text: 'x', conversation: SECURITY })).rejects.toThrow('li');
  });

  test('is lost while there is no connection, or none that subscribed', async () => {
    const dingtalk = await startOrganisation();
    const lost = { notTold: 'no_connection', pushes: [] };
    expect(await dingtalk.say({ userId: 'ann', text: 'x' })).toMatchObject(lost);
    await opening(await socketUrl(dingtalk, { subscriptions: [{ type: 'EVENT', topic: '*' }] }));
    expect(await dingtalk.say({ userId: 'ann', text: 'x' })).toMatchObject(lost);
  });

  test('goes to one connection of several, whichever', async () => {
    const dingtalk = await startOrganisation();
    const heard = [await startListening(dingtalk), await startListening(dingtalk)];
    for (let index = 0; index < 12; index += 1) await dingtalk.say({ userId: 'ann', text: `${index}` });
    const counts = heard.map((messages) => messages.length);
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(12);
    expect(Math.min(...counts)).toBeGreaterThan(0);
  });

  test('can be made to arrive twice', async () => {
    const dingtalk = await startOrganisation();
    const messages = await startListening(dingtalk);
    for (let index = 0; index < 2; index += 1)
      await dingtalk.say({ userId: 'ann', text: 'x', msgId: 'msgSame' });
    expect(messages.map(({ msgId }) => msgId)).toEqual(['msgSame', 'msgSame']);
  });
});

describe('a message nobody acknowledges', () => {
  const QUICK = { acknowledgeWithinMs: 20, pushAgainAfterMs: 40 };

  /** A client that acknowledges nothing, and the frames it got. */
  async function startSilent(dingtalk: DingtalkSandbox) {
    const pushed: { readonly message: RobotMessage; readonly frame: DWClientDownStream }[] = [];
    const client = await connectClient(dingtalk, (message, frame) => pushed.push({ message, frame }));
    return { client, pushed };
  }

  test('is pushed once more, under another messageId and the same msgId', async () => {
    const dingtalk = await startOrganisation(QUICK);
    const { client, pushed } = await startSilent(dingtalk);
    const typed = await dingtalk.say({ userId: 'ann', text: 'x' });
    expect(typed.acknowledgedWithinMs).toBeNull();
    await expect.poll(() => pushed.length).toBe(2);
    const [first, second] = pushed;
    expect(first?.message).toEqual(second?.message);
    expect(first?.frame.headers.messageId).not.toBe(second?.frame.headers.messageId);
    client.socketCallBackResponse(second?.frame.headers.messageId ?? '', null);
    await expect.poll(() => typed.acknowledgedWithinMs).toBeGreaterThanOrEqual(30);
    expect(typed.pushes.map(({ acknowledgedWithinMs }) => acknowledgedWithinMs === null)).toEqual([
      true,
      false,
    ]);
  });

  test('is not pushed a third time', async () => {
    const dingtalk = await startOrganisation(QUICK);
    const { pushed } = await startSilent(dingtalk);
    const first = await dingtalk.say({ userId: 'ann', text: 'first' });
    await expect.poll(() => first.pushes.length).toBe(2);
    const second = await dingtalk.say({ userId: 'ann', text: 'second' });
    await expect.poll(() => second.pushes.length).toBe(2);
    expect(pushed.map(({ message }) => message.text?.content)).toEqual([
      'first',
      'first',
      'second',
      'second',
    ]);
    expect(first.pushes).toHaveLength(2);
  });

  test('is the only one that is pushed again', async () => {
    const dingtalk = await startOrganisation({ acknowledgeWithinMs: 300, pushAgainAfterMs: 500 });
    await connectClient(dingtalk, ({ text }, { headers }, client) => {
      if (text?.content === 'first') client.socketCallBackResponse(headers.messageId, null);
    });
    const first = await dingtalk.say({ userId: 'ann', text: 'first' });
    const second = await dingtalk.say({ userId: 'ann', text: 'second' });
    await expect.poll(() => second.pushes.length).toBe(2);
    expect(first.pushes).toHaveLength(1);
  });

  test('may be lost', async () => {
    const dingtalk = await startOrganisation({
      acknowledgeWithinMs: 1,
      pushAgainAfterMs: 1,
      undocumented: { unacknowledged: 'lost' },
    });
    const { pushed } = await startSilent(dingtalk);
    for (let index = 0; index < 5; index += 1) await dingtalk.say({ userId: 'ann', text: 'x' });
    expect(pushed).toHaveLength(5);
  });

  test('is one whose answer is malformed, of another message or a failure', async () => {
    const dingtalk = await startOrganisation({ acknowledgeWithinMs: 50, pushAgainAfterMs: 10_000 });
    const { socket } = await opening(await socketUrl(dingtalk));
    const pushed = nextFrame(socket);
    const said = dingtalk.say({ userId: 'ann', text: 'x' });
    const { headers } = await pushed;
    const answer = { code: 200, message: 'OK', headers: { ...headers }, data: '{}' };
    for (const wrong of [
      { ...answer, headers: { messageId: headers.messageId } },
      { ...answer, headers: { ...headers, messageId: 'another' } },
      { ...answer, data: { response: null } },
      { ...answer, code: 500 },
    ]) {
      socket.send(JSON.stringify(wrong));
    }
    socket.send('no JSON');
    expect((await said).acknowledgedWithinMs).toBeNull();
  });
});

describe('when DingTalk ends a connection', () => {
  test('it says so, falls silent, and closes TCP without a word', async () => {
    const dingtalk = await startOrganisation({ disconnectSilenceMs: 50 });
    const { socket } = await opening(await socketUrl(dingtalk));
    const farewell = nextFrame(socket);
    const closed = new Promise((resolve) => socket.once('close', resolve));
    dingtalk.disconnectSockets({ kind: 'system_disconnect' });
    expect(await farewell).toMatchObject({ type: 'SYSTEM', headers: { topic: 'disconnect' } });
    expect(dingtalk.liveConnections).toBe(0);
    expect(socket.readyState).toBe(WebSocket.OPEN);
    expect((await dingtalk.say({ userId: 'ann', text: 'x' })).notTold).toBe('no_connection');
    expect(await closed).toBe(1006);
  });

  test('a second connection takes over', async () => {
    const dingtalk = await startOrganisation();
    const first = await startListening(dingtalk);
    const second = await startListening(dingtalk);
    dingtalk.disconnectSockets({ kind: 'system_disconnect', count: 1 });
    for (let index = 0; index < 4; index += 1) {
      expect((await dingtalk.say({ userId: 'ann', text: 'x' })).acknowledgedWithinMs).not.toBeNull();
    }
    expect([first.length, second.length]).toEqual([0, 4]);
  });

  test('it may drop it', async () => {
    const dingtalk = await startOrganisation();
    const { socket } = await opening(await socketUrl(dingtalk));
    const closed = new Promise((resolve) => socket.once('close', resolve));
    dingtalk.disconnectSockets({ kind: 'drop' });
    expect(await closed).toBe(1006);
  });
});

test('any frame can be pushed, well-formed or not', async () => {
  const dingtalk = await startOrganisation();
  expect(() => dingtalk.pushFrame('x')).toThrow('no connection');
  const { socket } = await opening(await socketUrl(dingtalk));
  const raw = new Promise((resolve) => socket.once('message', (data) => resolve(String(data))));
  dingtalk.pushFrame('{not JSON');
  expect(await raw).toBe('{not JSON');
  const frame = nextFrame(socket);
  dingtalk.pushFrame({ type: 'SYSTEM' });
  expect(await frame).toEqual({ type: 'SYSTEM' });
});
