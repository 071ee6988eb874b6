import PQueue from 'p-queue';
import type { AccountId, UserId } from '../domain/ram-user.ts';
import { readAccountFacts, unreadAccountFacts, withDomainOf } from './account-facts.ts';
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
import { readUserFacts } from './user-facts.ts';
import { type ListedUser, listAllUsers, listVirtualDeviceOwners } from './user-listing.ts';

export interface AccountReaderOptions {
  readonly accountId: AccountId;
  readonly gateway: Gateway;
  readonly credentials: Credentials;
  /** Whose credentials: what an account that cannot be entered at all is missing. */
  readonly enteredBy: 'own_credentials' | 'role';
  /** How many users are read at a time: enough to use the whole rate while answers take long. */
  readonly usersAtATime: number;
  readonly log: CallLog;
}

export function createAccountReader(options: AccountReaderOptions): AccountReader {
  const { accountId, gateway, log } = options;
  return {
    accountId,
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
    ...reading(calls, { kind: 'incomplete', reason, code }),
    accountId: options.accountId,
    facts: unreadAccountFacts(options.accountId, code),
    users: [],
  };
}

async function readWholeAccount(
  options: AccountReaderOptions,
  calls: TrackedCalls,
  onProgress: (progress: ReadProgress) => void,
): Promise<AccountReading> {
  const { accountId, gateway } = options;
  const [facts, listing, virtualDeviceOwners] = await Promise.all([
    readAccountFacts(gateway, accountId, calls),
    listAllUsers(gateway, accountId, calls),
    listVirtualDeviceOwners(gateway, calls),
  ]);
  const users = await readUsers(options, { listed: listing.users, virtualDeviceOwners, onProgress }, calls);
  return {
    ...reading(calls, listing.completeness),
    accountId,
    facts: withDomainOf(facts, listing.users[0]?.user.logonName),
    users,
  };
}

function reading(calls: TrackedCalls, completeness: ListCompleteness) {
  return { completeness, missingPermissions: calls.missingPermissions(), apiCalls: calls.apiCalls() };
}

async function readUsers(
  options: AccountReaderOptions,
  work: {
    readonly listed: readonly ListedUser[];
    readonly virtualDeviceOwners: ReadonlySet<UserId>;
    readonly onProgress: (progress: ReadProgress) => void;
  },
  calls: TrackedCalls,
): Promise<ReadUser[]> {
  const { accountId, gateway, usersAtATime } = options;
  const { listed, virtualDeviceOwners, onProgress } = work;
  let usersRead = 0;
  const readOne = async ({ user, frozen }: ListedUser): Promise<ReadUser> => {
    const hasVirtualDevice = virtualDeviceOwners.has(user.userId);
    const facts = await readUserFacts(gateway, { user, frozen, hasVirtualDevice }, calls);
    usersRead += 1;
    onProgress({ accountId, usersRead, usersListed: listed.length });
    return { user, facts };
  };
  const queue = new PQueue({ concurrency: usersAtATime });
  return queue.addAll(
    listed.map((one) => () => readOne(one)),
    { signal: calls.signal },
  );
}
