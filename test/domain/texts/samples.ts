import { ACTIVITY_KINDS, type ActivityKind } from '../../../src/domain/activity.ts';
import type { RunRemedy } from '../../../src/domain/audit-run.ts';
import type { CaseCloseReason } from '../../../src/domain/case.ts';
import type { LocalInstant } from '../../../src/domain/clock.ts';
import type { ChatCode, CodeMeaning } from '../../../src/domain/code-meaning.ts';
import { COMMAND_NAMES, STATUS_LISTS, type StatusList } from '../../../src/domain/command.ts';
import { OWN as OF_ONES_OWN, type Standing } from '../../../src/domain/contact.ts';
import type { Counts } from '../../../src/domain/digest.ts';
import { ENFORCE_REFUSALS } from '../../../src/domain/enforcement.ts';
import { DECISION_REFUSALS, type Deciders, REQUEST_REFUSALS } from '../../../src/domain/exemption.ts';
import {
  type AccountFacts,
  assess,
  type Finding,
  type FindingReason,
  type UserFacts,
} from '../../../src/domain/finding.ts';
import type { StartRefusal } from '../../../src/domain/hold.ts';
import type { Message } from '../../../src/domain/message.ts';
import { LADDER_STEPS } from '../../../src/domain/notice.ts';
import { type AccountLabel, accountId, type UserLabel, userId } from '../../../src/domain/ram-user.ts';
import { isPutOffable } from '../../../src/domain/snooze.ts';
import type { Catalogue } from '../../../src/domain/texts/catalogue.ts';
import type { DigestAccount, DigestModel } from '../../../src/domain/texts/layouts/digest.ts';
import type { EnforceTargetLine } from '../../../src/domain/texts/layouts/enforce.ts';
import type { AdminHome } from '../../../src/domain/texts/layouts/home.ts';
import type { ShownExemption } from '../../../src/domain/texts/layouts/in-words.ts';
import type { OwnUser } from '../../../src/domain/texts/layouts/me.ts';
import type { ManagerWarningModel } from '../../../src/domain/texts/layouts/notices.ts';
import type { NudgedUser, NudgeModel } from '../../../src/domain/texts/layouts/nudge.ts';
import type { FailingPart } from '../../../src/domain/texts/layouts/part-lines.ts';
import type { QuotaLine } from '../../../src/domain/texts/layouts/quota-line.ts';
import type { RemindModel } from '../../../src/domain/texts/layouts/remind.ts';
import type { StatusListModel, StatusModel, StatusRow } from '../../../src/domain/texts/layouts/status.ts';
import type { StatusUserModel } from '../../../src/domain/texts/layouts/status-user.ts';
import { contactSamples } from './contact-samples.ts';

/** One message of the bot, as the catalogue's tests and `docs/messages.md` show it. */
export interface Sample {
  /** `notice.nudge`: the catalogue's function it comes from. */
  readonly from: string;
  readonly title: string;
  readonly of: (texts: Catalogue) => Message;
}

const ZONE = 'Asia/Shanghai';
const at = (iso: string): LocalInstant => ({ at: Date.parse(iso), zone: ZONE });

const NOW = at('2026-12-08T09:30:00+08:00');
export const DEADLINE = at('2026-12-22T17:30:00+08:00');
const AWAY = { kind: 'own', memberId: 'U0JANE', untilAt: DEADLINE.at, zone: DEADLINE.zone } as const;
const LATER_DEADLINE = at('2026-12-24T17:30:00+08:00');
const CONTACT = 'security@corp.example';
/** Somebody at home. */
const FROM_HOME = { at: at('2026-12-08T09:12:00+08:00'), fromAddress: '203.0.113.7' } as const;

function slackCode(code: string, meaning: CodeMeaning): ChatCode {
  return { chat: 'slack', code, meaning };
}

const CORP: AccountLabel = { accountId: accountId('1234567890123456'), alias: 'corp' };
const LABS: AccountLabel = { accountId: accountId('6543210987654321'), alias: 'labs' };
const NEVER_READ: AccountLabel = { accountId: accountId('5555666677778888'), alias: 'sandbox' };
const BARE: AccountLabel = { accountId: accountId('1111222233334444'), alias: null };

export function user(userName: string, account: AccountLabel = CORP): UserLabel {
  return {
    account,
    userId: userId(`20${userName.length}00000000000000`),
    userName,
    logonName: `${userName}@${account.alias ?? account.accountId}.onaliyun.com`,
    isAdministrator: false,
  };
}

const JANE = user('jane.doe');
const LI = user('li.lei');
const OPS: UserLabel = { ...user('ops.root'), isAdministrator: true };

export function nudged(label: UserLabel, changes: Partial<NudgedUser> = {}): NudgedUser {
  return {
    ...label,
    reason: 'no_device',
    signInUrl: `https://signin.alibabacloud.com/${label.account.alias ?? label.account.accountId}.onaliyun.com/login.htm`,
    mayManageOwnDevice: true,
    deadline: DEADLINE,
    unusedSince: null,
    usedWithoutMfa: null,
    isAhead: false,
    standing: { kind: 'own' },
    ...changes,
  };
}

export function nudgeModel(changes: Partial<NudgeModel> = {}): NudgeModel {
  return {
    step: 'first',
    users: [nudged(JANE)],
    site: 'intl',
    securityContact: CONTACT,
    complete: true,
    mayPutOff: isPutOffable(changes.step ?? 'first'),
    wasPutOff: false,
    wasExempt: false,
    ...changes,
  };
}

const FACTS: Record<FindingReason, Partial<UserFacts & Pick<AccountFacts, 'ssoEnabled'>>> = {
  device_bound: { mfaDevice: 'virtual', mfaRequired: true },
  no_device: {},
  required_but_not_bound: { mfaRequired: true },
  user_frozen: { frozen: true },
  sso_only: { ssoEnabled: true },
  no_console_password: { consoleLogin: 'none' },
  console_login_inactive: { consoleLogin: 'inactive' },
  could_not_read: { consoleLogin: 'unknown', mfaRequired: null, errorCode: 'Throttling.User' },
};

function finding(reason: FindingReason): Finding {
  const { ssoEnabled = false, ...facts } = FACTS[reason];
  return assess(
    {
      consoleLogin: 'active',
      mfaDevice: 'none',
      mfaRequired: false,
      frozen: false,
      errorCode: null,
      ...facts,
    },
    {
      accountId: CORP.accountId,
      alias: CORP.alias,
      defaultDomain: 'corp.onaliyun.com',
      loginMfaMode: 'independent',
      ssoEnabled,
      mayUsersManageDevices: true,
      ssoErrorCode: null,
    },
  );
}

const COUNTS: Counts = {
  compliant: 38,
  noncompliant: 3,
  unknown: 1,
  notApplicable: 10,
  boundNotRequired: 5,
};
const LABS_COUNTS: Counts = {
  compliant: 12,
  noncompliant: 6,
  unknown: 0,
  notApplicable: 2,
  boundNotRequired: 12,
};
const NO_COUNTS: Counts = {
  compliant: 0,
  noncompliant: 0,
  unknown: 0,
  notApplicable: 0,
  boundNotRequired: 0,
};

function digestAccount(account: AccountLabel, changes: Partial<DigestAccount> = {}): DigestAccount {
  return {
    account,
    complete: true,
    completenessProven: true,
    incomplete: null,
    loginMfaMode: 'independent',
    counts: COUNTS,
    held: null,
    missingGrants: [],
    ...changes,
  };
}

const INCOMPLETE_LABS = digestAccount(LABS, {
  complete: false,
  incomplete: {
    reason: 'role_not_assumed',
    code: 'NoPermission',
    lastCompleteAt: at('2026-12-05T09:12:00+08:00'),
  },
  loginMfaMode: 'unknown',
  counts: NO_COUNTS,
});

export function digestModel(changes: Partial<DigestModel> = {}): DigestModel {
  return {
    date: '2026-12-08',
    asOf: at('2026-12-08T09:12:00+08:00'),
    failing: [],
    anyComplete: true,
    administrators: 0,
    rightsUnread: [],
    totals: COUNTS,
    changes: {
      compliant: 2,
      noncompliant: -1,
      unknown: -1,
      notApplicable: 0,
      boundNotRequired: 1,
    },
    compliantPercent: 90.5,
    accounts: [digestAccount(CORP)],
    excludedAccountIds: [],
    directoryErrorCode: null,
    trend: [
      { label: '12-04', value: 81 },
      { label: '12-07', value: 85.7 },
      { label: '12-08', value: 90.5 },
    ],
    openCases: 2,
    told: 2,
    named: [],
    overdueCount: 0,
    exemptions: { active: 0, requested: 0, ending: [] },
    unmapped: [],
    ambiguous: [],
    disputed: [],
    unreachable: [],
    unknownDeliveries: 0,
    notNeeded: 0,
    administratorsAway: [],
    breakGlass: { configured: [], notFound: [] },
    enforcement: 'on',
    messaging: { kind: 'on' },
    enrolledSinceLast: 2,
    factors: [
      { kind: 'virtual', total: 40 },
      { kind: 'passkey', total: 8 },
      { kind: 'u2f', total: 2 },
      { kind: 'other', total: 1 },
    ],
    activityHead: '7d0f2c9a41b86e53d1f04a6c2b97e8350cd1fa64b3927e58a06d4f1b9c83e275',
    quotas: [],
    ...changes,
  };
}

