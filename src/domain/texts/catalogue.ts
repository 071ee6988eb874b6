import type { ActivityKind } from '../activity.ts';
import type { IncompleteReason } from '../audit-run.ts';
import type { CaseCloseReason } from '../case.ts';
import type { LocalInstant } from '../clock.ts';
import type { CommandName, StatusList } from '../command.ts';
import type { ContactLine } from '../contact.ts';
import type { CountChanges, Counts } from '../digest.ts';
import type { EnforceOutcome, EnforceRefusal } from '../enforcement.ts';
import type { Finding, FindingReason, LoginMfaMode, MfaDevice } from '../finding.ts';
import type { HoldReason, StartRefusal } from '../hold.ts';
import type { ChartPoint, ChatName, Message } from '../message.ts';
import type { HeldReason, LadderStep, NoticeState, NoticeStep } from '../notice.ts';
import type { AccountId, AccountLabel, UserLabel } from '../ram-user.ts';

// ---------------------------------------------------------------- to a person

export interface NudgedUser extends UserLabel {
  readonly reason: Extract<FindingReason, 'no_device' | 'required_but_not_bound'>;
  /** The vendor's own page, for this account. */
  readonly signInUrl: string;
  /** false: the user may not bind a device, an administrator has to. null: not known. */
  readonly mayManageOwnDevice: boolean | null;
  /** What was promised to the person for this user. */
  readonly deadline: LocalInstant;
}

export interface NudgeModel {
  readonly step: LadderStep | 'regressed';
  /** At least one; several accounts of one person go as one message. */
  readonly users: readonly NudgedUser[];
  readonly site: 'intl' | 'cn';
  /** Who to ask, as people will read it; null before it is configured (dry run, preview). */
  readonly securityContact: string | null;
  /** Carries the complete enrolment steps: first, regressed, and a reminder to somebody who may never have seen the first. */
  readonly complete: boolean;
}

export interface ThanksModel {
  readonly user: UserLabel;
  readonly device: MfaDevice;
  readonly seenAt: LocalInstant;
  readonly securityContact: string | null;
}

export interface EnforcedNoticeModel {
  readonly user: UserLabel;
  readonly at: LocalInstant;
  readonly signInUrl: string;
  readonly securityContact: string | null;
}

/** The same words for everybody of one step and deadline, where messages are counted: names nobody, `/mfa me` tells the rest. */
export interface CohortNudgeModel {
  readonly step: LadderStep | 'regressed';
  readonly deadline: LocalInstant;
  readonly site: 'intl' | 'cn';
  readonly securityContact: string | null;
}

/** To the manager of somebody who was warned. */
export interface ManagerWarningModel {
  /** Who reports to the reader, as the chat names that person. */
  readonly personName: string;
  readonly users: readonly { readonly user: UserLabel; readonly deadline: LocalInstant }[];
  readonly securityContact: string | null;
}

/** What an earlier nudge becomes once its case is closed. */
export interface ClosedNudgeModel {
  readonly users: readonly UserLabel[];
  readonly reason: CaseCloseReason;
  readonly at: LocalInstant;
}

// ---------------------------------------------------------------- to the security channel

export interface DigestAccount {
  readonly account: AccountLabel;
  readonly complete: boolean;
  /** Listed to the end, but the vendor's own count could not be read. */
  readonly completenessProven: boolean;
  readonly incomplete: {
    readonly reason: IncompleteReason;
    readonly code: string | null;
    readonly lastCompleteAt: LocalInstant | null;
  } | null;
  readonly loginMfaMode: LoginMfaMode;
  readonly counts: Counts;
  /** Kept back: how many people would be messaged, and why the account is held. */
  readonly held: { readonly reason: HoldReason; readonly wouldMessage: number } | null;
  /** `ram:ListPasskeys`, …: grants that are missing. */
  readonly missingGrants: readonly string[];
}

