import { type AccountReader, type Accounts, AlibabaError } from '../alibaba/accounts.ts';
import { type CheckedPerson, checkPerson } from '../audit/check-person.ts';
import type { Clock } from '../domain/clock.ts';
import type { AccountFacts } from '../domain/finding.ts';
import type { ZonedPolicy } from '../domain/ladder.ts';
import type { AccountId, RamUserKey } from '../domain/ram-user.ts';
import type { Database } from '../store/database.ts';

/** The readers of the accounts as they were last listed. */
export interface ReaderLookup {
  readerOf(accountId: AccountId, signal: AbortSignal): Promise<AccountReader | null>;
}

const LISTING_VALID_MS = 60 * 60_000;

/** Lists the accounts when they were not listed for an hour, or one is asked for that was not among them. */
export function createReaderLookup(accounts: Accounts, clock: Clock): ReaderLookup {
  let listed: { readonly at: number; readonly readers: ReadonlyMap<AccountId, AccountReader> } | null = null;
  return {
    async readerOf(accountId, signal) {
      const now = clock.now();
      if (listed === null || now - listed.at > LISTING_VALID_MS || !listed.readers.has(accountId)) {
        const { readers } = await accounts.list(signal);
        listed = { at: now, readers: new Map(readers.map((reader) => [reader.accountId, reader])) };
      }
      return listed.readers.get(accountId) ?? null;
    },
  };
}

export interface LiveCheckDeps {
  readonly db: Database;
  readonly clock: Clock;
  readonly policy: ZonedPolicy;
  readonly readers: ReaderLookup;
}

export type LiveCheck = (key: RamUserKey, signal: AbortSignal) => Promise<CheckedPerson>;

/** Live checks for one delivery run or one command: an account's facts are read once, each person anew. */
export function createLiveCheck(deps: LiveCheckDeps): LiveCheck {
  const factsOf = new Map<AccountId, Promise<AccountFacts>>();
  return async (key, signal) => {
    const reader = await readerOf(deps.readers, key.accountId, signal);
    if (reader.kind === 'unreadable') return reader;
    let facts = factsOf.get(key.accountId);
    if (facts === undefined) {
      facts = reader.reader.readAccountFacts(signal);
      factsOf.set(key.accountId, facts);
    }
    return checkPerson(deps, { reader: reader.reader, key, facts: await facts, signal });
  };
}

/** null: it is not among those that were listed, or cannot be entered now, of which its audit tells. */
export async function readerOrNull(
  readers: ReaderLookup,
  accountId: AccountId,
  signal: AbortSignal,
): Promise<AccountReader | null> {
  const reader = await readerOf(readers, accountId, signal);
  return reader.kind === 'readable' ? reader.reader : null;
}

async function readerOf(readers: ReaderLookup, accountId: AccountId, signal: AbortSignal) {
  try {
    const reader = await readers.readerOf(accountId, signal);
    return reader === null
      ? ({ kind: 'unreadable', code: 'AccountNotListed' } as const)
      : ({ kind: 'readable', reader } as const);
  } catch (error) {
    if (!(error instanceof AlibabaError)) throw error;
    return { kind: 'unreadable', code: error.code } as const;
  }
}
