import type { Clock, EpochMs } from '../../domain/clock.ts';
import type { PeopleDirectory, Person, PersonLookup } from '../chat.ts';
import { personOf, unknownPerson } from './member.ts';
import { type PatientRead, readFailureCode } from './patient-read.ts';
import { type Roster, readRoster } from './roster.ts';
import { toDeliveryError } from './slack-error.ts';
import type { WebAccess } from './web-client.ts';
import type { ReadWorkspace } from './workspace.ts';

const FRESH_FOR_MS = 24 * 60 * 60_000;
/** After a failure nobody waits for the same failure again, person by person. */
const FAILURE_STANDS_FOR_MS = 60_000;
const QUICKLY_MS = 2500;

interface DirectoryDeps {
  readonly web: WebAccess;
  readonly readWorkspace: ReadWorkspace;
  readonly readPatiently: PatientRead;
  readonly clock: Clock;
}

export interface SlackDirectory extends PeopleDirectory {
  /** Who wrote: in seconds, with nothing but the id known where Slack does not tell. */
  author(memberId: string): Promise<Person>;
}

export function createDirectory(deps: DirectoryDeps): SlackDirectory {
  const roster = createDailyRoster(deps);
  const singles = new Map<string, { readonly lookup: PersonLookup; readonly readAt: EpochMs }>();

  async function single(memberId: string, signal: AbortSignal): Promise<PersonLookup> {
    const known = singles.get(memberId);
    if (known !== undefined && isWithin(FRESH_FOR_MS, known.readAt, deps.clock.now())) return known.lookup;
    const lookup = await readMember(deps, memberId, signal);
    if (lookup.kind !== 'unreadable') singles.set(memberId, { lookup, readAt: deps.clock.now() });
    return lookup;
  }

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

interface ReadFailure {
  readonly code: string;
}

/** The member list: read when first asked for, at most once a day, by one reader at a time. */
function createDailyRoster(deps: DirectoryDeps): {
  read(signal: AbortSignal): Promise<Roster | ReadFailure>;
  known(): Roster | null;
} {
  let last: { readonly readAt: EpochMs; readonly result: Roster | ReadFailure } | null = null;
  let reading: Promise<Roster | ReadFailure> | null = null;

  async function readAnew(signal: AbortSignal): Promise<Roster | ReadFailure> {
    const startedAt = deps.clock.now();
    try {
      const result = await readRoster(deps, signal);
      last = { readAt: startedAt, result };
      return result;
    } catch (error) {
      const result = { code: readFailureCode(error, signal) };
      if (!signal.aborted) last = { readAt: deps.clock.now(), result };
      return result;
    } finally {
      reading = null;
    }
  }

  function current(): Roster | ReadFailure | null {
    if (last === null) return null;
    const validForMs = 'code' in last.result ? FAILURE_STANDS_FOR_MS : FRESH_FOR_MS;
    return isWithin(validForMs, last.readAt, deps.clock.now()) ? last.result : null;
  }

  async function readOnce(signal: AbortSignal): Promise<Roster | ReadFailure> {
    const others = reading;
    if (others === null) {
      reading = readAnew(signal);
      return reading;
    }
    const result = await others;
    // Whoever read it was stopped, which is no answer for anybody else.
    const wasStopped = 'code' in result && result.code === 'aborted';
    return wasStopped && !signal.aborted ? readOnce(signal) : result;
  }

  return {
    read: async (signal) => current() ?? readOnce(signal),
    known() {
      const result = current();
      return result === null || 'code' in result ? null : result;
    },
  };
}

async function readMember(
  { web, readWorkspace, readPatiently }: DirectoryDeps,
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

function isWithin(durationMs: number, since: EpochMs, now: EpochMs): boolean {
  return Math.abs(now - since) < durationMs;
}
