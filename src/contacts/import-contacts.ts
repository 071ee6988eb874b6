import type { PeopleDirectory, Person, PersonLookup } from '../chat/chat.ts';
import { CHAT_NAMES, CHATS, type ChatName } from '../domain/chats.ts';
import type { MemberKey } from '../domain/contact.ts';
import type { UserLabel } from '../domain/ram-user.ts';
import { type AccountRow, listAccounts } from '../store/accounts.ts';
import type { Database } from '../store/database.ts';
import { userLabel } from '../store/labels.ts';
import { listRamUsers, type RamUserRow } from '../store/ram-users.ts';
import type { BadRow, ContactFile, ContactRow } from './contact-file.ts';
import { findMember } from './find-member.ts';
import { type ContactRules, chatsInOrder } from './resolve-contact.ts';

/** Somebody a cell names: the id alone where the chat is not configured and cannot be asked for the name. */
export type NamedMember = MemberKey & { readonly displayName: string | null };

/** A line that can be saved: who it is about, and whom it names. */
export interface GoodRow {
  readonly line: number;
  readonly user: UserLabel;
  readonly people: readonly NamedMember[];
  readonly managers: readonly NamedMember[];
  readonly owners: readonly NamedMember[];
}

export interface ResolvedFile {
  readonly good: readonly GoodRow[];
  readonly bad: readonly BadRow[];
  /** Lines that name nobody yet, as the template has them. */
  readonly unfilled: number;
}

interface ImportDeps {
  readonly db: Database;
  readonly contactRules: ContactRules;
}

/** Who each line is about and whom it names. Changes nothing. */
export async function resolveContactFile(
  deps: ImportDeps,
  file: ContactFile,
  signal: AbortSignal,
): Promise<ResolvedFile> {
  const users = await loadUsers(deps.db);
  const good: GoodRow[] = [];
  const bad: BadRow[] = [...file.bad];
  const seen = new Map<string, number>();
  let unfilled = 0;
  for (const row of file.rows) {
    if (isUnfilled(row)) {
      unfilled += 1;
      continue;
    }
    const resolved = await resolveRow(deps, { row, users, seen }, signal);
    if (typeof resolved === 'string') bad.push({ line: row.line, why: resolved });
    else good.push(resolved);
  }
  return { good, bad: bad.toSorted((one, other) => one.line - other.line), unfilled };
}

const isUnfilled = (row: ContactRow) =>
  ([...CHAT_NAMES, 'manager', 'owner'] as const).every((column) => row[column] === '');

interface KnownUsers {
  readonly accounts: readonly AccountRow[];
  /** By account id, then by name in small letters. */
  readonly byName: ReadonlyMap<string, ReadonlyMap<string, RamUserRow>>;
}

async function loadUsers(db: Database): Promise<KnownUsers> {
  const accounts = await listAccounts(db);
  const byName = new Map<string, ReadonlyMap<string, RamUserRow>>();
  for (const { accountId } of accounts) {
    const users = await listRamUsers(db, accountId);
    const named = users.flatMap((user) =>
      [user.userName, user.logonName].map((name) => [name.toLowerCase(), user] as const),
    );
    byName.set(accountId, new Map(named));
  }
  return { accounts, byName };
}

interface RowParts {
  readonly row: ContactRow;
  readonly users: KnownUsers;
  /** On which line each user stood first. */
  readonly seen: Map<string, number>;
}

/** Or why not, in one sentence. */
async function resolveRow(
  { contactRules }: ImportDeps,
  { row, users, seen }: RowParts,
  signal: AbortSignal,
): Promise<GoodRow | string> {
  const account = accountOf(row, users.accounts);
  if (typeof account === 'string') return account;
  const user = users.byName.get(account.accountId)?.get(row.user.toLowerCase());
  if (user === undefined)
    return `account ${account.alias ?? account.accountId} has no user ${row.user}: check the spelling, or wait for the next audit.`;
  const earlier = seen.get(user.userId);
  if (earlier !== undefined) return `${row.user} stands on line ${earlier} already: keep one of the two.`;
  seen.set(user.userId, row.line);
  const people: NamedMember[] = [];
  for (const chat of CHAT_NAMES) {
    const named = await membersIn(row[chat], { chat, rules: contactRules }, signal);
    if (typeof named === 'string') return named;
    people.push(...named);
  }
  const managers = await anywhere(row.manager, { column: 'manager', rules: contactRules }, signal);
  if (typeof managers === 'string') return managers;
  const owners = await anywhere(row.owner, { column: 'owner', rules: contactRules }, signal);
  if (typeof owners === 'string') return owners;
  return { line: row.line, user: userLabel(user, account), people, managers, owners };
}

