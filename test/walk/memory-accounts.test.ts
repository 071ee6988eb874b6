import { accountId } from '../../src/domain/ram-user.ts';
import { describeAccounts } from '../alibaba/accounts-contract.ts';
import type { RamPerson, World } from '../model/world.ts';
import { lockedAccounts, memoryAccounts } from './memory-accounts.ts';

const ACCOUNT = '1000000000000001';

function user(userName: string, more: Partial<RamPerson> = {}): RamPerson {
  const facts = { login: 'active', hasDevice: false, isFrozen: false, trouble: null } as const;
  return {
    accountId: ACCOUNT,
    userId: `id-${userName}`,
    userName,
    contact: null,
    isAdministrator: false,
    ...facts,
    ...more,
  };
}

describeAccounts('in memory', async () => {
  const users = [
    user('no.device'),
    user('bound', { hasDevice: true }),
    user('inactive', { login: 'inactive' }),
    user('api-only', { login: 'none' }),
    user('frozen', { isFrozen: true }),
  ];
  const world: World = {
    accounts: [{ accountId: ACCOUNT, alias: 'example', sso: false, isMandatory: false, trouble: null }],
    users,
    colleagues: new Map(),
    unreadableChats: new Set(),
    clockAheadHours: 0,
    mishaps: new Map(),
  };
  const called = (userName: string) => users.findIndex((one) => one.userName === userName);
  return {
    accounts: memoryAccounts(world, () => 0),
    accountId: accountId(ACCOUNT),
    expected: new Map([
      ['no.device', { consoleLogin: 'active', mfaDevice: 'none', mfaRequired: false, frozen: false }],
      ['bound', { consoleLogin: 'active', mfaDevice: 'virtual' }],
      ['inactive', { consoleLogin: 'inactive' }],
      ['api-only', { consoleLogin: 'none', mfaRequired: null }],
      ['frozen', { frozen: true }],
    ]),
    expectedFacts: {
      alias: 'example',
      loginMfaMode: 'independent',
      ssoEnabled: false,
      mayUsersManageDevices: true,
    },
    rename(userName, newUserName) {
      const found = users[called(userName)];
      if (found !== undefined) found.userName = newUserName;
    },
    remove: (userName) => void users.splice(called(userName), 1),
    withWrongCredentials: () => lockedAccounts,
  };
});