export function quotaLine(changes: Partial<QuotaLine> = {}): QuotaLine {
  const line = { chat: 'dingtalk', meter: 'api_call', used: 1234, quota: 5000, isSpent: false } as const;
  return { ...line, forecast: 300, batching: false, ...changes };
}

export function streamLine(changes: Partial<QuotaLine> = {}): QuotaLine {
  return quotaLine({ meter: 'stream_delivery', used: 412, quota: 3000, forecast: 120, ...changes });
}

const manyUsers = (count: number) => Array.from({ length: count }, (_, index) => user(`user-${index + 1}`));

const BUSY_DIGEST = digestModel({
  notNeeded: 2,
  administratorsAway: [{ user: OPS, away: { ...AWAY, kind: 'own', memberId: 'U0OPS' } }],
  administrators: 3,
  rightsUnread: [{ account: LABS, code: 'NoPermission' }],
  totals: COUNTS,
  accounts: [
    digestAccount(CORP, { missingGrants: ['ram:ListPasskeys'], loginMfaMode: 'adaptive' }),
    INCOMPLETE_LABS,
    digestAccount(BARE, {
      completenessProven: false,
      loginMfaMode: 'mandatory',
      held: { reason: 'first_seen', wouldMessage: 7 },
    }),
  ],
  excludedAccountIds: [accountId('9999888877776666')],
  directoryErrorCode: 'NoPermission',
  openCases: 20,
  told: 16,
  named: [
    { user: OPS, step: 'warning', deadline: DEADLINE },
    { user: JANE, step: 'overdue', deadline: at('2026-12-01T17:30:00+08:00') },
    { user: LI, step: 'warning', deadline: DEADLINE },
    ...manyUsers(12).map((one) => ({ user: one, step: 'deadline' as const, deadline: NOW })),
  ],
  exemptions: {
    active: 3,
    requested: 1,
    ending: [{ user: user('ops.wang'), until: DEADLINE }],
  },
  overdueCount: 1,
  unmapped: manyUsers(13),
  disputed: [user('sam.lee')],
  ambiguous: [user('wei.zhang')],
  unreachable: [
    { user: user('old.colleague', LABS), code: { chat: 'slack', code: null, meaning: 'person_gone' } },
    { user: user('mistyped'), code: { chat: 'dingtalk', code: null, meaning: 'person_unknown' } },
    { user: user('guest.one'), code: slackCode('access_denied', 'person_refused') },
    { user: user('guest.two'), code: slackCode('access_denied', 'person_refused') },
    { user: user('ann.gone'), code: slackCode('user_disabled', 'person_gone') },
  ],
  unknownDeliveries: 2,
  breakGlass: { configured: ['emergency@corp.onaliyun.com', 'emergency2'], notFound: ['emergency2'] },
  enforcement: 'reader_key',
  messaging: { kind: 'paused', since: at('2026-12-07T16:00:00+08:00'), byMemberId: 'U0ADMIN' },
  quotas: [quotaLine(), streamLine()],
});

const RUN_FAILED = {
  account: CORP,
  code: 'InvalidAccessKeyId.NotFound',
  remedy: { kind: 'check_credentials' },
  attempts: 4,
} as const;

const RUN_REMEDIES: readonly (readonly [code: string, remedy: RunRemedy])[] = [
  ['NoPermission', { kind: 'grant', grants: ['ram:ListUsers', 'ram:GetLoginProfile'] }],
  ['RootAccessKey', { kind: 'replace_root_key' }],
  ['EntityNotExist.Role', { kind: 'check_role' }],
  ['Forbidden', { kind: 'run_doctor' }],
  ['ENOTFOUND', { kind: 'check_network' }],
  ['Throttling.User', { kind: 'slow_down' }],
  ['list_failed', { kind: 'wait' }],
];

const SLACK_FAILS: FailingPart = {
  part: { kind: 'chat', chat: 'slack' },
  aspect: 'sending',
  since: at('2026-12-08T07:40:00+08:00'),
  code: 'missing_scope',
  meaning: 'scope_missing',
};

const since = at('2026-12-07T18:05:00+08:00');
const FAILING: readonly FailingPart[] = [
  { part: { kind: 'account', account: LABS }, aspect: 'whole', since, code: 'NoPermission', meaning: null },
  SLACK_FAILS,
  {
    part: { kind: 'chat', chat: 'dingtalk' },
    aspect: 'connection',
    since,
    code: 'ECONNREFUSED',
    meaning: 'network',
  },
  {
    part: { kind: 'chat', chat: 'dingtalk' },
    aspect: 'lookup',
    since,
    code: '60011',
    meaning: null,
  },
  { part: { kind: 'quota', chat: 'dingtalk' }, aspect: 'whole', since, code: '20001', meaning: null },
  {
    part: { kind: 'enforcement' },
    aspect: 'whole',
    since,
    code: 'InvalidAccessKeyId.NotFound',
    meaning: null,
  },
  { part: { kind: 'database' }, aspect: 'whole', since, code: 'SQLITE_FULL', meaning: null },
  { part: { kind: 'clock' }, aspect: 'whole', since, code: 'ahead_by_62_minutes', meaning: null },
];

const WEEKLY: readonly Sample[] = (
  [
    ['under the target', {}],
    ['the target is reached', { target: { targetPercent: 80, missing: 0 }, enrolled: 0, before: null }],
    ['no complete audit', { anyComplete: false, messaging: { kind: 'off' } }],
  ] as const
).map(([title, more]) => ({
  from: 'channel.weekly',
  title,
  of: (texts) =>
    texts.channel.weekly({
      ...BUSY_DIGEST,
      target: { targetPercent: 95, missing: 7 },
      before: { date: '2026-12-01', percent: 61.5 },
      enrolled: 9,
      exempt: 2,
      ...more,
    }),
}));

const STATUS: StatusModel = {
  now: NOW,
  failing: [],
  quotas: [quotaLine(), streamLine()],
  accounts: [
    {
      account: CORP,
      loginMfaMode: 'independent',
      complete: true,
      readAt: at('2026-12-08T09:12:00+08:00'),
      information: { rootMfaEnabled: true, maxIdleDaysForUsers: 90, mayUsersManageDevices: true },
      incomplete: null,
      counts: COUNTS,
      held: null,
    },
    {
      account: LABS,
      loginMfaMode: 'adaptive',
      complete: true,
      readAt: at('2026-12-08T09:13:00+08:00'),
      information: { rootMfaEnabled: false, maxIdleDaysForUsers: null, mayUsersManageDevices: false },
      incomplete: null,
      counts: LABS_COUNTS,
      held: { reason: 'mass_change', wouldMessage: 6 },
    },
    {
      account: BARE,
      loginMfaMode: 'unknown',
      complete: false,
      readAt: null,
      information: { rootMfaEnabled: null, maxIdleDaysForUsers: null, mayUsersManageDevices: null },
      incomplete: { reason: 'not_audited_yet', code: null, lastCompleteAt: null },
      counts: NO_COUNTS,
      held: null,
    },
  ],
  openCases: 8,
  told: 5,
  overdueCount: 2,
  administrators: 1,
  unmappedCount: 1,
  unreachableCount: 1,
  unknownDeliveries: 1,
  messaging: { kind: 'on' },
  enforcement: 'on',
  nextAuditAt: at('2026-12-09T09:10:00+08:00'),
  auditRunning: false,
};

