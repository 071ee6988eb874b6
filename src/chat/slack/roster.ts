import type { PersonLookup } from '../chat.ts';
import { DeliveryError } from '../delivery-error.ts';
import { type AddressIndex, indexByAddress } from '../transport/address-index.ts';
import type { Pace } from '../transport/pacing.ts';
import type { PatientRead } from '../transport/patient-read.ts';
import { MEMBER_LISTS } from './lanes.ts';
import { lookupOf, type SlackMember } from './member.ts';
import { EMAIL_SCOPE } from './scopes.ts';
import { answered } from './slack-error.ts';
import type { WebAccess } from './web-client.ts';
import type { ReadWorkspace } from './workspace.ts';

/** Everybody in the workspace. */
export interface Roster {
  readonly byId: ReadonlyMap<string, PersonLookup>;
  readonly byEmail: AddressIndex;
  /** False without the scope for them. */
  readonly hasAddresses: boolean;
}

/** Slack recommends at most 200. https://docs.slack.dev/reference/methods/users.list */
const PAGE_SIZE = 200;
const PAGES_MAX = 2000;

export interface RosterDeps {
  readonly web: WebAccess;
  readonly pace: Pace;
  readonly readWorkspace: ReadWorkspace;
  readonly readPatiently: PatientRead;
  /** Phrases in a status that mean leave, beside those that are known. */
  readonly awayWords: readonly string[];
}

/** Reads the whole member list. @throws {DeliveryError} */
export async function readRoster(deps: RosterDeps, signal: AbortSignal): Promise<Roster> {
  const own = await deps.readPatiently(() => deps.readWorkspace(signal), signal);
  const everybody = new Map<
    string,
    { readonly lookup: PersonLookup; readonly addresses: readonly string[] }
  >();
  let cursor: string | null = null;
  for (let page = 0; page < PAGES_MAX; page += 1) {
    const { members, next } = await readPage(deps, cursor, signal);
    const before = everybody.size;
    // A list that changes while it is read may show somebody twice: one entry an id.
    for (const member of members) {
      if (member.id === undefined) continue;
      const addresses = [member.profile?.email ?? ''];
      everybody.set(member.id, { lookup: lookupOf(member, own, deps.awayWords), addresses });
    }
    if (next === null) {
      return {
        byId: new Map([...everybody].map(([id, { lookup }]) => [id, lookup])),
        byEmail: indexByAddress(everybody.values()),
        hasAddresses: own.scopes?.includes(EMAIL_SCOPE) ?? true,
      };
    }
    const isAgain = members.length > 0 && everybody.size === before;
    if (next === cursor || isAgain) throw unreadable('cursor_repeated');
    cursor = next;
  }
  throw unreadable('too_many_pages');
}

async function readPage(
  { web, pace, readPatiently }: RosterDeps,
  cursor: string | null,
  signal: AbortSignal,
): Promise<{ readonly members: readonly SlackMember[]; readonly next: string | null }> {
  const page = { limit: PAGE_SIZE, include_locale: true, ...(cursor === null ? {} : { cursor }) };
  const { members, response_metadata: metadata } = await readPatiently(async () => {
    await pace(MEMBER_LISTS, signal);
    return answered(web.bot(signal).users.list(page), 'person');
  }, signal);
  if (members === undefined) throw unreadable('no_members');
  return { members, next: metadata?.next_cursor || null };
}

function unreadable(code: string): DeliveryError {
  return new DeliveryError({
    reason: 'unavailable',
    code,
    message: 'The list of Slack members could not be read to its end.',
  });
}
