import type { PeopleDirectory, Person } from '../chat.ts';
import type { DailyRoster } from './daily-roster.ts';
import { unknownPerson } from './member.ts';
import type { MemberLookup } from './member-lookup.ts';

const QUICKLY_MS = 2500;

export interface SlackDirectory extends PeopleDirectory {
  /** Who wrote: in seconds, with nothing but the id known where Slack does not tell. */
  author(memberId: string): Promise<Person>;
}

export function createDirectory(roster: DailyRoster, single: MemberLookup): SlackDirectory {
  return {
    async byMemberId(memberId, signal) {
      const everybody = await roster.read(signal);
      if ('code' in everybody) return { kind: 'unreadable', code: everybody.code };
      const person = everybody.byId.get(memberId);
      if (person === undefined) return single(memberId, signal);
      return person === null ? { kind: 'none' } : { kind: 'found', person };
    },
    async byEmail(email, signal) {
      const everybody = await roster.read(signal);
      if ('code' in everybody) return { kind: 'unreadable', code: everybody.code };
      if (!everybody.hasAddresses) return { kind: 'unreadable', code: 'missing_scope' };
      const people = everybody.byEmail.get(email.trim().toLowerCase()) ?? [];
      const [person] = people;
      if (person === undefined) return { kind: 'none' };
      if (people.length === 1) return { kind: 'found', person };
      return { kind: 'ambiguous', memberIds: people.map(({ memberId }) => memberId) };
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
