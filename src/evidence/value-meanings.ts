import type { CaseCloseReason } from '../domain/case.ts';
import type { FindingReason, LoginMfaMode, MfaDevice, Verdict } from '../domain/finding.ts';
import type { CancelReason, NoticeState, NoticeStep } from '../domain/notice.ts';
import { CODES_IN_WORDS } from '../domain/texts/texts.ts';

const verdicts: Record<Verdict, string> = {
  compliant: 'a device is bound',
  noncompliant: 'console sign-in is on, and no device is bound; exempt or not',
  not_applicable: 'the rule does not apply; reason says why. In no percentage',
  unknown: 'could not be read; counted among those the rule applies to, and never as compliant',
};

const reasons: Record<FindingReason, string> = {
  device_bound:
    'compliant. Decided by ListVirtualMFADevices (an authenticator app), GetUserMFAInfo or ListPasskeys',
  no_device: 'noncompliant. Decided by the last of GetUserMFAInfo and ListPasskeys: neither named a device',
  required_but_not_bound:
    'noncompliant. As no_device; RAM asks at the next sign-in for a device to be bound, which with the password alone can be anybody',
  no_console_password: 'not_applicable: no login profile. Decided by GetLoginProfile',
  console_login_inactive:
    'not_applicable: there is a login profile and its Status is Inactive: nobody can sign in with it. Decided by GetLoginProfile',
  user_frozen:
    'not_applicable: the user is frozen, nobody can sign in as it. Decided by its Status in ListUsers',
  sso_only:
    'not_applicable: the account has user single sign-on, so that passwords of RAM users open no console. Decided by GetUserSsoSettings',
  could_not_read: 'unknown; errorCode is the vendor’s',
};

const devices: Record<MfaDevice, string> = {
  virtual: 'authenticator app',
  u2f: 'security key',
  passkey: 'passkey',
  other: 'a kind that the vendor added since; it counts as bound',
  none: 'asked for, and none is bound',
  unknown: 'not asked, since the verdict was decided without it, or not to be read',
};

const modes: Record<LoginMfaMode, string> = {
  mandatory: 'of every user, whatever mfaRequired says',
  independent: 'as each user’s mfaRequired says',
  adaptive: 'when a sign-in looks unusual; the vendor does not say whether mfaRequired counts beside it',
  unknown: 'could not be read, or is a mode that the vendor added since',
};

const steps: Record<NoticeStep, string> = {
  first: 'what is missing, how to enrol, and until when',
  reminder: 'the first reminder',
  warning: 'the deadline is near; also to the manager, where one is known',
  deadline: 'the deadline is today',
  overdue: 'it has passed; every week',
  regressed: 'the first of a follow-up whose person had a device before',
  thanks: 'a device was bound: the follow-up is over',
  enforced: 'an admin had RAM require MFA of the user',
  exemption_expiring: 'an exemption ends soon',
  lost_phone: 'how the device of a lost phone is removed',
};

const states: Record<Exclude<NoticeState, 'planned' | 'sending'>, string> = {
  sent: 'the chat took it',
  failed: 'it could not be delivered; outcome is the chat’s code',
  unknown: 'it may have arrived, and is not repeated',
  cancelled: 'not sent; outcome says why',
};

const cancelled: Record<CancelReason, string> = {
  no_longer_true: 'when its time came there was nothing to say any more, as with somebody who had enrolled',
  superseded: 'a later step was due as well, and said alone',
  no_recipient: 'it was for a manager, and none is known, or for somebody whose user it is no more',
};

const caseCloses: Record<CaseCloseReason, string> = {
  enrolled: 'a device is bound',
  console_removed: 'there is no console password any more',
  console_inactive: 'console sign-in was switched off',
  sso: 'the account signs in by single sign-on',
  frozen: 'the user is frozen',
  deleted: 'the user is gone',
};

type Meanings = Readonly<Record<string, string>>;

const within = (what: string, meanings: Meanings): Meanings =>
  Object.fromEntries(Object.entries(meanings).map(([value, meaning]) => [value, `${what}: ${meaning}`]));

/** What each value of a column that has a list of them means: `file.column`. The compiler asks for every one. */
export const VALUE_MEANINGS: Readonly<Record<string, Meanings>> = {
  'findings.verdict': verdicts,
  'findings.reason': reasons,
  'findings.mfaDevice': devices,
  'notices.step': steps,
  'notices.state': states,
  'notices.outcome': cancelled,
  'audits.incompleteReason': CODES_IN_WORDS.incompleteReasons,
  'audits.loginMfaMode': modes,
  'activity.kind': CODES_IN_WORDS.activities,
  'activity.detail': {
    ...within('of case_closed', caseCloses),
    ...within('of account_held', CODES_IN_WORDS.holdReasons),
  },
};
