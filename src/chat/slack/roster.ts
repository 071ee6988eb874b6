import type { Person } from '../chat.ts';
import { DeliveryError } from '../delivery-error.ts';
import { personOf, type SlackMember } from './member.ts';
import type { PatientRead } from './patient-read.ts';
import type { WebAccess } from './web-client.ts';
import type { ReadWorkspace } from './workspace.ts';

/** Everybody in the workspace. */
export interface Roster {
  /** null: a member who is no person to write to. */
  readonly byId: ReadonlyMap<string, Person | null>;
  /** By lower-case address. */
  readonly byEmail: ReadonlyMap<string, readonly Person[]>;
  /** Without the scope `users:read.email` Slack leaves the addresses out, and says nothing of it. */
  readonly hasAddresses: boolean;
}

/** Slack recommends at most 200. https://docs.slack.dev/reference/methods/users.list */
const PAGE_SIZE = 200;
const PAGES_MAX = 2000;
const EMAIL_SCOPE = 'users:read.email';

export interface RosterDeps {
  readonly web: WebAccess;
  readonly readWorkspace: ReadWorkspace;
  readonly readPatiently: PatientRead;
}

/** Reads the whole member list. @throws {DeliveryError} */
export async function readRoster(deps: RosterDeps, signal: AbortSignal): Promise<Roster> {
  const own = await deps.readPatiently(() => deps.readWorkspace(signal), signal);
  const people = new Map<string, { readonly person: Person | null; readonly email: string }>();
  let cursor: string | null = null;
  for (let page = 0; page < PAGES_MAX; page += 1) {
    const { members, next } = await readPage(deps, cursor, signal);
    // A list that changes while it is read may show somebody twice: one entry an id.
    for (const member of members) {
      if (member.id === undefined) continue;
      const email = member.profile?.email?.trim().toLowerCase() ?? '';
      people.set(member.id, { person: personOf(member, own), email });
    }
    if (next === null)
      return { ...rosterOf(people), hasAddresses: own.scopes?.includes(EMAIL_SCOPE) ?? true };
    if (next === cursor) throw unreadable('cursor_repeated');
    cursor = next;
  }
  throw unreadable('too_many_pages');
}

async function readPage(
  { web, readPatiently }: RosterDeps,
  cursor: string | null,
  signal: AbortSignal,
): Promise<{ readonly members: readonly SlackMember[]; readonly next: string | null }> {
  const { members, response_metadata: metadata } = await readPatiently(
    () =>
      web.bot(signal).users.list({
        limit: PAGE_SIZE,
        include_locale: true,
        ...(cursor === null ? {} : { cursor }),
      }),
    signal,
  );
  if (members === undefined) throw unreadable('no_members');
  return { members, next: metadata?.next_cursor || null };
}

function rosterOf(
  people: ReadonlyMap<string, { readonly person: Person | null; readonly email: string }>,
): Omit<Roster, 'hasAddresses'> {
  const byId = new Map<string, Person | null>();
  const byEmail = new Map<string, Person[]>();
  for (const [id, { person, email }] of people) {
    byId.set(id, person);
    if (person !== null && email !== '') byEmail.set(email, [...(byEmail.get(email) ?? []), person]);
  }
  return { byId, byEmail };
}

function unreadable(code: string): DeliveryError {
  return new DeliveryError({
    reason: 'unavailable',
    code,
    message: 'The list of Slack members could not be read to its end.',
  });
}
