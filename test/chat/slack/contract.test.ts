import type { SandboxMessage } from '../../../sandbox/slack/message.ts';
import { messageReferences } from '../../../sandbox/slack/mrkdwn.ts';
import { type ChatDriver, describeChatContract, type SeenMessage, type SendFault } from '../contract-kit.ts';
import { APP_TOKEN, BOT_TOKEN } from './tokens.ts';
import { startSlack } from './workspace.ts';

const FAULTS = {
  rate_limited: { kind: 'rate_limited', retryAfterSeconds: 7 },
  delivered_then_reset: { kind: 'accept_then_reset' },
  delivered_then_500: { kind: 'accept_then_500' },
  delivered_then_cut_off: { kind: 'accept_then_cut_body' },
  delivered_then_html: { kind: 'html', accepted: true },
  delivered_then_silence: { kind: 'accept_then_hang' },
  reset: { kind: 'reset_before' },
} as const satisfies Record<SendFault, object>;

describeChatContract('Slack', async (): Promise<ChatDriver> => {
  const { sandbox, slack, clock, logged, stop } = await startSlack();
  return {
    provider: slack,
    secrets: [BOT_TOKEN, APP_TOKEN],
    now: () => clock.now(),
    waitedMs: () => clock.sleeps.reduce((sum, ms) => sum + ms, 0),
    people: {
      ann: { memberId: 'U0ANN', email: 'ann@corp.example' },
      deactivated: 'U0GONE',
      unknown: 'U0NOBODY',
    },
    channels: { withBot: 'C0SEC', withoutBot: 'C0OTHER' },
    canBeAsked: true,
    canMention: true,
    seenBy: (memberId) => sandbox.directMessages(memberId).map(seen),
    seenIn: (channelId) => sandbox.channelMessages(channelId).map(seen),
    strikeNextSend: (fault) => sandbox.faults.add({ method: 'chat.postMessage', ...FAULTS[fault] }),
    revokeCredentials: () => sandbox.revokeToken(),
    async type(memberId, words) {
      const typed = await sandbox.command({ userId: memberId, text: words });
      return {
        answers: async (count) => (await typed.waitForReplies(count)).map(({ message }) => seen(message)),
      };
    },
    logged,
    stop,
  };
});

function seen(message: SandboxMessage): SeenMessage {
  const references = messageReferences(message);
  return {
    words: [message.text, ...wordsIn(message.blocks)].join('\n'),
    mentions: references.flatMap((one) =>
      one.kind === 'member' || one.kind === 'usergroup' ? [one.id] : [],
    ),
    broadcasts: references.some(({ kind }) => kind === 'broadcast' || kind === 'channel'),
    links: references.flatMap((one) => (one.kind === 'link' ? [one.url] : [])),
  };
}

function wordsIn(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(wordsIn);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, content]) =>
    name === 'text' && typeof content === 'string' ? [content] : wordsIn(content),
  );
}
