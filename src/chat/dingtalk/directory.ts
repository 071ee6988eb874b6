import type { Clock } from '../../domain/clock.ts';
import type { Log } from '../../log.ts';
import type { PeopleDirectory, PersonLookup } from '../chat.ts';
import { DeliveryError } from '../delivery-error.ts';
import { findByAddress } from '../transport/address-index.ts';
import { createDaily } from '../transport/daily.ts';
import { isJsonObject } from '../transport/json.ts';
import { lookUp, nullIfNobody, rememberPeople } from '../transport/look-up.ts';
import { readAddressIndex } from './address-index.ts';
import { type Member, memberOf, personOf } from './member.ts';
import { directoryMobile } from './mobile-number.ts';
import type { DirectoryReader } from './organisation-listing.ts';

const USER_GET = '/topapi/v2/user/get';
/** https://open.dingtalk.com/document/development/query-users-by-phone-number */
const USER_BY_MOBILE = '/topapi/v2/user/getbymobile';

interface DirectoryDeps extends DirectoryReader {
  readonly clock: Clock;
  readonly log: Log;
}

export function createDirectory(deps: DirectoryDeps): PeopleDirectory {
  const addresses = createDaily((signal) => readAddressIndex(deps, deps.log, signal), deps.clock);
  const members = rememberPeople(deps.clock, (userId, signal) => readMember(deps, userId, signal));
  const mobiles = rememberPeople(deps.clock, (mobile, signal) => readUserId(deps, mobile, signal));

  const byMemberId: PeopleDirectory['byMemberId'] = (memberId, signal) =>
    lookUp(signal, async () => personLookup(await members.get(memberId, signal)));

  return {
    byMemberId,
    async byEmail(email, signal) {
      const reading = await addresses.read(signal);
      if (reading.kind === 'failed') return { kind: 'unreadable', code: reading.code };
      return findByAddress(reading.value, email);
    },
    byMobile: (mobile, signal) =>
      lookUp(signal, async () => {
        const number = directoryMobile(mobile);
        const userId = number === null ? null : await mobiles.get(number, signal);
        return userId === null ? { kind: 'none' } : byMemberId(userId, signal);
      }),
    managerOf: (memberId, signal) =>
      lookUp(signal, async () => {
        const managerUserId = (await members.get(memberId, signal))?.managerUserId ?? null;
        return managerUserId === null ? { kind: 'none' } : byMemberId(managerUserId, signal);
      }),
  };
}

function personLookup(member: Member | null): PersonLookup {
  return member?.isActive ? { kind: 'found', person: personOf(member) } : { kind: 'none' };
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

function unexpected(): DeliveryError {
  return new DeliveryError({
    reason: 'unavailable',
    code: 'unexpected_answer',
    message: 'DingTalk answered without what was asked for.',
  });
}
