import type { LoginProfiles } from '../alibaba/accounts.ts';
import type { CheckedPerson } from '../audit/check-person.ts';
import type { Clock } from '../domain/clock.ts';
import type { AccountId, RamUserKey } from '../domain/ram-user.ts';
import type { Log } from '../log.ts';
import type { Database } from '../store/database.ts';
import type { PostAudience } from '../store/posts.ts';

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
  readonly bootId: string;
  readonly newId: () => string;
}
