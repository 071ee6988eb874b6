import type { PeopleDirectory, Person } from '../chat.ts';
import { findByAddress } from '../transport/address-index.ts';
import type { Daily } from '../transport/daily.ts';
import { unknownPerson } from './member.ts';
import type { MemberLookup } from './member-lookup.ts';
import type { Roster } from './roster.ts';

const QUICKLY_MS = 2500;

export interface SlackDirectory extends PeopleDirectory {
  /** Who wrote: in seconds, with nothing but the id known where Slack does not tell. */
  author(memberId: string): Promise<Person>;
}

export function createDirectory(roster: Daily<Roster>, single: MemberLookup): SlackDirectory {
  return {
    async byMemberId(memberId, signal) {
      const everybody = await roster.read(signal);
      if (everybody.kind === 'failed') return { kind: 'unreadable', code: everybody.code };
      const person = everybody.value.byId.get(memberId);
      if (person === undefined) return single(memberId, signal);
      return person === null ? { kind: 'none' } : { kind: 'found', person };
    },
    async byEmail(email, signal) {
      const everybody = await roster.read(signal);
      if (everybody.kind === 'failed') return { kind: 'unreadable', code: everybody.code };
      const { hasAddresses, byEmail } = everybody.value;
      return hasAddresses ? findByAddress(byEmail, email) : { kind: 'unreadable', code: 'missing_scope' };
    },
    // Phone numbers in Slack profiles are whatever their owners typed.
    byMobile: async () => ({ kind: 'none' }),
    // Slack's own profile has no such field.
    managerOf: async () => ({ kind: 'none' }),
    async author(memberId) {
      const person = roster.known()?.byId.get(memberId);
      if (person !== undefined && person !== null) return person;
      const lookup = await single(memberId, AbortSignal.timeout(QUICKLY_MS));
      return lookup.kind === 'found' ? lookup.person : unknownPerson(memberId);
    },
  };
}
