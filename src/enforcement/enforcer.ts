import type { LoginProfiles } from '../alibaba/accounts.ts';
import type { CheckedPerson } from '../audit/check-person.ts';
import type { Clock } from '../domain/clock.ts';
import type { AccountId, RamUserKey } from '../domain/ram-user.ts';
import type { Log } from '../log.ts';
import type { Database } from '../store/database.ts';
import type { PostAudience } from '../store/posts.ts';

/** Does the work for a user when no other is done for the same. */
export type InTurn = <T>(user: RamUserKey, work: () => Promise<T>) => Promise<T>;

export function createInTurn(): InTurn {
  const last = new Map<string, Promise<unknown>>();
  return async ({ accountId, userId }, work) => {
    const key = `${accountId}/${userId}`;
    const mine = (last.get(key) ?? Promise.resolve()).catch(() => undefined).then(work);
    last.set(key, mine);
    try {
      return await mine;
    } finally {
      if (last.get(key) === mine) last.delete(key);
    }
  };
}

/** What enforcement works with; `loginProfiles` is null where no enforcer credentials are configured. */
export interface EnforcementDeps {
  readonly db: Database;
  readonly clock: Clock;
  readonly log: Log;
  readonly loginProfiles: LoginProfiles | null;
  readonly check: (key: RamUserKey, signal: AbortSignal) => Promise<CheckedPerson>;
  readonly breakGlass: {
    isBreakGlass(user: RamUserKey & { readonly userName: string }): Promise<boolean>;
    isUncertain(accountId: AccountId): Promise<boolean>;
  };
  readonly audiences: readonly PostAudience[];
  /** Codes of the confirmations that are being carried out right now: nobody else takes up what is left of them. */
  readonly underWay: Set<string>;
  /** One at a time for each user: what the second finds is what the first has made of it. */
  readonly inTurn: InTurn;
  readonly bootId: string;
  readonly newId: () => string;
}
