import type { SandboxMessage as DingtalkMessage } from '../sandbox/dingtalk/message.ts';
import type { SandboxMessage as SlackMessage } from '../sandbox/slack/message.ts';

/** As the chat's sandbox received it. */
type WireMessage =
  | { readonly chat: 'slack'; readonly message: SlackMessage }
  | { readonly chat: 'dingtalk'; readonly message: DingtalkMessage };

/** A message as somebody has it before the eyes, in whichever chat. */
export interface SeenMessage {
  readonly wire: WireMessage;
  /** What the list of conversations and a notification show. */
  readonly summary: string;
  /** All that can be read in it, without the marks of the chat's markup. */
  readonly words: string;
  readonly buttons: readonly Pressable[];
}

/** A button of Slack; in DingTalk a link that says something, or in groups the words that stand for one. */
interface Pressable {
  readonly label: string;
  /** What stands behind `/mfa` when it is pressed. */
  readonly command: string;
}

/** What the people of one chat do, and what they see. People are named by their ids there. */
export interface Hands {
  /**
   * Types `/mfa <words>`, in the direct message with the bot unless a conversation is named. The answer, once all that it
   * started is done.
   */
  say(memberId: string, words: string, conversationId?: string): Promise<SeenMessage>;
  /** The same, for the first `count` answers; resolves as soon as they are there. */
  answers(memberId: string, words: string, count: number): Promise<readonly SeenMessage[]>;
  /** Presses the button of that label; the answer as with `say`. */
  press(memberId: string, message: SeenMessage, label: string): Promise<SeenMessage>;
  /** What the bot wrote to the person by itself, as it looks now. */
  messagesTo(memberId: string): readonly SeenMessage[];
  /** The same in the security channel. */
  channelMessages(): readonly SeenMessage[];
}

/** @throws {Error} when the message has no such button */
export function commandOf({ buttons, words }: SeenMessage, label: string): string {
  const button = buttons.find((one) => one.label === label);
  if (button === undefined) throw new Error(`There is no button ${label} in: ${words}`);
  return button.command;
}
