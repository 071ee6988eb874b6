import { describe } from 'vitest';
import type { Block, Inline, Message } from '../../src/domain/message.ts';
import {
  type ChatDriver,
  describeChatContract,
  type SeenMessage,
  type SendFault,
} from '../chat/contract-kit.ts';
import { InstantClock } from '../chat/instant-clock.ts';
import type { Chat, Colleague } from '../model/world.ts';
import { type Fate, memoryChat, seenText } from './memory-chat.ts';

const FATES: Readonly<Record<SendFault, Fate>> = {
  rate_limited: 'rate_limited',
  delivered_then_reset: 'blurred',
  delivered_then_500: 'blurred',
  delivered_then_cut_off: 'blurred',
  delivered_then_html: 'blurred',
  delivered_then_silence: 'silence',
  reset: 'lost',
};

const someone = (memberId: string, chat: Chat, more: Partial<Colleague> = {}): Colleague => ({
  ...{ memberId, chat, zone: null, managerId: null, hasLeft: false, leave: null, ...more },
});

describe.each(['slack', 'dingtalk'] as const)('%s', (chat) => {
  describeChatContract('in memory', async (): Promise<ChatDriver> => {
    const clock = new InstantClock();
    const people = [someone('ann', chat), someone('gone', chat, { hasLeft: true })];
    const colleagues = new Map(people.map((one) => [one.memberId, one]));
    let fate: Fate = null;
    let works = true;
    const { provider, arrived, type } = memoryChat({
      ...{ chat, colleagues, clock, channels: new Set(['security']), works: () => works },
      emailOf: (memberId) => `${memberId}@corp.example`,
      fateOf() {
        const struck = fate;
        fate = null;
        return struck;
      },
    });
    const seen = (message: Message): SeenMessage => ({
      ...{ words: seenText(message), broadcasts: false },
      mentions: parts(message).flatMap((one) =>
        one.kind === 'person' && colleagues.has(one.memberId) ? [one.memberId] : [],
      ),
      links: parts(message).flatMap((one) =>
        one.kind === 'link' && /^https?:/.test(one.url) ? [one.url] : [],
      ),
    });
    const seenBy = (to: string) => arrived.filter((one) => one.to === to).map(({ message }) => seen(message));
    return {
      ...{ provider, secrets: ['xoxb-memory'], now: () => clock.now(), seenBy, seenIn: seenBy },
      waitedMs: () => clock.sleeps.reduce((sum, ms) => sum + ms, 0),
      people: { ann: { memberId: 'ann', email: 'ann@corp.example' }, deactivated: 'gone', unknown: 'nobody' },
      channels: { withBot: 'security', withoutBot: 'other' },
      ...{ canBeAsked: chat === 'slack', canMention: true },
      strikeNextSend(fault) {
        fate = FATES[fault];
      },
      revokeCredentials() {
        works = false;
      },
      async type(memberId, words) {
        const { acknowledged, replies } = type(memberId, words);
        const answers = async () => {
          await acknowledged;
          return replies.map(seen);
        };
        return { answers };
      },
      ...{ logged: () => '', stop: async () => undefined },
    };
  });
});

function parts({ blocks }: Message): readonly Exclude<Inline, string>[] {
  return blocks.flatMap(textsOf).flatMap((part) => (typeof part === 'string' ? [] : [part]));
}

function textsOf(block: Block): readonly Inline[] {
  switch (block.kind) {
    case 'paragraph':
    case 'note':
      return block.text;
    case 'bullets':
    case 'steps':
      return block.items.flat();
    case 'facts':
      return block.rows.flatMap(([, value]) => value);
    default:
      return [];
  }
}
