import { closest, distance } from 'fastest-levenshtein';
import { isContact, mayBeBehind, resolveContact, rulesWithin } from '../contacts/resolve-contact.ts';
import { CHATS } from '../domain/chats.ts';
import { NOTHING_SAID } from '../domain/contact.ts';
import type { Message } from '../domain/message.ts';
import type { UserLabel } from '../domain/ram-user.ts';
import { type AccountRow, listAccounts } from '../store/accounts.ts';
import { keyOf, listContactRecords } from '../store/contact-records.ts';
import { userLabel } from '../store/labels.ts';
import { findRamUsersByName, listRamUsers, type RamUserRow } from '../store/ram-users.ts';
import type { CommandCall, CommandDeps } from './command.ts';

export type FindUserDeps = Pick<CommandDeps, 'db' | 'contactRules'>;

export interface KnownUser {
  readonly user: RamUserRow;
  readonly account: AccountRow;
  readonly label: UserLabel;
}

export type UserSearch =
  | { readonly kind: 'found'; readonly known: KnownUser }
  /** Nobody, or several: said to the caller, and nothing is done. */
  | {
      readonly kind: 'answer';
      readonly message: Message;
      /** Users of a similar name, where there is none of this; null: not asked for. */
      readonly suggestions: readonly UserLabel[] | null;
    };

const SUGGESTION_DISTANCE_MAX = 3;

/** A RAM user by user name, logon name, `user:<name>` (one that is called like a list), or a mention of a linked person. */
export async function findUser(deps: FindUserDeps, call: CommandCall, typed: string): Promise<UserSearch> {
  const mention = CHATS[call.request.chat].mention?.exec(typed)?.[1];
  const found =
    mention === undefined
      ? { users: await byName(deps, typed), isPartial: false }
      : await usersOfMember(deps, call, mention);
  const matches = found.users;
  const [only, ...others] = matches;
  // That somebody has none cannot be said while some could not be looked up.
  if (only === undefined && found.isPartial)
    return { kind: 'answer', message: call.texts.reply.couldNotLook(), suggestions: null };
  if (only !== undefined && others.length === 0) return { kind: 'found', known: only };
  if (only !== undefined) return answerToSeveral(call, typed, matches);
  const similar = await suggestions(deps, typed);
  const message = call.texts.reply.userNotFound({ typed, suggestions: similar, command: null });
  return { kind: 'answer', message, suggestions: similar };
}

export function answerToSeveral(call: CommandCall, typed: string, users: readonly KnownUser[]): UserSearch {
  const candidates = users.map((one) => one.label);
  return {
    kind: 'answer',
    message: call.texts.reply.userAmbiguous({ typed, candidates }),
    suggestions: null,
  };
}

/** `jane.doe`, `jane.doe@corp.onaliyun.com`, or `jane.doe@corp` with the account's alias or id. */
export async function byName(deps: FindUserDeps, typed: string): Promise<readonly KnownUser[]> {
  const name = typed.replace(/^user:/u, '');
  const accounts = await accountsById(deps);
  const named = async (wanted: string) =>
    (await findRamUsersByName(deps.db, wanted)).flatMap((user) => known(user, accounts.get(user.accountId)));
  const found = await named(name);
  const [userName, alias] = name.split('@');
  if (found.length > 0 || userName === undefined || alias === undefined) return found;
  return (await named(userName)).filter(
    ({ account }) => account.accountId === alias || account.alias?.toLowerCase() === alias.toLowerCase(),
  );
}

async function accountsById(deps: FindUserDeps): Promise<ReadonlyMap<string, AccountRow>> {
  return new Map((await listAccounts(deps.db)).map((account) => [account.accountId, account]));
}

function known(user: RamUserRow, account: AccountRow | undefined): readonly KnownUser[] {
  return account === undefined ? [] : [{ user, account, label: userLabel(user, account) }];
}

export interface UsersOfMember {
  readonly users: readonly KnownUser[];
  /** The chat could not be asked whose some others are: they may be this member's too. */
  readonly isPartial: boolean;
}

/** The RAM users that a chat member is the contact of, as far as this chat knows: who is in both may ask in either. */
export async function usersOfMember(
  deps: FindUserDeps,
  call: Pick<CommandCall, 'actor' | 'signal'>,
  memberId: string,
): Promise<UsersOfMember> {
  const { chat } = call.actor;
  if (!deps.contactRules.directories.has(chat)) return { users: [], isPartial: false };
  const rules = rulesWithin(deps.contactRules, [chat]);
  const users: KnownUser[] = [];
  let isPartial = false;
  for (const account of await listAccounts(deps.db)) {
    const records = await listContactRecords(deps.db, account.accountId);
    for (const user of await listRamUsers(deps.db, account.accountId)) {
      const record = records.get(keyOf(user)) ?? NOTHING_SAID;
      const subject = { user, record };
      const contact = await resolveContact(subject, rules, call.signal);
      if (isContact(contact, { chat, memberId })) users.push(...known(user, account));
      if (contact.kind === 'unreadable' && mayBeBehind(subject, { chat, memberId })) isPartial = true;
    }
  }
  return { users, isPartial };
}

async function suggestions(deps: FindUserDeps, typed: string): Promise<readonly UserLabel[]> {
  const users: KnownUser[] = [];
  for (const account of await listAccounts(deps.db)) {
    for (const user of await listRamUsers(deps.db, account.accountId)) users.push(...known(user, account));
  }
  if (users.length === 0) return [];
  const nearest = closest(
    typed.toLowerCase(),
    users.map((one) => one.label.userName.toLowerCase()),
  );
  if (distance(nearest, typed.toLowerCase()) > SUGGESTION_DISTANCE_MAX) return [];
  return users.filter((one) => one.label.userName.toLowerCase() === nearest).map((one) => one.label);
}
