import type { Clock } from '../domain/clock.ts';
import { type AccountId, accountId } from '../domain/ram-user.ts';
import type { CallerIdentity } from './accounts.ts';
import { type Role, roleByName, roleCredentials, roleFromArn } from './assumed-role.ts';
import type { CallContext, CallLog } from './call-context.ts';
import { identifyCaller } from './caller.ts';
import type { Credentials, StaticKeys } from './credentials.ts';
import { credentialsFrom } from './default-chain.ts';
import type { Endpoints } from './endpoints.ts';
import { createGateway, type Gateway } from './gateway.ts';
import { createRateLimit } from './rate-limit.ts';
import { listDirectoryMembers } from './resource-directory.ts';
import type { Transport } from './transport.ts';

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
  readonly transport: Transport;
  /** Per account. */
  readonly maxCallsPerSecond: number;
  readonly clock: Clock;
  readonly random: () => number;
  readonly log: CallLog;
}

/** One watched account and what it is read with. */
export interface Entrance {
  readonly accountId: AccountId;
  /** null = the caller's own credentials. */
  readonly role: Role | null;
  readonly credentials: Credentials;
  readonly gateway: Gateway;
  /** The same, at the pace at which the account's record may be asked. */
  readonly trail: Gateway;
}

export interface EntranceListing {
  readonly caller: CallerIdentity;
  readonly entrances: readonly Entrance[];
  readonly excludedAccountIds: readonly AccountId[];
  /** Accounts the resource directory could not name: the vendor's code, or null when it was read whole. */
  readonly directoryErrorCode: string | null;
}

/** Asks who the caller is and which accounts are watched. @throws {AlibabaError} */
export type ListEntrances = (context: CallContext) => Promise<EntranceListing>;

/** An entrance is kept from listing to listing, for its session and its rate. */
export function createEntrances(options: AccountsOptions): ListEntrances {
  const { roles, clock } = options;
  const given = roles.arns.map(roleFromArn);
  const excluded = new Set(roles.excludeAccountIds.map(accountId));
  const home = credentialsFrom(options.reader, options);
  const own = entering(options, home);
  const known = new Map<string, Entrance>();

  function enterBy(role: Role) {
    const { externalId } = roles;
    const credentials = roleCredentials({ gateway: own.gateway, role, externalId, clock });
    return entering(options, credentials);
  }

  function entranceOf(entry: Entry): Entrance {
    const key = entry.role?.arn ?? entry.accountId;
    const entrance = known.get(key) ?? {
      ...entry,
      ...(entry.role === null ? own : enterBy(entry.role)),
    };
    known.set(key, entrance);
    return entrance;
  }

  return async (context) => {
    const caller = await identifyCaller(own.gateway, context);
    const members = await directoryRoles(roles, own.gateway, context);
    const entries = entriesOf(caller.accountId, given, members.roles);
    const isExcluded = ({ accountId: account }: Entry) => excluded.has(account);
    return {
      caller,
      entrances: entries.filter((entry) => !isExcluded(entry)).map(entranceOf),
      excludedAccountIds: entries.filter(isExcluded).map((entry) => entry.accountId),
      directoryErrorCode: members.errorCode,
    };
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

/** What the vendor allows for looking into the record. */
const LOOKUPS_PER_SECOND = 2;

function entering(
  options: AccountsOptions,
  credentials: Credentials,
): Pick<Entrance, 'credentials' | 'gateway' | 'trail'> {
  const at = (callsPerSecond: number) =>
    createGateway({ ...options, credentials, rateLimit: createRateLimit(callsPerSecond, options.clock) });
  return { credentials, gateway: at(options.maxCallsPerSecond), trail: at(LOOKUPS_PER_SECOND) };
}
