import type { IncompleteReason } from '../../audit-run.ts';
import { CHATS, type ChatName } from '../../chats.ts';
import type { ContactLine, ContactWay } from '../../contact.ts';
import type { FindingReason, LoginMfaMode, MfaDevice, Verdict } from '../../finding.ts';
import type { HoldReason } from '../../hold.ts';
import { code, type Inline, type Text, text } from '../../message.ts';
import type { HeldReason, NoticeState, NoticeStep } from '../../notice.ts';
import { command } from '../labels.ts';
import { plural } from './grammar.ts';

/** What the rules' own words are called. */
export const vocabulary = {
  chatName: (chat: ChatName): string => CHATS[chat].label,
  /** What somebody has. */
  devices: {
    virtual: 'an authenticator app (virtual MFA device)',
    u2f: 'a U2F security key',
    passkey: 'a passkey',
    other: 'an MFA device of a kind that is new to me',
    none: 'no MFA device',
    unknown: 'an MFA device that could not be read',
  } satisfies Record<MfaDevice, string>,
  verdicts: {
    compliant: 'Protected',
    noncompliant: 'Not protected',
    not_applicable: 'Not applicable',
    unknown: 'Unknown',
  } satisfies Record<Verdict, string>,
  findings: {
    device_bound: 'MFA device bound',
    no_device: 'no MFA device: the password alone is enough to sign in',
    required_but_not_bound: 'MFA is required, but no device is bound yet',
    user_frozen: 'no MFA needed: the user is frozen and cannot sign in',
    sso_only: 'no MFA needed here: the account signs in by single sign-on',
    no_console_password: 'no MFA needed: there is no console password',
    console_login_inactive: 'no MFA needed: console sign-in is switched off',
    could_not_read: 'could not be read',
  } satisfies Record<FindingReason, string>,
  /** The account-wide setting, and what it means for one user. */
  loginMfaModes: {
    mandatory: 'the account requires MFA of every user',
    independent: 'the account leaves it to each user’s own setting',
    adaptive: 'the account asks for MFA on unusual sign-ins only; what a user’s own setting does then is undocumented by the vendor',
    unknown: 'the account’s MFA setting could not be read',
  } satisfies Record<LoginMfaMode, string>,
  shortLoginMfaModes: {
    mandatory: 'MFA required of every user',
    independent: 'MFA by each user’s own setting',
    adaptive: 'MFA on unusual sign-ins only',
    unknown: 'MFA setting could not be read',
  } satisfies Record<LoginMfaMode, string>,
  noticeSteps: {
    first: 'first message',
    reminder: 'reminder',
    warning: 'warning',
    deadline: 'last message before the deadline',
    overdue: 'overdue message',
    regressed: 'message that the device is gone',
    thanks: 'thank-you',
    enforced: 'message that MFA is now required',
    exemption_expiring: 'message that the exemption ends soon',
    lost_phone: 'message about a lost phone',
  } satisfies Record<NoticeStep, string>,
  noticeStates: {
    planned: 'planned',
    sending: 'being sent',
    sent: 'sent',
    failed: 'could not be delivered',
    unknown: 'unknown whether it arrived',
    cancelled: 'cancelled',
  } satisfies Record<NoticeState, string>,
  heldReasons: {
    messaging_off: 'messages to people are switched off by MESSAGING=off',
    paused: 'messages are paused',
    account_held: 'the account is held until an admin releases it',
    exempt: 'the user is exempt for now',
    disputed: 'the person said “this is not me”, and no admin has settled it yet',
    away: 'the person is away',
    could_not_read: 'the user could not be read',
    no_chat_credentials: 'no chat is configured',
    unmapped: 'nobody in chat was found for this user',
    ambiguous: 'several people in chat match this user',
    unreachable: 'the person cannot be reached in chat',
    refused: 'the chat refuses to deliver to this person for now',
    chat_failing: 'the chat refuses the bot as a whole',
    daily_limit: 'the day’s limit of first messages is used up',
    outside_hours: 'it is outside the person’s working hours',
  } satisfies Record<HeldReason, string>,
  holdReasons: {
    first_seen: 'the account is new',
    mass_change: 'unusually many users changed at once',
  } satisfies Record<HoldReason, string>,
  incompleteReasons: {
    list_failed: 'the list of users could not be read to its end',
    marker_repeated: 'Alibaba Cloud sent the same page of users twice',
    count_disagrees: 'the list of users does not agree with Alibaba Cloud’s own count',
    role_not_assumed: 'the role for this account could not be assumed',
    credentials: 'the credentials were refused',
    all_unknown: 'none of its users could be read',
    not_audited_yet: 'not audited yet',
  } satisfies Record<IncompleteReason, string>,
  contactWays: {
    link: 'linked by an admin',
    owner: 'as the owner of a service account',
    email: 'by e-mail address',
    mobile: 'by mobile number',
    email_domain: 'by user name and e-mail domain',
  } satisfies Record<Extract<ContactWay, string>, string>,
  contactByTag: (chat: string) => text`by the RAM user’s ${chat} tag`,
  noContact: {
    unmapped: 'nobody in chat was found for this user',
    erased: 'erased: nobody is looked up until an admin links somebody',
    ambiguous: 'several people in chat match: nobody is messaged',
    unreachable: 'found, but cannot be reached in chat',
    no_chat_credentials: 'no chat is configured',
    unreadable: 'could not be looked up just now',
  } satisfies Record<Exclude<ContactLine['kind'], 'found'>, string>,
  toldTo: (names: Text, way: Text) => text`→ ${names}, ${way}`,
  toldNobody: '→ nobody',
  toldNotKnown: '→ not known: could not be looked up just now',
  /** Were nothing held back. */
  wouldGetMessage: (people: number) => text`${plural(people, 'person', 'people')} would get a message`,
  mfaIsOn: (device: string) => text`MFA is on: ${device}`,
  lastComplete: (when: string) => text`– last complete ${when}`,
  neverComplete: '– never complete so far',
  /** Who `SECURITY_CONTACT` stands for while it is not set. */
  securityTeam: 'your security team',
  messaging: {
    on: 'on',
    off: text`switched off (${code('MESSAGING=off')}): nobody is messaged`,
    paused: (since: string, by: Inline) => text`paused since ${since} by ${by} – go on with ${command('start')}`,
  },
  accounts: 'Accounts',
  account: 'Account',
  user: 'RAM user',
  administrator: 'administrator',
  notKnown: 'not known',
};
