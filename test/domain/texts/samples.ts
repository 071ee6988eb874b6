import { ACTIVITY_KINDS } from '../../../src/domain/activity.ts';
import type { RunRemedy } from '../../../src/domain/audit-run.ts';
import type { CaseCloseReason } from '../../../src/domain/case.ts';
import type { LocalInstant } from '../../../src/domain/clock.ts';
import type { ChatCode, CodeMeaning } from '../../../src/domain/code-meaning.ts';
import { COMMAND_NAMES, STATUS_LISTS } from '../../../src/domain/command.ts';
import type { Counts } from '../../../src/domain/digest.ts';
import { ENFORCE_REFUSALS } from '../../../src/domain/enforcement.ts';
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
import type { Catalogue } from '../../../src/domain/texts/catalogue.ts';
import type { DigestAccount, DigestModel, QuotaLine } from '../../../src/domain/texts/layouts/digest.ts';
import type { EnforceTargetLine } from '../../../src/domain/texts/layouts/enforce.ts';
import type { OwnUser } from '../../../src/domain/texts/layouts/me.ts';
import type { ManagerWarningModel } from '../../../src/domain/texts/layouts/notices.ts';
import type { NudgedUser, NudgeModel } from '../../../src/domain/texts/layouts/nudge.ts';
import type { FailingPart } from '../../../src/domain/texts/layouts/part-lines.ts';
import type { StatusModel } from '../../../src/domain/texts/layouts/status.ts';
import type { StatusUserModel } from '../../../src/domain/texts/layouts/status-user.ts';

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
const DEADLINE = at('2026-12-22T17:30:00+08:00');
const LATER_DEADLINE = at('2026-12-24T17:30:00+08:00');
const CONTACT = 'security@corp.example';

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
  };
}

const JANE = user('jane.doe');
const LI = user('li.lei');

export function nudged(label: UserLabel, changes: Partial<NudgedUser> = {}): NudgedUser {
  return {
    ...label,
    reason: 'no_device',
    signInUrl: `https://signin.alibabacloud.com/${label.account.alias ?? label.account.accountId}.onaliyun.com/login.htm`,
    mayManageOwnDevice: true,
    deadline: DEADLINE,
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
    unmapped: [],
    ambiguous: [],
    unreachable: [],
    unknownDeliveries: 0,
    breakGlass: { configured: [], notFound: [] },
    enforcement: 'on',
    messaging: { kind: 'on' },
    enrolledSinceLast: 2,
    quotas: [],
    ...changes,
  };
}

export function quotaLine(changes: Partial<QuotaLine> = {}): QuotaLine {
  return { chat: 'dingtalk', used: 1234, quota: 5000, forecast: 300, batching: false, ...changes };
}

const manyUsers = (count: number) => Array.from({ length: count }, (_, index) => user(`user-${index + 1}`));

