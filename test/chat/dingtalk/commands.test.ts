import { describe, expect, test } from 'vitest';
import type { ChatRequest, ChatRequestHandler } from '../../../src/chat/chat.ts';
import { DeliveryError } from '../../../src/chat/delivery-error.ts';
import { link } from '../../../src/domain/message.ts';
import { message } from '../contract-kit.ts';
import {
  CLIENT_ID,
  type DingtalkUnderTest,
  dingtalkForTest,
  inTime,
  OTHER_GROUP,
  SECURITY_GROUP,
} from './organisation.ts';

const ANSWER = message([{ kind: 'paragraph', text: ['Here you are'] }], 'Answer');
const ROBOT_TOPIC = '/v1.0/im/bot/messages/get';
const BATCH_SEND = 'POST /v1.0/robot/oToMessages/batchSend';
const GROUP_SEND = 'POST /v1.0/robot/groupMessages/send';
const BY_SESSION = 'POST /robot/sendBySession';

async function listening(
  handler: ChatRequestHandler = async ({ reply }) => reply(ANSWER),
  ...options: Parameters<typeof dingtalkForTest>
): Promise<DingtalkUnderTest & { readonly requests: readonly ChatRequest[] }> {
  const one = await dingtalkForTest(...options);
  const requests: ChatRequest[] = [];
  await one.dingtalk.commandSource.start(async (request) => {
    requests.push(request);
    await handler(request);
  });
  return { ...one, requests };
}

const calls = ({ sandbox }: DingtalkUnderTest, endpoint: string) =>
  sandbox.requests.filter((request) => request.endpoint === endpoint);

/** A message as DingTalk pushes it, with some fields otherwise; `undefined`: left out. */
function push(
  { sandbox }: DingtalkUnderTest,
  fields: Readonly<Record<string, unknown>>,
  messageId = 'frame-1',
) {
  const data = JSON.stringify({
    msgId: 'msg-1',
    msgtype: 'text',
    text: { content: '/mfa me' },
    conversationId: 'cidDirect==',
    conversationType: '1',
    senderStaffId: 'ann',
    senderNick: 'ANN',
    senderCorpId: 'dingcorp',
    chatbotCorpId: 'dingcorp',
    robotCode: CLIENT_ID,
    ...fields,
  });
  sandbox.pushFrame({
    specVersion: '1.0',
    type: 'CALLBACK',
    headers: { topic: ROBOT_TOPIC, messageId, contentType: 'application/json' },
    data,
  });
}

