import type { ColumnType, Generated } from 'kysely';
import type { AbsenceKind, AbsenceState } from '../domain/absence.ts';
import type { ActivityKind } from '../domain/activity.ts';
import type { IncompleteReason, RunOutcome, RunTrigger } from '../domain/audit-run.ts';
import type { CaseCloseReason } from '../domain/case.ts';
import type { ChatName } from '../domain/chats.ts';
import type { EpochMs } from '../domain/clock.ts';
import type { ExemptionKind, ExemptionState } from '../domain/exemption.ts';
import type { FindingReason, LoginMfaMode, MfaDevice, Verdict } from '../domain/finding.ts';
import type { HoldReason } from '../domain/hold.ts';
import type { Language } from '../domain/message.ts';
import type { AgainReason, Audience, CancelReason, NoticeState, NoticeStep } from '../domain/notice.ts';
import type { Aspect, ClearedBy, PartName } from '../domain/part.ts';
import type { Privilege } from '../domain/privilege.ts';
import type { Meter } from '../domain/quota.ts';
import type { AccountId, UserId } from '../domain/ram-user.ts';
import type { WitnessedKind } from '../domain/witness.ts';

/** SQLite has no booleans: 0 or 1. */
export type Flag = 0 | 1;
/** Set once, at insertion. */
type Fixed<T> = ColumnType<T, T, never>;

export interface AccountTable {
  accountId: Fixed<AccountId>;
  alias: string | null;
  defaultDomain: string | null;
  loginMfaMode: LoginMfaMode;
  ssoEnabled: Flag | null;
  mayUsersManageDevices: Flag | null;
  factsAt: EpochMs;
  firstSeenAt: Fixed<EpochMs>;
  lastCompleteAt: EpochMs | null;
  /** Why it is not known of everybody who fails the rule whether they are an administrator. */
  rightsErrorCode: string | null;
  rootMfaEnabled: Flag | null;
  maxIdleDaysForUsers: number | null;
  remembersMfa: Flag | null;
  /** When its record of who did what last let itself be looked into; null: it does not, or did not yet. */
  witnessAnsweredAt: EpochMs | null;
  witnessFailingSince: EpochMs | null;
  /** Among the accounts of the latest listing: one that was left out since is remembered and not shown. */
  watched: Flag;
}

export interface RamUserTable {
  accountId: Fixed<AccountId>;
  userId: Fixed<UserId>;
  userName: string;
  logonName: string;
  displayName: string;
  email: string | null;
  mobile: string | null;
  tags: string;
  lastSignInAt: EpochMs | null;
  firstSeenAt: Fixed<EpochMs>;
  lastSeenAt: EpochMs;
  deletedAt: EpochMs | null;
  hadDevice: Flag;
  unboundSince: EpochMs | null;
  lastConsoleSignInAt: EpochMs | null;
  loginProfileSince: EpochMs | null;
  /** null: never asked for. */
  privilege: Privilege['kind'] | null;
  privilegePolicy: string | null;
  privilegeGroup: string | null;
  privilegeCode: string | null;
  /** When it was last looked up what the account's record has of the user. */
  witnessedAt: EpochMs | null;
}

/** What an account's record has of one user; kept for as long as it can be looked up there. */
interface WitnessedTable {
  accountId: Fixed<AccountId>;
  userId: Fixed<UserId>;
  kind: Fixed<WitnessedKind>;
  at: Fixed<EpochMs>;
  /** Empty: the record names none. */
  fromAddress: Fixed<string>;
  mfaChecked: Fixed<Flag | null>;
}

/** One row per stretch of time in which the finding stayed the same. */
export interface FindingTable {
  findingId: Generated<number>;
  accountId: Fixed<AccountId>;
  userId: Fixed<UserId>;
  verdict: Fixed<Verdict>;
  reason: Fixed<FindingReason>;
  mfaDevice: Fixed<MfaDevice>;
  mfaRequired: Fixed<Flag | null>;
  errorCode: Fixed<string | null>;
  fromAt: Fixed<EpochMs>;
  seenAt: EpochMs;
  toAt: EpochMs | null;
  /** As the user was called; null where it was not written down yet. */
  userName: Fixed<string | null>;
  /** Of the answers that decided, the first and the last. */
  requestId: Fixed<string | null>;
  lastRequestId: string | null;
}

