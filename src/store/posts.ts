import type { Selectable } from 'kysely';
import { z } from 'zod';
import type { ChatName } from '../domain/chats.ts';
import type { EpochMs } from '../domain/clock.ts';
import type { Language, Message } from '../domain/message.ts';
import type { Store } from './database.ts';
import { type JsonColumn, jsonColumn } from './json-column.ts';
import { type Settlement, settledValues } from './notices.ts';
import type { PostKind, PostTable } from './schema.ts';
import { postMessage } from './stored-message.ts';

/** The post that another one answers to. */
interface ThreadStart {
  readonly conversationId: string;
  readonly messageId: string;
}

export interface PostRow extends Omit<Selectable<PostTable>, 'message' | 'inThreadOf'> {
  readonly message: Message;
  readonly inThreadOf: ThreadStart | null;
}

const threadStart: JsonColumn<ThreadStart> = jsonColumn(
  'post.in_thread_of',
  z.object({ conversationId: z.string(), messageId: z.string() }),
);

function postOf(row: Selectable<PostTable>): PostRow {
  const inThreadOf = row.inThreadOf === null ? null : threadStart.read(row.inThreadOf);
  return { ...row, message: postMessage.read(row.message), inThreadOf };
}

/** Where the security team of one chat reads, and who its admins are. */
export interface PostAudience {
  readonly chat: ChatName;
  readonly channelId: string | null;
  readonly adminIds: readonly string[];
  /** Of what is said to the channel and to admins. */
  readonly language: Language;
}

/** One thing to be said to every channel, or to every admin. */
export interface Announcement {
  readonly kind: PostKind;
  /** The id of the enforcement, run or digest it is about. */
  readonly subject: string;
  readonly at: EpochMs;
  readonly message: (language: Language) => Message;
}

interface Announcing {
  readonly audiences: readonly PostAudience[];
  readonly newId: () => string;
}

const channelKey = (
  chat: ChatName,
  channelId: string,
  { kind, subject }: Pick<Announcement, 'kind' | 'subject'>,
) => `channel/${chat}/${channelId}/${kind}/${subject}`;

/** Was it planned for every channel? */
export async function isChannelPostPlanned(
  store: Store,
  { audiences }: Pick<Announcing, 'audiences'>,
  post: Pick<Announcement, 'kind' | 'subject'>,
): Promise<boolean> {
  for (const { chat, channelId } of audiences) {
    if (channelId === null) continue;
    if ((await findPost(store, channelKey(chat, channelId, post))) === undefined) return false;
  }
  return true;
}

export async function planChannelPosts(store: Store, to: Announcing, post: Announcement): Promise<void> {
  const { kind, at: plannedAt } = post;
  for (const { chat, channelId: targetId, language } of to.audiences) {
    if (targetId === null) continue;
    const postKey = channelKey(chat, targetId, post);
    const message = post.message(language);
    await planPost(store, {
      postKey,
      kind,
      chat,
      target: 'channel',
      targetId,
      message,
      plannedAt,
      deliveryId: to.newId(),
    });
  }
}

export async function planAdminPosts(store: Store, to: Announcing, post: Announcement): Promise<void> {
  const { kind, subject, at: plannedAt } = post;
  for (const { chat, adminIds, language } of to.audiences) {
    for (const targetId of adminIds) {
      const postKey = `admin/${chat}/${targetId}/${kind}/${subject}`;
      const message = post.message(language);
      await planPost(store, {
        postKey,
        kind,
        chat,
        target: 'member',
        targetId,
        message,
        plannedAt,
        deliveryId: to.newId(),
      });
    }
  }
}

export interface PlannedPost {
  readonly postKey: string;
  readonly kind: PostKind;
  readonly chat: ChatName;
  readonly target: 'channel' | 'member';
  readonly targetId: string;
  readonly message: Message;
  readonly inThreadOf?: ThreadStart;
  readonly plannedAt: EpochMs;
  readonly deliveryId: string;
}

/** Plans a post once: under a key that exists already, nothing changes. */
export async function planPost(store: Store, post: PlannedPost): Promise<void> {
  await store
    .insertInto('post')
    .values({
      postKey: post.postKey,
      kind: post.kind,
      chat: post.chat,
      target: post.target,
      targetId: post.targetId,
      message: postMessage.write(post.message),
      inThreadOf: post.inThreadOf === undefined ? null : threadStart.write(post.inThreadOf),
      plannedAt: post.plannedAt,
      deliveryId: post.deliveryId,
      state: 'planned',
      retryAt: null,
      claimedBy: null,
      claimedAt: null,
      settledAt: null,
      conversationId: null,
      messageId: null,
      outcomeCode: null,
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

export async function findPost(store: Store, key: string): Promise<PostRow | undefined> {
  const row = await store.selectFrom('post').selectAll().where('postKey', '=', key).executeTakeFirst();
  return row && postOf(row);
}

/** Is there a digest of this channel under `key`, or a later date's? Keys of one channel differ in their date alone. */
export async function hasDigestFrom(
  store: Store,
  digest: {
    readonly chat: ChatName;
    readonly channelId: string;
    readonly key: string;
    /** The key it would have today: a later one dates from a clock that was ahead. */
    readonly lastKey: string;
  },
): Promise<boolean> {
  const row = await store
    .selectFrom('post')
    .select('postKey')
    .where('kind', '=', 'digest')
    .where('chat', '=', digest.chat)
    .where('targetId', '=', digest.channelId)
    .where('postKey', '>=', digest.key)
    .where('postKey', '<=', digest.lastKey)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

export async function hasPostOfKind(store: Store, kind: PostKind): Promise<boolean> {
  const row = await store
    .selectFrom('post')
    .select('postKey')
    .where('kind', '=', kind)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

export async function listPostsInState(
  store: Store,
  state: 'planned' | 'sending' | 'unknown',
): Promise<PostRow[]> {
  const rows = await store
    .selectFrom('post')
    .selectAll()
    .where('state', '=', state)
    .orderBy('plannedAt')
    .orderBy('postKey')
    .execute();
  return rows.map(postOf);
}

/** planned → sending. False when it was taken already. */
export async function claimPost(
  store: Store,
  key: string,
  claim: { by: string; at: EpochMs },
): Promise<boolean> {
  const result = await store
    .updateTable('post')
    .set({ state: 'sending', claimedBy: claim.by, claimedAt: claim.at, outcomeCode: null })
    .where('postKey', '=', key)
    .where('state', '=', 'planned')
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

/** sending → what came of it. False where that claim had been ended by somebody else. */
export async function settlePost(store: Store, key: string, settlement: Settlement): Promise<boolean> {
  const result = await store
    .updateTable('post')
    .set(settledValues(settlement))
    .where('postKey', '=', key)
    .where('state', '=', 'sending')
    .where('claimedAt', '=', settlement.claimedAt)
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}
