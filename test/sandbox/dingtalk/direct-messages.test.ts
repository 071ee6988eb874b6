import { describe, expect, test } from 'vitest';
import { callApi, ROBOT_CODE, SCOPES, sendToPeople, startOrganisation } from './organisation-fixture.ts';

const param = (fields: unknown) => ({ msgParam: JSON.stringify(fields) });

test('one call reaches several people, each in their own conversation', async () => {
  const dingtalk = await startOrganisation({ now: () => 1000 });
  const { status, body } = await sendToPeople(dingtalk, ['ann', 'li', 'ann']);
  expect(status).toBe(200);
  expect(body).toEqual({
    processQueryKey: expect.any(String),
    invalidStaffIdList: [],
    flowControlledStaffIdList: [],
  });
  const { processQueryKey } = body;
  const seen = { processQueryKey, author: null, msgKey: 'sampleMarkdown', title: 'MFA', sentAt: 1000 };
  const [forAnn, ...more] = dingtalk.directMessages('ann');
  const [forLi] = dingtalk.directMessages('li');
  expect(forAnn).toMatchObject({ ...seen, text: 'Please enrol', shownText: 'Please enrol' });
  expect(more).toEqual([]);
  expect(forLi).toMatchObject(seen);
  expect(forLi?.conversationId).not.toBe(forAnn?.conversationId);
  expect(dingtalk.directMessages('boss')).toEqual([]);
});

describe('is refused', () => {
  test.each([
    [
      '21 recipients',
      { userIds: Array.from({ length: 21 }, (_, index) => `user${index}`) },
      'userIds.overMax',
    ],
    ['no recipient', { userIds: [] }, 'userIds.empty'],
    ['recipients that are no texts', { userIds: [1] }, 'param.invalid'],
    ['no robot code', { robotCode: undefined }, 'robotCode.empty'],
    ['another robot', { robotCode: 'dingother' }, 'robotCode.notExsit'],
    ['no msgKey', { msgKey: undefined }, 'msgKey.empty'],
    ['an unknown msgKey', { msgKey: 'sampleTable' }, 'msgKey.invalid'],
    ['a msgKey that is a name every object has', { msgKey: 'constructor' }, 'msgKey.invalid'],
    ['msgParam as an object', { msgParam: { title: 'a', text: 'b' } }, 'msgParam.invalid'],
    ['msgParam that is no JSON', { msgParam: 'title=a' }, 'msgParam.invalid'],
    ['msgParam that is a list', param([]), 'msgParam.invalid'],
    ['a field the template has not', param({ title: 'a', text: 'b', at: 'all' }), 'msgParam.invalid'],
    ['a text over 5,000 characters', param({ title: 'a', text: 'x'.repeat(5001) }), 'msgParam.tooLong'],
    ['parameters over 15,000 bytes', param({ title: '字'.repeat(5000), text: 'b' }), 'msgParam.tooLong'],
  ])('%s', async (_, more, code) => {
    const dingtalk = await startOrganisation();
    const answer = await sendToPeople(dingtalk, ['ann'], more);
    expect(answer).toMatchObject({ status: 400, body: { code: `invalidParameter.${code}` } });
    expect(dingtalk.directMessages('ann')).toEqual([]);
  });

  test.each([
    ['sampleText', { text: 'x' }, 'miss.param.contentOfText'],
    ['sampleMarkdown', { text: 'x' }, 'miss.param.markdownTotitle'],
    ['sampleMarkdown', { title: ' ', text: 'x' }, 'miss.param.markdownTotitle'],
    ['sampleMarkdown', { title: 'x' }, 'miss.param.markdownTotext'],
    ['sampleLink', { title: 'x', text: 'x' }, 'miss.param.messageUrlOfLink'],
    ['sampleImageMsg', {}, 'miss.param.photoTophotoUrl'],
    ['sampleActionCard', { title: 'x', text: 'x', singleTitle: 'x' }, 'miss.param.actionCardTosingleUrl'],
    [
      'sampleActionCard2',
      { title: 'x', text: 'x', actionTitle1: 'x', actionURL1: 'x', actionTitle2: 'x' },
      'miss.param.actionCardTobtnsToactionUrl',
    ],
    // Two buttons side by side are named otherwise than two on top of each other.
    [
      'sampleActionCard6',
      { title: 'x', text: 'x', actionTitle1: 'x', actionURL1: 'x', actionTitle2: 'x', actionURL2: 'x' },
      'miss.param.actionCardTobtnsTotitle',
    ],
  ])('%s without a field', async (msgKey, fields, code) => {
    const dingtalk = await startOrganisation();
    const answer = await sendToPeople(dingtalk, ['ann'], { msgKey, ...param(fields) });
    expect(answer).toMatchObject({ status: 400, body: { code } });
  });

  test('an app without the permission, which is named', async () => {
    const scopes = SCOPES.filter((scope) => scope !== 'qyapi_robot_sendmsg');
    const dingtalk = await startOrganisation({ scopes });
    expect(await sendToPeople(dingtalk, ['ann'])).toMatchObject({
      status: 403,
      body: {
        code: 'Forbidden.AccessDenied.AccessTokenPermissionDenied',
        accessdenieddetail: { requiredScopes: ['qyapi_robot_sendmsg'] },
      },
    });
    dingtalk.setScopes(SCOPES);
    expect((await sendToPeople(dingtalk, ['ann'])).status).toBe(200);
  });
});