/** One look at all accounts; `failed` = not even the accounts could be asked for. */
export interface AuditRunTable {
  runId: Fixed<string>;
  trigger: Fixed<RunTrigger>;
  /** The local date of the scheduled instant; null for runs somebody asked for. */
  localDate: Fixed<string | null>;
  startedAt: Fixed<EpochMs>;
  endedAt: EpochMs | null;
  outcome: RunOutcome | null;
  errorCode: string | null;
}

/** One account's part of one audit run. */
export interface AccountRunTable {
  accountRunId: Generated<number>;
  runId: Fixed<string>;
  accountId: Fixed<AccountId>;
  trigger: Fixed<RunTrigger>;
  /** The local date of the scheduled instant; null for runs somebody asked for. */
  localDate: Fixed<string | null>;
  startedAt: Fixed<EpochMs>;
  endedAt: Fixed<EpochMs>;
  complete: Fixed<Flag>;
  completenessProven: Fixed<Flag>;
  incompleteReason: Fixed<IncompleteReason | null>;
  errorCode: Fixed<string | null>;
  counts: Fixed<string>;
  changes: Fixed<string>;
  missingGrants: Fixed<string>;
  apiCalls: Fixed<number>;
  /** null: before it was kept. */
  accountState: Fixed<string | null>;
}

/** Somebody whose finding goes on, and whom this run did not see. */
interface UnseenUserTable {
  runId: Fixed<string>;
  accountId: Fixed<AccountId>;
  userId: Fixed<UserId>;
}

export interface HoldTable {
  holdId: Generated<number>;
  accountId: Fixed<AccountId>;
  reason: Fixed<HoldReason>;
  since: Fixed<EpochMs>;
  /** The run's changes that caused it, and who was absent from its list. */
  changes: string;
  absentUserIds: string;
  endedAt: EpochMs | null;
  endedBy: string | null;
}

/** A pilot: people released while their account is still held for the first time. */
interface ReleasedUserTable {
  accountId: Fixed<AccountId>;
  userId: Fixed<UserId>;
  holdId: Fixed<number>;
  releasedAt: Fixed<EpochMs>;
  releasedBy: Fixed<string>;
}

export interface PauseTable {
  pauseId: Generated<number>;
  since: Fixed<EpochMs>;
  startedBy: Fixed<string>;
  endedAt: EpochMs | null;
  endedBy: string | null;
}

const CASE_STATES = ['open', 'closed'] as const;
type CaseState = (typeof CASE_STATES)[number];

export interface CaseTable {
  caseId: Generated<number>;
  accountId: Fixed<AccountId>;
  userId: Fixed<UserId>;
  state: CaseState;
  regressed: Fixed<Flag>;
  openedAt: Fixed<EpochMs>;
  toldAt: EpochMs | null;
  toldChat: ChatName | null;
  toldMemberId: string | null;
  /** The zone in which the deadline was told. */
  toldZone: string | null;
  deadlineAt: EpochMs | null;
  shiftDays: number;
  unreadableSince: EpochMs | null;
  closedAt: EpochMs | null;
  closeReason: CaseCloseReason | null;
  /** When the person's last message was changed to say that it is over; null = still to be done, if there was one. */
  closeShownAt: EpochMs | null;
}

/** One thing to be said to one person once; the row is there before the message is. */
export interface NoticeTable {
  noticeKey: Fixed<string>;
  accountId: Fixed<AccountId>;
  userId: Fixed<UserId>;
  caseId: Fixed<number>;
  step: Fixed<NoticeStep>;
  audience: Fixed<Audience>;
  occurrence: Fixed<number>;
  state: NoticeState;
  chat: ChatName | null;
  recipient: string | null;
  language: Language | null;
  dueAt: EpochMs;
  plannedAt: EpochMs;
  /** Not before this instant: the chat asked for patience. */
  retryAt: EpochMs | null;
  /** Of the message that carries it; inside the message, so that the chat can be asked for it. */
  deliveryId: string | null;
  /** The process that claimed it. */
  claimedBy: string | null;
  claimedAt: EpochMs | null;
  settledAt: EpochMs | null;
  conversationId: string | null;
  messageId: string | null;
  /** The deadline this message tells, and the zone it is told in. */
  deadlineAt: EpochMs | null;
  zone: string | null;
  outcomeCode: string | null;
  cancelReason: CancelReason | null;
  /** Why a step is said once more; null: as the ladder has it. */
  againBecause: Fixed<AgainReason | null>;
  /** Since when the clock of the case runs within which this is said; null: it would start one. */
  clockSince: EpochMs | null;
  /** When the message was changed to tell what came to be known later. */
  completedAt: EpochMs | null;
}

