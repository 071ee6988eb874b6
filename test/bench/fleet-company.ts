import type { AccountSeed } from '../../sandbox/alibaba/index.ts';
import { readerPolicy } from '../../src/alibaba/index.ts';
import { ACCOUNT_ID, READER } from './account-access.ts';
import { accountOfSize } from './sized-account.ts';

export interface FleetSize {
  readonly accounts: number;
  readonly usersEach: number;
}

export const accountIdOf = (index: number) => String(BigInt(ACCOUNT_ID) + BigInt(index));

/** Accounts of one size: the first has the reader's key, the others a role that trusts its user. */
export function fleetOf({ accounts, usersEach }: FleetSize): readonly AccountSeed[] {
  const first = accountOfSize(usersEach);
  const { users = [] } = first;
  const role = {
    roleName: READER,
    trustedPrincipals: [`acs:ram::${ACCOUNT_ID}:user/${READER}`],
    policy: readerPolicy(),
  };
  const others = Array.from({ length: accounts - 1 }, (_, index) => ({
    accountId: accountIdOf(index + 1),
    users: users.map(({ policy: _, ...user }) => user),
    roles: [role],
  }));
  return [first, ...others];
}

/** What an operator would add to `.env` to watch all of them. */
export function fleetVariables({ accounts }: FleetSize): Readonly<Record<string, string>> {
  const arns = Array.from(
    { length: accounts - 1 },
    (_, index) => `acs:ram::${accountIdOf(index + 1)}:role/${READER}`,
  );
  return arns.length === 0 ? {} : { AUDIT_ROLE_ARNS: arns.join(',') };
}