function accountOf({ account: typed }: ContactRow, accounts: readonly AccountRow[]): AccountRow | string {
  const wanted = typed.toLowerCase();
  const [only, ...others] = accounts;
  if (typed === '') {
    return only !== undefined && others.length === 0
      ? only
      : 'names no account, and there are several: write its id or alias.';
  }
  const found = accounts.find(
    ({ accountId, alias }) => accountId === wanted || alias?.toLowerCase() === wanted,
  );
  return found ?? `there is no account ${typed}: write its id or alias as the digest does.`;
}

const words = (cell: string) => cell.split(/\s+/u).filter((word) => word !== '');

/** Whom a chat's own cell names: several share the user. */
async function membersIn(
  cell: string,
  { chat, rules }: { readonly chat: ChatName; readonly rules: ContactRules },
  signal: AbortSignal,
): Promise<readonly NamedMember[] | string> {
  const { label } = CHATS[chat];
  const directory = rules.directories.get(chat);
  const members: NamedMember[] = [];
  for (const word of words(cell)) {
    if (directory === undefined) {
      if (word.includes('@'))
        return `${label} is not configured here, so ${word} cannot be looked up: write the id.`;
      members.push({ chat, memberId: word, displayName: null });
      continue;
    }
    const found = await findMember(word, { chat, directory }, signal);
    if (found.kind !== 'found') return whyNobody(word, label, found);
    members.push(memberOf(found.person));
  }
  return members;
}

/** A manager's or an owner's cell names one person, in whichever chat. */
async function anywhere(
  cell: string,
  { column, rules }: { readonly column: string; readonly rules: ContactRules },
  signal: AbortSignal,
): Promise<readonly NamedMember[] | string> {
  const [word, ...others] = words(cell);
  if (word === undefined) return [];
  if (others.length > 0) return `${column} takes one person, and ${cell} are several.`;
  if (rules.directories.size === 0)
    return `no chat is configured here, so it cannot be told who ${word} is: import where the bot runs.`;
  const members: NamedMember[] = [];
  let nobody = '';
  for (const [chat, directory] of inOrder(rules)) {
    const found = await findMember(word, { chat, directory }, signal);
    if (found.kind === 'found') members.push(memberOf(found.person));
    else if (nobody === '' || found.kind !== 'none') nobody = whyNobody(word, CHATS[chat].label, found);
  }
  return members.length > 0 ? members : nobody;
}

function inOrder({ directories, preferredChat }: ContactRules): readonly [ChatName, PeopleDirectory][] {
  return chatsInOrder(preferredChat).flatMap((chat): [ChatName, PeopleDirectory][] => {
    const directory = directories.get(chat);
    return directory === undefined ? [] : [[chat, directory]];
  });
}

const memberOf = ({ chat, memberId, displayName }: Person): NamedMember => ({ chat, memberId, displayName });

function whyNobody(word: string, chat: string, lookup: Exclude<PersonLookup, { kind: 'found' }>): string {
  switch (lookup.kind) {
    case 'none':
      return `${word} is nobody in ${chat} who can be written to: check the spelling.`;
    case 'deactivated':
      return `${word} is deactivated in ${chat}: name somebody who is there.`;
    case 'not_joined':
      return `${word} has not joined ${chat} yet: import the line again once they have.`;
    case 'ambiguous':
      return `several people in ${chat} answer to ${word}: write the id.`;
    case 'unreadable':
      return `${chat} could not be asked who ${word} is (${lookup.code}): import the line again later.`;
    default:
      return lookup satisfies never;
  }
}
