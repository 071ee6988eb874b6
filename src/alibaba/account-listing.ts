import type { Clock } from '../domain/clock.ts';
import { type AccountId, accountId } from '../domain/ram-user.ts';
import { createAccountReader } from './account-reader.ts';
import type { AccountReader, Accounts } from './accounts.ts';
import { type Role, roleByName, roleCredentials, roleFromArn } from './assumed-role.ts';
import { type CallContext, interactiveCalls } from './call-context.ts';
import { identifyCaller } from './caller.ts';
import { type Credentials, type StaticKeys, staticCredentials } from './credentials.ts';
import { defaultChainCredentials } from './default-chain.ts';
import type { Endpoints } from './endpoints.ts';
import { createGateway } from './gateway.ts';
import { createRateLimit } from './rate-limit.ts';
import { listDirectoryMembers } from './resource-directory.ts';

/** Which accounts are watched beside the caller's own. */
export interface WatchedRoles {
  /** `acs:ram::<account>:role/<name>` each. */
  readonly arns: readonly string[];
  /** All members of the caller's resource directory, each by the role of this name. */
  readonly resourceDirectory: boolean;
  readonly roleName: string | null;
  readonly externalId: string | null;
  readonly excludeAccountIds: readonly string[];
}

export interface AccountsOptions {
  /** null = the vendor's default chain. */
  readonly reader: StaticKeys | null;
  readonly roles: WatchedRoles;
  readonly endpoints: Endpoints;
  /** Per account. */
  readonly maxCallsPerSecond: number;
  readonly clock: Clock;
  readonly random: () => number;
}

/** Twice the cap: where answers take up to two seconds, the whole rate is still used. */
const USERS_AT_A_TIME_PER_CALL_PER_SECOND = 2;

export function createAccounts(options: AccountsOptions): Accounts {
  const { roles, clock } = options;
  const given = roles.arns.map(roleFromArn);
  const excluded = new Set(roles.excludeAccountIds.map(accountId));
  const home = credentialsOf(options.reader, clock);
  const homeGateway = gatewayFor(options, home);
  const readers = new Map<string, AccountReader>();

  /** Kept from listing to listing, for their sessions and their rates. */
  function readerOf(account: AccountId, role: Role | null): AccountReader {
    const key = role?.arn ?? account;
    const known = readers.get(key);
    if (known !== undefined) return known;
    const reader = role === null ? ownReader(account) : roleReader(role);
    readers.set(key, reader);
    return reader;
  }

  const usersAtATime = options.maxCallsPerSecond * USERS_AT_A_TIME_PER_CALL_PER_SECOND;

  function ownReader(account: AccountId): AccountReader {
    return createAccountReader({
      accountId: account,
      gateway: homeGateway,
      credentials: home,
      enteredBy: 'own_credentials',
      usersAtATime,
    });
  }

  function roleReader(role: Role): AccountReader {
    const credentials = roleCredentials({ gateway: homeGateway, role, externalId: roles.externalId, clock });
    return createAccountReader({
      accountId: role.accountId,
      gateway: gatewayFor(options, credentials),
      credentials,
      enteredBy: 'role',
      usersAtATime,
    });
  }

  async function members(context: CallContext) {
    const { roleName } = roles;
    if (!roles.resourceDirectory || roleName === null) return { roles: [], errorCode: null };
    const { accountIds, errorCode } = await listDirectoryMembers(homeGateway, context);
    return { roles: accountIds.map((account) => roleByName(account, roleName)), errorCode };
  }

  return {
    async list(signal) {
      const context = interactiveCalls(signal);
      const caller = await identifyCaller(homeGateway, context);
      const directory = await members(context);
      // An account named twice is read once: a role given by its ARN first, then the caller's own, then the directory's.
      const entries = new Map<AccountId, Role | null>([[caller.accountId, null]]);
      for (const role of given) entries.set(role.accountId, role);
      for (const role of directory.roles) if (!entries.has(role.accountId)) entries.set(role.accountId, role);
      const watched = [...entries].filter(([account]) => !excluded.has(account));
      return {
        caller,
        readers: watched.map(([account, role]) => readerOf(account, role)),
        excludedAccountIds: [...entries.keys()].filter((account) => excluded.has(account)),
        directoryErrorCode: directory.errorCode,
      };
    },
  };
}

function credentialsOf(keys: StaticKeys | null, clock: Clock): Credentials {
  return keys === null ? defaultChainCredentials(clock) : staticCredentials(keys);
}

function gatewayFor(options: AccountsOptions, credentials: Credentials) {
  const { endpoints, clock, random, maxCallsPerSecond } = options;
  return createGateway({
    credentials,
    endpoints,
    clock,
    random,
    rateLimit: createRateLimit(maxCallsPerSecond, clock),
  });
}