export interface DigestModel {
  /** The local date this digest is of. */
  readonly date: string;
  readonly asOf: LocalInstant;
  readonly anyComplete: boolean;
  readonly totals: Counts;
  readonly changes: CountChanges;
  /** compliant / (compliant + noncompliant + unknown), 0–100 with one decimal; null when nobody has a console password. */
  readonly compliantPercent: number | null;
  readonly accounts: readonly DigestAccount[];
  readonly excludedAccountIds: readonly AccountId[];
  /** Why members of the resource directory are missing; null when they are not. */
  readonly directoryErrorCode: string | null;
  /** At most 15 days, oldest first, percent compliant; days without a complete run are left out. */
  readonly trend: readonly ChartPoint[];
  readonly openCases: number;
  /** People told so far whose case is open. */
  readonly told: number;
  /** Named from the warning step on; before that only counted in `openCases`. */
  readonly named: readonly {
    readonly user: UserLabel;
    readonly step: LadderStep;
    readonly deadline: LocalInstant;
  }[];
  readonly overdueCount: number;
  readonly unmapped: readonly UserLabel[];
  readonly ambiguous: readonly UserLabel[];
  readonly unreachable: readonly UserLabel[];
  /** Deliveries whose outcome could not be found out, of people and of earlier posts. */
  readonly unknownDeliveries: number;
  readonly breakGlass: { readonly configured: readonly string[]; readonly notFound: readonly string[] };
  readonly enforcement: 'on' | 'off' | 'reader_key';
  readonly messaging: MessagingState;
  readonly enrolledSinceLast: number;
  /** Of chats that count calls a month. */
  readonly quotas: readonly QuotaLine[];
}

export interface QuotaLine {
  readonly chat: ChatName;
  readonly used: number;
  readonly quota: number;
  /** Calls still to be made this month for what is open, as far as can be seen. */
  readonly forecast: number;
  /** Past 60 % of the quota, people of one step and deadline get the same words in one call. */
  readonly batching: boolean;
}

export type MessagingState =
  | { readonly kind: 'on' }
  | { readonly kind: 'off' }
  | { readonly kind: 'paused'; readonly since: LocalInstant; readonly byMemberId: string };

export interface RunFailedModel {
  readonly account: AccountLabel | null;
  readonly code: string;
  readonly message: string;
  readonly attempts: number;
}

// ---------------------------------------------------------------- answers to commands

export interface CommandHelp {
  /** `status [<user>|<list>]`, from the command table. */
  readonly usage: string;
  readonly name: CommandName;
}

export interface OwnUser {
  readonly user: UserLabel;
  /** Read just now; `unreadable` carries the vendor's code in `finding.errorCode`. */
  readonly finding: Finding;
  readonly deadline: LocalInstant | null;
  readonly signInUrl: string;
  /** false: the user may not bind a device, an administrator has to. null: not known. */
  readonly mayManageOwnDevice: boolean | null;
}

export interface StatusAccount {
  readonly account: AccountLabel;
  /** Read live. */
  readonly loginMfaMode: LoginMfaMode;
  readonly complete: boolean;
  readonly readAt: LocalInstant | null;
  readonly incomplete: DigestAccount['incomplete'];
  readonly counts: Counts;
  readonly held: DigestAccount['held'];
}

export interface StatusModel {
  readonly now: LocalInstant;
  readonly accounts: readonly StatusAccount[];
  readonly openCases: number;
  readonly told: number;
  readonly overdueCount: number;
  readonly unmappedCount: number;
  readonly unreachableCount: number;
  readonly unknownDeliveries: number;
  readonly messaging: MessagingState;
  readonly enforcement: DigestModel['enforcement'];
  readonly nextAuditAt: LocalInstant | null;
  readonly auditRunning: boolean;
}

export interface StatusListModel {
  readonly list: StatusList;
  readonly total: number;
  readonly rows: readonly {
    readonly user: UserLabel;
    readonly finding: Finding | null;
    readonly deadline: LocalInstant | null;
    /** The vendor's or chat's code behind it, where there is one. */
    readonly code: string | null;
  }[];
}