describe('what people write', () => {
  test.each([
    ['to the bot', { text: '/mfa status overdue' }, 'private', 'status overdue'],
    ['with a full-width slash', { text: '／mfa status' }, 'private', 'status'],
    ['without a slash', { text: 'mfa' }, 'private', ''],
    ['as anything else', { text: '你好' }, 'private', 'help'],
    ['in parts', { text: '/mfa me', as: 'richText' }, 'private', 'me'],
    [
      'in the security conversation',
      { text: '/mfa status', conversation: SECURITY_GROUP },
      'security_conversation',
      'status',
    ],
    ['in another group', { text: 'mfa help', conversation: OTHER_GROUP }, 'other_group', 'help'],
    [
      'with the mention behind',
      { text: '/mfa help', conversation: OTHER_GROUP, mention: 'end' },
      'other_group',
      'help',
    ],
    [
      'in parts, with the mention in front',
      { text: '/mfa help', conversation: OTHER_GROUP, as: 'richText' },
      'other_group',
      'help',
    ],
    [
      'in parts, with the mention behind',
      { text: '/mfa help', conversation: OTHER_GROUP, as: 'richText', mention: 'end' },
      'other_group',
      'help',
    ],
  ] as const)('%s', async (_, said, place, words) => {
    const { sandbox, requests } = await listening(undefined, { robotName: 'The MFA Bot' });
    const typed = await sandbox.say({ userId: 'li', ...said });
    await typed.waitForReplies(1);
    expect(requests).toMatchObject([
      {
        chat: 'dingtalk',
        actor: { memberId: 'li', displayName: '李伟', timeZone: null, language: null },
        conversation: {
          kind: 'conversation' in said ? 'channel' : 'direct',
          id: typed.message.conversationId,
        },
        place,
        words,
        origin: 'typed',
      },
    ]);
  });

  test('a picture to the bot: help', async () => {
    const one = await listening();
    push(one, { msgtype: 'picture', text: undefined, content: { downloadCode: 'x' } });
    await expect.poll(() => one.requests).toMatchObject([{ words: 'help' }]);
  });

  test('to each other in a group is none of ours', async () => {
    const { sandbox, requests, logged } = await listening();
    const typed = await sandbox.say({ userId: 'li', text: 'who broke it?', conversation: SECURITY_GROUP });
    await expect.poll(logged).toContain('no_command');
    expect([requests, typed.replies]).toEqual([[], []]);
  });

  test('pressing a button is typing its words', async () => {
    const { sandbox, dingtalk, requests } = await listening();
    const buttons = message([
      { kind: 'buttons', buttons: [{ label: 'Confirm', command: 'confirm AB12CD' }] },
    ]);
    await dingtalk.messenger.sendToPerson('ann', buttons, 'd-1', inTime());
    const [sent] = sandbox.directMessages('ann');
    if (sent === undefined) throw new Error('nothing was sent');
    await (await sandbox.follow('ann', sent, 'Confirm')).waitForReplies(1);
    expect(requests).toMatchObject([
      { words: 'confirm AB12CD', place: 'private', actor: { memberId: 'ann' } },
    ]);
  });

  test('is acknowledged before anything else, however long the handler takes', async () => {
    const never = Promise.withResolvers<void>();
    const { sandbox, requests } = await listening(() => never.promise);
    const typed = await sandbox.say({ userId: 'ann', text: '/mfa audit' });
    // In the three seconds there are for it.
    expect(typed.acknowledgedWithinMs).not.toBeNull();
    expect(requests).toHaveLength(1);
    never.resolve();
  });

  test('a handler that fails harms nobody else', async () => {
    const { sandbox, logged } = await listening(async ({ words, reply }) => {
      if (words === 'break') throw new TypeError('a defect');
      await reply(ANSWER);
    });
    await sandbox.say({ userId: 'ann', text: '/mfa break' });
    const typed = await sandbox.say({ userId: 'ann', text: '/mfa me' });
    expect(await typed.waitForReplies(1)).toHaveLength(1);
    expect(logged()).toContain('TypeError');
  });
});

describe('once', () => {
  test('a message pushed again under another frame is handled once', async () => {
    const one = await listening();
    push(one, {}, 'frame-1');
    push(one, {}, 'frame-2');
    await expect.poll(one.logged).toContain('duplicate');
    expect(one.requests).toHaveLength(1);
    const acknowledged = () => one.sandbox.receivedFrames.map(({ messageId }) => messageId);
    await expect.poll(acknowledged).toEqual(['frame-1', 'frame-2']);
    expect([...one.memory.taken]).toEqual(['msg-1']);
  });

  test('is written down before anything is done about it', async () => {
    const order: string[] = [];
    const memory = {
      async takeOnce() {
        order.push('taken');
        return true;
      },
      count: async () => {},
    };
    const { sandbox } = await listening(
      async ({ reply }) => {
        order.push('handled');
        await reply(ANSWER);
      },
      {},
      { memory },
    );
    await (await sandbox.say({ userId: 'ann', text: '/mfa me' })).waitForReplies(1);
    expect(order).toEqual(['taken', 'handled']);
  });

  test('without a memory nothing is done', async () => {
    const memory = { takeOnce: () => Promise.reject(new Error('disk full')), count: async () => {} };
    const { sandbox, requests, logged } = await listening(undefined, {}, { memory });
    await sandbox.say({ userId: 'ann', text: '/mfa pause' });
    await expect.poll(logged).toContain('job failed');
    expect(requests).toEqual([]);
  });

  test('a message without an id is not done, since it could be done twice', async () => {
    const one = await listening();
    push(one, { msgId: undefined });
    await expect.poll(one.logged).toContain('no_id');
    expect(one.requests).toEqual([]);
  });
});

