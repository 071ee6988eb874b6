import { beforeEach, describe, expect, test } from 'vitest';
import type { DingtalkSandbox } from '../../../sandbox/dingtalk/dingtalk-sandbox.ts';
import { answerBySession, SECURITY, startListening, startOrganisation } from './organisation-fixture.ts';

const TEXT = { msgtype: 'text', text: { content: 'Hello' } };
const NINETY_MINUTES_MS = 90 * 60 * 1000;

let dingtalk: DingtalkSandbox;
let now: number;
beforeEach(async () => {
  now = Date.UTC(2026, 0, 5);
  dingtalk = await startOrganisation({ now: () => now });
  await startListening(dingtalk);
});

const webhook = async () => (await dingtalk.say({ userId: 'ann', text: '/mfa' })).sessionWebhook;

test('an answer lands where the question was asked', async () => {
  const direct = await dingtalk.say({ userId: 'ann', text: '/mfa' });
  const inGroup = await dingtalk.say({ userId: 'ann', text: '/mfa help', conversation: SECURITY });
  expect(await answerBySession(direct.sessionWebhook, TEXT)).toMatchObject({
    status: 200,
    body: { errcode: 0 },
  });
  const markdown = { title: 'Help', text: '**Commands**' };
  await answerBySession(inGroup.sessionWebhook, { msgtype: 'markdown', markdown });
  expect(await direct.waitForReplies(1)).toMatchObject([{ msgKey: 'text', text: 'Hello', author: null }]);
  expect(await inGroup.waitForReplies(1)).toMatchObject([{ title: 'Help', shownText: 'Commands' }]);
  expect(dingtalk.directMessages('ann').map(({ author, text }) => [author, text])).toEqual([
    ['ann', '/mfa'],
    [null, 'Hello'],
  ]);
  expect(dingtalk.groupMessages(SECURITY).map(({ text }) => text)).toEqual([
    '@MFA /mfa help',
    '**Commands**',
  ]);
  expect(dingtalk.meteredCalls).toBe(0);
});

test('an answer that does not come is not waited for without end', async () => {
  const typed = await dingtalk.say({ userId: 'ann', text: '/mfa' });
  await answerBySession(typed.sessionWebhook, TEXT);
  await expect(typed.waitForReplies(2, 20)).rejects.toThrow('1 of 2');
});

test('an answer may say nothing', async () => {
  const typed = await dingtalk.say({ userId: 'ann', text: '/mfa' });
  expect((await answerBySession(typed.sessionWebhook, { msgtype: 'empty' })).body).toMatchObject({
    errcode: 0,
  });
  expect(typed.replies).toEqual([]);
});

test('cards have buttons', async () => {
  const url = await webhook();
  const card = { title: 'MFA', text: 'Choose' };
  const single = { ...card, singleTitle: 'Open', singleURL: 'https://a.example' };
  const several = { ...card, btns: [{ title: 'Yes', actionURL: 'https://b.example' }] };
  for (const actionCard of [single, several]) {
    expect((await answerBySession(url, { msgtype: 'actionCard', actionCard })).body).toMatchObject({
      errcode: 0,
    });
  }
  const buttons = dingtalk.directMessages('ann').flatMap((message) => message.buttons);
  expect(buttons.map(({ label, url: target }) => [label, target])).toEqual([
    ['Open', 'https://a.example'],
    ['Yes', 'https://b.example'],
  ]);
});

describe('is refused inside a 200', () => {
  const markdown = (fields: object) => ({ msgtype: 'markdown', markdown: fields });

  test.each([
    ['no message', {}, 40_035],
    ['an unknown kind', { msgtype: 'image', image: {} }, 400_105],
    ['markdown without a title', markdown({ text: 'x' }), 400_402],
    ['markdown without a text', markdown({ title: 'x', text: ' ' }), 400_402],
    ['a card without a target', { msgtype: 'actionCard', actionCard: { title: 'x', text: 'x' } }, 400_402],
    ['over 20,000 bytes', markdown({ title: 'x', text: '字'.repeat(7000) }), 460_101],
  ])('%s', async (_, body, errcode) => {
    const url = await webhook();
    expect(await answerBySession(url, body)).toMatchObject({ status: 200, body: { errcode } });
    expect(dingtalk.directMessages('ann')).toHaveLength(1);
  });

  test('after ninety minutes', async () => {
    const url = await webhook();
    now += NINETY_MINUTES_MS - 1;
    expect((await answerBySession(url, TEXT)).body).toMatchObject({ errcode: 0 });
    now += 1;
    expect(await answerBySession(url, TEXT)).toMatchObject({ status: 200, body: { errcode: 300_001 } });
    expect(dingtalk.directMessages('ann')).toHaveLength(2);
  });

  test('a made-up session', async () => {
    const url = `${dingtalk.oapiUrl}/robot/sendBySession?session=0123456789abcdef`;
    expect((await answerBySession(url, TEXT)).body).toMatchObject({ errcode: 300_001 });
  });

  test('what is not declared as JSON', async () => {
    const response = await fetch((await webhook()) ?? '', { method: 'POST', body: JSON.stringify(TEXT) });
    expect(await response.json()).toMatchObject({ errcode: 43_004 });
  });

  test('in a group the robot was put out of, and in one that is no more', async () => {
    const { sessionWebhook } = await dingtalk.say({ userId: 'ann', text: '/mfa', conversation: SECURITY });
    dingtalk.kickBot(SECURITY);
    expect((await answerBySession(sessionWebhook, TEXT)).body).toMatchObject({ errcode: 400_106 });
    dingtalk.disband(SECURITY);
    expect((await answerBySession(sessionWebhook, TEXT)).body).toMatchObject({ errcode: 400_013 });
  });
});

test('mentions need the person in the group, in the list and in the text', async () => {
  const { sessionWebhook } = await dingtalk.say({ userId: 'ann', text: '/mfa', conversation: SECURITY });
  const answer = (content: string, at: object) =>
    answerBySession(sessionWebhook, { msgtype: 'text', text: { content }, at });
  await answer('@ann @li @boss look', { atUserIds: ['ann', 'li'] });
  await answer('look', { atUserIds: ['boss'] });
  await answer('@all', {});
  await answer('look', { isAtAll: true });
  const seen = dingtalk.groupMessages(SECURITY).slice(1);
  expect(seen.map(({ mentions, mentionsEverybody }) => [mentions, mentionsEverybody])).toEqual([
    [['ann'], false],
    [[], false],
    [[], false],
    [[], true],
  ]);
});
