import type { ActivityKind } from '../../activity.ts';
import type { StatusList } from '../../command.ts';
import type { Counts } from '../../digest.ts';
import { bold, type Inline, type Text, text } from '../../message.ts';
import { command, personTags } from '../labels.ts';
import { plural } from './grammar.ts';

const lists: Record<StatusList, { readonly title: string; readonly empty: string; readonly hint: Text }> = {
  overdue: { title: 'Overdue', empty: 'Nobody is overdue.', hint: text`Require MFA for them: ${command('enforce overdue')} shows who and asks first.` },
  unmapped: { title: 'Nobody in chat found', empty: 'Somebody in chat is known for every user who needs a message.', hint: text`Put the person’s id in the RAM user’s tag ${personTags(' or ')}.` },
  unreachable: { title: 'Cannot be reached in chat', empty: 'Everybody who needs a message can be reached.', hint: text`If they have left, remove their console password in the RAM console.` },
  unknown: { title: 'Could not be read', empty: 'Everybody could be read.', hint: text`Unknown is not a no and never counts as protected. Read again now: ${command('audit')}.` },
  dormant: { title: 'Has not signed in for a long time', empty: 'Everybody has signed in lately.', hint: text`Unused? Remove the console password in the RAM console.` },
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
  audit_requested: 'audit asked for',
  command_refused: 'command refused',
  code_refused: 'confirmation code refused',
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
  held: (why: string, people: number) => text`${bold('Held')} because ${why}: ${plural(people, 'person', 'people')} not messaged yet.`,
  todo: 'What to do',
  release: text`Release what is held: ${command('start')} shows the message and asks first.`,
  require: (count: number) => text`Require MFA for the ${count} overdue: ${command('enforce overdue')} shows who and asks first.`,
  unmapped: (count: number) => text`${plural(count, 'user')} with nobody in chat: ${command('status unmapped')}.`,
  unreachable: (count: number) => text`${plural(count, 'person', 'people')} who cannot be reached: ${command('status unreachable')}.`,
  unknownDeliveries: (count: number) => text`${plural(count, 'message')} with unknown outcome; not sent again by itself.`,
  lists,
  listTitle: (title: string, count: number) => text`${title}: ${plural(count, 'user')}`,
  listFinding: (finding: Text) => text`– ${finding}`,
  listDeadline: (deadline: string) => text`– deadline ${deadline}`,
  ofUser,
  activities,
  history,
};
