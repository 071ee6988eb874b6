import type { Clock } from '../domain/clock.ts';
import { type AccountId, accountId } from '../domain/ram-user.ts';
import { createAccountReader } from './account-reader.ts';
import type { AccountReader, Accounts } from './accounts.ts';
import { type Role, roleByName, roleCredentials, roleFromArn } from './assumed-role.ts';
import { type CallContext, type CallLog, interactiveCalls } from './call-context.ts';
import { identifyCaller } from './caller.ts';
import type { Credentials, StaticKeys } from './credentials.ts';
import { credentialsFrom } from './default-chain.ts';
import type { Endpoints } from './endpoints.ts';
import { createGateway, type Gateway } from './gateway.ts';
import { createRateLimit } from './rate-limit.ts';
import { listDirectoryMembers } from './resource-directory.ts';

/** Which accounts are watched beside the caller's own. */
interface WatchedRoles {
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
  readonly log: CallLog;
}

/** Twice the rate: where answers take up to two seconds, the whole of it is used. */
const USERS_AT_A_TIME_PER_RATE = 2;
/** Each user under way is a connection. */
const USERS_AT_A_TIME_MAX = 200;

export function createAccounts(options: AccountsOptions): Accounts {
  const { roles, clock, log } = options;
  const given = roles.arns.map(roleFromArn);
  const excluded = new Set(roles.excludeAccountIds.map(accountId));
  const home = credentialsFrom(options.reader, clock);
  const homeGateway = gatewayFor(options, home);
  const readers = createReaders(options, { credentials: home, gateway: homeGateway });

  return {
    async list(signal) {
      const context = interactiveCalls(signal, log);
      const caller = await identifyCaller(homeGateway, context);
      const members = await directoryRoles(roles, homeGateway, context);
      const entries = entriesOf(caller.accountId, given, members.roles);
      const isExcluded = ({ accountId: account }: Entry) => excluded.has(account);
      return {
        caller,
        readers: entries.filter((entry) => !isExcluded(entry)).map(readers.of),
        excludedAccountIds: entries.filter(isExcluded).map((entry) => entry.accountId),
        directoryErrorCode: members.errorCode,
      };
    },
  };
}

/** A watched account and the role it is read with; null = the caller's own credentials. */
interface Entry {
  readonly accountId: AccountId;
  readonly role: Role | null;
}

/** An account named twice is read once: by a role given by its ARN before the caller's own, before the directory's. */
function entriesOf(own: AccountId, given: readonly Role[], members: readonly Role[]): readonly Entry[] {
  const entries = new Map<AccountId, Entry>([[own, { accountId: own, role: null }]]);
  for (const role of given) entries.set(role.accountId, { accountId: role.accountId, role });
  for (const role of members) {
    if (!entries.has(role.accountId)) entries.set(role.accountId, { accountId: role.accountId, role });
  }
  return [...entries.values()];
}

async function directoryRoles(roles: WatchedRoles, gateway: Gateway, context: CallContext) {
  const { roleName } = roles;
  if (!roles.resourceDirectory || roleName === null) return { roles: [], errorCode: null };
  const { accountIds, errorCode } = await listDirectoryMembers(gateway, context);
  return { roles: accountIds.map((account) => roleByName(account, roleName)), errorCode };
}

interface Entrance {
  readonly credentials: Credentials;
  readonly gateway: Gateway;
}

/** Readers are kept from listing to listing, for their sessions and their rates. */
function createReaders(options: AccountsOptions, home: Entrance) {
  const { clock, log, maxCallsPerSecond } = options;
  const readers = new Map<string, AccountReader>();
  const usersAtATime = Math.min(maxCallsPerSecond * USERS_AT_A_TIME_PER_RATE, USERS_AT_A_TIME_MAX);

  function entranceBy(role: Role): Entrance {
    const { externalId } = options.roles;
    const credentials = roleCredentials({ gateway: home.gateway, role, externalId, clock });
    return { credentials, gateway: gatewayFor(options, credentials) };
  }

  function create({ accountId: account, role }: Entry): AccountReader {
    const entrance = role === null ? home : entranceBy(role);
    const enteredBy = role === null ? 'own_credentials' : 'role';
    return createAccountReader({ accountId: account, ...entrance, enteredBy, usersAtATime, log });
  }

  return {
    of(entry: Entry): AccountReader {
      const key = entry.role?.arn ?? entry.accountId;
      const reader = readers.get(key) ?? create(entry);
      readers.set(key, reader);
      return reader;
    },
  };
}

function gatewayFor(options: AccountsOptions, credentials: Credentials): Gateway {
  const { endpoints, clock, random, maxCallsPerSecond } = options;
  const rateLimit = createRateLimit(maxCallsPerSecond, clock);
  return createGateway({ credentials, endpoints, rateLimit, clock, random });
}
