import type { Person } from '../chat.ts';
import { DeliveryError } from '../delivery-error.ts';
import { type AddressIndex, indexByAddress } from '../transport/address-index.ts';
import type { PatientRead } from '../transport/patient-read.ts';
import { personOf, type SlackMember } from './member.ts';
import { EMAIL_SCOPE } from './scopes.ts';
import { answered } from './slack-error.ts';
import type { WebAccess } from './web-client.ts';
import type { ReadWorkspace } from './workspace.ts';

/** Everybody in the workspace. */
export interface Roster {
  /** null: a member who is no person to write to. */
  readonly byId: ReadonlyMap<string, Person | null>;
  readonly byEmail: AddressIndex;
  /** False without the scope for them. */
  readonly hasAddresses: boolean;
}

/** Slack recommends at most 200. https://docs.slack.dev/reference/methods/users.list */
const PAGE_SIZE = 200;
const PAGES_MAX = 2000;

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
      people.set(member.id, { person: personOf(member, own), email: member.profile?.email ?? '' });
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
  const page = { limit: PAGE_SIZE, include_locale: true, ...(cursor === null ? {} : { cursor }) };
  const { members, response_metadata: metadata } = await readPatiently(
    () => answered(web.bot(signal).users.list(page), 'person'),
    signal,
  );
  if (members === undefined) throw unreadable('no_members');
  return { members, next: metadata?.next_cursor || null };
}

function rosterOf(
  people: ReadonlyMap<string, { readonly person: Person | null; readonly email: string }>,
): Omit<Roster, 'hasAddresses'> {
  const addressed = [...people.values()].flatMap(({ person, email }) =>
    person === null ? [] : [{ person, addresses: [email] }],
  );
  const byId = new Map([...people].map(([id, { person }]) => [id, person]));
  return { byId, byEmail: indexByAddress(addressed) };
}

function unreadable(code: string): DeliveryError {
  return new DeliveryError({
    reason: 'unavailable',
    code,
    message: 'The list of Slack members could not be read to its end.',
  });
}
