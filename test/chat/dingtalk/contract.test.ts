import type { FaultKind } from '../../../sandbox/dingtalk/faults.ts';
import type { SandboxMessage } from '../../../sandbox/dingtalk/message.ts';
import { type ChatDriver, describeChatContract, type SeenMessage, type SendFault } from '../contract-kit.ts';
import { CLIENT_SECRET, GROUP_WITHOUT_BOT, SECURITY_GROUP, startDingtalk } from './organisation.ts';

const FAULTS: Readonly<Record<SendFault, FaultKind>> = {
  rate_limited: { kind: 'qps_403' },
  delivered_then_reset: { kind: 'accept_then_reset' },
  delivered_then_500: { kind: 'accept_then_500' },
  delivered_then_cut_off: { kind: 'accept_then_cut_body' },
  delivered_then_html: { kind: 'html', accepted: true },
  delivered_then_silence: { kind: 'accept_then_hang' },
  reset: { kind: 'reset_before' },
};

/** A button of ours: pressing it says a command to the bot. */
const OWN_BUTTON = /^dtmd:\/\/dingtalkclient\/sendMessage\?content=%2Fmfa%20[^()\s]*$/;

describeChatContract('DingTalk', async (): Promise<ChatDriver> => {
  const { sandbox, dingtalk, clock, logged, stop } = await startDingtalk();
  sandbox.setRecipientOutcome('gone', 'filtered');
  return {
    provider: dingtalk,
    secrets: [CLIENT_SECRET],
    now: () => clock.now(),
    waitedMs: () => clock.sleeps.reduce((sum, ms) => sum + ms, 0),
    people: {
      ann: { memberId: 'ann', email: 'ann@corp.example' },
      deactivated: 'gone',
      unknown: 'nobody',
    },
    channels: { withBot: SECURITY_GROUP, withoutBot: GROUP_WITHOUT_BOT },
    canBeAsked: false,
    canMention: false,
    seenBy: (memberId) => sandbox.directMessages(memberId).filter(isOurs).map(seen),
    seenIn: (channelId) => sandbox.groupMessages(channelId).filter(isOurs).map(seen),
    strikeNextSend: (fault) =>
      sandbox.faults.add({ endpoint: 'POST /v1.0/robot/oToMessages/batchSend', ...FAULTS[fault] }),
    revokeCredentials: () => sandbox.revokeCredentials(),
    async type(memberId, words) {
      const typed = await sandbox.say({ userId: memberId, text: `/mfa ${words}` });
      return { answers: async (count) => (await typed.waitForReplies(count)).map(seen) };
    },
    logged,
    stop,
  };
});

function isOurs({ author }: SandboxMessage): boolean {
  return author === null;
}

function seen(message: SandboxMessage): SeenMessage {
  const links = [...message.links, ...message.buttons].map(({ url }) => url);
  return {
    words: [message.title ?? '', message.shownText].join('\n'),
    mentions: message.mentions,
    broadcasts: message.mentionsEverybody,
    links: links.filter((url) => !OWN_BUTTON.test(url)),
  };
}