export function statusListModel(list: StatusList, changes: Partial<StatusListModel> = {}): StatusListModel {
  const row = {
    finding: finding('no_device'),
    deadline: null,
    code: null,
    lastUse: null,
    saidBy: null,
    exemption: null,
    told: null,
    away: null,
    candidates: [],
  };
  const about: Partial<Record<StatusList, readonly StatusRow[]>> = {
    unused: LONG_AWAY,
    dormant: LONG_AWAY,
    held: [
      { ...row, user: OPS, told: { kind: 'somebody', displayNames: ['Ann Lee', 'Bob Stone'], via: 'email' } },
      { ...row, user: LI, told: { kind: 'nobody' } },
      { ...row, user: JANE, told: { kind: 'not_known' }, code: slackCode('http_503', 'vendor_busy') },
    ],
    disputed: [{ ...row, user: JANE, saidBy: 'U0JANE' }],
    unmapped: [
      {
        ...{ ...row, user: JANE },
        candidates: [
          { memberId: 'U0JANE', displayName: 'Jane Doe' },
          { memberId: 'U0JAN', displayName: 'Jan Doe' },
        ],
      },
      { ...row, user: LI },
    ],
    exempt: EXEMPTIONS.map((exemption) => ({ ...{ ...row, finding: null, user: JANE }, exemption })),
    away: (['own', 'status', 'admin'] as const).map((kind) => ({
      ...{ ...row, finding: null, user: JANE },
      away: { ...AWAY, kind, memberId: kind === 'admin' ? 'U0ADMIN' : 'U0JANE' },
    })),
    administrators: [
      { ...row, user: OPS, deadline: DEADLINE },
      { ...row, user: { ...user('root.ops', LABS), isAdministrator: true } },
    ],
  };
  const rows: readonly StatusRow[] = about[list] ?? [
    { ...row, user: OPS, deadline: DEADLINE },
    { ...row, user: LI, finding: finding('could_not_read') },
    { ...row, user: user('sam.lee', LABS), finding: null, code: slackCode('user_disabled', 'person_gone') },
  ];
  return { list, from: 1, total: 42, rows, notLookedUp: 0, room: 3000, ...changes };
}

const DECIDERS: readonly (readonly [string, Deciders])[] = [
  ['another admin decides', { kind: 'others', members: [{ chat: 'slack', memberId: 'U0OTHER' }] }],
  ['only admin', { kind: 'requester' }],
  ['not known whose user it is', { kind: 'unread' }],
  ['nobody can decide', { kind: 'nobody', couldAnotherAsk: false }],
  ['nobody can decide, unless another asks', { kind: 'nobody', couldAnotherAsk: true }],
];

const EXEMPTION: ShownExemption = {
  ...{ kind: 'reasoned', state: 'active', reason: 'OPS-1234', code: 'AB12CD' },
  ...{ untilAt: DEADLINE.at, until: DEADLINE, requestedBy: 'U0ADMIN', decidedBy: 'U0OTHER' },
  ...{ singleAdmin: false, subjectKnown: true },
};

const EXEMPTIONS: readonly ShownExemption[] = [
  EXEMPTION,
  { ...EXEMPTION, singleAdmin: true },
  { ...EXEMPTION, state: 'requested', subjectKnown: false },
  { ...EXEMPTION, kind: 'lost_phone', reason: '', code: null },
];

const LONG_AWAY: readonly StatusRow[] = [
  {
    user: LI,
    lastUse: { kind: 'not_needed', by: 'Li Lei', memberId: 'U0LI', at: at('2026-12-07T10:12:00+08:00') },
  } as const,
  { user: OPS, lastUse: { kind: 'signed_in', at: at('2026-06-01T09:00:00+08:00') } } as const,
  { user: JANE, lastUse: { kind: 'signed_in', at: at('2026-03-14T16:30:00+08:00') } } as const,
  {
    user: user('sam.lee', LABS),
    lastUse: { kind: 'none_on_record', since: at('2025-01-07T11:00:00+08:00') },
  } as const,
].map((one) => ({
  ...one,
  finding: null,
  deadline: null,
  code: null,
  saidBy: null,
  exemption: null,
  told: null,
  away: null,
  candidates: [],
}));

function statusUserModel(changes: Partial<StatusUserModel> = {}): StatusUserModel {
  return {
    user: JANE,
    finding: finding('no_device'),
    loginMfaMode: 'independent',
    readAt: NOW,
    lastSignInAt: at('2026-12-03T14:05:00+08:00'),
    contact: { kind: 'found', memberId: 'U0JANE', via: { tagIn: 'slack' }, because: null },
    openCase: {
      openedAt: at('2026-12-08T09:12:00+08:00'),
      toldAt: at('2026-12-08T09:30:00+08:00'),
      deadline: DEADLINE,
      lastNotice: { step: 'first', state: 'sent', at: at('2026-12-08T09:30:00+08:00') },
      next: { step: 'reminder', at: at('2026-12-11T09:30:00+08:00') },
      heldBecause: null,
    },
    breakGlass: false,
    privilege: { kind: 'ordinary' },
    ...changes,
  };
}

function target(label: UserLabel, changes: Partial<EnforceTargetLine> = {}): EnforceTargetLine {
  return {
    user: label,
    lastSignInAt: at('2026-12-03T14:05:00+08:00'),
    device: 'none',
    loginMfaMode: 'independent',
    contact: { kind: 'found', memberId: 'U0JANE', via: 'email', because: null },
    lastNotice: { step: 'overdue', state: 'sent', at: at('2026-12-07T09:30:00+08:00') },
    away: null,
    exemption: null,
    ...changes,
  };
}

const CONFIRMATION = { code: 'K7Q2', validMinutes: 5 };

const PERSON_STEPS = [...LADDER_STEPS, 'regressed'] as const;

const nudges: readonly Sample[] = PERSON_STEPS.map((step) => ({
  from: 'notice.nudge',
  title: step,
  of: (texts) => texts.notice.nudge(nudgeModel({ step, complete: step === 'first' || step === 'regressed' })),
}));

const SHARED: Standing = { kind: 'shared', withNames: ['Ann Lee', 'Bob Stone'] };
const OWNER: Standing = { kind: 'owner' };
const BACKUP = user('backup');

const toOwners: readonly Sample[] = PERSON_STEPS.map((step) => ({
  from: 'notice.nudge',
  title: `${step}, to who looks after a service account`,
  of: (texts) =>
    texts.notice.nudge(
      nudgeModel({
        step,
        users: [nudged(BACKUP, { standing: OWNER })],
        complete: step === 'first' || step === 'regressed',
      }),
    ),
}));

const nudgeVariants: readonly Sample[] = (
  [
    [
      'first, MFA is required but no device is bound',
      { users: [nudged(JANE, { reason: 'required_but_not_bound' })] },
    ],
    [
      'first, three users in two accounts',
      {
        users: [
          nudged(JANE),
          nudged(user('jane.doe', LABS), { reason: 'required_but_not_bound', deadline: LATER_DEADLINE }),
          nudged(user('deploy.jane', LABS), { mayManageOwnDevice: null }),
        ],
      },
    ],
    [
      'first, a login that nobody seems to use',
      { users: [nudged(JANE, { unusedSince: at('2026-06-01T09:00:00+08:00') })] },
    ],
    [
      'first, two users, one of them unused',
      {
        users: [
          nudged(JANE),
          nudged(user('jane.doe', LABS), { unusedSince: at('2026-06-01T09:00:00+08:00') }),
        ],
      },
    ],
    [
      'warning, and the password was used without MFA',
      { step: 'warning', complete: false, users: [nudged(JANE, { usedWithoutMfa: FROM_HOME })] },
    ],
    [
      'warning, and the password of a shared user was used without MFA',
      {
        step: 'warning',
        complete: false,
        users: [
          nudged(JANE, { usedWithoutMfa: { ...FROM_HOME, fromAddress: null }, standing: SHARED }),
          nudged(user('jane.doe', LABS), { usedWithoutMfa: FROM_HOME }),
        ],
      },
    ],
    ['first, the user may not set it up alone', { users: [nudged(JANE, { mayManageOwnDevice: false })] }],
    [
      'first, China site',
      {
        site: 'cn',
        users: [nudged(LI, { signInUrl: 'https://signin.aliyun.com/corp.onaliyun.com/login.htm' })],
      },
    ],
    [
      'overdue, and another user is not yet',
      {
        step: 'overdue',
        complete: false,
        users: [nudged(JANE), nudged(user('jane.doe', LABS), { isAhead: true, deadline: LATER_DEADLINE })],
      },
    ],
    [
      'overdue, two users',
      { step: 'overdue', complete: false, users: [nudged(JANE), nudged(user('jane.doe', LABS))] },
    ],
    ['first, to one of those who share a user', { users: [nudged(OPS, { standing: SHARED })] }],
    [
      'first, two service accounts',
      {
        users: [
          nudged(BACKUP, { standing: OWNER, reason: 'required_but_not_bound' }),
          nudged(user('deploy', LABS), { standing: OWNER }),
        ],
      },
    ],
    [
      'first, one’s own user and a service account',
      { users: [nudged(JANE), nudged(BACKUP, { standing: OWNER })] },
    ],
    ['reminder to somebody who may never have seen the first', { step: 'reminder', complete: true }],
    ['warning after an exemption', { step: 'warning', complete: false, wasExempt: true }],
    ['reminder, put off yesterday', { step: 'reminder', complete: false, mayPutOff: false, wasPutOff: true }],
    ['sample before SECURITY_CONTACT is set', { securityContact: null }],
  ] as const satisfies readonly (readonly [string, Partial<NudgeModel>])[]
).map(([title, changes]) => ({
  from: 'notice.nudge',
  title,
  of: (texts) => texts.notice.nudge(nudgeModel(changes)),
}));

