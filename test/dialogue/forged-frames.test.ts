import { describe, expect, test } from 'vitest';
import { createLog } from '../../src/log.ts';
import { randomNumbers } from '../chaos/random-numbers.ts';
import {
  ADMIN,
  CORP,
  codeOf,
  person,
  type Rehearsal,
  rehearse,
  rehearseIn,
  SECURITY_GROUP,
  WEI,
} from './rehearsal.ts';

const FRAMES = 120;
const SEED = 20261126;
const TEST_TIMEOUT_MS = 240_000;

const requiredIn = ({ alibaba }: Rehearsal) => ({
  updates: alibaba.requests.count('UpdateLoginProfile'),
  required: alibaba
    .account(CORP)
    .users()
    .filter((user) => user.loginProfile?.mfaBindRequired).length,
});

const refusedCodes = async ({ db }: Rehearsal) =>
  (await db.selectFrom('activity').select('kind').where('kind', '=', 'code_refused').execute()).length;

/** As DingTalk pushes what somebody wrote, but for what is forged. */
const FORGERIES: Readonly<Record<string, object>> = {
  'without a staff id': { senderStaffId: undefined },
  'of another organisation, by an admin’s id': { senderCorpId: 'dingelse' },
  'of no organisation': { senderCorpId: undefined, chatbotCorpId: undefined },
  'for a robot of another organisation': { chatbotCorpId: 'dingelse' },
  'for another robot': { robotCode: 'dingelse0app' },
};

function pushForged(rehearsal: Rehearsal, index: number, words: string): void {
  const forged = Object.values(FORGERIES)[index % Object.keys(FORGERIES).length];
  const isDirect = index % 2 === 0;
  const data = {
    ...{ msgId: `forged-${index}`, msgtype: 'text', text: { content: `/mfa ${words}` } },
    conversationId: isDirect ? 'cidDirect==' : SECURITY_GROUP.openConversationId,
    conversationType: isDirect ? '1' : '2',
    ...{ senderStaffId: 'admin', senderNick: 'admin', senderCorpId: 'dingcorp', chatbotCorpId: 'dingcorp' },
    ...{ robotCode: 'dingdemo0app', ...forged },
  };
  rehearsal.dingtalk.pushFrame({
    specVersion: '1.0',
    type: 'CALLBACK',
    headers: {
      topic: '/v1.0/im/bot/messages/get',
      messageId: `frame-${index}`,
      contentType: 'application/json',
    },
    data: JSON.stringify(data),
  });
}

test('frames of DingTalk from nobody known, from elsewhere or for another robot: none is carried out, each is in the log', {
  timeout: TEST_TIMEOUT_MS,
}, async () => {
  const lines: string[] = [];
  const log = createLog('trace', { write: (line) => void lines.push(line) });
  const rehearsal = await rehearseIn('dingtalk')({ users: [person('jane.doe'), person('wei')], log });
  // One that would be good if the admin said it.
  const code = codeOf(await rehearsal.say(ADMIN, 'enforce jane.doe'));
  const before = requiredIn(rehearsal);
  const random = randomNumbers(SEED);
  const commands = [`confirm ${code}`, `confirm ${code}`, 'start', 'pause', 'audit', 'enforce wei'];
  for (let index = 0; index < FRAMES; index += 1) {
    pushForged(rehearsal, index, commands[Math.floor(random() * commands.length)] ?? '');
  }
  const ignored = () =>
    lines.filter((line) => {
      const { msg, because } = JSON.parse(line) as Readonly<Record<string, unknown>>;
      return msg === 'request ignored' && (because === 'unknown_sender' || because === 'other_robot');
    });
  await expect.poll(() => ignored().length).toBe(FRAMES);
  await rehearsal.app.runDueJobs();
  expect(requiredIn(rehearsal)).toEqual(before);
  expect(await rehearsal.db.selectFrom('pause').selectAll().execute()).toEqual([]);
  // It was good all the time.
  expect(await rehearsal.ask(ADMIN, `confirm ${code}`)).not.toMatch(/not valid|expired/i);
  expect(requiredIn(rehearsal).required).toBe(before.required + 1);
});

test('a question of one chat is answered in that chat alone, once, and in time', {
  timeout: TEST_TIMEOUT_MS,
}, async () => {
  const rehearsal = await rehearse({
    chats: ['slack', 'dingtalk'],
    users: [person('jane.doe'), person('wei')],
  });
  const inDingtalk = (words: string) => rehearsal.hands('dingtalk').say('admin', words);
  const used = codeOf(await rehearsal.say(ADMIN, 'enforce jane.doe'));
  await inDingtalk(`confirm ${used}`);
  expect(requiredIn(rehearsal)).toEqual({ updates: 0, required: 0 });
  await rehearsal.ask(ADMIN, `confirm ${used}`);
  expect(requiredIn(rehearsal)).toEqual({ updates: 1, required: 1 });
  const expired = codeOf(await rehearsal.say(ADMIN, 'enforce wei'));
  rehearsal.aWhileLater(301);
  for (const code of [used, expired]) {
    await rehearsal.ask(ADMIN, `confirm ${code}`);
    await inDingtalk(`confirm ${code}`);
    rehearsal.aWhileLater(1);
  }
  expect(requiredIn(rehearsal)).toEqual({ updates: 1, required: 1 });
  expect(await refusedCodes(rehearsal)).toBe(5);
});

describe('a button of Slack whose value was altered on its way', () => {
  test('does no more than its words do for whoever pressed it, and is recorded', {
    timeout: TEST_TIMEOUT_MS,
  }, async () => {
    const rehearsal = await rehearse({ users: [person('jane.doe'), person('wei')] });
    await rehearsal.start();
    const code = codeOf(await rehearsal.say(ADMIN, 'enforce jane.doe'));
    const [told] = rehearsal.messagesTo(WEI);
    if (told?.wire.chat !== 'slack') throw new Error('Wei was not told');
    const [button] = told.buttons;
    const before = requiredIn(rehearsal);
    const altered = [
      `confirm ${code}`,
      'enforce jane.doe',
      'pause',
      'exempt wei 2026-03-20 because',
      'link jane.doe none',
      'not-me jane.doe',
      'shared jane.doe',
      '',
      'x'.repeat(1900),
    ];
    for (const value of altered) {
      const pressed = await rehearsal.slack.press({
        userId: WEI,
        message: told.wire.message,
        value: button?.command ?? '',
        sends: value,
      });
      await pressed.waitForReplies(1);
      rehearsal.aWhileLater(1);
    }
    expect(requiredIn(rehearsal)).toEqual(before);
    expect(await rehearsal.db.selectFrom('pause').selectAll().execute()).toEqual([]);
    expect(await rehearsal.db.selectFrom('link').selectAll().execute()).toEqual([]);
    expect(await rehearsal.db.selectFrom('dispute').selectAll().execute()).toEqual([]);
    const refused = await rehearsal.db
      .selectFrom('activity')
      .select('kind')
      .where('kind', 'in', ['command_refused', 'code_refused'])
      .execute();
    expect(refused.length).toBeGreaterThanOrEqual(5);
  });
});
