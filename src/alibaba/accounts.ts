import type { AccountSettings } from '../domain/account-settings.ts';
import type { EpochMs } from '../domain/clock.ts';
import type { ConsoleUse } from '../domain/console-use.ts';
import type { LoginProfileSetting } from '../domain/enforcement.ts';
import type { AccountFacts, LoginMfaMode, UserFacts } from '../domain/finding.ts';
import type { RightsReading } from '../domain/privilege.ts';
import type { AccountId, RamUser, UserId } from '../domain/ram-user.ts';
import type { WitnessedEvent } from '../domain/witness.ts';

/** Who the reader's credentials belong to (STS GetCallerIdentity). */
export interface CallerIdentity {
  readonly accountId: AccountId;
  readonly kind: 'ram_user' | 'assumed_role';
  readonly arn: string;
  /** The bot's own RAM user, which it must never enforce; null for a role. */
  readonly userId: UserId | null;
}

/** A permission the vendor refused, with the grant that is missing, as an administrator would write it. */
export interface MissingPermission {
  /** The action to grant: `ram:ListPasskeys`. */
  readonly grant: string;
  /** The vendor's error code. */
  readonly code: string;
}

/** Was every user of the account listed? `not_proven` = listed to the end, but GetAccountSummary was denied. */
export type ListCompleteness =
  | { readonly kind: 'proven' }
  | { readonly kind: 'not_proven' }
  | {
      readonly kind: 'incomplete';
      readonly reason:
        | 'list_failed'
        | 'marker_repeated'
        | 'count_disagrees'
        | 'role_not_assumed'
        | 'credentials';
      readonly code: string | null;
    };

/** What was read of one user's login profile and devices. */
export interface UserReading {
  readonly facts: UserFacts;
  /** null: the login profile could not be read. */
  readonly consoleUse: ConsoleUse | null;
  /** Of the answer that decided, as the vendor names it: the last one about this user, or the list that has the device. */
  readonly requestId: string | null;
}

export interface ReadUser extends UserReading {
  readonly user: RamUser;
  /** When the last of the facts came in. */
  readonly readAt: EpochMs;
}

/** Everything one audit run read of one account. */
export interface AccountReading {
  readonly accountId: AccountId;
  readonly facts: AccountFacts;
  /** null: the account could not be entered. */
  readonly settings: AccountSettings | null;
  readonly users: readonly ReadUser[];
  /** Of those it was asked for. A grant that is refused is asked for once, and leaves the account as complete as it is. */
  readonly rights: ReadonlyMap<UserId, RightsReading>;
  readonly completeness: ListCompleteness;
  readonly missingPermissions: readonly MissingPermission[];
  /** Calls made on the wire for this reading, retries included, those about rights left out. */
  readonly apiCalls: number;
}

/** One person read live: existence by UserId first, then everything by the present name. */
export type LiveReading =
  | ({ readonly kind: 'found'; readonly user: RamUser } & UserReading)
  | { readonly kind: 'deleted' }
  | { readonly kind: 'unreadable'; readonly code: string };

export interface ReadProgress {
  readonly accountId: AccountId;
  readonly usersRead: number;
  readonly usersListed: number;
}

/** What the vendor recorded of one user; `isWhole` says whether there was more than is looked at. */
export type WitnessReading =
  | { readonly kind: 'read'; readonly events: readonly WitnessedEvent[]; readonly isWhole: boolean }
  | { readonly kind: 'unreadable'; readonly code: string; readonly isGrantMissing: boolean };

/** The account's own record of who did what (ActionTrail). Its grant is optional; two lookups a second, ten minutes late. */
export interface Witness {
  /** Sign-ins to the console and bindings of a device by this user since then, at most 90 days ago; oldest first. */
  lookUp(user: RamUser, since: EpochMs, signal: AbortSignal): Promise<WitnessReading>;
}

