import { describe, expect, test } from 'vitest';
import { ADMIN, begin, JANE, person, SENDING } from './rehearsal.ts';

// The patience is real time: these take ten seconds, and so they wait together.
describe.concurrent('a chat took the message and never answered', () => {
  test('a person’s in Slack is found in the conversation, and not sent again', async () => {
    const rehearsal = await begin({ users: [person('jane.doe')] });
    try {
      rehearsal.slack.faults.add({ kind: 'accept_then_hang', method: 'chat.postMessage' });
      await rehearsal.start();
      await rehearsal.advanceTo('2026-03-02T12:00');
      expect(rehearsal.toldTo(JANE)).toHaveLength(1);
      expect(await rehearsal.notices('jane.doe')).toEqual(['first/1 sent']);
    } finally {
      await rehearsal.stop();
    }
  });

  test('a person’s in DingTalk, which cannot be asked, stays unknown, and is not sent again', async () => {
    const rehearsal = await begin({ chat: 'dingtalk', users: [person('jane.doe')] });
    try {
      rehearsal.dingtalk.faults.add({ kind: 'accept_then_hang', endpoint: SENDING.dingtalk });
      await rehearsal.start();
      await rehearsal.advanceTo('2026-03-02T12:00');
      expect(rehearsal.toldTo(JANE)).toHaveLength(1);
      expect(await rehearsal.notices('jane.doe')).toEqual(['first/1 unknown']);
    } finally {
      await rehearsal.stop();
    }
  });

  test('the channel’s in Slack stays unknown, is not repeated, and admins are told', async () => {
    const rehearsal = await begin({ users: [person('jane.doe')] });
    try {
      await rehearsal.advanceTo('2026-03-03T09:12');
      rehearsal.slack.faults.add({ kind: 'accept_then_hang', method: 'chat.postMessage' });
      await rehearsal.advanceTo('2026-03-03T12:00');
      expect(rehearsal.channelMessages()).toHaveLength(2);
      expect(rehearsal.toldTo(ADMIN)).toEqual([expect.stringMatching(/2026-03-03/)]);
    } finally {
      await rehearsal.stop();
    }
  });
});
