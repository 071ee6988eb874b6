import { expect, test } from 'vitest';
import { OTHERS, SCOPES, SECURITY, sendToGroup, startOrganisation } from './organisation-fixture.ts';

const param = (fields: unknown) => ({ msgParam: JSON.stringify(fields) });

test('a message stands in the group, and mentions nobody', async () => {
  const dingtalk = await startOrganisation();
  const { status, body } = await sendToGroup(
    dingtalk,
    SECURITY,
    param({ title: 'Digest', text: '@ann @all' }),
  );
  expect(status).toBe(200);
  expect(dingtalk.groupMessages(SECURITY)).toMatchObject([
    { processQueryKey: body.processQueryKey, title: 'Digest', mentions: [], mentionsEverybody: false },
  ]);
  expect(dingtalk.directMessages('ann')).toEqual([]);
});

test.each([
  ['a group the robot is not in', { openConversationId: OTHERS }, 'invalidParameter.robotCode.notExsit'],
  ['an unknown group', { openConversationId: 'cidNowhere' }, 'invalid.openConversationId'],
  ['no group', { openConversationId: undefined }, 'miss.openConversationId'],
  ['a robot of another app', { robotCode: 'dingother' }, 'invalidParameter.robotCode.notExsit'],
  ['an unknown msgKey', { msgKey: 'sampleTable' }, 'invalidParameter.msgKey.invalid'],
  ['msgParam as an object', { msgParam: { title: 'a', text: 'b' } }, 'invalidParameter.msgParam.invalid'],
  ['no title', param({ text: 'b' }), 'miss.param.markdownTotitle'],
  ['over 15,000 bytes', param({ title: 'a', text: '字'.repeat(5000) }), 'invalidParameter.msgParam.tooLong'],
])('%s is refused', async (_, more, code) => {
  const dingtalk = await startOrganisation();
  expect(await sendToGroup(dingtalk, SECURITY, more)).toMatchObject({ status: 400, body: { code } });
  expect(dingtalk.groupMessages(SECURITY)).toEqual([]);
  expect(dingtalk.groupMessages(OTHERS)).toEqual([]);
});

test('it may be longer than what people get directly', async () => {
  const dingtalk = await startOrganisation();
  expect(
    (await sendToGroup(dingtalk, SECURITY, param({ title: 'a', text: 'x'.repeat(14_900) }))).status,
  ).toBe(200);
});

test('a robot that was put out, invited again, and a group that is no more', async () => {
  const dingtalk = await startOrganisation();
  const codes = [];
  dingtalk.kickBot(SECURITY);
  codes.push((await sendToGroup(dingtalk, SECURITY)).body.code);
  dingtalk.inviteBot(SECURITY);
  codes.push((await sendToGroup(dingtalk, SECURITY)).body.code);
  dingtalk.disband(SECURITY);
  codes.push((await sendToGroup(dingtalk, SECURITY)).body.code);
  expect(codes).toEqual(['invalidParameter.robotCode.notExsit', undefined, 'group.disbanded']);
});

test('without the permission nothing is sent', async () => {
  const dingtalk = await startOrganisation({ scopes: SCOPES.slice(1) });
  expect(await sendToGroup(dingtalk, SECURITY)).toMatchObject({
    status: 403,
    body: { accessdenieddetail: { requiredScopes: ['qyapi_robot_sendmsg'] } },
  });
});
