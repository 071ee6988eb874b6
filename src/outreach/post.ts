import type { MessageReference, Messenger, PeopleDirectory } from '../chat/chat.ts';
import type { ChatName } from '../domain/chats.ts';
import type { EpochMs } from '../domain/clock.ts';
import { aftermathOf, mustWait } from '../domain/delivery.ts';
import { textsFor } from '../domain/texts/texts.ts';
import { isWorkingTime, localDate } from '../domain/work-calendar.ts';
import type { Log } from '../log.ts';
import {
  type Announcement,
  claimPost,
  listPostsInState,
  type PostAudience,
  type PostRow,
  planAdminPosts,
  settlePost,
} from '../store/posts.ts';
import { type CarryOutDeps, carryOut, type Dispatch, type Outcome, type RestOfRun } from './carry-out.ts';
import type { OutreachPolicy } from './outlook.ts';
import type { PartBoard } from './part-board.ts';
import { patiently } from './patiently.ts';
import { isClockWrong } from './watch-clock.ts';

export interface PostDeps extends CarryOutDeps {
  readonly board: PartBoard;
  readonly log: Log;
  readonly directories: ReadonlyMap<ChatName, PeopleDirectory>;
  readonly audiences: readonly PostAudience[];
  readonly policy: OutreachPolicy;
  readonly bootId: string;
  readonly newId: () => string;
}

/** Sends what is planned for channels and admins. One that cannot be sent does not hold up the others. */
export async function sendPosts(deps: PostDeps, signal: AbortSignal): Promise<void> {
  const stopped = new Set<ChatName>();
  for (const post of await listPostsInState(deps.db, 'planned')) {
    if (signal.aborted) return;
    const waits = mustWait(post.retryAt, deps.clock.now());
    const isClosed = deps.watch.gate(post.chat, GATE_OF[post.target]) === 'closed' || isKeptBack(deps, post);
    if (isClosed || stopped.has(post.chat) || waits || !(await mayBeSentNow(deps, post, signal))) continue;
    if (!(await patiently(deps, signal, () => sendPost(deps, post, signal)))) stopped.add(post.chat);
  }
}

/** By a wrong clock nothing is posted but that it is wrong. */
function isKeptBack({ board }: PostDeps, { kind }: PostRow): boolean {
  return isClockWrong(board) && !AT_ANY_HOUR.has(kind);
}

const GATE_OF = { member: 'person', channel: 'channel' } as const;

/** A bot that has stopped is not found out by waiting for the morning. */
const AT_ANY_HOUR: ReadonlySet<PostRow['kind']> = new Set(['part_failed', 'part_works']);

/** Admins have working hours too. */
async function mayBeSentNow(deps: PostDeps, post: PostRow, signal: AbortSignal): Promise<boolean> {
  if (post.target === 'channel' || AT_ANY_HOUR.has(post.kind)) return true;
  const found = await deps.directories.get(post.chat)?.byMemberId(post.targetId, signal);
  const zone = found?.kind === 'found' ? found.person.timeZone : null;
  return isWorkingTime(deps.clock.now(), zone ?? deps.policy.timeZone, deps.policy);
}

async function sendPost(deps: PostDeps, post: PostRow, signal: AbortSignal): Promise<RestOfRun> {
  const { clock, db, bootId } = deps;
  const messenger = deps.messengers.get(post.chat);
  const claimedAt = clock.now();
  if (messenger === undefined || !(await claimPost(db, post.postKey, { by: bootId, at: claimedAt }))) {
    return { kind: 'goes_on' };
  }
  return carryOut(deps, postDispatch(deps, { ...post, claimedAt }), {
    send: (sending) => say(messenger, post, sending),
    signal,
  });
}

function say(messenger: Messenger, post: PostRow, signal: AbortSignal): Promise<MessageReference> {
  const { targetId, deliveryId, message, inThreadOf } = post;
  if (post.target === 'member') return messenger.sendToPerson(targetId, message, deliveryId, signal);
  const thread = inThreadOf === null ? {} : { inThreadOf };
  return messenger.sendToChannel(targetId, message, { deliveryId, signal, ...thread });
}

type ClaimedPost = PostRow & { readonly claimedAt: EpochMs };

function postDispatch(deps: PostDeps, post: ClaimedPost): Dispatch {
  const { chat, deliveryId, target, targetId, claimedAt } = post;
  return {
    chat,
    deliveryId,
    memberId: target === 'member' ? targetId : null,
    claimedAt,
    settle: (outcome) => settle(deps, post, outcome),
  };
}

async function settle(deps: PostDeps, post: ClaimedPost, outcome: Outcome): Promise<void> {
  const { db, clock, log } = deps;
  const { postKey, claimedAt } = post;
  const at = clock.now();
  await db.inTransaction(async (trx) => {
    const settlement = { ...outcome, state: STATE_AFTER[outcome.kind], claimedAt, at };
    if (!(await settlePost(trx, postKey, settlement))) return;
    const toldToAdmins = post.target === 'channel' ? aboutChannel(deps, post, { outcome, at }) : null;
    if (toldToAdmins !== null) await planAdminPosts(trx, deps, toldToAdmins);
  });
  log.postSettled({
    postKey,
    state: STATE_AFTER[outcome.kind],
    code: outcome.kind === 'sent' ? null : outcome.code,
  });
}

const STATE_AFTER = { sent: 'sent', failed: 'failed', unknown: 'unknown', again: 'planned' } as const;

/** Whoever waits for the report in a channel does not know that there is none, or that it may be there twice. */
function aboutChannel(
  { policy }: PostDeps,
  post: PostRow,
  { outcome, at }: { readonly outcome: Outcome; readonly at: EpochMs },
): Announcement | null {
  const { targetId: channelId } = post;
  switch (outcome.kind) {
    case 'sent':
    case 'failed':
      return null;
    case 'unknown':
      return {
        kind: 'delivery_unknown',
        subject: post.postKey,
        at,
        message: (language) =>
          textsFor(language).admin.deliveryUnknown({
            what: post.kind === 'digest' ? 'digest' : 'post',
            channelId,
            date: localDate(post.plannedAt, policy.timeZone),
          }),
      };
    case 'again':
      return aftermathOf(outcome.because).reportedAs === 'closed_channel'
        ? channelClosed(policy, { channelId, code: outcome.code, at })
        : null;
    default:
      return outcome satisfies never;
  }
}

/** Once a day. */
function channelClosed(
  { timeZone }: OutreachPolicy,
  { channelId, code, at }: { readonly channelId: string; readonly code: string; readonly at: EpochMs },
): Announcement {
  return {
    kind: 'channel_unavailable',
    subject: `${channelId}/${localDate(at, timeZone)}`,
    at,
    message: (language) => textsFor(language).admin.channelUnavailable({ channelId, code }),
  };
}

/** Posts that are still in `sending` when a delivery begins: nobody is sending them any more. */
export async function listInterruptedPosts(deps: PostDeps): Promise<readonly Dispatch[]> {
  return (await listPostsInState(deps.db, 'sending')).flatMap((post) =>
    post.claimedAt === null ? [] : postDispatch(deps, { ...post, claimedAt: post.claimedAt }),
  );
}
