import { describe, expect, test } from 'vitest';
import { ADMIN, begin, JANE, person } from './rehearsal.ts';

// Slack’s patience is real time: these take ten seconds, and so they wait together.
describe.concurrent('Slack took the message and never answered', () => {
  test('a person’s is found in the conversation, and not sent again', async () => {
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

  test('the channel’s stays unknown, is not repeated, and admins are told', async () => {
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