describe('a recipient', () => {
  test.each(['nobody', 'hidden', 'guest'])('%s cannot be reached, and the others are', async (userId) => {
    const dingtalk = await startOrganisation();
    const { status, body } = await sendToPeople(dingtalk, [userId, 'ann']);
    expect(status).toBe(200);
    expect(body).toMatchObject({ invalidStaffIdList: [userId] });
    expect(dingtalk.directMessages('ann')).toHaveLength(1);
  });

  test('who left is invalid', async () => {
    const dingtalk = await startOrganisation();
    dingtalk.removeMember('li');
    expect((await sendToPeople(dingtalk, ['li'])).body).toMatchObject({ invalidStaffIdList: ['li'] });
  });

  test('nobody has may fail the whole batch', async () => {
    const dingtalk = await startOrganisation({ undocumented: { unknownUserId: 'fails_batch' } });
    expect(await sendToPeople(dingtalk, ['nobody', 'ann'])).toMatchObject({
      status: 400,
      body: { code: 'staffId.notExisted' },
    });
    expect(dingtalk.directMessages('ann')).toEqual([]);
  });

  test('that the robot may not write to fails the whole call', async () => {
    const dingtalk = await startOrganisation();
    dingtalk.setRecipientOutcome('ann', 'forbidden');
    expect(await sendToPeople(dingtalk, ['li', 'ann'])).toMatchObject({
      status: 400,
      body: { code: 'send.forbidden' },
    });
    expect(dingtalk.directMessages('li')).toEqual([]);
  });

  test('can be held back for each reason there is a list of', async () => {
    const dingtalk = await startOrganisation();
    dingtalk.setRecipientOutcome('ann', 'flowControlled');
    dingtalk.setRecipientOutcome('boss', 'filtered');
    dingtalk.setRecipientOutcome('li', 'invalid');
    const { body } = await sendToPeople(dingtalk, ['ann', 'boss', 'li']);
    expect(body).toMatchObject({
      invalidStaffIdList: ['li'],
      flowControlledStaffIdList: ['ann'],
      filteredStaffIdList: ['boss'],
    });
    for (const userId of ['ann', 'boss', 'li']) expect(dingtalk.directMessages(userId)).toEqual([]);
    dingtalk.setRecipientOutcome('ann', 'delivered');
    await sendToPeople(dingtalk, ['ann']);
    expect(dingtalk.directMessages('ann')).toHaveLength(1);
  });
});

