import type { Clock } from '../domain/clock.ts';
import type { AccountId, UserId } from '../domain/ram-user.ts';
import { readAccountFacts, readAccountState, unreadAccountFacts, withDomainOf } from './account-facts.ts';
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
import { createRightsReader } from './rights.ts';
import { readUserFacts } from './user-facts.ts';
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
    rights: createRightsReader(options),
    witness: createWitness(options),
    async readAccount({ signal, onProgress }) {
      const calls = trackCalls(signal, 'audit', log);
      const refusedCode = await credentialsRefused(options, calls);
      if (refusedCode !== null) return unenteredReading(options, refusedCode, calls);
      return readWholeAccount(options, calls, onProgress ?? (() => undefined));
    },
    async readAccountFacts(signal) {
      const calls = interactiveCalls(signal, log);
      const refusedCode = await credentialsRefused(options, calls);
      return refusedCode === null
        ? readAccountFacts(gateway, accountId, calls)
        : unreadAccountFacts(accountId, refusedCode);
    },
    async readUser(userId: UserId, signal) {
      const calls = interactiveCalls(signal, log);
      const refusedCode = await credentialsRefused(options, calls);
      return refusedCode === null
        ? readUserLive(gateway, { accountId, userId }, calls)
        : { kind: 'unreadable', code: refusedCode };
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
  };
}

/** Who is on the first page is read while the next one is listed, and everybody while the list is proven. */
async function readWholeAccount(
  options: AccountReaderOptions,
  calls: TrackedCalls,
  onProgress: (progress: ReadProgress) => void,
): Promise<AccountReading> {
  const { accountId, gateway } = options;
  const virtualDeviceOwners = listVirtualDeviceOwners(gateway, calls);
  const reading = readEachOnce(options, { virtualDeviceOwners, onProgress }, calls);
  const listed = listAllUsers(gateway, accountId, calls, reading.add).then(async (listing) => ({
    listing,
    read: await reading.ended(),
  }));
  const [{ facts, settings }, { listing, read }] = await Promise.all([
    readAccountState(gateway, accountId, calls),
    listed,
    virtualDeviceOwners,
  ]);
  return {
    ...readingOf(calls, listing.completeness),
    accountId,
    facts: withDomainOf(facts, listing.users[0]?.user.logonName),
    settings,
    users: listing.users.flatMap(({ user }) => read.get(user.userId) ?? []),
  };
}

function readingOf(calls: TrackedCalls, completeness: ListCompleteness) {
  return { completeness, missingPermissions: calls.missingPermissions(), apiCalls: calls.apiCalls() };
}

interface EachOnce {
  /** Those who are new are read. */
  readonly add: (users: readonly ListedUser[]) => void;
  /** Everybody who was added, once all of them are read. */
  readonly ended: () => Promise<ReadonlyMap<UserId, ReadUser>>;
}

function readEachOnce(
  { accountId, gateway, usersAtATime, clock }: AccountReaderOptions,
  work: {
    readonly virtualDeviceOwners: Promise<ReadonlySet<UserId>>;
    readonly onProgress: (progress: ReadProgress) => void;
  },
  calls: TrackedCalls,
): EachOnce {
  const { virtualDeviceOwners, onProgress } = work;
  const added = new Set<UserId>();
  const read = new Map<UserId, ReadUser>();
  const workers = createWorkers(usersAtATime, async ({ user, frozen }: ListedUser) => {
    const reading = await readUserFacts(gateway, { user, frozen, virtualDeviceOwners }, calls);
    read.set(user.userId, { user, ...reading, readAt: clock.now() });
    onProgress({ accountId, usersRead: read.size, usersListed: added.size });
  });
  return {
    add(users) {
      const isNew = users.filter(({ user }) => !added.has(user.userId));
      for (const { user } of isNew) added.add(user.userId);
      workers.add(isNew);
    },
    async ended() {
      await workers.idle();
      return read;
    },
  };
}