const cohortNudges: readonly Sample[] = PERSON_STEPS.map((step) => ({
  from: 'notice.cohortNudge',
  title: step,
  of: (texts) =>
    texts.notice.cohortNudge({
      step,
      deadline: DEADLINE,
      site: 'cn',
      securityContact: CONTACT,
      mayPutOff: isPutOffable(step),
    }),
}));

export function managerWarningModel(changes: Partial<ManagerWarningModel> = {}): ManagerWarningModel {
  return {
    personName: 'Jane Doe',
    users: [{ user: JANE, deadline: DEADLINE }],
    securityContact: CONTACT,
    ...changes,
  };
}

const managerWarnings: readonly Sample[] = (
  [
    ['one user', {}],
    [
      'two users, no SECURITY_CONTACT',
      {
        personName: 'Li Lei',
        users: [
          { user: LI, deadline: LATER_DEADLINE },
          { user: user('li.lei', LABS), deadline: DEADLINE },
        ],
        securityContact: null,
      },
    ],
  ] as const satisfies readonly (readonly [string, Partial<ManagerWarningModel>])[]
).map(([title, changes]) => ({
  from: 'notice.managerWarning',
  title,
  of: (texts) => texts.notice.managerWarning(managerWarningModel(changes)),
}));

type GrantedTime = Parameters<Catalogue['notice']['lostPhone']>[0];

function grantedTime(changes: Partial<GrantedTime>): GrantedTime {
  const { signInUrl, mayManageOwnDevice } = nudged(JANE);
  return {
    ...{ user: JANE, until: DEADLINE, device: 'none', reason: 'no_device' },
    ...{ signInUrl, mayManageOwnDevice, securityContact: CONTACT, ...changes },
  };
}

const CLOSE_REASONS = [
  'enrolled',
  'console_removed',
  'console_inactive',
  'sso',
  'frozen',
  'deleted',
] as const satisfies readonly CaseCloseReason[];

const notices: readonly Sample[] = [
  {
    from: 'notice.thanks',
    title: 'thanks',
    of: (texts) =>
      texts.notice.thanks({
        user: JANE,
        device: 'virtual',
        seenAt: NOW,
        bound: null,
        isOwn: true,
        securityContact: CONTACT,
      }),
  },
  {
    from: 'notice.thanks',
    title: 'thanks for a passkey',
    of: (texts) =>
      texts.notice.thanks({
        user: JANE,
        device: 'passkey',
        seenAt: NOW,
        bound: null,
        isOwn: true,
        securityContact: null,
      }),
  },
  {
    from: 'notice.thanks',
    title: 'thanks, to one of those who share a user',
    of: (texts) =>
      texts.notice.thanks({
        user: OPS,
        device: 'virtual',
        seenAt: NOW,
        bound: null,
        isOwn: false,
        securityContact: CONTACT,
      }),
  },
  ...([FROM_HOME, { ...FROM_HOME, fromAddress: null }] as const).map(
    (bound): Sample => ({
      from: 'notice.thanks',
      title: `thanks, once it is known when${bound.fromAddress === null ? '' : ' and from where'}`,
      of: (texts) =>
        texts.notice.thanks({
          ...{ user: JANE, device: 'virtual', seenAt: NOW },
          ...{ bound, isOwn: true, securityContact: CONTACT },
        }),
    }),
  ),
  {
    from: 'notice.enforced',
    title: 'enforced, to who looks after a service account',
    of: (texts) =>
      texts.notice.enforced({
        user: BACKUP,
        at: NOW,
        signInUrl: nudged(BACKUP).signInUrl,
        standing: OWNER,
        securityContact: CONTACT,
      }),
  },
  {
    from: 'notice.enforced',
    title: 'enforced',
    of: (texts) =>
      texts.notice.enforced({
        user: JANE,
        at: NOW,
        signInUrl: nudged(JANE).signInUrl,
        standing: OF_ONES_OWN,
        securityContact: CONTACT,
      }),
  },
  ...(
    [
      ['the exemption ends soon', 'exemptionExpiring', {}],
      [
        'the exemption ends soon, the user may not set it up alone',
        'exemptionExpiring',
        { mayManageOwnDevice: false },
      ],
      ['the phone is lost and still bound', 'lostPhone', { device: 'virtual', reason: 'device_bound' }],
      ['the phone is lost and not bound any more', 'lostPhone', { securityContact: null }],
    ] as const
  ).map(
    ([title, layout, changes]): Sample => ({
      from: `notice.${layout}`,
      title,
      of: (texts) => texts.notice[layout](grantedTime(changes)),
    }),
  ),
  {
    from: 'notice.withInfoPage',
    title: 'with INFO_URL',
    of: (texts) => {
      const message = texts.notice.thanks({
        user: JANE,
        device: 'virtual',
        seenAt: NOW,
        bound: null,
        isOwn: true,
        securityContact: CONTACT,
      });
      return texts.notice.withInfoPage({ message, url: 'https://intranet.corp.example/mfa' });
    },
  },
  ...CLOSE_REASONS.map(
    (reason): Sample => ({
      from: 'notice.closed',
      title: `closed: ${reason}`,
      of: (texts) => texts.notice.closed({ users: [JANE], reason, at: NOW, securityContact: CONTACT }),
    }),
  ),
];

const channel: readonly Sample[] = [
  ...WEEKLY,
  {
    from: 'channel.digest',
    title: 'an ordinary day',
    of: (texts) => texts.channel.digest(digestModel()),
  },
  {
    from: 'channel.digest',
    title: 'a day with everything',
    of: (texts) => texts.channel.digest(BUSY_DIGEST),
  },
  {
    from: 'channel.digest',
    title: 'people of one step get the same words in one call',
    of: (texts) =>
      texts.channel.digest(
        digestModel({ quotas: [quotaLine({ used: 3120, forecast: 40, batching: true }), streamLine()] }),
      ),
  },
  {
    from: 'channel.digest',
    title: 'the month’s calls are used up',
    of: (texts) =>
      texts.channel.digest(
        digestModel({
          quotas: [
            quotaLine({ used: 5000, forecast: 0, batching: true, isSpent: true }),
            streamLine({ used: 3000, forecast: 900, isSpent: true }),
          ],
        }),
      ),
  },
  {
    from: 'channel.digest',
    title: 'no complete audit',
    of: (texts) =>
      texts.channel.digest(
        digestModel({
          anyComplete: false,
          totals: NO_COUNTS,
          changes: null,
          compliantPercent: null,
          accounts: [INCOMPLETE_LABS],
          trend: [],
          enrolledSinceLast: 0,
          activityHead: null,
          overdueCount: 1,
          enforcement: 'off',
          messaging: { kind: 'off' },
        }),
      ),
  },
  {
    from: 'channel.digest',
    title: 'the first day, nobody with a console password',
    of: (texts) =>
      texts.channel.digest(
        digestModel({
          totals: { ...NO_COUNTS, notApplicable: 4 },
          changes: null,
          compliantPercent: null,
          accounts: [digestAccount(CORP, { counts: { ...NO_COUNTS, notApplicable: 4 } })],
          trend: [],
          openCases: 0,
          told: 0,
          enrolledSinceLast: 0,
          activityHead: null,
        }),
      ),
  },
  ...(['enforce', 'unenforce'] as const).map(
    (direction): Sample => ({
      from: 'channel.enforced',
      title: direction,
      of: (texts) =>
        texts.channel.enforced({
          direction,
          actorMemberId: 'U0ADMIN',
          results: [
            { user: JANE, outcome: 'verified' },
            { user: LI, outcome: 'unknown' },
            { user: user('sam.lee'), outcome: 'failed' },
            { user: user('kim.poe'), outcome: 'differs' },
          ],
        }),
    }),
  ),
  {
    from: 'channel.enforced',
    title: 'all of them',
    of: (texts) =>
      texts.channel.enforced({
        direction: 'enforce',
        actorMemberId: 'U0ADMIN',
        results: [{ user: JANE, outcome: 'verified' }],
      }),
  },
  {
    from: 'channel.notNeeded',
    title: 'somebody does not need it',
    of: (texts) =>
      texts.channel.notNeeded({ user: JANE, by: { name: 'Jane Doe', memberId: 'U0JANE', chat: 'slack' } }),
  },
  ...(['requested', 'approved', 'declined', 'lost_phone'] as const).map(
    (event): Sample => ({
      from: 'channel.exemption',
      title: `exemption ${event.replace('_', ' ')}`,
      of: (texts) =>
        texts.channel.exemption({
          ...{
            user: JANE,
            event,
            until: DEADLINE,
            lapses: DEADLINE,
            renewals: 1,
            code: 'AB12CD',
            singleAdmin: event === 'approved',
          },
          reason: event === 'lost_phone' ? '' : 'OPS-1234',
          ...{ requestedBy: 'U0ADMIN', decidedBy: 'U0OTHER', subjectKnown: event !== 'requested' },
          ...{ isDecidedAlone: false, adminVariables: null },
        }),
    }),
  ),
  {
    from: 'channel.exemption',
    title: 'exemption requested by the only admin',
    of: (texts) =>
      texts.channel.exemption({
        ...{ user: JANE, event: 'requested', until: DEADLINE, lapses: DEADLINE, renewals: 0, code: 'AB12CD' },
        ...{ reason: 'OPS-1234', requestedBy: 'U0ADMIN', decidedBy: null, subjectKnown: true },
        ...{ singleAdmin: false, isDecidedAlone: true, adminVariables: null },
      }),
  },
  {
    from: 'channel.exemption',
    title: 'exemption requested that nobody can decide',
    of: (texts) =>
      texts.channel.exemption({
        ...{ user: JANE, event: 'requested', until: DEADLINE, lapses: DEADLINE, renewals: 0, code: 'AB12CD' },
        ...{ reason: 'OPS-1234', requestedBy: 'U0ADMIN', decidedBy: null, subjectKnown: true },
        ...{ singleAdmin: false, isDecidedAlone: false },
        adminVariables: ['SLACK_ADMIN_IDS', 'DINGTALK_ADMIN_IDS'],
      }),
  },
  {
    from: 'channel.runFailed',
    title: 'audit failed',
    of: (texts) => texts.channel.runFailed(RUN_FAILED),
  },
  {
    from: 'channel.runFailed',
    title: 'of every account',
    of: (texts) => texts.channel.runFailed({ ...RUN_FAILED, account: null }),
  },
  ...RUN_REMEDIES.map(
    ([code, remedy]): Sample => ({
      from: 'channel.runFailed',
      title: remedy.kind,
      of: (texts) => texts.channel.runFailed({ ...RUN_FAILED, code, remedy }),
    }),
  ),
  {
    from: 'channel.auditCompletedLate',
    title: 'in the digest’s thread',
    of: (texts) =>
      texts.channel.auditCompletedLate({
        accounts: [
          digestAccount(LABS, { counts: LABS_COUNTS, held: { reason: 'mass_change', wouldMessage: 6 } }),
        ],
        at: at('2026-12-08T11:20:00+08:00'),
      }),
  },
];