describe('who', () => {
  test.each([
    ['of another organisation', 'outsider', {}],
    ['before the bot is published', 'ann', { published: false }],
  ])('somebody %s is told so, and nothing is done', async (_, userId, organisation) => {
    const { sandbox, requests } = await listening(undefined, organisation);
    const typed = await sandbox.say({ userId, text: '/mfa status', conversation: SECURITY_GROUP });
    const [reply] = await typed.waitForReplies(1);
    expect(reply?.shownText).toMatch(/published yet.*in its organisation/s);
    expect(requests).toEqual([]);
  });

  test('of a shared nickname only the userId counts', async () => {
    const one = await listening();
    push(one, { senderStaffId: undefined, senderNick: 'ann', senderId: '$:LWCP_v1:$ann' });
    await expect.poll(one.logged).toContain('unknown_sender');
    expect(one.requests).toEqual([]);
  });

  test.each([
    ['another organisation’s', { senderCorpId: 'dingelse' }, 'unknown_sender'],
    ['for another robot', { robotCode: 'dingother' }, 'other_robot'],
    ['without a conversation', { conversationId: undefined }, 'not_a_message'],
    [
      'without its text, at the end of the month’s messages',
      { text: undefined, errorCode: 20_001, errorMessage: '受调用量超量影响' },
      '20001',
    ],
  ])('a message %s is ignored', async (_, fields, because) => {
    const one = await listening();
    push(one, fields);
    await expect.poll(one.logged).toContain(because);
    expect(one.requests).toEqual([]);
  });

  test('the month’s messages are used up', async () => {
    const { sandbox, requests, logged } = await listening();
    sandbox.useUpStreamQuota();
    await sandbox.say({ userId: 'ann', text: '/mfa me' });
    await expect.poll(logged).toContain('20001');
    expect(requests).toEqual([]);
  });

  test('the robot need not be told', async () => {
    const one = await listening();
    push(one, { robotCode: undefined });
    await expect.poll(() => one.requests).toHaveLength(1);
  });

  test.each([
    ['the sender’s is missing', { senderCorpId: undefined }],
    ['the robot’s is missing', { chatbotCorpId: undefined }],
    ['both are', { senderCorpId: undefined, chatbotCorpId: undefined }],
    ['the sender’s is another', { senderCorpId: 'dingelse' }],
    ['it is none', { senderCorpId: { corp: 'dingcorp' } }],
  ])('refused where the organisation is not surely ours: %s', async (_, fields) => {
    const one = await listening();
    push(one, fields);
    await expect.poll(one.logged).toContain('unknown_sender');
    expect(one.requests).toEqual([]);
  });

  test('where DingTalk does not say it is a direct message, it is a group', async () => {
    const one = await listening();
    push(one, { conversationType: undefined });
    await expect.poll(() => one.requests).toMatchObject([{ place: 'other_group' }]);
  });

  test('whoever writes in the security conversation may look, there only', async () => {
    const { dingtalk } = await dingtalkForTest();
    const actor = {
      chat: 'dingtalk',
      memberId: 'li',
      displayName: 'Li',
      timeZone: null,
      language: null,
    } as const;
    const isViewer = (place: ChatRequest['place']) =>
      dingtalk.viewerRole.isViewer({ actor, place }, inTime());
    expect(
      await Promise.all([isViewer('security_conversation'), isViewer('private'), isViewer('other_group')]),
    ).toEqual([true, false, false]);
    const elsewhere = {
      actor: { ...actor, chat: 'slack' as const },
      place: 'security_conversation' as const,
    };
    expect(await dingtalk.viewerRole.isViewer(elsewhere, inTime())).toBe(false);
  });
});