describe('what can be pressed', () => {
  test('of a card are its buttons, whatever its fields are called', async () => {
    const dingtalk = await startOrganisation();
    const card = { title: 'MFA', text: 'Choose **now**' };
    const url = 'https://signin.example/';
    const cards: [string, object][] = [
      ['sampleActionCard', { singleTitle: 'One', singleURL: url }],
      ['sampleActionCard2', { actionTitle1: 'A', actionURL1: url, actionTitle2: 'B', actionURL2: `${url}b` }],
      ['sampleActionCard6', { buttonTitle1: 'L', buttonUrl1: url, buttonTitle2: 'R', buttonUrl2: `${url}r` }],
    ];
    for (const [msgKey, fields] of cards) {
      expect(
        (await sendToPeople(dingtalk, ['ann'], { msgKey, ...param({ ...card, ...fields }) })).status,
      ).toBe(200);
    }
    const seen = dingtalk.directMessages('ann');
    expect(seen.map(({ buttons }) => buttons.map(({ label }) => label))).toEqual([
      ['One'],
      ['A', 'B'],
      ['L', 'R'],
    ]);
    expect(seen[2]?.buttons[1]).toMatchObject({ kind: 'web', opens: `${url}r`, automatic: false });
    expect(seen[0]).toMatchObject({ title: 'MFA', shownText: 'Choose now', links: [] });
  });

  test('of a plain text are the addresses in it', async () => {
    const dingtalk = await startOrganisation();
    const content = '看 https://signin.example/a [x](https://b.example)';
    await sendToPeople(dingtalk, ['ann'], { msgKey: 'sampleText', ...param({ content }) });
    expect(dingtalk.directMessages('ann')[0]).toMatchObject({
      title: null,
      shownText: content,
      links: [
        { url: 'https://signin.example/a', automatic: true },
        { url: 'https://b.example)', automatic: true },
      ],
    });
  });

  test('of a link message is the message', async () => {
    const dingtalk = await startOrganisation();
    const fields = { title: 'Docs', text: 'How to', messageUrl: 'https://docs.example', picUrl: '@lADO' };
    await sendToPeople(dingtalk, ['ann'], { msgKey: 'sampleLink', ...param(fields) });
    expect(dingtalk.directMessages('ann')[0]).toMatchObject({
      buttons: [{ label: 'Docs', opens: 'https://docs.example' }],
      links: [{ kind: 'image', url: '@lADO' }],
    });
  });
});

describe('whether it was read', () => {
  const path = (key: unknown) =>
    `/v1.0/robot/oToMessages/readStatus?robotCode=${ROBOT_CODE}&processQueryKey=${key}`;
  const ask = { method: 'GET' } as const;

  test('is told for a day, of those who got it', async () => {
    let now = Date.UTC(2026, 0, 5);
    const dingtalk = await startOrganisation({ now: () => now });
    const { body } = await sendToPeople(dingtalk, ['ann', 'li', 'nobody']);
    const asked = path(encodeURIComponent(String(body.processQueryKey)));
    dingtalk.read('ann');
    expect((await callApi(dingtalk, asked, null, ask)).body).toEqual({
      sendStatus: 'SUCCESS',
      messageReadInfoList: [
        { name: 'ANN', userId: 'ann', readStatus: 'READ' },
        { name: 'LI', userId: 'li', readStatus: 'UNREAD' },
      ],
    });
    now += 24 * 60 * 60 * 1000 + 1;
    expect(await callApi(dingtalk, asked, null, ask)).toMatchObject({
      status: 400,
      body: { code: 'processQueryKey.expireTime' },
    });
  });

  test('is not told of a key that is not encoded, wrong or missing', async () => {
    const dingtalk = await startOrganisation();
    const codes = [];
    for (const key of ['a+b', '']) codes.push((await callApi(dingtalk, path(key), null, ask)).body.code);
    expect(codes).toEqual(['invalid.processQueryKey', 'invalidParameter.processQueryKey.missing']);
  });
});
