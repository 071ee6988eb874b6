import { SECURITY_CHANNEL } from './people.ts';
import type { Stage } from './stage.ts';

/** A message that a chat took in, to people or a channel. */
interface PostedMessage {
  readonly to: 'people' | 'channel';
  /** Conversation or people. */
  readonly where: string;
  readonly text: string;
}

/** What went over the wire, counted at the other end of it. */
interface Tally {
  readonly toPeople: number;
  readonly toChannels: number;
  /** The same words to the same place twice. */
  readonly duplicates: number;
  readonly alibabaCalls: number;
  readonly throttledCalls: number;
  readonly slackCalls: number;
  readonly dingtalkCalls: number;
  readonly enforcingCalls: number;
}

export function tally({ alibaba, slack, dingtalk }: Stage): Tally {
  const posted = [...postedInSlack(slack.requests), ...postedInDingtalk(dingtalk.requests)];
  const toChannels = posted.filter(({ to }) => to === 'channel').length;
  const distinct = new Set(posted.map(({ where, text }) => `${where} ${text}`));
  return {
    toPeople: posted.length - toChannels,
    toChannels,
    duplicates: posted.length - distinct.size,
    alibabaCalls: alibaba.requests.entries.length,
    throttledCalls: alibaba.requests.entries.filter(({ code }) => code === 'Throttling.User').length,
    slackCalls: slack.requests.length,
    dingtalkCalls: dingtalk.requests.length,
    enforcingCalls: alibaba.requests.count('UpdateLoginProfile'),
  };
}

function postedInSlack(requests: Stage['slack']['requests']): readonly PostedMessage[] {
  return requests
    .filter(({ method, error }) => method === 'chat.postMessage' && error === null)
    .map(({ args: { channel = '', text = '' } }) => ({
      to: channel === SECURITY_CHANNEL.id ? 'channel' : 'people',
      where: channel,
      text,
    }));
}

function postedInDingtalk(requests: Stage['dingtalk']['requests']): readonly PostedMessage[] {
  return requests
    .filter(({ metered, error }) => metered && error === null)
    .map(({ args: { openConversationId, userIds, msgParam } }) => ({
      to: openConversationId === undefined ? 'people' : 'channel',
      where: String(openConversationId ?? userIds),
      text: String(msgParam),
    }));
}

/** How many messages these people have in their direct messages with the bot. */
export function messagesTo(stage: Stage, memberIds: readonly string[]): number {
  return memberIds.flatMap((id) => stage.hands('slack').messagesTo(id)).length;
}