describe('answers', () => {
  test.each(['direct', SECURITY_GROUP])(
    'go where the question was asked, and cost no metered call: %s',
    async (conversation) => {
      const one = await listening(async ({ reply }) => {
        for (let index = 0; index < 4; index += 1) await reply(ANSWER);
      });
      const typed = await one.sandbox.say({ userId: 'ann', text: '/mfa status', conversation });
      const replies = await typed.waitForReplies(4);
      expect(replies.map(({ shownText }) => shownText)).toEqual(Array(4).fill('Here you are'));
      expect(one.memory.calls).toBe(0);
      // What was received, and each answer.
      expect([one.memory.deliveries, one.sandbox.streamUses]).toEqual([5, 5]);
    },
  );

  test('at the end of the month’s messages what DingTalk says is remembered', async () => {
    const one = await listening();
    one.sandbox.useUpStreamQuota();
    await one.sandbox.say({ userId: 'ann', text: '/mfa me' });
    await expect.poll(() => one.memory.refusedWith).toBe('20001');
    expect(one.memory.deliveries).toBe(0);
  });

  test.each([
    ['in a direct message', 'direct', BATCH_SEND],
    ['in a group', SECURITY_GROUP, GROUP_SEND],
  ])('after the webhook has run out, %s: as the robot', async (_, conversation, endpoint) => {
    const { promise: answered, resolve } = Promise.withResolvers<void>();
    const one: DingtalkUnderTest = await listening(async ({ reply }) => {
      one.clock.advance(91 * 60_000);
      await reply(ANSWER);
      resolve();
    });
    await one.sandbox.say({ userId: 'ann', text: '/mfa audit', conversation });
    await answered;
    expect(calls(one, endpoint)).toHaveLength(1);
    expect(calls(one, BY_SESSION)).toEqual([]);
  });

  test('a webhook gone before its time: as the robot, from then on', async () => {
    const { promise: answered, resolve } = Promise.withResolvers<void>();
    const one = await listening(async ({ reply }) => {
      await reply(ANSWER);
      await reply(ANSWER);
      resolve();
    });
    one.sandbox.faults.add({ endpoint: BY_SESSION, kind: 'error', code: '300001' });
    await one.sandbox.say({ userId: 'ann', text: '/mfa me' });
    await answered;
    expect(calls(one, BY_SESSION)).toHaveLength(1);
    expect(calls(one, BATCH_SEND)).toHaveLength(2);
  });

  test.each(['accept_then_reset', 'accept_then_500', 'html', 'gateway_504'] as const)(
    '%s: ambiguous, and said in no other way',
    async (kind) => {
      const { promise: failed, resolve } = Promise.withResolvers<unknown>();
      const one = await listening(async ({ reply }) => reply(ANSWER).catch(resolve));
      one.sandbox.faults.add({ endpoint: BY_SESSION, kind });
      await one.sandbox.say({ userId: 'ann', text: '/mfa me' });
      expect(await failed).toMatchObject({ name: 'DeliveryError', reason: 'ambiguous' });
      expect([calls(one, BY_SESSION).length, calls(one, BATCH_SEND).length]).toEqual([1, 0]);
    },
  );

  test('an address taken for unsafe: words in its place', async () => {
    const withLink = message([{ kind: 'paragraph', text: [link('the console', 'https://a.example/')] }]);
    const one = await listening(async ({ reply }) => reply(withLink));
    one.sandbox.faults.add({ endpoint: BY_SESSION, kind: 'unsafe_url', times: 5 });
    const typed = await one.sandbox.say({ userId: 'ann', text: '/mfa me' });
    expect(await typed.waitForReplies(1)).toMatchObject([{ shownText: 'the console', links: [] }]);
  });

  test.each([
    ['another host', 'https://evil.example/robot/sendBySession?session=x'],
    ['a host that looks like it', 'http://127.0.0.1.evil.example/robot/sendBySession?session=x'],
    ['no address', 'not an address'],
  ])('are never sent to %s', async (_, sessionWebhook) => {
    const one = await listening();
    push(one, { sessionWebhook, sessionWebhookExpiredTime: one.clock.now() + 60_000 });
    await expect.poll(() => one.sandbox.directMessages('ann')).toHaveLength(1);
    expect(calls(one, BATCH_SEND)).toHaveLength(1);
  });

  test('to nobody known, without a webhook: none, and no crash', async () => {
    const one = await listening();
    push(one, { senderStaffId: undefined });
    await expect.poll(one.logged).toContain('no_sender');
  });

  test('the handler learns what went wrong', async () => {
    const { promise: failed, resolve } = Promise.withResolvers<unknown>();
    const one = await listening(async ({ reply }) => reply(ANSWER).catch(resolve));
    one.sandbox.useUpMonthlyQuota();
    push(one, {});
    expect(await failed).toBeInstanceOf(DeliveryError);
    expect(await failed).toMatchObject({
      reason: 'configuration',
      code: 'Forbidden.AccessDenied.ApiCountLimitForOrg',
    });
  });
});

describe('stopping', () => {
  test('takes no further message, and leaves it unacknowledged for whoever comes next', async () => {
    const end = Promise.withResolvers<void>();
    const one = await listening(() => end.promise, { acknowledgeWithinMs: 100 });
    await one.sandbox.say({ userId: 'ann', text: '/mfa audit' });
    const stopping = one.dingtalk.commandSource.stop(inTime());
    const late = await one.sandbox.say({ userId: 'ann', text: '/mfa pause' });
    expect(late.acknowledgedWithinMs).toBeNull();
    expect(one.requests.map(({ words }) => words)).toEqual(['audit']);
    end.resolve();
    await stopping;
  });

  test('is fine before any start', async () => {
    const { dingtalk } = await dingtalkForTest();
    await dingtalk.commandSource.stop(inTime());
    expect(dingtalk.commandSource.connection().kind).toBe('not_connected');
  });
});
