import type { Stage } from './stage.ts';

/** A message that Slack took in, to a person or the channel. */
interface PostedMessage {
  readonly conversationId: string;
  readonly text: string;
}

/** What went over the wire, counted at the other end of it. */
interface Tally {
  readonly toPeople: number;
  readonly toChannel: number;
  /** The same words to the same place twice. */
  readonly duplicates: number;
  readonly alibabaCalls: number;
  readonly throttledCalls: number;
  readonly slackCalls: number;
  readonly enforcingCalls: number;
}

export function tally({ alibaba, slack, securityChannelId }: Stage): Tally {
  const posted = postedMessages(slack.requests);
  const toChannel = posted.filter((message) => message.conversationId === securityChannelId).length;
  const distinct = new Set(posted.map(({ conversationId, text }) => `${conversationId} ${text}`));
  return {
    toPeople: posted.length - toChannel,
    toChannel,
    duplicates: posted.length - distinct.size,
    alibabaCalls: alibaba.requests.entries.length,
    throttledCalls: alibaba.requests.entries.filter(({ code }) => code === 'Throttling.User').length,
    slackCalls: slack.requests.length,
    enforcingCalls: alibaba.requests.count('UpdateLoginProfile'),
  };
}

function postedMessages(requests: Stage['slack']['requests']): readonly PostedMessage[] {
  return requests
    .filter(({ method, error }) => method === 'chat.postMessage' && error === null)
    .map(({ args }) => ({ conversationId: args.channel ?? '', text: args.text ?? '' }));
}

/** How many messages these people have in their direct messages with the bot. */
export function messagesTo(stage: Stage, memberIds: readonly string[]): number {
  return memberIds.flatMap((id) => stage.directMessages(id)).length;
}
