import type { Clock, EpochMs } from '../../domain/clock.ts';
import { DeliveryError } from '../delivery-error.ts';
import { type Pace, TIER_3_GAP_MS } from './pacing.ts';
import { beforeSending, stoppedBeforeSending, toDeliveryError } from './slack-error.ts';
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

export function createDirectMessages(deps: {
  readonly web: WebAccess;
  readonly pace: Pace;
  readonly clock: Clock;
}): DirectMessages {
  const { web, pace, clock } = deps;
  const known = new Map<string, { readonly id: string; readonly openedAt: EpochMs }>();

  async function openAnew(memberId: string, signal: AbortSignal): Promise<string> {
    try {
      await pace('conversations.open', TIER_3_GAP_MS, signal);
      const { channel } = await web.bot(signal).conversations.open({ users: memberId });
      if (channel?.id !== undefined) return channel.id;
    } catch (error) {
      if (signal.aborted) throw stoppedBeforeSending();
      throw beforeSending(toDeliveryError(error, 'person'));
    }
    throw new DeliveryError({
      reason: 'unavailable',
      code: 'no_channel',
      message: 'Not sent: Slack named no conversation with this person. It is tried again.',
    });
  }

  return {
    async open(memberId, signal) {
      const entry = known.get(memberId);
      if (entry !== undefined && Math.abs(clock.now() - entry.openedAt) < KNOWN_FOR_MS) return entry.id;
      const id = await openAnew(memberId, signal);
      known.set(memberId, { id, openedAt: clock.now() });
      return id;
    },
    forget: (memberId) => known.delete(memberId),
  };
}