const POST_KINDS = [
  'digest',
  'enforced',
  'run_failed',
  'audit_late',
  'delivery_unknown',
  'channel_unavailable',
  'enforcement_interrupted',
  'part_failed',
  'part_works',
  'people_refused',
  'disputed',
  'shared',
  'not_needed',
  'exemption',
  'weekly',
  'unfamiliar_sign_in',
] as const;
export type PostKind = (typeof POST_KINDS)[number];

/** What is said to a channel or to an admin; its words are fixed when it is planned. */
export interface PostTable {
  postKey: Fixed<string>;
  kind: Fixed<PostKind>;
  chat: Fixed<ChatName>;
  target: Fixed<'channel' | 'member'>;
  targetId: Fixed<string>;
  message: Fixed<string>;
  inThreadOf: Fixed<string | null>;
  state: NoticeState;
  plannedAt: Fixed<EpochMs>;
  retryAt: EpochMs | null;
  deliveryId: Fixed<string>;
  claimedBy: string | null;
  claimedAt: EpochMs | null;
  settledAt: EpochMs | null;
  conversationId: string | null;
  messageId: string | null;
  outcomeCode: string | null;
}

const ENFORCEMENT_STATES = ['confirmed', 'applying', 'verified', 'differs', 'failed', 'unknown'] as const;
export type EnforcementState = (typeof ENFORCEMENT_STATES)[number];

export interface EnforcementTable {
  enforcementId: Generated<number>;
  accountId: Fixed<AccountId>;
  userId: Fixed<UserId>;
  userName: Fixed<string>;
  direction: Fixed<'enforce' | 'unenforce'>;
  actorChat: Fixed<ChatName>;
  actorMemberId: Fixed<string>;
  confirmationCode: Fixed<string>;
  state: EnforcementState;
  confirmedAt: Fixed<EpochMs>;
  expiresAt: Fixed<EpochMs>;
  claimedBy: string | null;
  claimedAt: EpochMs | null;
  settledAt: EpochMs | null;
  /** The login profile before and after, as JSON. */
  profileBefore: string | null;
  profileAfter: string | null;
  outcomeCode: string | null;
  /** When the security channel was told; null: still to be done. */
  announcedAt: EpochMs | null;
}

/** Somebody a day is granted to, from a request on; it belongs to the RAM user, case or not. */
export interface ExemptionTable {
  exemptionId: Generated<number>;
  accountId: Fixed<AccountId>;
  userId: Fixed<UserId>;
  kind: Fixed<ExemptionKind>;
  reason: Fixed<string>;
  untilAt: Fixed<EpochMs>;
  requestedAt: Fixed<EpochMs>;
  requestedChat: Fixed<ChatName>;
  requestedBy: Fixed<string>;
  /** Was it known whose RAM user this is, so that nobody decides about themselves? */
  subjectKnown: Fixed<Flag>;
  code: Fixed<string | null>;
  lapsesAt: Fixed<EpochMs>;
  state: ExemptionState;
  decidedAt: EpochMs | null;
  decidedChat: ChatName | null;
  decidedBy: string | null;
  singleAdmin: Flag;
  /** Before its day, or on it, once that was noticed. */
  endedAt: EpochMs | null;
}

/** Somebody is away; it belongs to the RAM user, case or not. */
export interface AbsenceTable {
  absenceId: Generated<number>;
  accountId: Fixed<AccountId>;
  userId: Fixed<UserId>;
  kind: Fixed<AbsenceKind>;
  state: AbsenceState;
  chat: Fixed<ChatName>;
  memberId: Fixed<string>;
  since: Fixed<EpochMs>;
  untilAt: EpochMs;
  /** Since when nobody is written to, as all who share the user are away; null: somebody is. */
  silentSince: EpochMs | null;
  /** Before its day, or on it, once that was noticed. */
  endedAt: EpochMs | null;
  zone: Fixed<string>;
}