const admin: readonly Sample[] = [
  {
    from: 'admin.partsFailed',
    title: 'a chat refuses the bot',
    of: (texts) => texts.admin.partsFailed({ parts: [SLACK_FAILS] }),
  },
  {
    from: 'admin.partsFailed',
    title: 'everything at once',
    of: (texts) => texts.admin.partsFailed({ parts: FAILING }),
  },
  {
    from: 'admin.partsWork',
    title: 'a chat works again',
    of: (texts) =>
      texts.admin.partsWork({
        parts: [{ part: SLACK_FAILS.part, failedFrom: SLACK_FAILS.since, failedTo: NOW }],
      }),
  },
  {
    from: 'admin.partsWork',
    title: 'several work again',
    of: (texts) =>
      texts.admin.partsWork({
        parts: FAILING.map(({ part, since }) => ({ part, failedFrom: since, failedTo: NOW })),
      }),
  },
  {
    from: 'admin.unfamiliarSignIns',
    title: 'two users, one of them an administrator',
    of: (texts) =>
      texts.admin.unfamiliarSignIns({
        account: CORP,
        signIns: [
          { ...FROM_HOME, user: OPS, earlier: 41 },
          { ...FROM_HOME, user: JANE, fromAddress: '2001:db8::7', earlier: 5 },
        ],
      }),
  },
  {
    from: 'admin.recordClosed',
    title: 'the grant was taken back',
    of: (texts) => texts.admin.recordClosed({ account: CORP, code: 'NoPermission' }),
  },
  {
    from: 'admin.peopleRefused',
    title: 'one person, for a day',
    of: (texts) =>
      texts.admin.peopleRefused({
        chat: 'slack',
        people: [
          {
            memberId: 'U0JANE',
            code: slackCode('access_denied', 'person_refused'),
            since: at('2026-12-07T09:31:00+08:00'),
          },
        ],
      }),
  },
  ...(['digest', 'post'] as const).map(
    (what): Sample => ({
      from: 'admin.deliveryUnknown',
      title: what,
      of: (texts) => texts.admin.deliveryUnknown({ what, channelId: 'C0SECURITY', date: '2026-12-08' }),
    }),
  ),
  {
    from: 'admin.channelUnavailable',
    title: 'the bot is not in it',
    of: (texts) => texts.admin.channelUnavailable({ channelId: 'C0SECURITY', code: 'not_in_channel' }),
  },
  ...(['enforce', 'unenforce'] as const).flatMap((direction) =>
    (['verified', 'differs', 'failed', 'unknown'] as const).map(
      (outcome): Sample => ({
        from: 'admin.enforcementInterrupted',
        title: `${direction}, ${outcome}`,
        of: (texts) => texts.admin.enforcementInterrupted({ direction, results: [{ user: JANE, outcome }] }),
      }),
    ),
  ),
  {
    from: 'admin.enforcementInterrupted',
    title: 'of several users',
    of: (texts) =>
      texts.admin.enforcementInterrupted({
        direction: 'enforce',
        results: [
          { user: JANE, outcome: 'verified' },
          { user: LI, outcome: 'failed' },
        ],
      }),
  },
];

const USAGES: Record<(typeof COMMAND_NAMES)[number], string> = {
  me: 'me',
  'not-needed': 'not-needed <user>',
  'not-me': 'not-me <user>',
  shared: 'shared <user>',
  later: 'later [<user>]',
  help: 'help',
  status: 'status [<user>|<list> [<from>]]',
  history: 'history <user> [<from>]',
  enforce: 'enforce <user>…|overdue',
  unenforce: 'unenforce <user>',
  audit: 'audit',
  start: 'start [<user>…]',
  pause: 'pause',
  preview: 'preview',
  report: 'report [<month>]',
  away: 'away <date>|off | <user> <date>|off',
  exempt: 'exempt <user> <date> <reason> | <user> lost-phone|off',
  approve: 'approve <code>',
  decline: 'decline <code>',
  remind: 'remind <user>',
  link: 'link <user> <person>|none',
  erase: 'erase <person>',
  confirm: 'confirm <code>',
  more: 'more <code> <from>',
  here: 'here',
};

const LATER = { at: DEADLINE.at - 6 * 24 * 3_600_000 - 8 * 3_600_000, zone: DEADLINE.zone };

const laterReplies: readonly Sample[] = [
  ...[
    { title: 'put off', kind: 'put_off' as const, at: LATER, left: 2 },
    { title: 'put off for the last time', kind: 'put_off' as const, at: LATER, left: 0 },
    { title: 'put off already', kind: 'refused' as const, reason: 'put_off_already' as const, at: LATER },
    ...(['nothing_said', 'last_message', 'put_off_already', 'none_left', 'deadline_is_near'] as const).map(
      (reason) => ({ title: `refused, ${reason}`, kind: 'refused' as const, reason, at: null }),
    ),
  ].map(
    ({ title, ...outcome }): Sample => ({
      from: 'reply.later',
      title,
      of: (texts) => texts.reply.later({ users: [{ user: JANE, ...outcome }] }),
    }),
  ),
  {
    from: 'reply.later',
    title: 'three users',
    of: (texts) =>
      texts.reply.later({
        users: [
          { user: JANE, kind: 'put_off', at: LATER, left: 1 },
          { user: OPS, kind: 'put_off', at: null, left: 2 },
          { user: user('jane.doe', LABS), kind: 'refused', reason: 'none_left', at: null },
        ],
      }),
  },
  { from: 'reply.later', title: 'nothing to put off', of: (texts) => texts.reply.later({ users: [] }) },
];

