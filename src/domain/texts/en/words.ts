import type { IncompleteReason } from '../../audit-run.ts';
import type { LocalInstant } from '../../clock.ts';
import type { ContactLine } from '../../contact.ts';
import type { Finding, FindingReason, LoginMfaMode, MfaDevice } from '../../finding.ts';
import type { HoldReason } from '../../hold.ts';
import { bold, type ChatName, code, type Inline, person, type Text, text } from '../../message.ts';
import type { HeldReason, NoticeState, NoticeStep } from '../../notice.ts';
import type { DigestAccount, MessagingState } from '../catalogue.ts';
import { joined } from '../compose.ts';
import { instantText, instantWithZone } from '../local-time.ts';

export const when = (instant: LocalInstant) => instantText(instant, 'en');
export const whenWithZone = (instant: LocalInstant) => instantWithZone(instant, 'en');

/** `1 user`, `3 users` */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

export const andMore = (count: number): Text => text`and ${count} more`;

/** The configured contact, or who it stands for while none is configured. */
export const contactName = (securityContact: string | null): Inline =>
  securityContact === null ? 'your security team' : bold(securityContact);

export const CHATS: Record<ChatName, string> = { slack: 'Slack', dingtalk: 'DingTalk' };

export const DEVICES: Record<MfaDevice, string> = {
  virtual: 'an authenticator app (virtual MFA device)',
  u2f: 'a U2F security key',
  passkey: 'a passkey',
  other: 'an MFA device of a kind that is new to me',
  none: 'no MFA device',
  unknown: 'an MFA device that could not be read',
};

const FINDING_REASONS: Record<FindingReason, string> = {
  device_bound: 'MFA device bound',
  no_device: 'no MFA device: the password alone is enough to sign in',
  required_but_not_bound: 'MFA is required, but no device is bound yet',
  user_frozen: 'no MFA needed: the user is frozen and cannot sign in',
  sso_only: 'no MFA needed here: the account signs in by single sign-on',
  no_console_password: 'no MFA needed: there is no console password',
  console_login_inactive: 'no MFA needed: console sign-in is switched off',
  could_not_read: 'could not be read',
};

/** What was found, with the vendor's code where it could not be read. */
export function findingText(finding: Finding): Text {
  if (finding.verdict === 'compliant') return text`MFA is on: ${DEVICES[finding.mfaDevice]}`;
  const reason = text`${FINDING_REASONS[finding.reason]}`;
  return finding.errorCode === null ? reason : joined(reason, text`(${code(finding.errorCode)})`);
}

/** The account-wide setting, and what it means for one user. */
export const LOGIN_MFA_MODES: Record<LoginMfaMode, string> = {
  mandatory: 'the account requires MFA of every user',
  independent: 'the account leaves it to each user’s own setting',
  adaptive:
    'the account asks for MFA on unusual sign-ins only; what a user’s own setting does then is undocumented by the vendor',
  unknown: 'the account’s MFA setting could not be read',
};

export const SHORT_LOGIN_MFA_MODES: Record<LoginMfaMode, string> = {
  mandatory: 'MFA required of every user',
  independent: 'MFA by each user’s own setting',
  adaptive: 'MFA on unusual sign-ins only',
  unknown: 'MFA setting could not be read',
};

export const NOTICE_STEPS: Record<NoticeStep, string> = {
  first: 'first message',
  reminder: 'reminder',
  warning: 'warning',
  deadline: 'last message before the deadline',
  overdue: 'overdue message',
  regressed: 'message that the device is gone',
  thanks: 'thank-you',
  enforced: 'message that MFA is now required',
  exemption_expiring: 'message that an exemption ends',
};

export const NOTICE_STATES: Record<NoticeState, string> = {
  planned: 'planned',
  sending: 'being sent',
  sent: 'sent',
  failed: 'could not be delivered',
  unknown: 'unknown whether it arrived',
  cancelled: 'cancelled',
};

export const HELD_REASONS: Record<HeldReason, string> = {
  messaging_off: 'messages to people are switched off by MESSAGING=off',
  paused: 'messages are paused',
  account_held: 'the account is held until an admin releases it',
  exempt: 'the user is exempt',
  disputed: 'the person said this is not their user',
  could_not_read: 'the user could not be read',
  no_chat_credentials: 'no chat is configured',
  unmapped: 'nobody in chat was found for this user',
  ambiguous: 'several people in chat match this user',
  unreachable: 'the person cannot be reached in chat',
  refused: 'the chat refuses to deliver to this person for now',
  chat_failing: 'the chat refuses the bot as a whole',
  daily_limit: 'the day’s limit of first messages is used up',
  outside_hours: 'it is outside the person’s working hours',
};

export const HOLD_REASONS: Record<HoldReason, string> = {
  first_seen: 'the account is new',
  mass_change: 'unusually many users changed at once',
};

const INCOMPLETE_REASONS: Record<IncompleteReason, string> = {
  list_failed: 'the list of users could not be read to its end',
  marker_repeated: 'Alibaba Cloud sent the same page of users twice',
  count_disagrees: 'the list of users does not agree with Alibaba Cloud’s own count',
  role_not_assumed: 'the role for this account could not be assumed',
  credentials: 'the credentials were refused',
  all_unknown: 'none of its users could be read',
  not_audited_yet: 'not audited yet',
};

/** Why an account is incomplete, and what was last known to be whole. */
export function incompleteText(incomplete: NonNullable<DigestAccount['incomplete']>): Text {
  const { reason, code: vendorCode, lastCompleteAt } = incomplete;
  return joined(
    text`${INCOMPLETE_REASONS[reason]}`,
    vendorCode === null ? null : text`(${code(vendorCode)})`,
    lastCompleteAt === null ? text`– never complete so far` : text`– last complete ${when(lastCompleteAt)}`,
  );
}

const CONTACT_WAYS: Record<NonNullable<ContactLine['via']>, string> = {
  slack_tag: 'by the RAM user’s Slack tag',
  dingtalk_tag: 'by the RAM user’s DingTalk tag',
  email: 'by e-mail address',
  mobile: 'by mobile number',
  email_domain: 'by user name and e-mail domain',
  link: 'linked by an admin',
};

const NO_CONTACT: Record<Exclude<ContactLine['kind'], 'found'>, string> = {
  unmapped: 'nobody in chat was found for this user',
  ambiguous: 'several people in chat match: nobody is messaged',
  unreachable: 'found, but cannot be reached in chat',
  no_chat_credentials: 'no chat is configured',
  unreadable: 'could not be looked up just now',
};

export function contactText(contact: ContactLine): Text {
  const who: Text = contact.memberId === null ? [] : [person(contact.memberId)];
  const way = contact.via === null ? null : text`(${CONTACT_WAYS[contact.via]})`;
  return joined(who, way, contact.kind === 'found' ? null : text`${NO_CONTACT[contact.kind]}`);
}

export function messagingText(messaging: MessagingState): Text {
  switch (messaging.kind) {
    case 'on':
      return text`on`;
    case 'off':
      return text`switched off (${code('MESSAGING=off')}): nobody is messaged`;
    case 'paused':
      return joined(
        text`paused since ${when(messaging.since)} by`,
        [person(messaging.byMemberId)],
        text`– go on with ${code('/mfa start')}`,
      );
    default:
      return messaging satisfies never;
  }
}
