import type { Clock } from '../../domain/clock.ts';
import type { Log } from '../../log.ts';
import type { PeopleDirectory } from '../chat.ts';
import { DeliveryError } from '../delivery-error.ts';
import { findByAddress } from '../transport/address-index.ts';
import { createDaily } from '../transport/daily.ts';
import { isJsonObject } from '../transport/json.ts';
import { lookUp, nullIfNobody, rememberPeople } from '../transport/look-up.ts';
import { lookupOf, type Member, memberOf } from './member.ts';
import { directoryMobile } from './mobile-number.ts';
import { readOrganisation } from './organisation.ts';
import type { DirectoryReader } from './organisation-listing.ts';

const USER_GET = '/topapi/v2/user/get';
/** https://open.dingtalk.com/document/development/query-users-by-phone-number */
const USER_BY_MOBILE = '/topapi/v2/user/getbymobile';

interface DirectoryDeps extends DirectoryReader {
  readonly clock: Clock;
  readonly log: Log;
}

export function createDirectory(deps: DirectoryDeps): PeopleDirectory {
  const organisation = createDaily((signal) => readOrganisation(deps, deps.log, signal), deps.clock);
  const members = rememberPeople(deps.clock, {
    read: (userId, signal) => readMember(deps, userId, signal),
    isThere: (member) => member?.isActive === true,
  });
  const mobiles = rememberPeople(deps.clock, {
    read: (mobile, signal) => readUserId(deps, mobile, signal),
    isThere: (userId) => userId !== null,
  });

  const byMemberId: PeopleDirectory['byMemberId'] = (memberId, signal) =>
    lookUp(signal, async () => {
      const member = await members.get(memberId, signal);
      return member === null ? { kind: 'none' } : lookupOf(member);
    });

  return {
    byMemberId,
    async byEmail(email, signal) {
      const reading = await organisation.read(signal);
      if (reading.kind === 'failed') return { ...reading, kind: 'unreadable' };
      return findByAddress(reading.value.byEmail, email);
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
    async everybody(signal) {
      const reading = await organisation.read(signal);
      return reading.kind === 'failed' ? [] : reading.value.people;
    },
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

function unexpected(): DeliveryError {
  return new DeliveryError({
    reason: 'unavailable',
    code: 'unexpected_answer',
    message: 'DingTalk answered without what was asked for.',
  });
}
