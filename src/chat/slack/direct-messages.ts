import type { Clock } from '../../domain/clock.ts';
import { DeliveryError } from '../delivery-error.ts';
import type { Pace } from '../transport/pacing.ts';
import { createRemembered } from '../transport/remembered.ts';
import { OPENED_CONVERSATIONS } from './lanes.ts';
import { answered, networkFailures } from './slack-error.ts';
import type { WebAccess } from './web-client.ts';

// Short, since posting to somebody deactivated succeeds silently, and only opening the conversation tells:
// https://github.com/slackapi/python-slack-sdk/issues/1156
const KNOWN_FOR_MS = 60 * 60_000;

export interface DirectMessages {
  /** The conversation with a person; nothing is sent. @throws {DeliveryError} never `ambiguous` */
  open(memberId: string, signal: AbortSignal): Promise<string>;
  /** To be opened anew next time. False if it was not known. */
  forget(memberId: string): boolean;
}

interface DirectMessagesDeps {
  readonly web: WebAccess;
  readonly pace: Pace;
  readonly clock: Clock;
}

export function createDirectMessages(deps: DirectMessagesDeps): DirectMessages {
  const conversations = createRemembered(deps.clock, {
    read: (memberId, signal) => open(deps, memberId, signal),
    freshForMs: () => KNOWN_FOR_MS,
  });
  return { open: conversations.get, forget: conversations.forget };
}

async function open(
  { web, pace }: DirectMessagesDeps,
  memberId: string,
  signal: AbortSignal,
): Promise<string> {
  await pace(OPENED_CONVERSATIONS, signal);
  const opening = answered(web.bot(signal).conversations.open({ users: memberId }), 'person');
  const { channel } = await networkFailures.beforeSending(opening, signal);
  if (channel?.id !== undefined) return channel.id;
  throw new DeliveryError({
    reason: 'unavailable',
    code: 'no_channel',
    message: 'Not sent: Slack named no conversation with this person. It is tried again.',
  });
}
