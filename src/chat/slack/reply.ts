import { randomUUID } from 'node:crypto';
import type { Clock, EpochMs } from '../../domain/clock.ts';
import type { Message } from '../../domain/message.ts';
import type { WayOut } from '../../net/way-out.ts';
import type { Messenger } from '../chat.ts';
import { DeliveryError } from '../delivery-error.ts';
import type { Incoming } from './incoming.ts';
import { sendRendered } from './renderings.ts';
import { postToResponseUrl } from './response-url.ts';
import { answered } from './slack-error.ts';
import type { WebAccess } from './web-client.ts';

/** https://docs.slack.dev/interactivity/handling-user-interaction#message_responses */
const RESPONSE_URL_USES = 5;
const RESPONSE_URL_LIFE_MS = 30 * 60_000;
/** Before the end, so that it does not end on the way. */
const RESPONSE_URL_MARGIN_MS = 30_000;
const REPLY_LIMIT_MS = 60_000;

interface ReplyDeps {
  readonly web: WebAccess;
  readonly messenger: Messenger;
  readonly clock: Clock;
  readonly wayOut: WayOut;
}

/** Answers one request to its author alone, by the URL that came with it while that is good, else by other ways. */
export function createReply(
  deps: ReplyDeps,
  incoming: Incoming,
  receivedAt: EpochMs,
): (message: Message) => Promise<void> {
  const { clock, wayOut } = deps;
  const { responseUrl: url } = incoming;
  let usesLeft = url === null ? 0 : RESPONSE_URL_USES;
  return async (message) => {
    const signal = AbortSignal.timeout(REPLY_LIMIT_MS);
    const isYoung = clock.now() - receivedAt < RESPONSE_URL_LIFE_MS - RESPONSE_URL_MARGIN_MS;
    if (usesLeft > 0 && isYoung && url !== null) {
      usesLeft -= 1;
      const outcome = await postToResponseUrl({ url, wayOut }, message, signal);
      if (outcome === 'sent') return;
      usesLeft = 0;
    }
    await replyWithoutUrl(deps, { incoming, message, signal });
  };
}

interface Reply {
  readonly incoming: Incoming;
  readonly message: Message;
  readonly signal: AbortSignal;
}

async function replyWithoutUrl(deps: ReplyDeps, reply: Reply): Promise<void> {
  const { memberId, conversation } = reply.incoming;
  if (conversation.kind === 'channel') {
    try {
      await postEphemeral(deps.web, reply);
      return;
    } catch (error) {
      // Commands can be typed in channels the bot is not in.
      if (!(error instanceof DeliveryError) || error.reason !== 'channel') throw error;
    }
  }
  await deps.messenger.sendToPerson(memberId, reply.message, randomUUID(), reply.signal);
}

async function postEphemeral(web: WebAccess, { incoming, message, signal }: Reply): Promise<void> {
  await sendRendered(message, async (rendered) => {
    const where = { channel: incoming.conversation.id, user: incoming.memberId };
    await answered(web.bot(signal).chat.postEphemeral({ ...rendered, ...where }), 'channel');
  });
}