const generalReplies: readonly Sample[] = [
  ...laterReplies,
  {
    from: 'reply.help',
    title: 'to an admin',
    of: (texts) =>
      texts.reply.help({
        commands: COMMAND_NAMES.map((name) => ({ name, usage: USAGES[name] })),
        version: '1.2.3',
      }),
  },
  ...DECIDERS.map(
    ([title, deciders]): Sample => ({
      from: 'reply.exemptRequested',
      title,
      of: (texts) =>
        texts.reply.exemptRequested({
          ...{ user: JANE, code: 'AB12CD', until: DEADLINE, lapses: DEADLINE, deciders },
          ...{ chat: 'slack', adminVariables: ['SLACK_ADMIN_IDS'] },
        }),
    }),
  ),
  ...[true, false].map(
    (approved): Sample => ({
      from: 'reply.exemptDecided',
      title: approved ? 'approved' : 'declined',
      of: (texts) =>
        texts.reply.exemptDecided({ user: JANE, approved, until: DEADLINE, singleAdmin: approved }),
    }),
  ),
  {
    from: 'reply.lostPhone',
    title: 'lost phone',
    of: (texts) => texts.reply.lostPhone({ user: JANE, until: DEADLINE, isPersonKnown: true }),
  },
  {
    from: 'reply.lostPhone',
    title: 'lost phone of nobody known',
    of: (texts) => texts.reply.lostPhone({ user: JANE, until: DEADLINE, isPersonKnown: false }),
  },
  {
    from: 'reply.exemptWithdrawn',
    title: 'a request taken back',
    of: (texts) => texts.reply.exemptWithdrawn({ user: JANE }),
  },
  {
    from: 'reply.exemptEnded',
    title: 'taken back',
    of: (texts) => texts.reply.exemptEnded({ user: JANE }),
  },
  ...(['own', 'admin'] as const).flatMap((word): readonly Sample[] => [
    {
      from: 'reply.away',
      title: `by ${word} word`,
      of: (texts) =>
        texts.reply.away({
          word,
          isPartial: false,
          users: [{ user: JANE, until: DEADLINE, isShorter: true, sayItIn: null }],
        }),
    },
    {
      from: 'reply.away',
      title: `by ${word} word, no days left`,
      of: (texts) =>
        texts.reply.away({
          word,
          isPartial: false,
          users: [{ user: JANE, until: null, isShorter: false, sayItIn: null }],
        }),
    },
    ...(['not_a_date', 'in_the_past', 'too_far'] as const).map(
      (reason): Sample => ({
        from: 'reply.awayRefused',
        title: `${reason.replaceAll('_', ' ')}, by ${word} word`,
        of: (texts) => texts.reply.awayRefused({ reason, word }),
      }),
    ),
  ]),
  {
    from: 'reply.away',
    title: 'several users, one without days left',
    of: (texts) =>
      texts.reply.away({
        word: 'own',
        isPartial: true,
        users: [
          { user: JANE, until: DEADLINE, isShorter: false, sayItIn: null },
          { user: LI, until: null, isShorter: false, sayItIn: null },
        ],
      }),
  },
  {
    from: 'reply.away',
    title: 'a user that several share in the other chat',
    of: (texts) =>
      texts.reply.away({
        ...{ word: 'own', isPartial: false },
        users: [{ user: JANE, until: null, isShorter: false, sayItIn: 'dingtalk' }],
      }),
  },
  ...[[JANE], [JANE, LI], []].map(
    (users): Sample => ({
      from: 'reply.back',
      title: `${users.length} users`,
      of: (texts) => texts.reply.back({ users, isPartial: false }),
    }),
  ),
  ...REQUEST_REFUSALS.map(
    (reason): Sample => ({
      from: 'reply.exemptRefused',
      title: reason.replaceAll('_', ' '),
      of: (texts) => texts.reply.exemptRefused({ reason }),
    }),
  ),
  ...DECISION_REFUSALS.map(
    (reason): Sample => ({
      from: 'reply.decisionRefused',
      title: reason.replaceAll('_', ' '),
      of: (texts) =>
        texts.reply.decisionRefused({
          reason,
          adminVariables: reason === 'own_account' ? ['SLACK_ADMIN_IDS'] : null,
        }),
    }),
  ),
  {
    from: 'reply.notNeeded',
    title: 'said for the first time',
    of: (texts) => texts.reply.notNeeded({ user: JANE, saidAt: null }),
  },
  {
    from: 'reply.notNeeded',
    title: 'said again',
    of: (texts) => texts.reply.notNeeded({ user: JANE, saidAt: at('2026-12-07T10:12:00+08:00') }),
  },
  ...(
    [
      ['goes out', { kind: 'goes_out', step: 'reminder', at: NOW }],
      ['written to today', { kind: 'too_soon', lastAt: NOW }],
      ['nothing was said yet', { kind: 'not_told', nextAt: null }],
      ['not known whether it was', { kind: 'not_told', nextAt: DEADLINE }],
      ['held back', { kind: 'held', because: 'paused' }],
      ['nobody to remind', { kind: 'no_case' }],
    ] as const satisfies readonly (readonly [string, RemindModel['outcome']])[]
  ).map(
    ([title, outcome]): Sample => ({
      from: 'reply.remind',
      title,
      of: (texts) => texts.reply.remind({ user: JANE, outcome }),
    }),
  ),
  { from: 'reply.refused', title: 'not allowed', of: (texts) => texts.reply.refused() },
  { from: 'reply.notHere', title: 'where others read along', of: (texts) => texts.reply.notHere() },
  ...(
    [
      ['in a channel', 'C0SECURITY', 'SLACK_SECURITY_CHANNEL', false],
      ['in a direct conversation', 'cidA1b2C3d4==', 'DINGTALK_SECURITY_CONVERSATION', true],
    ] as const
  ).map(
    ([title, conversationId, variable, isDirect]): Sample => ({
      from: 'reply.here',
      title,
      of: (texts) => texts.reply.here({ conversationId, variable, isDirect }),
    }),
  ),
  {
    from: 'reply.unknownCommand',
    title: 'with a suggestion',
    of: (texts) => texts.reply.unknownCommand({ typed: 'staus', suggestion: 'status' }),
  },
  {
    from: 'reply.unknownCommand',
    title: 'without one',
    of: (texts) => texts.reply.unknownCommand({ typed: 'abrakadabra', suggestion: null }),
  },
  {
    from: 'reply.usage',
    title: 'a word is missing',
    of: (texts) => texts.reply.usage({ command: 'enforce', usage: USAGES.enforce }),
  },
  {
    from: 'reply.userNotFound',
    title: 'with suggestions',
    of: (texts) => texts.reply.userNotFound({ typed: 'jane.deo', suggestions: [JANE], command: null }),
  },
  {
    from: 'reply.userNotFound',
    title: 'a list that was mistyped',
    of: (texts) => texts.reply.userNotFound({ typed: 'overdu', suggestions: [], command: 'status overdue' }),
  },
  {
    from: 'reply.userNotFound',
    title: 'without',
    of: (texts) => texts.reply.userNotFound({ typed: 'nobody', suggestions: [], command: null }),
  },
  {
    from: 'reply.userAmbiguous',
    title: 'in two accounts',
    of: (texts) =>
      texts.reply.userAmbiguous({ typed: 'jane.doe', candidates: [JANE, user('jane.doe', LABS)] }),
  },
  { from: 'reply.failed', title: 'an error', of: (texts) => texts.reply.failed({ errorId: 'e-4f2a' }) },
  { from: 'reply.couldNotLook', title: 'too slow', of: (texts) => texts.reply.couldNotLook() },
];

export function own(
  label: UserLabel,
  reason: FindingReason,
  mayManageOwnDevice: OwnUser['mayManageOwnDevice'] = true,
): OwnUser {
  return {
    user: label,
    finding: finding(reason),
    deadline: DEADLINE,
    signInUrl: nudged(label).signInUrl,
    mayManageOwnDevice,
    unusedSince: null,
    away: null,
    bound: null,
    usedWithoutMfa: null,
    exemptUntil: null,
  };
}

const meReplies: readonly Sample[] = (
  [
    ['nobody linked', []],
    ['protected', [own(JANE, 'device_bound')]],
    ['used without MFA', [{ ...own(JANE, 'no_device'), usedWithoutMfa: FROM_HOME }]],
    ['protected, and from where', [{ ...own(JANE, 'device_bound'), bound: FROM_HOME }]],
    ['not protected', [own(JANE, 'no_device')]],
    [
      'not protected, and perhaps not needed',
      [{ ...own(JANE, 'no_device'), unusedSince: at('2026-06-01T09:00:00+08:00') }],
    ],
    ['not protected, and away', [{ ...own(JANE, 'no_device'), away: { ...AWAY, kind: 'status' } }]],
    ['not protected, and exempt', [{ ...own(JANE, 'no_device'), exemptUntil: DEADLINE }]],
    ['not protected, and the user may not set it up alone', [own(JANE, 'no_device', false)]],
    ['could not be read', [own(JANE, 'could_not_read')]],
    [
      'several users',
      [
        own(JANE, 'required_but_not_bound'),
        own(user('jane.doe', LABS), 'no_device', null),
        own(user('jane.dev', LABS), 'no_device', false),
        own(user('jane.ops', LABS), 'device_bound'),
        own(user('jane.old', LABS), 'user_frozen'),
        own(user('jane.sso', LABS), 'sso_only'),
        own(user('jane.api', LABS), 'no_console_password'),
        own(user('jane.off', LABS), 'console_login_inactive'),
        own(user('jane.x', BARE), 'could_not_read'),
      ],
    ],
  ] as const
).map(([title, users]) => ({
  from: 'reply.me',
  title,
  of: (texts) =>
    texts.reply.me({ memberId: 'U0JANE', users, isPartial: false, now: NOW, securityContact: CONTACT }),
}));

