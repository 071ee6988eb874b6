import {
  type AccountReader,
  type AccountReading,
  type Accounts,
  AlibabaError,
  type LiveReading,
  type ReadUser,
  type UserReading,
} from '../../src/alibaba/accounts.ts';
import type { AccountFacts, UserFacts } from '../../src/domain/finding.ts';
import { accountId, type RamUser, userId } from '../../src/domain/ram-user.ts';
import { type Account, type RamPerson, SHARED_ADDRESS, type World } from '../model/world.ts';

/** Accounts that lie in memory: they answer at once what is true in the world, or that it could not be read. */
export function memoryAccounts(world: World, now: () => number): Accounts {
  return {
    async list(signal) {
      signal.throwIfAborted();
      const [own] = world.accounts;
      if (own === undefined) throw refusedCredentials();
      return {
        caller: {
          accountId: accountId(own.accountId),
          kind: 'assumed_role',
          arn: `acs:ram::${own.accountId}:role/bot`,
          userId: null,
        },
        readers: world.accounts.map((account) => readerOf(world, account, now)),
        readersAtATime: 4,
        excludedAccountIds: [],
        directoryErrorCode: null,
      };
    },
  };
}

/** As credentials that are not accepted. */
export const lockedAccounts: Accounts = { list: () => Promise.reject(refusedCredentials()) };

function refusedCredentials(): AlibabaError {
  const message = 'The access key is not accepted: set another in ALIBABA_CLOUD_ACCESS_KEY_ID';
  return new AlibabaError({
    reason: 'credentials',
    code: 'InvalidAccessKeyId.NotFound',
    message,
    retryable: false,
  });
}

function readerOf(world: World, account: Account, now: () => number): AccountReader {
  const own = () => world.users.filter((user) => user.accountId === account.accountId);
  return {
    accountId: accountId(account.accountId),
    witness: { lookUp: async () => ({ kind: 'unreadable', code: 'NoPermission', isGrantMissing: true }) },
    readAccount: (options) => readAccount({ world, account, everybody: own(), now }, options),
    readAccountFacts: async () => factsOf(account),
    readLoginMfaMode: async () => factsOf(account).loginMfaMode,
    async readUser(id, signal): Promise<LiveReading> {
      signal.throwIfAborted();
      const found = own().find((user) => user.userId === id);
      if (account.trouble === 'entry' || found?.trouble === 'user')
        return { kind: 'unreadable', code: 'Throttling' };
      return found === undefined
        ? { kind: 'deleted' }
        : { kind: 'found', user: userOf(world, found), ...readingOf(found) };
    },
    async lookForDevices(users, { signal, onBound }) {
      if (account.trouble === 'entry') return;
      const byName = new Map(own().map((user) => [user.userName, user]));
      for (const user of users) {
        signal.throwIfAborted();
        const found = byName.get(user.userName);
        if (found?.hasDevice && found.trouble !== 'device') await onBound(user);
      }
    },
  };
}

async function readAccount(
  one: {
    readonly world: World;
    readonly account: Account;
    readonly everybody: readonly RamPerson[];
    readonly now: () => number;
  },
  { signal, onProgress, readsRightsOf }: Parameters<AccountReader['readAccount']>[0],
): Promise<AccountReading> {
  const { world, account, everybody, now } = one;
  const facts = factsOf(account);
  const listed = listedOf(account, everybody);
  const users: ReadUser[] = [];
  for (const user of listed) {
    users.push({ user: userOf(world, user), ...readingOf(user), readAt: now() });
    onProgress?.({ accountId: facts.accountId, usersRead: users.length, usersListed: listed.length });
    signal.throwIfAborted();
  }
  const administrators = listed.filter((user) => readsRightsOf?.(readingOf(user).facts, facts));
  return {
    accountId: facts.accountId,
    facts,
    settings:
      account.trouble === 'entry'
        ? null
        : { rootMfaEnabled: true, maxIdleDaysForUsers: null, remembersMfa: null },
    users,
    rights: new Map(administrators.map((user) => [userId(user.userId), rightsOf(user)])),
    completeness: completenessOf(account),
    missingPermissions: [],
    apiCalls: 1 + users.length,
  };
}

function listedOf({ trouble }: Account, everybody: readonly RamPerson[]): readonly RamPerson[] {
  if (trouble === 'entry') return [];
  return trouble === 'list' ? everybody.slice(0, everybody.length / 2) : everybody;
}

function completenessOf({ trouble }: Account): AccountReading['completeness'] {
  if (trouble === 'entry') return { kind: 'incomplete', reason: 'role_not_assumed', code: 'NoPermission' };
  if (trouble === 'list') return { kind: 'incomplete', reason: 'list_failed', code: 'Throttling' };
  return { kind: 'proven' };
}

function rightsOf({ isAdministrator }: RamPerson) {
  const policy = { policyName: 'AdministratorAccess', isVendors: true, groupName: null, statements: null };
  return { policies: isAdministrator ? [policy] : [], errorCode: null };
}

function factsOf(account: Account): AccountFacts {
  const isRead = account.trouble !== 'entry';
  return {
    accountId: accountId(account.accountId),
    alias: account.alias,
    defaultDomain: `${account.alias}.onaliyun.com`,
    loginMfaMode: account.isMandatory ? 'mandatory' : 'independent',
    ssoEnabled: isRead ? account.sso : null,
    mayUsersManageDevices: true,
    ssoErrorCode: isRead && account.sso !== null ? null : 'NoPermission',
  };
}

function userOf(world: World, { accountId: account, userId: id, userName, contact }: RamPerson): RamUser {
  const alias = world.accounts.find((one) => one.accountId === account)?.alias;
  const [named = ''] = contact?.split(' ') ?? [];
  const chat = world.colleagues.get(named)?.chat ?? 'slack';
  const tag = chat === 'dingtalk' ? 'dingtalk-userid' : 'slack-user-id';
  return {
    accountId: accountId(account),
    userId: userId(id),
    userName,
    logonName: `${userName}@${alias}.onaliyun.com`,
    displayName: userName,
    email: contact === SHARED_ADDRESS ? contact : null,
    mobile: null,
    tags: contact === null || contact === SHARED_ADDRESS ? {} : { [tag]: contact },
    lastSignInAt: null,
  };
}

function readingOf(user: RamPerson): UserReading {
  const isProfileRead = user.trouble !== 'profile';
  const isDeviceRead = user.trouble !== 'device';
  const facts: UserFacts = {
    consoleLogin: isProfileRead ? user.login : 'unknown',
    mfaDevice: isDeviceRead ? (user.hasDevice ? 'virtual' : 'none') : 'unknown',
    mfaRequired: isProfileRead && user.login !== 'none' ? false : null,
    frozen: user.isFrozen,
    errorCode: isProfileRead && isDeviceRead ? null : 'Throttling',
  };
  return {
    requestId: null,
    facts,
    consoleUse: isProfileRead ? { lastSignInAt: null, profileSince: null } : null,
  };
}
