import type { Clock, EpochMs } from '../../domain/clock.ts';
import type { PersonLookup } from '../chat.ts';
import { personOf } from './member.ts';
import type { RosterDeps } from './roster.ts';
import { toDeliveryError } from './slack-error.ts';

const FRESH_FOR_MS = 24 * 60 * 60_000;

interface MemberLookupDeps extends RosterDeps {
  readonly clock: Clock;
}

export type MemberLookup = (memberId: string, signal: AbortSignal) => Promise<PersonLookup>;

/** One member by id, for who is not in the member list; asked at most once a day. */
export function createMemberLookup(deps: MemberLookupDeps): MemberLookup {
  const known = new Map<string, { readonly lookup: PersonLookup; readonly readAt: EpochMs }>();
  return async (memberId, signal) => {
    const entry = known.get(memberId);
    if (entry !== undefined && Math.abs(deps.clock.now() - entry.readAt) < FRESH_FOR_MS) return entry.lookup;
    const lookup = await readMember(deps, memberId, signal);
    if (lookup.kind !== 'unreadable') known.set(memberId, { lookup, readAt: deps.clock.now() });
    return lookup;
  };
}

async function readMember(
  { web, readWorkspace, readPatiently }: RosterDeps,
  memberId: string,
  signal: AbortSignal,
): Promise<PersonLookup> {
  try {
    const own = await readPatiently(() => readWorkspace(signal), signal);
    const { user } = await readPatiently(
      () => web.bot(signal).users.info({ user: memberId, include_locale: true }),
      signal,
    );
    const person = user === undefined ? null : personOf(user, own);
    return person === null ? { kind: 'none' } : { kind: 'found', person };
  } catch (error) {
    const failure = toDeliveryError(error, 'person');
    if (failure.reason === 'recipient') return { kind: 'none' };
    return { kind: 'unreadable', code: signal.aborted ? 'aborted' : failure.code };
  }
}
