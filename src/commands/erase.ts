import { findMember } from '../contacts/find-member.ts';
import { type Contact, isContact, resolveContact, rulesWithin } from '../contacts/resolve-contact.ts';
import { CHATS } from '../domain/chats.ts';
import { type ContactRecord, isSameMember, type MemberKey, NOTHING_SAID } from '../domain/contact.ts';
import type { ErasePreview, EraseRefusal } from '../domain/erasure.ts';
import type { Message } from '../domain/message.ts';
import type { RamUserKey } from '../domain/ram-user.ts';
import { listAccounts } from '../store/accounts.ts';
import { recordActivity } from '../store/activity.ts';
import { keyOf, listContactRecords } from '../store/contact-records.ts';
import { erasePerson, eraseQuestions, isBeingWrittenTo, isStored, listUsersOf } from '../store/erasures.ts';
import { userLabel } from '../store/labels.ts';
import { listRamUsers } from '../store/ram-users.ts';
import type { Command, CommandCall, CommandDeps } from './command.ts';
import { askForConfirmation } from './confirmation.ts';

type EraseDeps = Pick<CommandDeps, 'db' | 'clock' | 'contactRules' | 'audiences' | 'newCode'>;

/** Shows whose ids and which users it is about; nothing is deleted before it is confirmed. */
export const erase: Command = {
  usage: 'erase <person>',
  words: { min: 1, max: 1 },
  async run(deps: EraseDeps, call) {
    const [typed = ''] = call.args;
    const member = await findErasable(deps, call, typed);
    if (typeof member === 'string') return refused(call, member, typed);
    const users = await usersOf(deps, call, member);
    if (users === null) return refused(call, 'unreadable', typed);
    if (users.length === 0 && !(await isStored(deps.db, member)))
      return refused(call, 'nothing_stored', typed);
    const preview = { ...member, users };
    const confirmation = await askForConfirmation(deps, { kind: 'erase', actor: call.actor, preview });
    return call.texts.reply.erasePreview({ ...preview, confirmation });
  },
};

const refused = (call: CommandCall, reason: EraseRefusal, typed: string): Message =>
  call.texts.reply.eraseRefused({ reason, typed });

/** Whoever has left is in no directory any more: then the id itself is what is stored. */
async function findErasable(
  deps: EraseDeps,
  call: CommandCall,
  typed: string,
): Promise<MemberKey | EraseRefusal> {
  const { chat } = call.actor;
  const typedMember = { chat, memberId: CHATS[chat].mention?.exec(typed)?.[1] ?? typed };
  const directory = deps.contactRules.directories.get(chat);
  const isId = directory === undefined || (await isStored(deps.db, typedMember));
  const found = isId ? null : await findMember(typed, { chat, directory }, call.signal);
  if (found?.kind === 'ambiguous' || found?.kind === 'unreadable') return found.kind;
  const memberId = found === null || found.kind === 'none' ? typedMember.memberId : memberIdOf(found);
  return (await whyNotNow(deps, { chat, memberId })) ?? { chat, memberId };
}

const memberIdOf = (found: { readonly memberId: string } | { readonly person: MemberKey }) =>
  'person' in found ? found.person.memberId : found.memberId;

async function whyNotNow(deps: EraseDeps, member: MemberKey): Promise<EraseRefusal | null> {
  const isAdmin = deps.audiences.some(
    ({ chat, adminIds }) => chat === member.chat && adminIds.includes(member.memberId),
  );
  if (isAdmin) return 'admin';
  return (await isBeingWrittenTo(deps.db, member)) ? 'under_way' : null;
}

/** Theirs now, or once and nobody else's since: one that others answer for goes on as theirs. null: could not be asked. */
async function usersOf(
  deps: EraseDeps,
  call: CommandCall,
  member: MemberKey,
): Promise<ErasePreview['users'] | null> {
  const once = new Set((await listUsersOf(deps.db, member)).map(keyOf));
  const rules = rulesWithin(deps.contactRules, [member.chat]);
  const theirs: ErasePreview['users'][number][] = [];
  for (const account of await listAccounts(deps.db)) {
    const records = await listContactRecords(deps.db, account.accountId);
    for (const user of await listRamUsers(deps.db, account.accountId)) {
      const record = records.get(keyOf(user)) ?? NOTHING_SAID;
      if (othersAreNamed(record, member)) continue;
      const contact = await resolveContact({ user, record }, rules, call.signal);
      if (contact.kind === 'unreadable') return null;
      if (isTheirs(contact, member, once.has(keyOf(user)))) theirs.push(userLabel(user, account));
    }
  }
  return theirs;
}

function othersAreNamed({ owners, people }: ContactRecord, member: MemberKey): boolean {
  const named = owners.length > 0 ? owners : (people ?? []);
  return named.some((one) => one.chat === member.chat && !isSameMember(one, member));
}

function isTheirs(contact: Contact, member: MemberKey, wasOnce: boolean): boolean {
  if (contact.kind === 'found') return isContact(contact, member);
  return wasOnce || (contact.kind === 'unreachable' && contact.memberId === member.memberId);
}

/** The right was checked again; that it is no admin and no message is under way, here. */
export async function eraseConfirmed(
  deps: EraseDeps,
  call: CommandCall,
  { chat, memberId, users }: ErasePreview,
): Promise<Message> {
  const member = { chat, memberId };
  const reason = await whyNotNow(deps, member);
  if (reason !== null) return refused(call, reason, memberId);
  const { actor } = call;
  const at = deps.clock.now();
  const keys = users.map(({ account, userId }): RamUserKey => ({ accountId: account.accountId, userId }));
  await deps.db.inTransaction(async (trx) => {
    await erasePerson(trx, { member, users: keys, at });
    await eraseQuestions(trx, member);
    // Of nobody's user: that somebody was erased is recorded all the same.
    const about = keys.length === 0 ? [{}] : keys;
    await recordActivity(
      trx,
      at,
      about.map((key) => ({ kind: 'erased', actor, ...key })),
    );
  });
  return call.texts.reply.erased({ users });
}
