import { describe, expect, it, onTestFinished } from 'vitest';
import { type AccountSeed, startAlibabaSandbox } from '../../sandbox/alibaba/index.ts';
import { systemClock } from '../../src/clock.ts';
import { ACCOUNT_ID, IDENTITIES, IDENTITY_KEYS, readerVariables } from '../bench/account-access.ts';
import { runRealAudit } from '../bench/real-audit.ts';

type UserSeed = NonNullable<AccountSeed['users']>[number];

/** An audit of these people and the bot's own users, in which no login profile may be read. */
async function auditWithoutReading(users: readonly UserSeed[], rest: Partial<AccountSeed> = {}) {
  const seed = {
    accountId: ACCOUNT_ID,
    users: [...users, ...IDENTITIES],
    accessKeys: IDENTITY_KEYS,
    ...rest,
  };
  const cloud = await startAlibabaSandbox({ accounts: [seed] });
  onTestFinished(() => cloud.stop());
  cloud.faults.add({ kind: 'no_permission', action: 'GetLoginProfile' });
  const outcome = await runRealAudit(readerVariables(cloud), { clock: systemClock, random: Math.random });
  return { complete: outcome.complete, run: outcome.accounts[0] };
}

const FROZEN: UserSeed = { userName: 'left', status: 'freeze', loginProfile: {} };

describe('an account in which nobody could be read', () => {
  it('is incomplete, also where frozen users need no reading, and says why', async () => {
    const { complete, run } = await auditWithoutReading([FROZEN, { userName: 'nora', loginProfile: {} }]);
    expect(complete).toBe(false);
    expect(run).toMatchObject({
      complete: false,
      incompleteReason: 'all_unknown',
      errorCode: 'NoPermission',
      missingGrants: ['ram:GetLoginProfile'],
    });
  });

  it('is complete where nobody had to be: all sign in by single sign-on', async () => {
    const nora = { userName: 'nora', loginProfile: {} };
    expect(await auditWithoutReading([nora], { userSsoEnabled: true })).toMatchObject({ complete: true });
  });
});