/** A question an admin was asked, waiting for the button. */
export interface ConfirmationTable {
  code: Fixed<string>;
  kind: Fixed<'enforce' | 'unenforce' | 'start' | 'erase'>;
  actorChat: Fixed<ChatName>;
  actorMemberId: Fixed<string>;
  /** What exactly was shown, as JSON: nothing else is done. */
  preview: Fixed<string>;
  createdAt: Fixed<EpochMs>;
  expiresAt: Fixed<EpochMs>;
  usedAt: EpochMs | null;
}

/** Append-only and chained: who did what. Values and salts can be erased, and nothing else changes. */
export interface ActivityTable {
  activityId: Fixed<number>;
  at: Fixed<EpochMs>;
  kind: Fixed<ActivityKind>;
  actorChat: Fixed<ChatName | null>;
  actorMemberId: string | null;
  actorSalt: string | null;
  actorDigest: Fixed<string | null>;
  accountId: Fixed<AccountId | null>;
  userId: Fixed<UserId | null>;
  detail: string | null;
  detailSalt: string | null;
  detailDigest: Fixed<string | null>;
  hash: Fixed<string>;
}

/** The end of the chain; one row, once there is a chain. */
export interface ActivityHeadTable {
  headId: Fixed<1>;
  /** Of the last row. */
  activityId: number;
  hash: string;
  /** All rows there ever were, forgotten ones too. */
  rows: number;
}

/** Where the chain begins since older rows were forgotten. */
export interface ActivityAnchorTable {
  /** Of the last row that is gone, and all that are. */
  activityId: Fixed<number>;
  hash: Fixed<string>;
  rows: Fixed<number>;
  /** When that row was written, and when it was forgotten. */
  lastAt: Fixed<EpochMs>;
  forgottenAt: Fixed<EpochMs>;
}

/** Somebody said of a RAM user that its console login is not needed. */
export interface NotNeededTable {
  accountId: Fixed<AccountId>;
  userId: Fixed<UserId>;
  chat: Fixed<ChatName>;
  memberId: Fixed<string>;
  displayName: string;
  at: EpochMs;
}

/** Which scheduled instants were served. */
interface JobRunTable {
  job: Fixed<string>;
  scheduledAt: Fixed<EpochMs>;
  startedAt: Fixed<EpochMs>;
  endedAt: EpochMs | null;
}

/** Requests already taken: vendors deliver some twice. */
interface SeenRequestTable {
  chat: Fixed<ChatName>;
  requestId: Fixed<string>;
  at: Fixed<EpochMs>;
}

/** The figures a digest showed of one complete account. */
interface DigestAccountTable {
  localDate: Fixed<string>;
  accountId: Fixed<AccountId>;
  builtAt: Fixed<EpochMs>;
  counts: Fixed<string>;
}

/** What was last seen of one aspect of a part. */
interface PartStateTable {
  part: Fixed<PartName>;
  aspect: Fixed<Aspect>;
  workedAt: EpochMs | null;
  failedSince: EpochMs | null;
  failedAt: EpochMs | null;
  isPermanent: Flag;
  clearedBy: ClearedBy | null;
  code: string | null;
}

/** One time a part failed for long enough to be told. */
interface AlarmTable {
  part: Fixed<PartName>;
  since: Fixed<EpochMs>;
  raisedAt: Fixed<EpochMs>;
  endedAt: EpochMs | null;
}

/** Somebody a chat refuses for now; gone once reached. */
interface RecipientRefusalTable {
  chat: Fixed<ChatName>;
  memberId: Fixed<string>;
  code: string;
  /** The first of the refusals in a row. */
  since: Fixed<EpochMs>;
  lastAt: EpochMs;
  refusals: number;
  retryAt: EpochMs;
  /** When admins were told of it. */
  toldAt: EpochMs | null;
}

/** What a chat counts by calendar month. */
interface MonthUseTable {
  chat: Fixed<ChatName>;
  /** `YYYY-MM` */
  month: Fixed<string>;
  meter: Fixed<Meter>;
  used: number;
  /** The chat's code when it last said that nothing is left; null: it has not since. */
  refusedWith: string | null;
}

const LINK_ROLES = ['person', 'manager', 'owner'] as const;
export type LinkRole = (typeof LINK_ROLES)[number];

