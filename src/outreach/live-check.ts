import type { AccountReader } from '../alibaba/accounts.ts';
import { type CheckedPerson, checkPerson } from '../audit/check-person.ts';
import type { Clock } from '../domain/clock.ts';
import type { AccountFacts } from '../domain/finding.ts';
import type { LadderPolicy } from '../domain/ladder.ts';
import type { AccountId, RamUserKey } from '../domain/ram-user.ts';
import type { Database } from '../store/database.ts';

/** The readers of the accounts as they were last listed. */
export interface ReaderLookup {
  readerOf(accountId: AccountId, signal: AbortSignal): Promise<AccountReader | null>;
}

export interface LiveCheckDeps {
  readonly db: Database;
  readonly clock: Clock;
  readonly policy: LadderPolicy;
  readonly readers: ReaderLookup;
}

export type LiveCheck = (key: RamUserKey, signal: AbortSignal) => Promise<CheckedPerson>;

/** Live checks for one delivery run or one command: an account's facts are read once, each person anew. */
export function createLiveCheck(deps: LiveCheckDeps): LiveCheck {
  const factsOf = new Map<AccountId, Promise<AccountFacts>>();
  return async (key, signal) => {
    const reader = await deps.readers.readerOf(key.accountId, signal);
    if (reader === null) return { kind: 'unreadable', code: 'AccountNotListed' };
    let facts = factsOf.get(key.accountId);
    if (facts === undefined) {
      facts = reader.readAccountFacts(signal);
      factsOf.set(key.accountId, facts);
    }
    return checkPerson(deps, { reader, key, facts: await facts, signal });
  };
}