const BUSY_DIGEST = digestModel({
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
    { user: JANE, step: 'overdue', deadline: at('2026-12-01T17:30:00+08:00') },
    { user: LI, step: 'warning', deadline: DEADLINE },
    ...manyUsers(12).map((one) => ({ user: one, step: 'deadline' as const, deadline: NOW })),
  ],
  overdueCount: 1,
  unmapped: manyUsers(13),
  ambiguous: [user('wei.zhang')],
  unreachable: [
    { user: user('old.colleague', LABS), code: null },
    { user: user('guest.one'), code: slackCode('access_denied', 'person_refused') },
    { user: user('guest.two'), code: slackCode('access_denied', 'person_refused') },
    { user: user('ann.gone'), code: slackCode('user_disabled', 'person_gone') },
  ],
  unknownDeliveries: 2,
  breakGlass: { configured: ['emergency@corp.onaliyun.com', 'emergency2'], notFound: ['emergency2'] },
  enforcement: 'reader_key',
  messaging: { kind: 'paused', since: at('2026-12-07T16:00:00+08:00'), byMemberId: 'U0ADMIN' },
  quotas: [quotaLine()],
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
  { part: { kind: 'quota', chat: 'dingtalk' }, aspect: 'whole', since, code: 'quota', meaning: null },
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

const STATUS: StatusModel = {
  now: NOW,
  failing: [],
  accounts: [
    {
      account: CORP,
      loginMfaMode: 'independent',
      complete: true,
      readAt: at('2026-12-08T09:12:00+08:00'),
      incomplete: null,
      counts: COUNTS,
      held: null,
    },
    {
      account: LABS,
      loginMfaMode: 'adaptive',
      complete: true,
      readAt: at('2026-12-08T09:13:00+08:00'),
      incomplete: null,
      counts: LABS_COUNTS,
      held: { reason: 'mass_change', wouldMessage: 6 },
    },
    {
      account: BARE,
      loginMfaMode: 'unknown',
      complete: false,
      readAt: null,
      incomplete: { reason: 'not_audited_yet', code: null, lastCompleteAt: null },
      counts: NO_COUNTS,
      held: null,
    },
  ],
  openCases: 8,
  told: 5,
  overdueCount: 2,
  unmappedCount: 1,
  unreachableCount: 1,
  unknownDeliveries: 1,
  messaging: { kind: 'on' },
  enforcement: 'on',
  nextAuditAt: at('2026-12-09T09:10:00+08:00'),
  auditRunning: false,
};

function statusUserModel(changes: Partial<StatusUserModel> = {}): StatusUserModel {
  return {
    user: JANE,
    finding: finding('no_device'),
    loginMfaMode: 'independent',
    readAt: NOW,
    lastSignInAt: at('2026-12-03T14:05:00+08:00'),
    contact: { kind: 'found', memberId: 'U0JANE', via: { tagIn: 'slack' } },
    openCase: {
      openedAt: at('2026-12-08T09:12:00+08:00'),
      toldAt: at('2026-12-08T09:30:00+08:00'),
      deadline: DEADLINE,
      lastNotice: { step: 'first', state: 'sent', at: at('2026-12-08T09:30:00+08:00') },
      next: { step: 'reminder', at: at('2026-12-11T09:30:00+08:00') },
      heldBecause: null,
    },
    breakGlass: false,
    ...changes,
  };
}

function target(label: UserLabel, changes: Partial<EnforceTargetLine> = {}): EnforceTargetLine {
  return {
    user: label,
    lastSignInAt: at('2026-12-03T14:05:00+08:00'),
    device: 'none',
    loginMfaMode: 'independent',
    contact: { kind: 'found', memberId: 'U0JANE', via: 'email' },
    lastNotice: { step: 'overdue', state: 'sent', at: at('2026-12-07T09:30:00+08:00') },
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
    ['first, the user may not set it up alone', { users: [nudged(JANE, { mayManageOwnDevice: false })] }],
    [
      'first, China site',
      {
        site: 'cn',
        users: [nudged(LI, { signInUrl: 'https://signin.aliyun.com/corp.onaliyun.com/login.htm' })],
      },
    ],
    [
      'overdue, two users',
      { step: 'overdue', complete: false, users: [nudged(JANE), nudged(user('jane.doe', LABS))] },
    ],
    ['reminder to somebody who may never have seen the first', { step: 'reminder', complete: true }],
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
  of: (texts) => texts.notice.cohortNudge({ step, deadline: DEADLINE, site: 'cn', securityContact: CONTACT }),
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
      texts.notice.thanks({ user: JANE, device: 'virtual', seenAt: NOW, securityContact: CONTACT }),
  },
  {
    from: 'notice.thanks',
    title: 'thanks for a passkey',
    of: (texts) => texts.notice.thanks({ user: JANE, device: 'passkey', seenAt: NOW, securityContact: null }),
  },
  {
    from: 'notice.enforced',
    title: 'enforced',
    of: (texts) =>
      texts.notice.enforced({
        user: JANE,
        at: NOW,
        signInUrl: nudged(JANE).signInUrl,
        securityContact: CONTACT,
      }),
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
        digestModel({ quotas: [quotaLine({ used: 3120, forecast: 40, batching: true })] }),
      ),
  },
  {
    from: 'channel.digest',
    title: 'the month’s calls are used up',
    of: (texts) =>
      texts.channel.digest(digestModel({ quotas: [quotaLine({ used: 5000, forecast: 0, batching: true })] })),
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
  help: 'help',
  status: 'status [<user>|<list>]',
  history: 'history <user>',
  enforce: 'enforce <user>…|overdue',
  unenforce: 'unenforce <user>',
  audit: 'audit',
  start: 'start [<user>…]',
  pause: 'pause',
  preview: 'preview',
  confirm: 'confirm <code>',
  here: 'here',
};

const generalReplies: readonly Sample[] = [
  {
    from: 'reply.help',
    title: 'to an admin',
    of: (texts) =>
      texts.reply.help({
        commands: COMMAND_NAMES.map((name) => ({ name, usage: USAGES[name] })),
        version: '1.2.3',
      }),
  },
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
    of: (texts) => texts.reply.userNotFound({ typed: 'jane.deo', suggestions: [JANE] }),
  },
  {
    from: 'reply.userNotFound',
    title: 'without',
    of: (texts) => texts.reply.userNotFound({ typed: 'nobody', suggestions: [] }),
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
  };
}