/** Who an admin says is behind a RAM user; a person without a member: nobody. */
interface LinkTable {
  linkId: Generated<number>;
  accountId: Fixed<AccountId>;
  userId: Fixed<UserId>;
  role: Fixed<LinkRole>;
  chat: Fixed<ChatName | null>;
  memberId: Fixed<string | null>;
  at: Fixed<EpochMs>;
}

/** "This is not me": stays for good; an admin settles what follows from it. */
interface DisputeTable {
  accountId: Fixed<AccountId>;
  userId: Fixed<UserId>;
  chat: Fixed<ChatName>;
  memberId: Fixed<string>;
  at: EpochMs;
  settledAt: EpochMs | null;
}

/** A RAM user whose person was erased: nobody is looked up for it. */
interface ErasureTable {
  accountId: Fixed<AccountId>;
  userId: Fixed<UserId>;
  at: Fixed<EpochMs>;
}

/** Whoever has opened the page that the chat has for each person. */
interface HomePageTable {
  chat: Fixed<ChatName>;
  memberId: Fixed<string>;
  language: Language;
  timeZone: string | null;
  openedAt: EpochMs;
  /** What it was made of when it was last shown; empty: not compared yet. */
  shown: string;
}

/** Where the content lies now, if it was moved; at most one row. */
interface RelocationTable {
  url: Fixed<string>;
  at: Fixed<EpochMs>;
}

export interface Schema {
  account: AccountTable;
  ramUser: RamUserTable;
  witnessed: WitnessedTable;
  finding: FindingTable;
  auditRun: AuditRunTable;
  accountRun: AccountRunTable;
  unseenUser: UnseenUserTable;
  hold: HoldTable;
  releasedUser: ReleasedUserTable;
  pause: PauseTable;
  caseFile: CaseTable;
  notice: NoticeTable;
  post: PostTable;
  enforcement: EnforcementTable;
  confirmation: ConfirmationTable;
  exemption: ExemptionTable;
  absence: AbsenceTable;
  activity: ActivityTable;
  activityHead: ActivityHeadTable;
  activityAnchor: ActivityAnchorTable;
  notNeeded: NotNeededTable;
  jobRun: JobRunTable;
  seenRequest: SeenRequestTable;
  monthUse: MonthUseTable;
  digestAccount: DigestAccountTable;
  partState: PartStateTable;
  alarm: AlarmTable;
  recipientRefusal: RecipientRefusalTable;
  link: LinkTable;
  dispute: DisputeTable;
  erasure: ErasureTable;
  homePage: HomePageTable;
  relocation: RelocationTable;
}

/** Every table, each after those it refers to, with what tells its rows apart. */
export const TABLE_KEYS = {
  account: ['accountId'],
  ramUser: ['accountId', 'userId'],
  witnessed: ['accountId', 'userId', 'kind', 'at', 'fromAddress'],
  finding: ['findingId'],
  auditRun: ['runId'],
  accountRun: ['accountRunId'],
  unseenUser: ['runId', 'accountId', 'userId'],
  hold: ['holdId'],
  releasedUser: ['accountId', 'userId', 'holdId'],
  pause: ['pauseId'],
  caseFile: ['caseId'],
  notice: ['noticeKey'],
  post: ['postKey'],
  enforcement: ['enforcementId'],
  confirmation: ['code'],
  exemption: ['exemptionId'],
  absence: ['absenceId'],
  activity: ['activityId'],
  activityHead: ['headId'],
  activityAnchor: ['activityId'],
  notNeeded: ['accountId', 'userId', 'chat', 'memberId'],
  jobRun: ['job', 'scheduledAt'],
  seenRequest: ['chat', 'requestId'],
  monthUse: ['chat', 'month', 'meter'],
  digestAccount: ['localDate', 'accountId'],
  partState: ['part', 'aspect'],
  alarm: ['part', 'raisedAt'],
  recipientRefusal: ['chat', 'memberId'],
  link: ['linkId'],
  dispute: ['accountId', 'userId', 'chat', 'memberId'],
  erasure: ['accountId', 'userId'],
  homePage: ['chat', 'memberId'],
  relocation: ['url'],
} as const satisfies { readonly [Table in keyof Schema]: readonly (keyof Schema[Table])[] };
