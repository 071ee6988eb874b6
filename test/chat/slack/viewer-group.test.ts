import { expect, test } from 'vitest';
import type { ChatRequest } from '../../../src/chat/chat.ts';
import { inTime, type SlackUnderTest, slackForTest } from './workspace.ts';

const asking = (memberId: string): Pick<ChatRequest, 'actor' | 'place'> => ({
  actor: { chat: 'slack', memberId, displayName: memberId, timeZone: null, language: null },
  place: 'private',
});
const mayLook = ({ slack }: SlackUnderTest, memberId: string) =>
  slack.viewerRole.isViewer(asking(memberId), inTime());

test('members of the group, nobody else', async () => {
  const one = await slackForTest();
  expect(await mayLook(one, 'U0LI')).toBe(true);
  expect(await mayLook(one, 'U0ANN')).toBe(false);
});

test('nobody where there is no group', async () => {
  const one = await slackForTest({}, { viewerUsergroupId: null });
  expect(await mayLook(one, 'U0LI')).toBe(false);
  expect(one.sandbox.requests).toEqual([]);
});

test('nobody from another chat, whatever the id', async () => {
  const { slack } = await slackForTest();
  const { actor, place } = asking('U0LI');
  const request = { actor: { ...actor, chat: 'dingtalk' as const }, place };
  expect(await slack.viewerRole.isViewer(request, inTime())).toBe(false);
});

test('read once in five minutes; who left is out after them', async () => {
  const one = await slackForTest();
  await mayLook(one, 'U0LI');
  one.sandbox.setUsergroup('S0VIEW', ['U0ANN']);
  one.clock.advance(4 * 60_000);
  expect(await mayLook(one, 'U0LI')).toBe(true);
  expect(one.sandbox.requests).toHaveLength(1);
  one.clock.advance(2 * 60_000);
  expect(await mayLook(one, 'U0LI')).toBe(false);
  expect(await mayLook(one, 'U0ANN')).toBe(true);
});

test.each(['server_error', 'html', 'empty', 'reset_before'] as const)(
  '%s: nobody, also who was in it before',
  async (kind) => {
    const one = await slackForTest();
    expect(await mayLook(one, 'U0LI')).toBe(true);
    one.clock.advance(6 * 60_000);
    one.sandbox.faults.add({ method: 'usergroups.users.list', kind });
    expect(await mayLook(one, 'U0LI')).toBe(false);
    expect(one.logged()).toContain('usergroups.users.list');
    expect(await mayLook(one, 'U0LI')).toBe(true);
  },
);

test('a group that is gone: nobody', async () => {
  const one = await slackForTest({}, { viewerUsergroupId: 'S0GONE' });
  expect(await mayLook(one, 'U0LI')).toBe(false);
  expect(one.logged()).toContain('no_such_subteam');
});