export interface StatusUserModel {
  readonly user: UserLabel;
  readonly finding: Finding;
  readonly loginMfaMode: LoginMfaMode;
  readonly readAt: LocalInstant;
  readonly lastSignInAt: LocalInstant | null;
  readonly contact: ContactLine;
  readonly openCase: {
    readonly openedAt: LocalInstant;
    readonly toldAt: LocalInstant | null;
    readonly deadline: LocalInstant | null;
    readonly lastNotice: {
      readonly step: NoticeStep;
      readonly state: NoticeState;
      readonly at: LocalInstant;
    } | null;
    readonly next: { readonly step: LadderStep; readonly at: LocalInstant } | null;
    readonly heldBecause: HeldReason | null;
  } | null;
  readonly breakGlass: boolean;
}

export interface HistoryEntry {
  readonly at: LocalInstant;
  readonly kind: ActivityKind;
  /** Who did it: a chat member, or the bot itself. */
  readonly actorMemberId: string | null;
  /** A step, a state, a reason or a code: shown as it stands. */
  readonly detail: string | null;
}

export interface EnforceTargetLine {
  readonly user: UserLabel;
  readonly lastSignInAt: LocalInstant | null;
  readonly device: MfaDevice;
  readonly loginMfaMode: LoginMfaMode;
  readonly contact: ContactLine;
  readonly lastNotice: {
    readonly step: NoticeStep;
    readonly state: NoticeState;
    readonly at: LocalInstant;
  } | null;
}

export interface EnforcePreviewModel {
  readonly direction: 'enforce' | 'unenforce';
  readonly targets: readonly EnforceTargetLine[];
  readonly refused: readonly {
    readonly user: UserLabel;
    readonly reason: EnforceRefusal;
    readonly code: string | null;
  }[];
  /** null when every target was refused. */
  readonly confirmation: { readonly code: string; readonly validMinutes: number } | null;
}

export interface EnforceResultModel {
  readonly direction: 'enforce' | 'unenforce';
  readonly results: readonly {
    readonly user: UserLabel;
    readonly outcome: EnforceOutcome;
    readonly device: MfaDevice;
    /** The vendor's code, or what else changed (`PasswordResetRequired`). */
    readonly code: string | null;
    readonly personTold: boolean;
  }[];
  readonly refused: EnforcePreviewModel['refused'];
}

export interface EnforcedPostModel {
  readonly direction: 'enforce' | 'unenforce';
  readonly actorMemberId: string;
  readonly results: readonly { readonly user: UserLabel; readonly outcome: EnforceOutcome }[];
}

export interface StartPreviewModel {
  /** Just these people (a pilot), or null: everything held. */
  readonly pilot: { readonly users: readonly UserLabel[]; readonly wouldMessage: number } | null;
  readonly pausedSince: LocalInstant | null;
  readonly accounts: readonly {
    readonly account: AccountLabel;
    readonly reason: HoldReason;
    readonly since: LocalInstant;
    readonly openCases: number;
    /** People: one message each, however many users they have. */
    readonly wouldMessage: number;
    /** Users without somebody in chat who can be written to. */
    readonly notReached: number;
    readonly opened: number;
    readonly closed: number;
    readonly absent: number;
  }[];
  /** Never complete, so they cannot be released. */
  readonly notReleasable: readonly AccountLabel[];
  readonly maxFirstPerDay: number;
  readonly sample: Message | null;
  readonly confirmation: { readonly code: string; readonly validMinutes: number };
}

export interface StartResultModel {
  readonly releasedAccounts: readonly AccountLabel[];
  readonly releasedUsers: readonly UserLabel[];
  readonly pauseEnded: boolean;
  readonly closedAbsent: number;
  readonly messagingOff: boolean;
}

export interface AuditResultModel {
  readonly counts: Counts;
  readonly accounts: readonly Pick<DigestAccount, 'account' | 'complete' | 'incomplete'>[];
  readonly tookSeconds: number;
}

