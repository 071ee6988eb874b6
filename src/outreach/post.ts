import type { MessageReference, Messenger, PeopleDirectory } from '../chat/chat.ts';
import { DeliveryError } from '../chat/delivery-error.ts';
import type { Clock } from '../domain/clock.ts';
import type { ChatName, Message } from '../domain/message.ts';
import { textsFor } from '../domain/texts/texts.ts';
import { isWorkingTime, localDate } from '../domain/work-calendar.ts';
import type { Log } from '../log.ts';
import type { Database } from '../store/database.ts';
import {
  claimPost,
  listPostsInState,
  type PostAudience,
  type PostRow,
  planAdminPosts,
  settlePost,
} from '../store/posts.ts';
import type { OutreachPolicy } from './outlook.ts';

export interface PostDeps {
  readonly db: Database;
  readonly clock: Clock;
  readonly log: Log;
  readonly messengers: ReadonlyMap<ChatName, Messenger>;
  readonly directories: ReadonlyMap<ChatName, PeopleDirectory>;
  readonly audiences: readonly PostAudience[];
  readonly policy: OutreachPolicy;
  readonly bootId: string;
  readonly newId: () => string;
}

const RETRY_BLOCKED_MS = 60 * 60_000;
const RETRY_UNAVAILABLE_MS = 5 * 60_000;

/** Sends what is planned for channels and admins. One that cannot be sent does not hold up the others. */
export async function sendPosts(deps: PostDeps, signal: AbortSignal): Promise<void> {
  for (const post of await listPostsInState(deps.db, 'planned')) {
    if (signal.aborted) return;
    const messenger = deps.messengers.get(post.chat);
    const waits = post.retryAt !== null && post.retryAt > deps.clock.now();
    if (messenger === undefined || waits || !(await mayBeSentNow(deps, post, signal))) continue;
    await sendPost(deps, post, messenger);
  }
}

/** Admins have working hours too. */
async function mayBeSentNow(deps: PostDeps, post: PostRow, signal: AbortSignal): Promise<boolean> {
  if (post.target === 'channel') return true;
  const found = await deps.directories.get(post.chat)?.byMemberId(post.targetId, signal);
  const zone = found?.kind === 'found' ? found.person.timeZone : null;
  return isWorkingTime(deps.clock.now(), zone ?? deps.policy.timeZone, deps.policy);
}

async function sendPost(deps: PostDeps, post: PostRow, messenger: Messenger): Promise<void> {
  const { clock, db, log, bootId } = deps;
  if (!(await claimPost(db, post.postKey, { by: bootId, at: clock.now() }))) return;
  const message = JSON.parse(post.message) as Message;
  const signal = AbortSignal.timeout(30_000);
  try {
    const reference =
      post.target === 'member'
        ? await messenger.sendToPerson(post.targetId, message, post.deliveryId, signal)
        : await messenger.sendToChannel(post.targetId, message, {
            deliveryId: post.deliveryId,
            ...(post.inThreadOf === null
              ? {}
              : { inThreadOf: JSON.parse(post.inThreadOf) as MessageReference }),
            signal,
          });
    await settlePost(db, post.postKey, { state: 'sent', at: clock.now(), reference });
    log.postSettled({ postKey: post.postKey, state: 'sent', code: null });
  } catch (error) {
    if (!(error instanceof DeliveryError)) throw error;
    await settleFailedPost(deps, post, error);
  }
}

async function settleFailedPost(deps: PostDeps, post: PostRow, error: DeliveryError): Promise<void> {
  const { clock, db, log } = deps;
  const at = clock.now();
  const putBack = (waitMs: number) =>
    settlePost(db, post.postKey, { state: 'planned', at, code: error.code, retryAt: at + waitMs });
  log.postSettled({ postKey: post.postKey, state: error.reason, code: error.code });
  switch (error.reason) {
    case 'ambiguous':
      return settleAmbiguousPost(deps, { ...post, claimedAt: at });
    case 'rate_limited':
    case 'postponed':
    case 'unavailable':
      return putBack(error.retryAfterMs ?? RETRY_UNAVAILABLE_MS);
    case 'channel':
      await tellChannelUnavailable(deps, post, error.code);
      return putBack(RETRY_BLOCKED_MS);
    case 'configuration':
      return putBack(RETRY_BLOCKED_MS);
    case 'recipient':
    case 'message_rejected':
      return settlePost(db, post.postKey, { state: 'failed', at, code: error.code });
    default:
      return error.reason satisfies never;
  }
}

/** The admins are told once a day: whoever waits for the report does not know that there is none. */
async function tellChannelUnavailable(deps: PostDeps, post: PostRow, code: string): Promise<void> {
  const at = deps.clock.now();
  const { targetId: channelId } = post;
  await planAdminPosts(deps.db, deps, {
    kind: 'channel_unavailable',
    subject: `${channelId}/${localDate(at, deps.policy.timeZone)}`,
    at,
    message: (language) => textsFor(language).admin.channelUnavailable({ channelId, code }),
  });
}

/** Posts that an earlier process left open, before anything else is sent; this one's own are on their way. */
export async function settleInterruptedPosts(deps: PostDeps): Promise<void> {
  for (const post of await listPostsInState(deps.db, 'sending')) {
    if (post.claimedBy !== deps.bootId) await settleAmbiguousPost(deps, post);
  }
}

/** A person's conversation can be read; a channel is not: there the outcome stays unknown, and the admins are told. */
async function settleAmbiguousPost(deps: PostDeps, post: PostRow): Promise<void> {
  const { db, clock, messengers } = deps;
  const at = clock.now();
  if (post.target === 'member') {
    const attempt = { deliveryId: post.deliveryId, attemptedAt: post.claimedAt ?? post.plannedAt };
    const evidence = await messengers
      .get(post.chat)
      ?.findDelivered(post.targetId, attempt, AbortSignal.timeout(60_000));
    if (evidence?.kind === 'delivered') {
      return settlePost(db, post.postKey, { state: 'sent', at, reference: evidence.reference });
    }
    if (evidence?.kind === 'absent') return settlePost(db, post.postKey, { state: 'planned', at });
    return settlePost(db, post.postKey, { state: 'unknown', at });
  }
  await db.transaction().execute(async (trx) => {
    await settlePost(trx, post.postKey, { state: 'unknown', at });
    await planAdminPosts(trx, deps, {
      kind: 'delivery_unknown',
      subject: post.postKey,
      at,
      message: (language) =>
        textsFor(language).admin.deliveryUnknown({
          what: post.kind === 'digest' ? 'digest' : 'post',
          channelId: post.targetId,
          date: localDate(post.plannedAt, deps.policy.timeZone),
        }),
    });
  });
  deps.log.postSettled({ postKey: post.postKey, state: 'unknown', code: null });
}
