import { type AccountId, type RamUser, userId } from '../domain/ram-user.ts';
import { AlibabaError, type ListCompleteness } from './accounts.ts';
import {
  accountSummaryAnswered,
  instantOf,
  parseAnswer,
  type UserAnswer,
  usersPage,
  virtualDevicesPage,
} from './answers.ts';
import type { CallContext } from './call-context.ts';
import { requestIdOf } from './failures.ts';
import type { Gateway } from './gateway.ts';
import { type Listed, readPages } from './paging.ts';
import { OPERATIONS } from './permissions.ts';
import type { VirtualDeviceOwners } from './user-facts.ts';

/** One user as listed; `frozen` is null where the answer does not say. */
export interface ListedUser {
  readonly user: RamUser;
  readonly frozen: boolean | null;
}

export interface UserListing {
  readonly users: readonly ListedUser[];
  readonly completeness: ListCompleteness;
}

const USERS_PER_PAGE = 1_000;
const DEVICES_PER_PAGE = 100;
const REREADS_MAX = 2;

/** Everybody, with proof where it can be had: users made or deleted meanwhile make the count disagree only for a moment. */
export async function listAllUsers(
  gateway: Gateway,
  account: AccountId,
  context: CallContext,
  onPage: (users: readonly ListedUser[]) => void,
): Promise<UserListing> {
  const request = { account, status: 'active,freeze', onPage } as const;
  for (let reread = 0; ; reread += 1) {
    const [{ items: users, brokenOff }, count] = await Promise.all([
      listUsers(gateway, request, context),
      countUsers(gateway, context),
    ]);
    if (brokenOff !== null) return { users, completeness: { kind: 'incomplete', ...brokenOff } };
    if (count.kind === 'denied') return { users, completeness: { kind: 'not_proven' } };
    if (count.kind === 'unreadable') {
      return { users, completeness: { kind: 'incomplete', reason: 'list_failed', code: count.code } };
    }
    if (agrees(count.users, users)) return { users, completeness: { kind: 'proven' } };
    if (reread === REREADS_MAX) {
      return { users, completeness: { kind: 'incomplete', reason: 'count_disagrees', code: null } };
    }
  }
}

/** The vendor does not say whether its count includes frozen users. */
function agrees(count: number, users: readonly ListedUser[]): boolean {
  const frozenUsers = users.filter(({ frozen }) => frozen === true).length;
  return count === users.length || count === users.length - frozenUsers;
}

/** The users in these states, each once. */
export async function listUsers(
  gateway: Gateway,
  request: {
    readonly account: AccountId;
    readonly status: 'active,freeze' | 'freeze';
    readonly onPage?: (users: readonly ListedUser[]) => void;
  },
  context: CallContext,
): Promise<Listed<ListedUser>> {
  const { account, status, onPage } = request;
  const operation = OPERATIONS.listUsers;
  const listed = await readPages(async (marker) => {
    const parameters = {
      MaxItems: String(USERS_PER_PAGE),
      Status: status,
      ...(marker === null ? {} : { Marker: marker }),
    };
    const page = parseAnswer(usersPage, await gateway.read(operation, parameters, context), operation);
    return {
      items: page.Users.User.map((answer) => listedUserOf(account, answer)),
      isTruncated: page.IsTruncated,
      marker: page.Marker,
    };
  }, onPage);
  const byId = new Map(listed.items.map((item) => [item.user.userId, item]));
  return { items: [...byId.values()], brokenOff: listed.brokenOff };
}

/** Who has a virtual device. One that is missing here, whatever the reason, shows when that user is asked for. */
export async function listVirtualDeviceOwners(
  gateway: Gateway,
  context: CallContext,
): Promise<VirtualDeviceOwners> {
  const operation = OPERATIONS.listVirtualMfaDevices;
  const { items } = await readPages(async (marker) => {
    const parameters = { MaxItems: String(DEVICES_PER_PAGE), ...(marker === null ? {} : { Marker: marker }) };
    const answer = await gateway.read(operation, parameters, context);
    const page = parseAnswer(virtualDevicesPage, answer, operation);
    const requestId = requestIdOf(answer);
    return {
      items: page.VirtualMFADevices.VirtualMFADevice.flatMap(({ User: owner }) =>
        owner?.UserId == null ? [] : [[userId(owner.UserId), requestId] as const],
      ),
      isTruncated: page.IsTruncated,
      marker: page.Marker,
    };
  });
  return new Map(items);
}

type UserCount =
  | { readonly kind: 'counted'; readonly users: number }
  | { readonly kind: 'denied' }
  | { readonly kind: 'unreadable'; readonly code: string };

/** Only a count that was denied for good is done without; one that failed today may be there tomorrow. */
async function countUsers(gateway: Gateway, context: CallContext): Promise<UserCount> {
  const operation = OPERATIONS.getAccountSummary;
  try {
    const answer = await gateway.read(operation, {}, context);
    return {
      kind: 'counted',
      users: parseAnswer(accountSummaryAnswered, answer, operation).SummaryMap.Users,
    };
  } catch (error) {
    if (!(error instanceof AlibabaError)) throw error;
    const isRefused = ['no_permission', 'rejected', 'not_found'].includes(error.reason);
    return isRefused ? { kind: 'denied' } : { kind: 'unreadable', code: error.code };
  }
}

export function listedUserOf(account: AccountId, answer: UserAnswer): ListedUser {
  const { UserPrincipalName: logonName } = answer;
  return {
    user: {
      accountId: account,
      userId: userId(answer.UserId),
      userName: logonName.slice(0, logonName.indexOf('@')),
      logonName,
      displayName: answer.DisplayName,
      email: answer.Email,
      mobile: answer.MobilePhone,
      tags: answer.Tags,
      lastSignInAt: instantOf(answer.LastLoginDate),
    },
    frozen: frozenOf(answer.Status),
  };
}

function frozenOf(status: string | null): boolean | null {
  switch (status) {
    case 'active':
      return false;
    case 'freeze':
      return true;
    default:
      return null;
  }
}
