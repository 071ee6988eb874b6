import type { AccountSeed } from '../../sandbox/alibaba/index.ts';
import { ACCOUNT_ID, IDENTITIES, IDENTITY_KEYS } from './account-access.ts';

// Of every hundred users sixty have a console password, and of those three have no device.
const WITH_PASSWORD = 60;
const WITHOUT_DEVICE = 3;

type UserSeed = NonNullable<AccountSeed['users']>[number];

/** An account of this many users: 60 % have a console password, 5 % of those no MFA device. */
export function accountOfSize(size: number): AccountSeed {
  return {
    accountId: ACCOUNT_ID,
    alias: 'corp',
    users: [...people(size - IDENTITIES.length), ...IDENTITIES],
    accessKeys: IDENTITY_KEYS,
  };
}

export const memberIdOf = (userName: string): string => `U${userName.toUpperCase()}`;

function people(howMany: number): readonly UserSeed[] {
  return Array.from({ length: howMany }, (_, index): UserSeed => {
    const userName = `user${index}`;
    const place = index % 100;
    if (place >= WITH_PASSWORD) return { userName };
    const tags = { 'slack-user-id': memberIdOf(userName) };
    if (place < WITHOUT_DEVICE) return { userName, tags, loginProfile: {} };
    return { userName, tags, loginProfile: {}, mfaDevice: { type: 'VMFA' } };
  });
}