const notAllFound: Sample = {
  from: 'reply.me',
  title: 'well, as far as could be looked up',
  of: (texts) =>
    texts.reply.me({
      ...{ memberId: 'U0JANE', users: [own(user('jane.doe', CORP), 'device_bound')], isPartial: true },
      ...{ now: NOW, securityContact: CONTACT },
    }),
};

const ADMIN_HOME: AdminHome = {
  failing: [],
  anyComplete: true,
  totals: COUNTS,
  compliantPercent: 90.5,
  administrators: 1,
  openCases: 5,
  told: 4,
  overdueCount: 2,
  unmappedCount: 1,
  messaging: { kind: 'on' },
  lastAuditAt: at('2026-12-08T09:12:00+08:00'),
  nextAuditAt: at('2026-12-09T09:10:00+08:00'),
  trend: [71, 75.5, 80, 90.5].map((value, index) => ({ label: `12-0${index + 5}`, value })),
};

const home = (own: (texts: Catalogue) => Message, admin: AdminHome | null) => (texts: Catalogue) =>
  texts.reply.home({ own: own(texts), admin });
const OWN = (texts: Catalogue) =>
  texts.reply.me({ memberId: 'U0JANE', users: [], isPartial: false, now: NOW, securityContact: CONTACT });

const homes: readonly Sample[] = [
  { from: 'reply.home', title: 'of somebody without a RAM user', of: home(OWN, null) },
  { from: 'reply.home', title: 'of an admin', of: home(OWN, ADMIN_HOME) },
  {
    from: 'reply.home',
    title: 'of an admin, before the first audit and with something that has stopped',
    of: home(OWN, {
      ...ADMIN_HOME,
      failing: FAILING.slice(0, 1),
      anyComplete: false,
      administrators: 0,
      overdueCount: 0,
      unmappedCount: 0,
      lastAuditAt: null,
      trend: [],
    }),
  },
];

const statusReplies: readonly Sample[] = [
  { from: 'reply.status', title: 'three accounts', of: (texts) => texts.reply.status(STATUS) },
  {
    from: 'reply.status',
    title: 'before the first audit',
    of: (texts) =>
      texts.reply.status({
        ...STATUS,
        accounts: STATUS.accounts.slice(2),
        openCases: 0,
        told: 0,
        overdueCount: 0,
        unmappedCount: 0,
        unreachableCount: 0,
        unknownDeliveries: 0,
        enforcement: 'off',
        messaging: { kind: 'off' },
        auditRunning: true,
      }),
  },
  ...STATUS_LISTS.map(
    (list): Sample => ({
      from: 'reply.statusList',
      title: list,
      of: (texts) => texts.reply.statusList(statusListModel(list)),
    }),
  ),
  {
    from: 'reply.statusList',
    title: 'the last page',
    of: (texts) => texts.reply.statusList(statusListModel('overdue', { from: 39, total: 41 })),
  },
  {
    from: 'reply.statusList',
    title: 'nobody',
    of: (texts) => texts.reply.statusList(statusListModel('overdue', { total: 0, rows: [] })),
  },
  {
    from: 'reply.statusList',
    title: 'nobody, as far as is known',
    of: (texts) =>
      texts.reply.statusList(statusListModel('unreachable', { total: 0, rows: [], notLookedUp: 2 })),
  },
  {
    from: 'reply.statusList',
    title: 'some, as far as is known',
    of: (texts) => texts.reply.statusList(statusListModel('unmapped', { notLookedUp: 1 })),
  },
  {
    from: 'reply.statusUser',
    title: 'an administrator by a group',
    of: (texts) =>
      texts.reply.statusUser(
        statusUserModel({
          user: OPS,
          privilege: { kind: 'administrator', policyName: 'AdministratorAccess', groupName: 'ops' },
        }),
      ),
  },
  {
    from: 'reply.statusUser',
    title: 'an administrator by a policy of its own',
    of: (texts) =>
      texts.reply.statusUser(
        statusUserModel({
          user: OPS,
          privilege: { kind: 'administrator', policyName: 'everything', groupName: null },
        }),
      ),
  },
  {
    from: 'reply.statusUser',
    title: 'rights that could not be read',
    of: (texts) =>
      texts.reply.statusUser(statusUserModel({ privilege: { kind: 'unknown', code: 'NoPermission' } })),
  },
  {
    from: 'reply.statusUser',
    title: 'followed up',
    of: (texts) => texts.reply.statusUser(statusUserModel()),
  },
  {
    from: 'reply.statusUser',
    title: 'unknown, held and nobody in chat',
    of: (texts) =>
      texts.reply.statusUser(
        statusUserModel({
          finding: finding('could_not_read'),
          loginMfaMode: 'adaptive',
          lastSignInAt: null,
          contact: { kind: 'unmapped', memberId: null, via: null, because: null },
          openCase: {
            openedAt: NOW,
            toldAt: null,
            deadline: null,
            lastNotice: null,
            next: null,
            heldBecause: 'account_held',
          },
        }),
      ),
  },
  {
    from: 'reply.statusUser',
    title: 'break-glass, protected',
    of: (texts) =>
      texts.reply.statusUser(
        statusUserModel({ finding: finding('device_bound'), openCase: null, breakGlass: true }),
      ),
  },
  {
    from: 'reply.history',
    title: 'with every kind of entry',
    of: (texts) =>
      texts.reply.history({
        user: JANE,
        from: 1,
        total: 120,
        room: 6000,
        rows: [
          ...ACTIVITY_KINDS.map((kind) => ({
            at: NOW,
            kind,
            actorMemberId: kind.endsWith('confirmed') ? 'U0ADMIN' : null,
            detail: DETAILS[kind] ?? null,
            isErased: kind === 'linked',
          })),
          ...['warning (manager)', 'warning (owner)'].map((detail) => ({
            at: NOW,
            kind: 'notice_sent' as const,
            actorMemberId: null,
            detail,
            isErased: false,
          })),
        ],
      }),
  },
  {
    from: 'reply.history',
    title: 'nothing recorded',
    of: (texts) => texts.reply.history({ user: JANE, from: 1, total: 0, room: 3000, rows: [] }),
  },
];

/** As they are recorded. */
const DETAILS: Partial<Record<ActivityKind, string>> = {
  case_opened: 'no_device',
  case_closed: 'enrolled',
  notice_sent: 'first',
  notice_failed: 'reminder: user_disabled',
  notice_unknown: 'deadline: timeout',
  notice_cancelled: 'warning',
  enforce_failed: 'NoPermission',
  account_held: 'first_seen',
};

const START_REFUSALS = [
  'security_contact_missing',
  'nothing_held',
  'pilot_during_pause',
  'pilot_nobody_held',
  'never_complete',
] as const satisfies readonly StartRefusal[];

