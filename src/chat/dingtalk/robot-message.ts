import { isJsonObject, jsonObject } from '../transport/json.ts';

/**
 * A message to the robot. Any field may be missing: who wrote is not told before the bot is published, nor of people of other
 * organisations. https://open.dingtalk.com/document/development/robot-message-type
 */
export interface RobotMessage {
  /** The same when a message is pushed again. */
  readonly msgId: string | null;
  readonly robotCode: string | null;
  readonly conversationId: string | null;
  /** '1': alone with the bot; '2': in a group. */
  readonly conversationType: string | null;
  /** userId. */
  readonly senderStaffId: string | null;
  readonly senderNick: string | null;
  readonly senderCorpId: string | null;
  readonly chatbotCorpId: string | null;
  readonly sessionWebhook: string | null;
  /** Epoch ms. */
  readonly sessionWebhookExpiredTime: number | null;
  /** `20001`: the month's messages are used up, and this one comes without its text. */
  readonly errorCode: string | null;
  /** Empty for pictures and the like. */
  readonly text: string;
}

/** null: no JSON object. */
export function robotMessage(data: unknown): RobotMessage | null {
  const fields = typeof data === 'string' ? jsonObject(data) : null;
  if (fields === null) return null;
  const field = (name: string): string | null => {
    const value = fields[name];
    if (typeof value === 'number') return String(value);
    return typeof value === 'string' && value !== '' ? value : null;
  };
  const expiredTime = Number(field('sessionWebhookExpiredTime') ?? Number.NaN);
  return {
    msgId: field('msgId'),
    robotCode: field('robotCode'),
    conversationId: field('conversationId'),
    conversationType: field('conversationType'),
    senderStaffId: field('senderStaffId'),
    senderNick: field('senderNick'),
    senderCorpId: field('senderCorpId'),
    chatbotCorpId: field('chatbotCorpId'),
    sessionWebhook: field('sessionWebhook'),
    sessionWebhookExpiredTime: Number.isFinite(expiredTime) ? expiredTime : null,
    errorCode: field('errorCode'),
    text: contentOf(fields.text) ?? richText(fields.content),
  };
}

function contentOf(text: unknown): string | null {
  return isJsonObject(text) && typeof text.content === 'string' ? text.content : null;
}

/** Some clients send every message in parts, and leave the mention of the bot in it as one, in front or at the end. */
function richText(content: unknown): string {
  const parts = isJsonObject(content) && Array.isArray(content.richText) ? content.richText : [];
  const texts = parts
    .map((part: unknown) => (isJsonObject(part) && typeof part.text === 'string' ? part.text : ''))
    .filter((text) => text.trim() !== '');
  const [first, ...others] = texts;
  if (first === undefined || others.length === 0) return first ?? '';
  if (isMention(first)) return others.join('');
  return (isMention(texts.at(-1) ?? '') ? texts.slice(0, -1) : texts).join('');
}

function isMention(text: string): boolean {
  return text.trimStart().startsWith('@') && !/[/／]mfa/i.test(text);
}