/**
 * Every sentence of the bot, in one language. One type for all of them: a missing sentence does not compile.
 * Functions take data and answer a whole message; they choose no recipient and decide nothing.
 */
export interface Catalogue {
  readonly notice: {
    nudge(model: NudgeModel): Message;
    cohortNudge(model: CohortNudgeModel): Message;
    managerWarning(model: ManagerWarningModel): Message;
    thanks(model: ThanksModel): Message;
    enforced(model: EnforcedNoticeModel): Message;
    closed(model: ClosedNudgeModel): Message;
  };
  readonly channel: {
    digest(model: DigestModel): Message;
    enforced(model: EnforcedPostModel): Message;
    runFailed(model: RunFailedModel): Message;
    /** In the digest's thread, when an account completed later that day. */
    auditCompletedLate(model: {
      readonly accounts: readonly DigestAccount[];
      readonly at: LocalInstant;
    }): Message;
  };
  readonly admin: {
    runFailed(model: RunFailedModel): Message;
    deliveryUnknown(model: {
      readonly what: 'digest' | 'post';
      readonly channelId: string;
      readonly date: string;
    }): Message;
    /** Nothing can be posted there: it is missing, or the bot is not in it. */
    channelUnavailable(model: { readonly channelId: string; readonly code: string }): Message;
    enforcementInterrupted(model: {
      readonly direction: 'enforce' | 'unenforce';
      readonly user: UserLabel;
      readonly outcome: EnforceOutcome;
    }): Message;
  };
  readonly reply: {
    help(model: { readonly commands: readonly CommandHelp[] }): Message;
    /** One neutral line; says nothing of what exists. */
    refused(): Message;
    /** The command is not taken where others read the answer: write to the bot directly. */
    notHere(): Message;
    /** The id that the configuration wants for this conversation, and the variable it goes into. */
    here(model: {
      readonly conversationId: string;
      readonly variable: string;
      readonly isDirect: boolean;
    }): Message;
    unknownCommand(model: { readonly typed: string; readonly suggestion: CommandName | null }): Message;
    usage(model: { readonly command: CommandName; readonly usage: string }): Message;
    userNotFound(model: { readonly typed: string; readonly suggestions: readonly UserLabel[] }): Message;
    userAmbiguous(model: { readonly typed: string; readonly candidates: readonly UserLabel[] }): Message;
    failed(model: { readonly errorId: string }): Message;
    checkedRecently(model: { readonly waitSeconds: number }): Message;
    /** Who the caller is in RAM could not be found out in time: neither good news nor bad. */
    couldNotLook(): Message;
    me(model: {
      readonly memberId: string;
      readonly users: readonly OwnUser[];
      readonly now: LocalInstant;
      readonly securityContact: string | null;
    }): Message;
    status(model: StatusModel): Message;
    statusList(model: StatusListModel): Message;
    statusUser(model: StatusUserModel): Message;
    history(model: {
      readonly user: UserLabel;
      readonly entries: readonly HistoryEntry[];
      readonly total: number;
    }): Message;
    auditStarted(): Message;
    auditAlreadyRunning(model: { readonly since: LocalInstant }): Message;
    auditEnded(model: AuditResultModel): Message;
    auditFailed(model: RunFailedModel): Message;
    startPreview(model: StartPreviewModel): Message;
    started(model: StartResultModel): Message;
    startRefused(model: {
      readonly reason: StartRefusal;
      readonly accounts: readonly AccountLabel[];
    }): Message;
    paused(model: { readonly since: LocalInstant; readonly already: boolean }): Message;
    previewSent(model: { readonly memberId: string }): Message;
    previewFailed(model: { readonly code: string }): Message;
    enforcePreview(model: EnforcePreviewModel): Message;
    enforceResult(model: EnforceResultModel): Message;
    /** `enforce overdue` with nobody overdue. */
    enforceNobody(): Message;
    confirmationInvalid(model: {
      readonly reason: 'unknown_code' | 'expired' | 'used' | 'not_yours';
    }): Message;
  };
}
