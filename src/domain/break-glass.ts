import type { AccountId } from './ram-user.ts';

/** A RAM user for emergencies: never messaged, never enforced. */
export interface BreakGlassName {
  readonly userName: string;
  /** The alias or id of its account; null: a user of this name in any account. */
  readonly alias: string | null;
}

interface NamedUser {
  readonly accountId: AccountId;
  readonly userName: string;
  /** Of the account. */
  readonly alias: string | null;
}

const same = (a: string, b: string | null) => b !== null && a.toLowerCase() === b.toLowerCase();

const isAccount = (alias: string, account: Pick<NamedUser, 'accountId' | 'alias'>) =>
  same(alias, account.alias) || alias === account.accountId;

export function isBreakGlass(user: NamedUser, names: readonly BreakGlassName[]): boolean {
  return names.some((one) => matches(one, user));
}

function matches(one: BreakGlassName, user: NamedUser): boolean {
  return (one.alias === null || isAccount(one.alias, user)) && same(one.userName, user.userName);
}

/** As configured. */
export function breakGlassLabel(one: BreakGlassName): string {
  return one.alias === null ? one.userName : `${one.userName}@${one.alias}`;
}

export interface BreakGlassCheck {
  /** As configured, those that name nobody: probably misspelt, so somebody is not protected who should be. */
  readonly notFound: readonly string[];
  /** Nothing is enforced in these accounts until the names are mended. */
  readonly blocks: (accountId: AccountId) => boolean;
}

/** Does every break-glass name really name somebody? */
export function checkBreakGlass(
  names: readonly BreakGlassName[],
  accounts: readonly { readonly accountId: AccountId; readonly alias: string | null }[],
  users: readonly NamedUser[],
): BreakGlassCheck {
  const missing = names.filter((one) => !users.some((user) => matches(one, user)));
  const accountsOf = ({ alias }: BreakGlassName) =>
    accounts.filter((account) => alias !== null && isAccount(alias, account));
  return {
    notFound: missing.map(breakGlassLabel),
    blocks: (accountId) =>
      missing.some((one) => {
        const named = accountsOf(one);
        // A name for every account, or for one that nobody knows, could be meant for any of them.
        return named.length === 0 || named.some((account) => account.accountId === accountId);
      }),
  };
}
