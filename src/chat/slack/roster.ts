import type { Person } from '../chat.ts';
import { DeliveryError } from '../delivery-error.ts';
import { personOf } from './member.ts';
import type { PatientRead } from './patient-read.ts';
import type { WebAccess } from './web-client.ts';
import type { ReadWorkspace } from './workspace.ts';

/** Everybody in the workspace. */
export interface Roster {
  /** null: a member who is no person to write to. */
  readonly byId: ReadonlyMap<string, Person | null>;
  /** By lower-case address. */
  readonly byEmail: ReadonlyMap<string, readonly Person[]>;
}

/** Slack recommends at most 200. https://docs.slack.dev/reference/methods/users.list */
const PAGE_SIZE = 200;
const PAGES_MAX = 2000;

/** Reads the whole member list. @throws {DeliveryError} */
export async function readRoster(
  deps: {
    readonly web: WebAccess;
    readonly readWorkspace: ReadWorkspace;
    readonly readPatiently: PatientRead;
  },
  signal: AbortSignal,
): Promise<Roster> {
  const { web, readPatiently } = deps;
  const own = await readPatiently(() => deps.readWorkspace(signal), signal);
  const byId = new Map<string, Person | null>();
  const byEmail = new Map<string, Person[]>();
  let cursor: string | undefined;
  for (let page = 0; page < PAGES_MAX; page += 1) {
    const next = cursor === undefined ? {} : { cursor };
    const answer = await readPatiently(
      () => web.bot(signal).users.list({ limit: PAGE_SIZE, include_locale: true, ...next }),
      signal,
    );
    if (answer.members === undefined) throw unreadable('no_members');
    for (const member of answer.members) {
      // A list that changes while it is read may show somebody twice.
      if (member.id === undefined || byId.has(member.id)) continue;
      const person = personOf(member, own);
      byId.set(member.id, person);
      const email = member.profile?.email?.trim().toLowerCase() ?? '';
      if (person !== null && email !== '') byEmail.set(email, [...(byEmail.get(email) ?? []), person]);
    }
    const following = answer.response_metadata?.next_cursor || undefined;
    if (following === undefined) return { byId, byEmail };
    if (following === cursor) throw unreadable('cursor_repeated');
    cursor = following;
  }
  throw unreadable('too_many_pages');
}

function unreadable(code: string): DeliveryError {
  return new DeliveryError({
    reason: 'unavailable',
    code,
    message: 'The list of Slack members could not be read to its end.',
  });
}
