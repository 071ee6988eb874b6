import type { Selectable } from 'kysely';
import type { EpochMs } from '../domain/clock.ts';
import { type ContactRecord, type MemberKey, NOTHING_SAID } from '../domain/contact.ts';
import type { AccountId, RamUserKey } from '../domain/ram-user.ts';
import type { Store } from './database.ts';
import { listErased } from './erasures.ts';
import type { LinkRole, Schema } from './schema.ts';

type Link = Selectable<Schema['link']>;
type Dispute = Selectable<Schema['dispute']>;

/** By `accountId/userId`; whoever is not in it, nothing was said of. */
export async function listContactRecords(
  store: Store,
  accountId: AccountId,
): Promise<ReadonlyMap<string, ContactRecord>> {
  const links = store.selectFrom('link').selectAll().where('accountId', '=', accountId);
  const disputes = store.selectFrom('dispute').selectAll().where('accountId', '=', accountId);
  const erasures = store.selectFrom('erasure').selectAll().where('accountId', '=', accountId);
  return recordsOf({
    links: await links.orderBy('linkId').execute(),
    disputes: await disputes.execute(),
    erasures: await erasures.execute(),
  });
}

/** Of the users of some cases. */
export async function listContactRecordsOfCases(
  store: Store,
  caseIds: readonly number[],
): Promise<ReadonlyMap<string, ContactRecord>> {
  const links = store
    .selectFrom('link')
    .innerJoin('caseFile', (join) =>
      join.onRef('caseFile.accountId', '=', 'link.accountId').onRef('caseFile.userId', '=', 'link.userId'),
    )
    .selectAll('link')
    .where('caseFile.caseId', 'in', caseIds);
  const disputes = store
    .selectFrom('dispute')
    .innerJoin('caseFile', (join) =>
      join
        .onRef('caseFile.accountId', '=', 'dispute.accountId')
        .onRef('caseFile.userId', '=', 'dispute.userId'),
    )
    .selectAll('dispute')
    .where('caseFile.caseId', 'in', caseIds);
  const erasures = store
    .selectFrom('erasure')
    .innerJoin('caseFile', (join) =>
      join
        .onRef('caseFile.accountId', '=', 'erasure.accountId')
        .onRef('caseFile.userId', '=', 'erasure.userId'),
    )
    .selectAll('erasure')
    .where('caseFile.caseId', 'in', caseIds);
  return recordsOf({
    links: await links.orderBy('linkId').execute(),
    disputes: await disputes.execute(),
    erasures: await erasures.execute(),
  });
}

function recordsOf({
  links,
  disputes,
  erasures,
}: {
  readonly links: readonly Link[];
  readonly disputes: readonly Dispute[];
  readonly erasures: readonly RamUserKey[];
}): ReadonlyMap<string, ContactRecord> {
  const erased = new Set(erasures.map(keyOf));
  const linksOf = Map.groupBy(links, keyOf);
  const disputesOf = Map.groupBy(disputes, keyOf);
  const keys = new Set([...linksOf.keys(), ...disputesOf.keys(), ...erased]);
  return new Map(
    [...keys].map((key) => [
      key,
      {
        ...recordOf(linksOf.get(key) ?? [], disputesOf.get(key) ?? []),
        isErased: erased.has(key),
      },
    ]),
  );
}

/** Of whom somebody has said "this is not me", and no admin has settled it. */
export async function listOpenDisputes(
  store: Store,
): Promise<readonly (RamUserKey & { readonly since: EpochMs })[]> {
  return store
    .selectFrom('dispute')
    .select(({ fn }) => ['accountId', 'userId', fn.min('at').as('since')])
    .where('settledAt', 'is', null)
    .groupBy(['accountId', 'userId'])
    .execute();
}

export async function findContactRecord(
  store: Store,
  { accountId, userId }: RamUserKey,
): Promise<ContactRecord> {
  const links = store.selectFrom('link').selectAll().where('accountId', '=', accountId);
  const disputes = store.selectFrom('dispute').selectAll().where('accountId', '=', accountId);
  const record = recordOf(
    await links.where('userId', '=', userId).orderBy('linkId').execute(),
    await disputes.where('userId', '=', userId).execute(),
  );
  return { ...record, isErased: (await listErased(store, accountId)).has(userId) };
}

