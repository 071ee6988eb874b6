import type { Clock } from '../../domain/clock.ts';
import type { PersonLookup } from '../chat.ts';
import { lookUp, nullIfNobody, rememberPeople } from '../transport/look-up.ts';
import { lookupOf } from './member.ts';
import type { RosterDeps } from './roster.ts';
import { answered } from './slack-error.ts';

interface MemberLookupDeps extends RosterDeps {
  readonly clock: Clock;
}

export type MemberLookup = (memberId: string, signal: AbortSignal) => Promise<PersonLookup>;

/** One member by id, for who is not in the member list. */
export function createMemberLookup(deps: MemberLookupDeps): MemberLookup {
  const members = rememberPeople<PersonLookup>(deps.clock, {
    read: (memberId, signal) => readMember(deps, memberId, signal),
    isThere: ({ kind }) => kind === 'found',
  });
  return (memberId, signal) => lookUp(signal, () => members.get(memberId, signal));
}

/** @throws {DeliveryError} */
async function readMember(
  { web, readWorkspace, readPatiently, awayWords }: RosterDeps,
  memberId: string,
  signal: AbortSignal,
): Promise<PersonLookup> {
  const lookup = await nullIfNobody(async () => {
    const own = await readPatiently(() => readWorkspace(signal), signal);
    const asked = { user: memberId, include_locale: true };
    const { user } = await readPatiently(() => answered(web.bot(signal).users.info(asked), 'person'), signal);
    return user === undefined ? null : lookupOf(user, own, awayWords);
  });
  return lookup ?? { kind: 'none' };
}
