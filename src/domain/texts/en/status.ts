import type { AccountInformation } from '../../account-settings.ts';
import type { ActivityKind } from '../../activity.ts';
import type { StatusList } from '../../command.ts';
import type { Counts } from '../../digest.ts';
import { bold, type Inline, type Text, text } from '../../message.ts';
import { command, personTags } from '../labels.ts';
import { plural } from './grammar.ts';

export const REMOVE_LOGIN = 'RAM console › Identities › Users › the user › Console Logon Management › Remove Logon Settings';

const NOT_KNOWN = 'not known';
const known = (fact: boolean | null, yes: string, no: string) => (fact === null ? NOT_KNOWN : fact ? yes : no);

const lists: Record<StatusList, { readonly title: string; readonly empty: string; readonly hint: Text }> = {
  overdue: { title: 'Overdue', empty: 'Nobody is overdue.', hint: text`Require MFA for them: ${command('enforce overdue')} shows who and asks first.` },
  unmapped: {
    title: 'Nobody in chat found',
    empty: 'Somebody in chat is known for every user who needs a message.',
    hint: text`Put the person’s id in the RAM user’s tag ${personTags(' or ')}, or say who it is: ${command('link <user> <person>')}.`,
  },
  unreachable: { title: 'Cannot be reached in chat', empty: 'Everybody who needs a message can be reached.', hint: text`What helps stands behind each name.` },
  exempt: { title: 'Exempt, or asked to be', empty: 'Nobody is exempt, and nothing waits to be decided.', hint: text`Decide: ${command('approve <code>')}. Take back: ${command('exempt <user> off')}.` },
  disputed: { title: 'Said “this is not me”', empty: 'Nobody has said “this is not me”.', hint: text`Whose is it? ${command('link <user> <person>')}; nobody’s in chat: ${command('link <user> none')}.` },
  away: { title: 'Away', empty: 'Nobody is marked as away.', hint: text`They are not written to meanwhile. Until another day: ${command('away <user> <date>')}; back: ${command('away <user> off')}.` },
  unknown: { title: 'Could not be read', empty: 'Everybody could be read.', hint: text`Unknown is not a no and never counts as protected. Read again now: ${command('audit')}.` },
  unused: { title: 'Console password not used for 90 days', empty: 'Whoever lacks MFA has used the console in the last 90 days, as far as is known.', hint: text`Removing a password nobody needs is the smaller fix: ${REMOVE_LOGIN}.` },
  dormant: { title: 'No sign-in of any kind for 90 days', empty: 'Whoever lacks MFA has signed in during the last 90 days, as far as is known.', hint: text`Not needed any more? Remove the console password: ${REMOVE_LOGIN}.` },
  administrators: { title: 'Administrators without MFA', empty: 'No administrator is known to lack MFA.', hint: text`Whoever gets such a password may do everything in the account. Require MFA: ${command('enforce <user>')} shows a preview and asks first.` },
  held: { title: 'Held back', empty: 'Nobody is held back.', hint: text`Release them: ${command('start')} shows the message and asks first.` },
};

const activities: Record<ActivityKind, string> = {
  case_opened: 'follow-up opened',
  case_resumed: 'follow-up resumed',
  case_closed: 'follow-up closed',
  notice_sent: 'message sent',
  notice_failed: 'message could not be delivered',
  notice_unknown: 'message sent, unknown whether it arrived',
  notice_cancelled: 'message cancelled',
  snoozed: 'put off to the next working morning',
  reminded: 'reminder asked for',
  exemption_requested: 'exemption asked for',
  exemption_approved: 'exemption approved',
  exemption_declined: 'exemption declined',
  exemption_lost_phone: 'exempt for three days, phone lost',
  exemption_ended: 'exemption taken back',
  exemption_over: 'exemption over',
  away: 'marked as away',
  away_by_status: 'away by the status in chat',
  away_undone: 'back, no longer marked as away',
  away_over: 'no longer away',
  enforce_confirmed: 'requiring MFA confirmed',
  enforce_verified: 'MFA required, read back',
  enforce_differs: 'MFA required, but read back differently',
  enforce_failed: 'requiring MFA failed',
  enforce_unknown: 'MFA required, could not be read back',
  unenforce_confirmed: 'no longer requiring MFA confirmed',
  unenforce_verified: 'MFA no longer required, read back',
  unenforce_differs: 'MFA no longer required, but read back differently',
  unenforce_failed: 'no longer requiring MFA failed',
  unenforce_unknown: 'MFA no longer required, could not be read back',
  account_held: 'account held',
  account_released: 'account released',
  user_released: 'user released',
  paused: 'messages paused',
  resumed: 'messages resumed',
  linked: 'linked to somebody',
  erased: 'the person was erased',
  not_me: 'said “this is not me”',
  shared: 'said that it is a shared or service account',
  not_needed: 'said that console sign-in is not needed',
  audit_requested: 'audit asked for',
  report_requested: 'evidence of a month was asked for',
  report_made: 'evidence of a month was made; the hash of its manifest',
  command_refused: 'command refused',
  code_refused: 'confirmation code refused',
  chain_started: 'record chained from here on',
  started: 'bot started',
  policy_in_force: 'policy in force',
  messaging_in_force: 'messaging in force',
  admin_in_force: 'admin in force',
};

