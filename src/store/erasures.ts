import { type RawBuilder, sql } from 'kysely';
import type { EpochMs } from '../domain/clock.ts';
import type { MemberKey } from '../domain/contact.ts';
import { ERASED } from '../domain/erasure.ts';
import type { PersonalAudience } from '../domain/notice.ts';
import type { AccountId, RamUserKey } from '../domain/ram-user.ts';
import type { Store } from './database.ts';
import { postMessage } from './stored-message.ts';

/** Where a chat member's id stands in rows that are kept, and which chat it is of, where that is said. */
const KEPT = [
  { table: 'caseFile', member: 'toldMemberId', chat: 'toldChat' },
  { table: 'notice', member: 'recipient', chat: 'chat' },
  { table: 'enforcement', member: 'actorMemberId', chat: 'actorChat' },
  { table: 'confirmation', member: 'actorMemberId', chat: 'actorChat' },
  { table: 'exemption', member: 'requestedBy', chat: 'requestedChat' },
  { table: 'exemption', member: 'decidedBy', chat: 'decidedChat' },
  { table: 'hold', member: 'endedBy', chat: null },
  { table: 'releasedUser', member: 'releasedBy', chat: null },
  { table: 'pause', member: 'startedBy', chat: null },
  { table: 'pause', member: 'endedBy', chat: null },
] as const;

/** Rows that say nothing without the person. */
const WITHOUT_USE = ['absence', 'link', 'dispute', 'notNeeded', 'recipientRefusal', 'homePage'] as const;

type Condition = RawBuilder<boolean>;

function isOf(member: MemberKey, at: { readonly member: string; readonly chat: string | null }): Condition {
  const isMember = sql<boolean>`${sql.ref(at.member)} = ${member.memberId}`;
  return at.chat === null
    ? isMember
    : sql<boolean>`${isMember} and ${sql.ref(at.chat)} = ${sql.lit(member.chat)}`;
}

/** A text that contains the part, on either database. */
const contains = (text: RawBuilder<unknown>, part: string): Condition =>
  sql<boolean>`replace(${text}, ${part}, '') <> ${text}`;

/** Ids between separators: `a b`, or a post's key. */
function namesIn(column: string, separator: ' ' | '/', { memberId }: MemberKey): Condition {
  const mark = sql.lit(separator);
  return contains(sql`${mark} || ${sql.ref(column)} || ${mark}`, `${separator}${memberId}${separator}`);
}

/** `linked` names people in its free text. */
const linkedTo = (member: MemberKey) => sql<boolean>`kind = 'linked' and ${namesIn('detail', ' ', member)}`;

/** A further one of those who share a user stands in the notice's key, too. */
const furtherAudience = ({ memberId }: MemberKey): PersonalAudience => `person:${memberId}`;

const mentions = ({ memberId }: MemberKey) => contains(sql.ref('message'), JSON.stringify(memberId));

function inPosts(member: MemberKey): Condition {
  const isTarget = sql<boolean>`target = 'member' and ${isOf(member, { member: 'targetId', chat: 'chat' })}`;
  return sql<boolean>`(${isTarget}) or ${namesIn('postKey', '/', member)}`;
}

/** Is anything stored under this id? */
export async function isStored(store: Store, member: MemberKey): Promise<boolean> {
  const places: readonly (readonly [table: string, condition: Condition])[] = [
    ...KEPT.map((at) => [at.table, isOf(member, at)] as const),
    ...WITHOUT_USE.map((table) => [table, isOf(member, { member: 'memberId', chat: 'chat' })] as const),
    ['activity', isOf(member, { member: 'actorMemberId', chat: 'actorChat' })],
    ['activity', linkedTo(member)],
    ['notice', sql<boolean>`audience = ${furtherAudience(member)}`],
    ['post', inPosts(member)],
    ['post', mentions(member)],
  ];
  for (const [table, condition] of places) {
    const { rows } = await sql`select 1 from ${sql.table(table)} where ${condition} limit 1`.execute(store);
    if (rows.length > 0) return true;
  }
  return false;
}

/** Whom the member was named, taken or written to for. */
export async function listUsersOf(store: Store, { chat, memberId }: MemberKey): Promise<RamUserKey[]> {
  const links = store
    .selectFrom('link')
    .select(['accountId', 'userId'])
    .where('chat', '=', chat)
    .where('memberId', '=', memberId)
    .where('role', '!=', 'manager');
  const disputes = store
    .selectFrom('dispute')
    .select(['accountId', 'userId'])
    .where('chat', '=', chat)
    .where('memberId', '=', memberId);
  const told = store
    .selectFrom('notice')
    .select(['accountId', 'userId'])
    .where('chat', '=', chat)
    .where('recipient', '=', memberId)
    .where('audience', '!=', 'manager');
  return links.union(disputes).union(told).execute();
}

