import type { Clock, EpochMs } from '../../domain/clock.ts';
import type { Log } from '../../log.ts';
import type { PeopleDirectory, PersonLookup } from '../chat.ts';
import { DeliveryError } from '../delivery-error.ts';
import { readAddressIndex } from './address-index.ts';
import { createDaily } from './daily.ts';
import { isJsonObject } from './http-exchange.ts';
import { type Member, memberOf, personOf } from './member.ts';
import { directoryMobile } from './mobile-number.ts';
import type { DirectoryReader } from './organisation-listing.ts';
import { readFailureCode } from './patient-read.ts';

const USER_GET = '/topapi/v2/user/get';
/** https://open.dingtalk.com/document/development/query-users-by-phone-number */
const USER_BY_MOBILE = '/topapi/v2/user/getbymobile';
const FRESH_FOR_MS = 24 * 60 * 60_000;
/** Who is not there yet may join any time. */
const ABSENCE_FRESH_FOR_MS = 60 * 60_000;

interface DirectoryDeps extends DirectoryReader {
  readonly clock: Clock;
  readonly log: Log;
}

export function createDirectory(deps: DirectoryDeps): PeopleDirectory {
  const addresses = createDaily((signal) => readAddressIndex(deps, deps.log, signal), deps.clock);
  const members = createRemembered(deps.clock, (userId, signal) => readMember(deps, userId, signal));
  const mobiles = createRemembered(deps.clock, (mobile, signal) => readUserId(deps, mobile, signal));

  const byMemberId: PeopleDirectory['byMemberId'] = (memberId, signal) =>
    lookUp(signal, async () => personLookup(await members(memberId, signal)));

  return {
    byMemberId,
    async byEmail(email, signal) {
      const reading = await addresses(signal);
      if (reading.kind === 'failed') return { kind: 'unreadable', code: reading.code };
      const found = reading.value.get(email.trim().toLowerCase()) ?? [];
      if (found.length < 2) return personLookup(found[0] ?? null);
      return { kind: 'ambiguous', memberIds: found.map(({ userId }) => userId) };
    },
    byMobile: (mobile, signal) =>
      lookUp(signal, async () => {
        const number = directoryMobile(mobile);
        const userId = number === null ? null : await mobiles(number, signal);
        return userId === null ? { kind: 'none' } : byMemberId(userId, signal);
      }),
    managerOf: (memberId, signal) =>
      lookUp(signal, async () => {
        const managerUserId = (await members(memberId, signal))?.managerUserId ?? null;
        return managerUserId === null ? { kind: 'none' } : byMemberId(managerUserId, signal);
      }),
  };
}

async function lookUp(signal: AbortSignal, read: () => Promise<PersonLookup>): Promise<PersonLookup> {
  try {
    return await read();
  } catch (error) {
    return { kind: 'unreadable', code: readFailureCode(error, signal) };
  }
}

function personLookup(member: Member | null): PersonLookup {
  return member?.isActive ? { kind: 'found', person: personOf(member) } : { kind: 'none' };
}

/** Answers from what was read at most a day ago; failures are not kept. */
function createRemembered<Value>(
  clock: Clock,
  read: (key: string, signal: AbortSignal) => Promise<Value | null>,
): (key: string, signal: AbortSignal) => Promise<Value | null> {
  const known = new Map<string, { readonly value: Value | null; readonly at: EpochMs }>();
  return async (key, signal) => {
    const entry = known.get(key);
    const freshForMs = entry?.value === null ? ABSENCE_FRESH_FOR_MS : FRESH_FOR_MS;
    if (entry !== undefined && Math.abs(clock.now() - entry.at) < freshForMs) return entry.value;
    const at = clock.now();
    const value = await read(key, signal);
    known.set(key, { value, at });
    return value;
  };
}

async function readMember(deps: DirectoryDeps, userId: string, signal: AbortSignal): Promise<Member | null> {
  return nullIfNobody(async () => {
    const result = await deps.readPatiently(
      () => deps.platform.ask(USER_GET, { userid: userId }, signal),
      signal,
    );
    const member = memberOf(result);
    if (member === null) throw unexpected();
    return member;
  });
}

async function readUserId(deps: DirectoryDeps, mobile: string, signal: AbortSignal): Promise<string | null> {
  return nullIfNobody(async () => {
    const result = await deps.readPatiently(
      () => deps.platform.ask(USER_BY_MOBILE, { mobile }, signal),
      signal,
    );
    const userId = isJsonObject(result) ? result.userid : null;
    if (typeof userId !== 'string' || userId === '') throw unexpected();
    return userId;
  });
}

/** DingTalk has a refusal for "nobody"; any other failure is none. */
async function nullIfNobody<Value>(read: () => Promise<Value>): Promise<Value | null> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof DeliveryError && error.reason === 'recipient') return null;
    throw error;
  }
}

function unexpected(): DeliveryError {
  return new DeliveryError({
    reason: 'unavailable',
    code: 'unexpected_answer',
    message: 'DingTalk answered without what was asked for.',
  });
}
