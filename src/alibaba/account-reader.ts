import type { Clock } from '../domain/clock.ts';
import type { AccountFacts, UserFacts } from '../domain/finding.ts';
import type { RightsReading } from '../domain/privilege.ts';
import type { AccountId, RamUser, UserId } from '../domain/ram-user.ts';
import {
  readAccountFacts,
  readAccountState,
  readLoginMfaMode,
  unreadAccountFacts,
  withDomainOf,
} from './account-facts.ts';
import {
  type AccountReader,
  type AccountReading,
  AlibabaError,
  type ListCompleteness,
  type ReadProgress,
  type ReadUser,
} from './accounts.ts';
import {
  type CallContext,
  type CallLog,
  interactiveCalls,
  type TrackedCalls,
  trackCalls,
} from './call-context.ts';
import type { Credentials } from './credentials.ts';
import type { Gateway } from './gateway.ts';
import { readUserLive } from './live-reading.ts';
import { createRightsOf } from './rights.ts';
import { hasDevice, readUserFacts, type VirtualDeviceOwners } from './user-facts.ts';
import { type ListedUser, listAllUsers, listVirtualDeviceOwners } from './user-listing.ts';
import { createWitness } from './witness.ts';
import { createWorkers } from './workers.ts';

export interface AccountReaderOptions {
  readonly accountId: AccountId;
  readonly gateway: Gateway;
  readonly trail: Gateway;
  readonly credentials: Credentials;
  /** Whose credentials: what an account that cannot be entered at all is missing. */
  readonly enteredBy: 'own_credentials' | 'role';
  /** How many users are read at a time: enough to use the whole rate while answers take long. */
  readonly usersAtATime: number;
  readonly clock: Clock;
  readonly log: CallLog;
}

export function createAccountReader(options: AccountReaderOptions): AccountReader {
  const { accountId, gateway, log } = options;
  return {
    accountId,
    witness: createWitness(options),
    async readAccount({ signal, ...wishes }) {
      const calls = trackCalls(signal, 'audit', log);
      const refusedCode = await credentialsRefused(options, calls);
      if (refusedCode !== null) return unenteredReading(options, refusedCode, calls);
      return readWholeAccount(options, calls, { ...NO_WISHES, ...wishes });
    },
    async readAccountFacts(signal) {
      const calls = interactiveCalls(signal, log);
      const refusedCode = await credentialsRefused(options, calls);
      return refusedCode === null
        ? readAccountFacts(gateway, accountId, calls)
        : unreadAccountFacts(accountId, refusedCode);
    },
    async readLoginMfaMode(signal) {
      const calls = interactiveCalls(signal, log);
      const refusedCode = await credentialsRefused(options, calls);
      return refusedCode === null ? readLoginMfaMode(gateway, calls) : 'unknown';
    },
    async readUser(userId: UserId, signal) {
      const calls = interactiveCalls(signal, log);
      const refusedCode = await credentialsRefused(options, calls);
      return refusedCode === null
        ? readUserLive(gateway, { accountId, userId }, calls)
        : { kind: 'unreadable', code: refusedCode };
    },
    async lookForDevices(users, { signal, onBound }) {
      const calls = trackCalls(signal, 'look', log);
      if ((await credentialsRefused(options, calls)) !== null) return;
      const workers = createWorkers(options.usersAtATime, async (user: RamUser) => {
        if (await hasDevice(gateway, user, calls)) await onBound(user);
      });
      workers.add(users);
      await workers.idle();
    },
  };
}

/** The code with which there are no credentials for this account, or null. */
async function credentialsRefused(
  options: AccountReaderOptions,
  context: CallContext,
): Promise<string | null> {
  try {
    await options.credentials.current(context);
    return null;
  } catch (error) {
    if (error instanceof AlibabaError) return error.code;
    throw error;
  }
}

function unenteredReading(options: AccountReaderOptions, code: string, calls: TrackedCalls): AccountReading {
  const reason = options.enteredBy === 'role' ? 'role_not_assumed' : 'credentials';
  return {
    ...readingOf(calls, { kind: 'incomplete', reason, code }),
    accountId: options.accountId,
    facts: unreadAccountFacts(options.accountId, code),
    settings: null,
    users: [],
    rights: new Map(),
  };
}

interface ReadingWishes {
  readonly onProgress: (progress: ReadProgress) => void;
  readonly readsRightsOf: (user: UserFacts, account: AccountFacts) => boolean;
}

const NO_WISHES: ReadingWishes = { onProgress: () => undefined, readsRightsOf: () => false };

/** Who is on the first page is read while the next one is listed, and everybody while the list is proven. */
async function readWholeAccount(
  options: AccountReaderOptions,
  calls: TrackedCalls,
  wishes: ReadingWishes,
): Promise<AccountReading> {
  const { accountId, gateway } = options;
  const state = readAccountState(gateway, accountId, calls);
  const virtualDeviceOwners = listVirtualDeviceOwners(gateway, calls);
  const reading = readEachOnce(options, { ...wishes, state, virtualDeviceOwners }, calls);
  const listed = listAllUsers(gateway, accountId, calls, reading.add).then(async (listing) => ({
    listing,
    ...(await reading.ended()),
  }));
  const [{ facts, settings }, { listing, read, rights }] = await Promise.all([
    state,
    listed,
    virtualDeviceOwners,
  ]);
  return {
    ...readingOf(calls, listing.completeness),
    accountId,
    facts: withDomainOf(facts, listing.users[0]?.user.logonName),
    settings,
    users: listing.users.flatMap(({ user }) => read.get(user.userId) ?? []),
    rights,
  };
}

function readingOf(calls: TrackedCalls, completeness: ListCompleteness) {
  return { completeness, missingPermissions: calls.missingPermissions(), apiCalls: calls.apiCalls() };
}

interface EachOnce {
  /** Those who are new are read. */
  readonly add: (users: readonly ListedUser[]) => void;
  /** Of everybody who was added, once all of them are read. */
  readonly ended: () => Promise<{
    readonly read: ReadonlyMap<UserId, ReadUser>;
    readonly rights: ReadonlyMap<UserId, RightsReading>;
  }>;
}

interface ReadingWork extends ReadingWishes {
  readonly state: Promise<{ readonly facts: AccountFacts }>;
  readonly virtualDeviceOwners: Promise<VirtualDeviceOwners>;
}

function readEachOnce(
  { accountId, gateway, usersAtATime, clock, log }: AccountReaderOptions,
  { state, virtualDeviceOwners, onProgress, readsRightsOf }: ReadingWork,
  calls: TrackedCalls,
): EachOnce {
  const added = new Set<UserId>();
  const read = new Map<UserId, ReadUser>();
  const rights = new Map<UserId, RightsReading>();
  // On a count of their own: they are no part of looking whether everybody has MFA.
  const rightsOf = createRightsOf(gateway, trackCalls(calls.signal, 'audit', log));
  const workers = createWorkers(usersAtATime, async ({ user, frozen }: ListedUser) => {
    const reading = await readUserFacts(gateway, { user, frozen, virtualDeviceOwners }, calls);
    read.set(user.userId, { user, ...reading, readAt: clock.now() });
    onProgress({ accountId, usersRead: read.size, usersListed: added.size });
    const isMeant = readsRightsOf(reading.facts, (await state).facts);
    if (isMeant) rights.set(user.userId, await rightsOf(user));
  });
  return {
    add(users) {
      const isNew = users.filter(({ user }) => !added.has(user.userId));
      for (const { user } of isNew) added.add(user.userId);
      workers.add(isNew);
    },
    async ended() {
      await workers.idle();
      return { read, rights };
    },
  };
}
