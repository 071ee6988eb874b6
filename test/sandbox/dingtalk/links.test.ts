import { expect, test } from 'vitest';
import type { DingtalkSandbox } from '../../../sandbox/dingtalk/dingtalk-sandbox.ts';
import {
  SECURITY,
  sendToGroup,
  sendToPeople,
  startListening,
  startOrganisation,
} from './organisation-fixture.ts';

const CONFIRM = `dtmd://dingtalkclient/sendMessage?content=${encodeURIComponent('/mfa confirm K7')}`;
const TEXT = `Sure? [Confirm](${CONFIRM}) or [read on](https://docs.example)`;
const message = { msgParam: JSON.stringify({ title: 'MFA', text: TEXT }) };

function lastFor(dingtalk: DingtalkSandbox, userId: string) {
  const last = dingtalk.directMessages(userId).at(-1);
  if (last === undefined) throw new Error(`${userId} has no message`);
  return last;
}

test('pressing one says what stands in it', async () => {
  const dingtalk = await startOrganisation();
  const messages = await startListening(dingtalk);
  await sendToPeople(dingtalk, ['ann'], message);
  const pressed = await dingtalk.follow('ann', lastFor(dingtalk, 'ann'), 'Confirm');
  expect(messages).toMatchObject([{ text: { content: '/mfa confirm K7' }, senderStaffId: 'ann' }]);
  expect(pressed.acknowledgedWithinMs).not.toBeNull();
  expect(lastFor(dingtalk, 'ann')).toMatchObject({ author: 'ann', text: '/mfa confirm K7' });
});

test('in a group it is said without a mention, and the robot does not hear it', async () => {
  const dingtalk = await startOrganisation();
  const messages = await startListening(dingtalk);
  await sendToGroup(dingtalk, SECURITY, message);
  const [posted] = dingtalk.groupMessages(SECURITY);
  if (posted === undefined) throw new Error('nothing was posted');
  expect(await dingtalk.follow('boss', posted, 'Confirm')).toMatchObject({ notTold: 'robot_not_mentioned' });
  expect(messages).toEqual([]);
});

test('only what is there can be pressed, by those who see it', async () => {
  const dingtalk = await startOrganisation();
  await sendToPeople(dingtalk, ['ann'], message);
  const seen = lastFor(dingtalk, 'ann');
  await expect(dingtalk.follow('ann', seen, 'read on')).rejects.toThrow('read on');
  await expect(dingtalk.follow('ann', seen, 'Cancel')).rejects.toThrow('Cancel');
  await expect(dingtalk.follow('boss', seen, 'Confirm')).rejects.toThrow('boss');
  await expect(dingtalk.follow('ann', { ...seen, id: 'msgOther' }, 'Confirm')).rejects.toThrow('msgOther');
});

test('in a card it says nothing, neither on a button nor in the text', async () => {
  const dingtalk = await startOrganisation();
  const card = { title: 'MFA', text: TEXT, singleTitle: 'Confirm', singleURL: CONFIRM };
  await sendToPeople(dingtalk, ['ann'], { msgKey: 'sampleActionCard', msgParam: JSON.stringify(card) });
  await expect(dingtalk.follow('ann', lastFor(dingtalk, 'ann'), 'Confirm')).rejects.toThrow('Confirm');
});
