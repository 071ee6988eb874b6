import { CHATS } from '../domain/chats.ts';
import type { EpochMs } from '../domain/clock.ts';
import { accountId as toAccountId } from '../domain/ram-user.ts';
import type { DigestAccount, DigestModel } from '../domain/texts/layouts/digest.ts';
import { textsFor } from '../domain/texts/texts.ts';
import { localDate } from '../domain/work-calendar.ts';
import { saveShownFigures } from '../store/digest-figures.ts';
import { findPost, hasDigestFrom, type PostRow, planPost } from '../store/posts.ts';
import { buildDigest, type DigestDeps } from './build-digest.ts';
import { lookAhead, type OutlookDeps } from './outlook.ts';
import type { PostDeps } from './post.ts';

export interface DigestPostDeps extends PostDeps, OutlookDeps, DigestDeps {
  readonly db: PostDeps['db'];
  readonly policy: PostDeps['policy'];
  readonly board: PostDeps['board'];
  readonly excludedAccountIds: () => readonly string[];
}

const digestKey = (chat: string, channelId: string, date: string) => `digest/${chat}/${channelId}/${date}`;

/** Plans one day's digest for every security channel, each once. */
export async function planDigest(
  deps: DigestPostDeps,
  day: { readonly date: string; readonly runsSince: EpochMs },
  signal: AbortSignal,
): Promise<void> {
  const now = deps.clock.now();
  const outlooks = await lookAhead(deps, now, signal);
  const excludedAccountIds = deps.excludedAccountIds().map(toAccountId);
  const model = await buildDigest(deps, { ...day, now, outlooks, excludedAccountIds });
  await saveShownFigures(deps.db, { localDate: day.date, builtAt: now, accounts: shownFigures(model) });
  for (const { chat, channelId, language } of deps.audiences) {
    if (channelId === null) continue;
    await planPost(deps.db, {
      postKey: digestKey(chat, channelId, day.date),
      kind: 'digest',
      chat,
      target: 'channel',
      targetId: channelId,
      message: textsFor(language).channel.digest(model),
      plannedAt: now,
      deliveryId: deps.newId(),
    });
  }
  logDigest(deps, model);
}

function shownFigures({ accounts }: DigestModel) {
  return accounts
    .filter((one) => one.complete)
    .map(({ account, counts }) => ({ accountId: account.accountId, counts }));
}

function logDigest(deps: DigestPostDeps, model: DigestModel): void {
  const { compliant, noncompliant, unknown } = model.totals;
  deps.log.digestBuilt({
    date: model.date,
    anyComplete: model.anyComplete,
    compliant,
    noncompliant,
    unknown,
  });
}

/** Was the digest of this date, or of a later one up to today, planned for every channel? Nothing is posted for a day gone by. */
export async function isDigestPlanned(
  { db, audiences, clock, policy }: Pick<PostDeps, 'db' | 'audiences' | 'clock' | 'policy'>,
  date: string,
): Promise<boolean> {
  const today = localDate(clock.now(), policy.timeZone);
  for (const { chat, channelId } of audiences) {
    if (channelId === null) continue;
    const keyOf = (day: string) => digestKey(chat, channelId, day);
    const channel = { chat, channelId, key: keyOf(date), lastKey: keyOf(today) };
    if (!(await hasDigestFrom(db, channel))) return false;
  }
  return true;
}

/**
 * Accounts that became complete after the digest had said they were not: answered in its thread. Where a chat has none, the
 * next day's digest tells.
 */
export async function planLateCompletion(
  deps: Pick<PostDeps, 'db' | 'audiences' | 'newId' | 'clock' | 'policy'>,
  late: { readonly date: string; readonly runId: string; readonly accounts: readonly DigestAccount[] },
): Promise<void> {
  const at = deps.clock.now();
  for (const { chat, channelId, language } of deps.audiences) {
    if (channelId === null || !CHATS[chat].hasThreads) continue;
    const digest = await findPost(deps.db, digestKey(chat, channelId, late.date));
    const inThreadOf = digest === undefined ? null : referenceOf(digest);
    if (inThreadOf === null) continue;
    await planPost(deps.db, {
      postKey: `channel/${chat}/${channelId}/audit_late/${late.runId}`,
      kind: 'audit_late',
      chat,
      target: 'channel',
      targetId: channelId,
      message: textsFor(language).channel.auditCompletedLate({
        accounts: late.accounts,
        at: { at, zone: deps.policy.timeZone },
      }),
      inThreadOf,
      plannedAt: at,
      deliveryId: deps.newId(),
    });
  }
}

function referenceOf({ state, conversationId, messageId }: PostRow) {
  return state === 'sent' && conversationId !== null && messageId !== null
    ? { conversationId, messageId }
    : null;
}