const ofUser = {
  summary: (user: string, verdict: string) => text`${user}: ${verdict}`,
  line: (user: Inline, verdict: Inline, finding: Text) => text`${user}: ${verdict} – ${finding}`,
  breakGlass: 'A break-glass user: never messaged, never enforced.',
  userSetting: 'Setting of the user',
  required: 'MFA required',
  notRequired: 'MFA not required',
  notReadOrNone: 'could not be read, or there is none',
  accountSetting: 'Setting of the account',
  lastSignIn: 'Last sign-in',
  rights: 'Rights',
  administratorBy: (policy: Inline, group: string | null) => (group === null ? text`administrator, by policy ${policy}` : text`administrator, by policy ${policy} of the group ${group}`),
  rightsUnread: 'could not be read',
  person: 'Person',
  read: 'Read',
  justNow: (when: string) => text`just now, ${when}`,
  since: (opened: string) => text`Followed up since ${opened};`,
  told: (when: string) => text`the person was told ${when}.`,
  notTold: 'the person was not told yet.',
  deadline: (deadline: Inline) => text`Deadline: ${deadline}.`,
  last: (step: string, state: string, when: string) => text`Last: ${step}, ${state}, ${when}.`,
  next: (step: string, when: string) => text`Next: ${step}, ${when}.`,
  notSent: (why: string) => text`${bold('Not sent now')} because ${why}.`,
  unknownIsNotNo: 'Unknown is not a no: try again in a few minutes. Until it can be read, nobody is messaged about it.',
  require: (typed: Inline) => text`Require MFA at the next sign-in: ${typed} shows a preview and asks first.`,
};

const history = {
  nothingSummary: (user: string) => text`Nothing is recorded about ${user}`,
  nothing: (user: Inline) => text`Nothing is recorded about ${user} so far.`,
  summary: (user: string, count: number) => text`History of ${user}: ${plural(count, 'entry', 'entries')}`,
  title: (user: string) => text`History of ${user}`,
  line: (when: string, what: string) => text`${when}: ${what}`,
  by: (person: Inline) => text`by ${person}`,
  erased: '– erased',
  audiences: { manager: 'to the manager', owner: 'to the owner' },
};

/** How everything stands, or one user, or one list. */
export const status = {
  nothingComplete: 'No account has been read completely yet',
  protected: (compliant: number, of: number) => text`${compliant} of ${of} protected by MFA`,
  summary: (open: number, overdue: number) => text`– ${open} open, ${overdue} overdue`,
  someComplete: (complete: number, all: number) => text`(${complete} of ${all} accounts; the others are incomplete)`,
  auditRunning: '– an audit is running now',
  followUp: 'Being followed up',
  openToldOverdue: (open: number, told: number, overdue: number) => text`${open} open, ${told} told, ${overdue} overdue`,
  messages: 'Messages to people',
  enforcement: 'Enforcement',
  enforcementIs: {
    on: 'available',
    off: 'switched off (no enforcer key)',
    reader_key: 'available, but with the reading key: give it its own',
  },
  nextAudit: 'Next audit',
  counts: ({ compliant, noncompliant, unknown }: Counts, all: number) => text`${compliant} of ${all} protected, ${noncompliant} not, ${unknown} unknown`,
  incomplete: (why: Text) => text`${bold('incomplete:')} ${why}`,
  readAt: (when: string) => text`(read ${when})`,
  modeNow: (mode: string) => text`; now: ${mode}.`,
  information: ({ rootMfaEnabled, maxIdleDaysForUsers: days, mayUsersManageDevices }: AccountInformation) =>
    text`Root MFA (CIS 1.3): ${known(rootMfaEnabled, 'on', 'off')}; unused console logins (CIS 1.5): ${days === null ? NOT_KNOWN : `switched off after ${plural(days, 'day')}`}; users manage their own MFA device: ${known(mayUsersManageDevices, 'yes', 'no')}.`,
  held: (why: string, who: Text) => text`${bold('Held')} because ${why}: ${who}.`,
  todo: 'What to do',
  release: text`Release what is held: ${command('start')} shows the message and asks first.`,
  administrators: (count: number) => text`${plural(count, 'administrator')} without MFA: ${command('status administrators')}.`,
  require: (count: number) => text`Require MFA for the ${count} overdue: ${command('enforce overdue')} shows who and asks first.`,
  unmapped: (count: number) => text`${plural(count, 'user')} with nobody in chat: ${command('status unmapped')}.`,
  unreachable: (count: number) => text`${plural(count, 'person', 'people')} who cannot be reached: ${command('status unreachable')}.`,
  unknownDeliveries: (count: number) => text`${plural(count, 'message')} with unknown outcome; not sent again by itself.`,
  lists,
  listTitle: (title: string, count: number) => text`${title}: ${plural(count, 'user')}`,
  listFinding: (finding: Text) => text`– ${finding}`,
  listCandidates: (names: Text) => text`– perhaps ${names}?`,
  /** In a list that they may belong to. */
  notLookedUp: (count: number) => `${plural(count, 'user', 'users')} could not be looked up in chat just now, and may belong here. Please check again in a few minutes.`,
  candidatesHint: text`Who is named with “perhaps” has a name like it, and is told nothing until you say who it is.`,
  listSaidBy: (person: Inline) => text`– said by ${person}`,
  listDeadline: (deadline: string) => text`– deadline ${deadline}`,
  lastUses: {
    not_needed: { title: 'Said not to be needed', line: (name: string, member: Inline, when: string) => text`– ${name} (${member}) says so, ${when}` },
    signed_in: { title: 'Last sign-in long ago', line: (when: string) => text`– last sign-in ${when}` },
    none_on_record: { title: 'No sign-in on record', line: (since: string) => text`– never signed in as far as is recorded, password created on or before ${since}` },
  },
  pages: {
    shows: (from: string, to: string, of: string) => text`${from} to ${to} of ${of}.`,
    more: 'More',
  },
  ofUser,
  activities,
  history,
};