/** A message to the member is under way: how it ended is still to be written down. */
export async function isBeingWrittenTo(store: Store, { chat, memberId }: MemberKey): Promise<boolean> {
  const row = await store
    .selectFrom('notice')
    .select('noticeKey')
    .where('chat', '=', chat)
    .where('recipient', '=', memberId)
    .where('state', '=', 'sending')
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** What is known of one person goes, and that something happened stays; none of `users` is looked up again. */
export async function erasePerson(
  trx: Store,
  {
    member,
    users,
    at,
  }: { readonly member: MemberKey; readonly users: readonly RamUserKey[]; readonly at: EpochMs },
): Promise<void> {
  await eraseActivity(trx, member);
  await erasePosts(trx, member);
  await eraseAudience(trx, member, at);
  await trx
    .updateTable('notice')
    .set({ conversationId: null, messageId: null })
    .where(isOf(member, { member: 'recipient', chat: 'chat' }))
    .execute();
  for (const one of KEPT) {
    await sql`update ${sql.table(one.table)} set ${sql.ref(one.member)} = ${ERASED}
      where ${isOf(member, one)}`.execute(trx);
  }
  for (const table of WITHOUT_USE) {
    await trx
      .deleteFrom(table)
      .where('chat', '=', member.chat)
      .where('memberId', '=', member.memberId)
      .execute();
  }
  for (const user of users) await eraseUser(trx, user, at);
}

async function eraseActivity(trx: Store, member: MemberKey): Promise<void> {
  await trx
    .updateTable('activity')
    .set({ actorMemberId: null, actorSalt: null })
    .where(isOf(member, { member: 'actorMemberId', chat: 'actorChat' }))
    .execute();
  await trx.updateTable('activity').set({ detail: null, detailSalt: null }).where(linkedTo(member)).execute();
}

const ERASED_MESSAGE = postMessage.write({ language: 'en', summary: ERASED, blocks: [] });

/** What was said stays as said to the channel, without its words. */
async function erasePosts(trx: Store, member: MemberKey): Promise<void> {
  await trx.deleteFrom('post').where(inPosts(member)).execute();
  await sql`update post set message = ${ERASED_MESSAGE} where ${mentions(member)}`.execute(trx);
}

/** Keys stay different from each other: by the chat and the instant. */
async function eraseAudience(trx: Store, member: MemberKey, at: EpochMs): Promise<void> {
  const audience = furtherAudience(member);
  const instead = `person:${ERASED}-${member.chat}-${at}`;
  await sql`update notice set audience = ${instead}, notice_key = replace(notice_key, ${`/${audience}/`}, ${`/${instead}/`})
    where audience = ${audience}`.execute(trx);
}

async function eraseUser(trx: Store, { accountId, userId }: RamUserKey, at: EpochMs): Promise<void> {
  await trx
    .updateTable('ramUser')
    .set({ displayName: '', email: null, mobile: null, tags: '{}' })
    .where('accountId', '=', accountId)
    .where('userId', '=', userId)
    .execute();
  await eraseAddresses(trx, { accountId, userId });
  await trx.deleteFrom('witnessed').where('accountId', '=', accountId).where('userId', '=', userId).execute();
  await sql`update exemption set reason = ${ERASED}
    where account_id = ${accountId} and user_id = ${userId}`.execute(trx);
  await trx
    .insertInto('erasure')
    .values({ accountId, userId, at })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** Admins may have been told from where somebody signed in. */
async function eraseAddresses(trx: Store, { accountId, userId }: RamUserKey): Promise<void> {
  const addresses = await trx
    .selectFrom('witnessed')
    .select('fromAddress')
    .distinct()
    .where('accountId', '=', accountId)
    .where('userId', '=', userId)
    .execute();
  for (const { fromAddress } of addresses) {
    await sql`update post set message = ${ERASED_MESSAGE}
      where kind = 'unfamiliar_sign_in' and ${contains(sql.ref('message'), JSON.stringify(fromAddress))}`.execute(
      trx,
    );
  }
}

/** The id stood in the question too. */
export async function eraseQuestions(trx: Store, { memberId }: MemberKey): Promise<void> {
  await sql`delete from confirmation where kind = 'erase'
    and ${contains(sql.ref('preview'), JSON.stringify(memberId))}`.execute(trx);
}

/** By `userId`. */
export async function listErased(store: Store, accountId: AccountId): Promise<ReadonlySet<string>> {
  const rows = await store
    .selectFrom('erasure')
    .select('userId')
    .where('accountId', '=', accountId)
    .execute();
  return new Set(rows.map(({ userId }) => userId));
}

/** An admin says anew who it is: looked up as everybody is. */
export async function endErasure(store: Store, { accountId, userId }: RamUserKey): Promise<void> {
  await store.deleteFrom('erasure').where('accountId', '=', accountId).where('userId', '=', userId).execute();
}