/** One account, read with the reader's credentials or an assumed role. Reads never throw vendor errors: what failed is in the answer. */
export interface AccountReader {
  readonly accountId: AccountId;
  readonly witness: Witness;
  readAccount(options: {
    readonly signal: AbortSignal;
    readonly onProgress?: (progress: ReadProgress) => void;
    /** Whose policies are read, too; without it nobody's. */
    readonly readsRightsOf?: (user: UserFacts, account: AccountFacts) => boolean;
  }): Promise<AccountReading>;
  readAccountFacts(signal: AbortSignal): Promise<AccountFacts>;
  /** Of these alone what an account asks of whoever signs in. */
  readLoginMfaMode(signal: AbortSignal): Promise<LoginMfaMode>;
  readUser(userId: UserId, signal: AbortSignal): Promise<LiveReading>;
  /**
   * Who of these has a device by now, by the names they had when last read: each is told as soon as it is seen. Behind what
   * somebody waits for, with at most half of the account's cap; what cannot be read tells nothing.
   */
  lookForDevices(
    users: readonly RamUser[],
    look: { readonly signal: AbortSignal; readonly onBound: (user: RamUser) => Promise<void> },
  ): Promise<void>;
}

interface AccountListing {
  readonly caller: CallerIdentity;
  readonly readers: readonly AccountReader[];
  /** With so many of them at work everything else still gets its turn, and memory does not grow with their number. */
  readonly readersAtATime: number;
  /** EXCLUDE_ACCOUNT_IDS that were left out of the listing. */
  readonly excludedAccountIds: readonly AccountId[];
  /** Accounts the resource directory could not name: the vendor's code, or null when it was read whole. */
  readonly directoryErrorCode: string | null;
}

/** Where RAM users come from. */
export interface Accounts {
  /**
   * Who we are and which accounts are watched; asks the vendor on each call (once per audit run).
   * @throws {AlibabaError} when the credentials do not work or belong to the root account
   */
  list(signal: AbortSignal): Promise<AccountListing>;
}

/** What the vendor's clock says of ours. */
export interface VendorClock {
  /** How far this machine's clock is ahead, in milliseconds, to about a second; null where no answer told the time. */
  machineAheadMs(signal: AbortSignal): Promise<number | null>;
}

/** Whom an enforcement touches and who asked: the actor goes into the session name that ActionTrail shows. */
export interface EnforcementTarget {
  readonly accountId: AccountId;
  readonly userName: string;
  readonly actor: string;
}

/** The only way to change anything in RAM; built only where enforcer credentials are configured. */
export interface LoginProfiles {
  /** Identities no enforcement may touch: the users behind the reader's and the enforcer's keys. @throws {AlibabaError} */
  ownUserIds(signal: AbortSignal): Promise<readonly UserId[]>;
  /** null = the user has no login profile. @throws {AlibabaError} */
  read(target: EnforcementTarget, signal: AbortSignal): Promise<LoginProfileSetting | null>;
  /**
   * UpdateLoginProfile with UserName and MFABindRequired, nothing else. Sent once; not repeated after an ambiguous answer.
   * @throws {AlibabaError} `ambiguous` when the call may have been carried out
   */
  setMfaRequired(target: EnforcementTarget, required: boolean, signal: AbortSignal): Promise<void>;
}

const ALIBABA_ERROR_REASONS = [
  'credentials',
  'root_key',
  'no_permission',
  'not_found',
  'throttled',
  'ambiguous',
  'unavailable',
  'rejected',
] as const;
export type AlibabaErrorReason = (typeof ALIBABA_ERROR_REASONS)[number];

/** A vendor failure, classified. The message is for the log and the terminal: no secrets, no request parameters. */
export class AlibabaError extends Error {
  override readonly name = 'AlibabaError';
  readonly reason: AlibabaErrorReason;
  /** The vendor's code, or the network's (`ECONNRESET`). */
  readonly code: string;
  readonly retryable: boolean;
  readonly retryAfterMs: number | null;
  /** What an administrator has to grant, where that is why: `ram:ListUsers`. */
  readonly grant: string | null;
  /** Of the answer, as the vendor names it. */
  readonly requestId: string | null;

  constructor(details: {
    reason: AlibabaErrorReason;
    code: string;
    message: string;
    retryable: boolean;
    retryAfterMs?: number | null;
    grant?: string | null;
    requestId?: string | null;
    cause?: unknown;
  }) {
    super(details.message, { cause: details.cause });
    this.reason = details.reason;
    this.code = details.code;
    this.retryable = details.retryable;
    this.retryAfterMs = details.retryAfterMs ?? null;
    this.grant = details.grant ?? null;
    this.requestId = details.requestId ?? null;
  }
}
