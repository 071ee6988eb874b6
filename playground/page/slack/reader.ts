/** Whose Slack it is, and what it knows beside the message. */
export interface SlackReader {
  readonly language: 'en' | 'zh';
  readonly timeZone: string;
  nameOf(memberId: string): string;
  channelName(channelId: string): string;
}
