import type { Message } from '../../domain/message.ts';
import type { WayOut } from '../../net/way-out.ts';
import type { DeliveryError } from '../delivery-error.ts';
import { networkFailures, postJson } from './http-exchange.ts';
import { isUnsafeLink, refusal } from './refusal.ts';
import { withSafeLinks } from './robot-send.ts';

/** The address in a message to which its answers go, without a token. */
export interface SessionWebhook {
  readonly wayOut: WayOut;
  readonly url: string;
  readonly place: 'direct' | 'group';
}

/**
 * `refused`: nothing was said, and it has to be said in another way. Its refusals come with 200.
 * https://open.dingtalk.com/document/dingstart/robot-reply-and-send-messages
 * @throws {DeliveryError} `ambiguous`, or `unavailable`
 */
export async function answerBySession(
  { wayOut, url, place }: SessionWebhook,
  message: Message,
  signal: AbortSignal,
): Promise<'sent' | 'refused'> {
  return withSafeLinks(message, place, async ({ title, text }) => {
    const body = { msgtype: 'markdown', markdown: { title, text } };
    const answer = await postJson(wayOut, { url, body }, signal);
    if (answer.body !== null && Number(answer.body.errcode) === 0) return 'sent';
    const { status } = answer;
    const error = status >= 500 ? networkFailures.ofStatus(status) : refusal(answer, 'person');
    return judge(error);
  });
}

function judge(error: DeliveryError): 'refused' {
  if (error.reason === 'ambiguous' || isUnsafeLink(error)) throw error;
  return 'refused';
}

/** Only DingTalk's own host is answered to, whatever a message says. */
export function isTrustedAddress(url: string, oapiUrl: string): boolean {
  return URL.canParse(url) && new URL(url).origin === new URL(oapiUrl).origin;
}