/** What the first who is told of a user is in a notice's key. */
export async function audienceOf(store: Store, user: RamUserKey): Promise<'person' | 'owner'> {
  const { owners } = await findContactRecord(store, user);
  return owners.length > 0 ? 'owner' : 'person';
}

export function keyOf({ accountId, userId }: RamUserKey): string {
  return `${accountId}/${userId}`;
}

function recordOf(links: readonly Link[], disputes: readonly Dispute[]): ContactRecord {
  if (links.length === 0 && disputes.length === 0) return NOTHING_SAID;
  const ofRole = (role: LinkRole) => links.filter((link) => link.role === role);
  const people = ofRole('person');
  const [open] = disputes.filter((one) => one.settledAt === null).sort((a, b) => a.at - b.at);
  return {
    people: people.length === 0 ? null : membersOf(people),
    managers: membersOf(ofRole('manager')),
    owners: membersOf(ofRole('owner')),
    denied: disputes.map(({ chat, memberId }) => ({ chat, memberId })),
    isErased: false,
    dispute: open === undefined ? null : { by: { chat: open.chat, memberId: open.memberId }, since: open.at },
  };
}

function membersOf(links: readonly Link[]): readonly MemberKey[] {
  return links.flatMap(({ chat, memberId }) =>
    chat === null || memberId === null ? [] : [{ chat, memberId }],
  );
}

/** Whom an admin names for a RAM user, all at once: what was said before is not true any more. */
export interface Links {
  /** Empty: nobody; null: nothing is said of the person. */
  readonly people: readonly MemberKey[] | null;
  readonly managers: readonly MemberKey[];
  readonly owners: readonly MemberKey[];
}

/** A manager alone says nothing of who is behind the user. */
export const saysWhoItIs = ({ people, owners }: Links) => people !== null || owners.length > 0;

/** Replaces the links of the user, and settles what anybody said against the former ones; by a manager alone, only the manager. */
export async function replaceLinks(store: Store, user: RamUserKey, links: Links, at: EpochMs): Promise<void> {
  const { accountId, userId } = user;
  const former = store.deleteFrom('link').where('accountId', '=', accountId).where('userId', '=', userId);
  await (saysWhoItIs(links) ? former : former.where('role', '=', 'manager')).execute();
  const ofRole = (role: LinkRole, members: readonly (MemberKey | { chat: null; memberId: null })[]) =>
    members.map(({ chat, memberId }) => ({ accountId, userId, role, chat, memberId, at }));
  const people = links.people?.length === 0 ? [{ chat: null, memberId: null }] : (links.people ?? []);
  await store
    .insertInto('link')
    .values([
      ...ofRole('person', people),
      ...ofRole('manager', links.managers),
      ...ofRole('owner', links.owners),
    ])
    .execute();
  if (!saysWhoItIs(links)) return;
  await store
    .updateTable('dispute')
    .set({ settledAt: at })
    .where('accountId', '=', accountId)
    .where('userId', '=', userId)
    .where('settledAt', 'is', null)
    .execute();
}

/** "This is not me": whoever says so is no link of the user any more, and is not matched again. */
export async function denyContact(
  store: Store,
  user: RamUserKey,
  denial: {
    readonly members: readonly MemberKey[];
    readonly at: EpochMs;
    /** Others are written to instead: no admin has to do anything. */
    readonly isSettled: boolean;
  },
): Promise<void> {
  const { accountId, userId } = user;
  const { at } = denial;
  const settledAt = denial.isSettled ? at : null;
  for (const { chat, memberId } of denial.members) {
    await store
      .deleteFrom('link')
      .where('accountId', '=', accountId)
      .where('userId', '=', userId)
      .where('chat', '=', chat)
      .where('memberId', '=', memberId)
      .where('role', '!=', 'manager')
      .execute();
    await store
      .insertInto('dispute')
      .values({ accountId, userId, chat, memberId, at, settledAt })
      .onConflict((conflict) =>
        conflict.columns(['accountId', 'userId', 'chat', 'memberId']).doUpdateSet({ at, settledAt }),
      )
      .execute();
  }
}
