import type { DingtalkSandbox } from '../sandbox/dingtalk/dingtalk-sandbox.ts';
import type { SandboxMessage } from '../sandbox/dingtalk/message.ts';
import { commandOf, type Hands, type SeenMessage } from './hands.ts';

/** `settle` resolves when all is done that an answer started. */
export function dingtalkHands(
  dingtalk: DingtalkSandbox,
  securityConversationId: string,
  settle: () => Promise<void>,
): Hands {
  type Interaction = Awaited<ReturnType<DingtalkSandbox['say']>>;
  const answerTo = async (asked: Interaction) => {
    const [reply] = await asked.waitForReplies(1);
    await settle();
    if (reply === undefined) throw new Error('There is no answer');
    return seenInDingtalk(reply);
  };
  const typed = (userId: string, words: string, conversation = 'direct') =>
    dingtalk.say({ userId, text: `/mfa ${words}`.trim(), conversation });
  const say = async (...what: Parameters<typeof typed>) => answerTo(await typed(...what));
  return {
    say,
    answers: async (userId, words, count) =>
      (await (await typed(userId, words)).waitForReplies(count)).map(seenInDingtalk),
    press: async (userId, seen, label) => {
      if (seen.wire.chat !== 'dingtalk') throw new Error('This message is not in DingTalk');
      const { message } = seen.wire;
      const isLink = message.links.some((link) => link.kind === 'send_message' && link.label === label);
      return isLink
        ? answerTo(await dingtalk.follow(userId, message, label))
        : say(userId, commandOf(seen, label), message.conversationId);
    },
    messagesTo: (userId) => dingtalk.directMessages(userId).filter(isUnasked).map(seenInDingtalk),
    channelMessages: () =>
      dingtalk.groupMessages(securityConversationId).filter(isUnasked).map(seenInDingtalk),
  };
}

/** Answers come by the session of the question, everything else by the robot's API. */
function isUnasked({ author, processQueryKey }: SandboxMessage): boolean {
  return author === null && processQueryKey !== null;
}

const SAID = '/mfa ';
// In a group, where a link would say it without the mention.
const BUTTON_IN_WORDS = /^▸ (.*?)(?:：|: )@bot \/mfa (.*)$/gm;

function seenInDingtalk(message: SandboxMessage): SeenMessage {
  const summary = withoutGaps(message.title ?? message.text);
  const shown = withoutGaps(message.shownText);
  const links = message.links.flatMap((link) =>
    link.kind === 'send_message' ? [{ label: link.label, command: link.sends.replace(SAID, '') }] : [],
  );
  const inWords = [...shown.matchAll(BUTTON_IN_WORDS)].map(([, label = '', command = '']) => ({
    label,
    command,
  }));
  return {
    wire: { chat: 'dingtalk', message },
    summary,
    words: `${summary}\n${shown}`,
    buttons: [...links, ...inWords],
  };
}

/** What keeps clients from making links of plain words. */
function withoutGaps(text: string): string {
  return text.replaceAll('\u200B', '');
}