const auditAndStart: readonly Sample[] = [
  { from: 'reply.auditStarted', title: 'started', of: (texts) => texts.reply.auditStarted() },
  {
    from: 'reply.auditAlreadyRunning',
    title: 'already running',
    of: (texts) => texts.reply.auditAlreadyRunning({ since: NOW }),
  },
  {
    from: 'reply.auditEnded',
    title: 'one account incomplete',
    of: (texts) =>
      texts.reply.auditEnded({
        counts: COUNTS,
        accounts: [digestAccount(CORP), INCOMPLETE_LABS],
        tookSeconds: 41,
      }),
  },
  {
    from: 'reply.auditEnded',
    title: 'nothing complete',
    of: (texts) => texts.reply.auditEnded({ counts: NO_COUNTS, accounts: [INCOMPLETE_LABS], tookSeconds: 3 }),
  },
  { from: 'reply.auditFailed', title: 'failed', of: (texts) => texts.reply.auditFailed(RUN_FAILED) },
  {
    from: 'reply.startPreview',
    title: 'everything held',
    of: (texts) =>
      texts.reply.startPreview({
        pilot: null,
        pausedSince: at('2026-12-07T16:00:00+08:00'),
        accounts: [
          {
            account: CORP,
            reason: 'first_seen',
            since: at('2026-12-01T09:12:00+08:00'),
            openCases: 14,
            wouldMessage: 12,
            notReached: 2,
            opened: 14,
            closed: 1,
            absent: 0,
          },
          {
            account: LABS,
            reason: 'mass_change',
            since: NOW,
            openCases: 6,
            wouldMessage: 6,
            notReached: 0,
            opened: 0,
            closed: 25,
            absent: 25,
          },
          {
            account: BARE,
            reason: 'mass_change',
            since: NOW,
            openCases: 31,
            wouldMessage: 31,
            notReached: 0,
            opened: 31,
            closed: 0,
            absent: 0,
          },
        ],
        notReleasable: [NEVER_READ],
        told: [
          { user: OPS, told: { kind: 'somebody', displayNames: ['Ann Lee'], via: 'email' } },
          { user: LI, told: { kind: 'nobody' } },
        ],
        maxFirstPerDay: 200,
        sample: texts.notice.thanks({
          user: JANE,
          device: 'virtual',
          seenAt: NOW,
          bound: null,
          isOwn: true,
          securityContact: CONTACT,
        }),
        confirmation: CONFIRMATION,
      }),
  },
  {
    from: 'reply.startPreview',
    title: 'a pilot',
    of: (texts) =>
      texts.reply.startPreview({
        pilot: { users: [JANE, LI], wouldMessage: 2 },
        pausedSince: null,
        accounts: [],
        notReleasable: [],
        told: [
          { user: JANE, told: { kind: 'somebody', displayNames: ['Jane Doe'], via: { tagIn: 'slack' } } },
        ],
        maxFirstPerDay: 200,
        sample: null,
        confirmation: CONFIRMATION,
      }),
  },
  {
    from: 'reply.started',
    title: 'started',
    of: (texts) =>
      texts.reply.started({
        releasedAccounts: [CORP, LABS],
        releasedUsers: [],
        pauseEnded: true,
        closedAbsent: 25,
        messagingOff: false,
      }),
  },
  {
    from: 'reply.started',
    title: 'while messages are off',
    of: (texts) =>
      texts.reply.started({
        releasedAccounts: [],
        releasedUsers: [JANE],
        pauseEnded: false,
        closedAbsent: 0,
        messagingOff: true,
      }),
  },
  ...START_REFUSALS.map(
    (reason): Sample => ({
      from: 'reply.startRefused',
      title: reason,
      of: (texts) =>
        texts.reply.startRefused({ reason, accounts: reason === 'never_complete' ? [BARE] : [] }),
    }),
  ),
  ...[false, true].map(
    (already): Sample => ({
      from: 'reply.paused',
      title: already ? 'already paused' : 'paused',
      of: (texts) => texts.reply.paused({ since: NOW, already }),
    }),
  ),
  {
    from: 'reply.previewSent',
    title: 'sent',
    of: (texts) => texts.reply.previewSent({ memberId: 'U0ADMIN' }),
  },
  {
    from: 'reply.previewFailed',
    title: 'failed',
    of: (texts) => texts.reply.previewFailed({ code: 'missing_scope' }),
  },
  ...(['person', 'channel'] as const).map(
    (to): Sample => ({
      from: 'reply.reportSent',
      title: `sent to a ${to}`,
      of: (texts) =>
        texts.reply.reportSent({
          month: '2026-11',
          to,
          audits: 62,
          incompleteAudits: to === 'person' ? 2 : 0,
        }),
    }),
  ),
  {
    from: 'reply.reportSent',
    title: 'a month without audits',
    of: (texts) => texts.reply.reportSent({ month: '2026-01', to: 'person', audits: 0, incompleteAudits: 0 }),
  },
  ...(
    [
      { meaning: 'scope_missing', code: 'missing_scope', mayHaveArrived: false },
      { meaning: 'files_refused', code: 'file_uploads_disabled', mayHaveArrived: false },
      { meaning: 'network', code: 'timeout', mayHaveArrived: true },
    ] as const
  ).map(
    (why): Sample => ({
      from: 'reply.reportNotSent',
      title: why.meaning,
      of: (texts) =>
        texts.reply.reportNotSent({ ...why, chat: 'slack', month: '2026-11', permission: 'files:write' }),
    }),
  ),
  ...(['not_a_month', 'not_begun', 'under_way', 'too_large', 'disk'] as const).map(
    (reason): Sample => ({
      from: 'reply.reportRefused',
      title: reason,
      of: (texts) => texts.reply.reportRefused({ reason }),
    }),
  ),
];

const enforcement: readonly Sample[] = [
  ...[ENFORCE_REFUSALS.slice(0, 10), ENFORCE_REFUSALS.slice(10)].map(
    (reasons, index): Sample => ({
      from: 'reply.enforcePreview',
      title: `two users, and reasons to leave one out (${index + 1})`,
      of: (texts) =>
        texts.reply.enforcePreview({
          beyond: 0,
          room: 3000,
          direction: 'enforce',
          targets: [
            target(JANE, { exemption: EXEMPTION }),
            target(LI, {
              lastSignInAt: null,
              device: 'virtual',
              loginMfaMode: 'adaptive',
              contact: { kind: 'ambiguous', memberId: null, via: null, because: null },
              lastNotice: null,
              away: { ...AWAY, kind: 'admin', memberId: 'U0ADMIN' },
            }),
          ],
          refused: reasons.map((reason) => ({
            user: user(reason.replaceAll('_', '.')),
            reason,
            code: reason === 'could_not_read' ? 'Throttling.User' : null,
          })),
          confirmation: CONFIRMATION,
        }),
    }),
  ),
  {
    from: 'reply.enforcePreview',
    title: 'everybody left out',
    of: (texts) =>
      texts.reply.enforcePreview({
        beyond: 0,
        room: 3000,
        direction: 'enforce',
        targets: [],
        refused: [{ user: JANE, reason: 'already_required', code: null }],
        confirmation: null,
      }),
  },
  {
    from: 'reply.enforcePreview',
    title: 'undo',
    of: (texts) =>
      texts.reply.enforcePreview({
        beyond: 0,
        room: 3000,
        direction: 'unenforce',
        targets: [target(JANE, { loginMfaMode: 'mandatory' })],
        refused: [],
        confirmation: CONFIRMATION,
      }),
  },
  ...(['enforce', 'unenforce'] as const).map(
    (direction): Sample => ({
      from: 'reply.enforceResult',
      title: direction,
      of: (texts) =>
        texts.reply.enforceResult({
          direction,
          results: [
            { user: JANE, outcome: 'verified', device: 'none', code: null, personTold: true },
            { user: LI, outcome: 'verified', device: 'virtual', code: null, personTold: false },
            {
              user: user('sam.lee'),
              outcome: 'differs',
              device: 'none',
              code: 'PasswordResetRequired',
              personTold: false,
            },
            {
              user: user('kim.poe'),
              outcome: 'failed',
              device: 'none',
              code: 'NoPermission',
              personTold: false,
            },
            { user: user('max.roe'), outcome: 'unknown', device: 'unknown', code: null, personTold: false },
          ],
          left: direction === 'enforce' ? 3 : 0,
        }),
    }),
  ),
  {
    from: 'reply.enforcePreview',
    title: 'more than one message takes, and more than one confirmation does',
    of: (texts) =>
      texts.reply.enforcePreview({
        beyond: 12,
        room: 900,
        direction: 'enforce',
        targets: [target(OPS), ...manyUsers(30).map((one) => target(one))],
        refused: [],
        confirmation: CONFIRMATION,
      }),
  },
  {
    from: 'reply.enforcePage',
    title: 'the next',
    of: (texts) =>
      texts.reply.enforcePage({
        direction: 'enforce',
        from: 4,
        total: 31,
        rows: manyUsers(28),
        room: 900,
        confirmation: CONFIRMATION,
      }),
  },
  ...(['reading', 'changing'] as const).map(
    (what): Sample => ({
      from: 'reply.enforceBegun',
      title: what,
      of: (texts) => texts.reply.enforceBegun({ what, count: 120, minutes: 2 }),
    }),
  ),
  { from: 'reply.enforceNobody', title: 'nobody overdue', of: (texts) => texts.reply.enforceNobody() },
  ...(['unknown_code', 'expired', 'used', 'not_yours', 'too_many_tries'] as const).map(
    (reason): Sample => ({
      from: 'reply.confirmationInvalid',
      title: reason,
      of: (texts) => texts.reply.confirmationInvalid({ reason }),
    }),
  ),
];

/** Every message of the bot at least once, in the order of the catalogue. */
export const SAMPLES: readonly Sample[] = [
  ...nudges,
  ...toOwners,
  ...nudgeVariants,
  ...cohortNudges,
  ...managerWarnings,
  ...notices,
  ...channel,
  ...admin,
  ...generalReplies,
  ...meReplies,
  notAllFound,
  ...homes,
  ...statusReplies,
  ...auditAndStart,
  ...enforcement,
  ...contactSamples,
];
