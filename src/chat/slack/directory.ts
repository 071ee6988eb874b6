import type { PeopleDirectory, Person } from '../chat.ts';
import { findByAddress, peopleFound } from '../transport/address-index.ts';
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
      if (everybody.kind === 'failed') return { ...everybody, kind: 'unreadable' };
      return everybody.value.byId.get(memberId) ?? single(memberId, signal);
    },
    async byEmail(email, signal) {
      const everybody = await roster.read(signal);
      if (everybody.kind === 'failed') return { ...everybody, kind: 'unreadable' };
      const { hasAddresses, byEmail } = everybody.value;
      if (hasAddresses) return findByAddress(byEmail, email);
      return { kind: 'unreadable', code: 'missing_scope', reason: 'configuration' };
    },
    // Phone numbers in Slack profiles are whatever their owners typed.
    byMobile: async () => ({ kind: 'none' }),
    // Slack's own profile has no such field.
    managerOf: async () => ({ kind: 'none' }),
    async everybody(signal) {
      const everybody = await roster.read(signal);
      return everybody.kind === 'failed' ? [] : peopleFound(everybody.value.byId.values());
    },
    async author(memberId) {
      const known = roster.known()?.byId.get(memberId);
      if (known?.kind === 'found') return known.person;
      const lookup = await single(memberId, AbortSignal.timeout(QUICKLY_MS));
      return lookup.kind === 'found' ? lookup.person : unknownPerson(memberId);
    },
  };
}
