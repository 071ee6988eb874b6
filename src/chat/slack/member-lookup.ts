import type { Clock } from '../../domain/clock.ts';
import type { Person, PersonLookup } from '../chat.ts';
import { lookUp, nullIfNobody, rememberPeople } from '../transport/look-up.ts';
import { personOf } from './member.ts';
import type { RosterDeps } from './roster.ts';
import { answered } from './slack-error.ts';

interface MemberLookupDeps extends RosterDeps {
  readonly clock: Clock;
}

export type MemberLookup = (memberId: string, signal: AbortSignal) => Promise<PersonLookup>;

/** One member by id, for who is not in the member list. */
export function createMemberLookup(deps: MemberLookupDeps): MemberLookup {
  const members = rememberPeople(deps.clock, (memberId, signal) => readMember(deps, memberId, signal));
  return (memberId, signal) =>
    lookUp(signal, async () => {
      const person = await members.get(memberId, signal);
      return person === null ? { kind: 'none' } : { kind: 'found', person };
    });
}

/** null: no member, or none to write to. @throws {DeliveryError} */
function readMember(
  { web, readWorkspace, readPatiently }: RosterDeps,
  memberId: string,
  signal: AbortSignal,
): Promise<Person | null> {
  return nullIfNobody(async () => {
    const own = await readPatiently(() => readWorkspace(signal), signal);
    const asked = { user: memberId, include_locale: true };
    const { user } = await readPatiently(() => answered(web.bot(signal).users.info(asked), 'person'), signal);
    return user === undefined ? null : personOf(user, own);
  });
}