const meReplies: readonly Sample[] = (
  [
    ['nobody linked', []],
    ['protected', [own(JANE, 'device_bound')]],
    ['not protected', [own(JANE, 'no_device')]],
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
  of: (texts) => texts.reply.me({ memberId: 'U0JANE', users, now: NOW, securityContact: CONTACT }),
}));

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
      of: (texts) =>
        texts.reply.statusList({
          list,
          total: 42,
          rows: [
            { user: JANE, finding: finding('no_device'), deadline: DEADLINE, code: null },
            { user: LI, finding: finding('could_not_read'), deadline: null, code: null },
            {
              user: user('sam.lee', LABS),
              finding: null,
              deadline: null,
              code: slackCode('user_disabled', 'person_gone'),
            },
          ],
        }),
    }),
  ),
  {
    from: 'reply.statusList',
    title: 'nobody',
    of: (texts) => texts.reply.statusList({ list: 'overdue', total: 0, rows: [] }),
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
          contact: { kind: 'unmapped', memberId: null, via: null },
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
        total: 120,
        entries: ACTIVITY_KINDS.map((kind) => ({
          at: NOW,
          kind,
          actorMemberId: kind.endsWith('confirmed') ? 'U0ADMIN' : null,
          detail: kind.startsWith('notice') ? 'first' : null,
        })),
      }),
  },
  {
    from: 'reply.history',
    title: 'nothing recorded',
    of: (texts) => texts.reply.history({ user: JANE, total: 0, entries: [] }),
  },
];

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
        maxFirstPerDay: 200,
        sample: texts.notice.thanks({
          user: JANE,
          device: 'virtual',
          seenAt: NOW,
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
];

const enforcement: readonly Sample[] = [
  {
    from: 'reply.enforcePreview',
    title: 'two users, every reason to leave one out',
    of: (texts) =>
      texts.reply.enforcePreview({
        direction: 'enforce',
        targets: [
          target(JANE),
          target(LI, {
            lastSignInAt: null,
            device: 'virtual',
            loginMfaMode: 'adaptive',
            contact: { kind: 'ambiguous', memberId: null, via: null },
            lastNotice: null,
          }),
        ],
        refused: ENFORCE_REFUSALS.map((reason) => ({
          user: user(reason.replaceAll('_', '.')),
          reason,
          code: reason === 'could_not_read' ? 'Throttling.User' : null,
        })),
        confirmation: CONFIRMATION,
      }),
  },
  {
    from: 'reply.enforcePreview',
    title: 'everybody left out',
    of: (texts) =>
      texts.reply.enforcePreview({
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
  ...nudgeVariants,
  ...cohortNudges,
  ...managerWarnings,
  ...notices,
  ...channel,
  ...admin,
  ...generalReplies,
  ...meReplies,
  ...statusReplies,
  ...auditAndStart,
  ...enforcement,
];
