import { bold, code, type Inline, type Text, text } from '../../message.ts';
import { command } from '../labels.ts';
import { plural } from './grammar.ts';

/** The daily report in the security channel. */
export const digest = {
  title: (date: string) => text`MFA report, ${date}`,
  summary: (date: string) => text`MFA report ${date}:`,
  summaryOverdue: (count: number) => text`– ${count} overdue`,
  summaryNoAudit: 'no complete audit today',
  summaryNobody: 'nobody has a console password',
  summaryProtected: (compliant: number, of: number, percent: string) =>
    text`${compliant} of ${of} protected by MFA (${percent})`,
  noAudit: text`${bold('No complete audit today.')} There are no new figures; why, and what was last complete, is shown for each account.`,
  nobody: bold('Nobody has a console password, so nobody needs MFA.'),
  protected: (compliant: number, of: number, percent: string) =>
    bold(`${compliant} of ${of} users with a console password are protected by MFA (${percent}).`),
  nothingToCompare: 'There is no earlier report to compare with.',
  compared: (change: string) => text`Since the last report: ${change}.`,
  someComplete: (complete: number, all: number) =>
    text`Only ${complete} of ${all} accounts could be read completely; the figures are theirs.`,
  enrolled: (count: number) => text`Newly set up: ${plural(count, 'user')}.`,
  inFigures: 'In figures',
  figures: {
    compliant: 'Protected',
    noncompliant: 'Not protected',
    unknown: 'Unknown',
    boundNotRequired: 'Protected, but not required',
    notApplicable: 'Rule does not apply',
  },
  notRequired:
    '“Protected, but not required”: a device is bound, but RAM does not insist on it, so its user may remove it again. The benchmark’s console audit wants Enable MFA set to Required.',
  followUp: 'Being followed up',
  openAndTold: (open: number, told: number) => text`${open} open, ${told} told`,
  protectedOf: (compliant: number, of: number) => text`${compliant} of ${of} protected;`,
  incomplete: (why: Text) => text`${bold('incomplete:')} ${why};`,
  notProven: 'Completeness not proven: Alibaba Cloud’s own count of users could not be read.',
  pleaseGrant: (grants: Text) => text`Please grant the reader ${grants}.`,
  held: 'Held back until an admin releases it',
  heldLine: (account: Inline, people: number, why: string) =>
    text`${account}: ${plural(people, 'person would', 'people would')} be messaged. Held because ${why}.`,
  heldWho: text`Who: ${command('status held')}. Look at the message and release: ${command('start')} (admins).`,
  named: 'Reminded and not done yet',
  namedOverdue: (user: Inline, since: string) => text`${user}: ${bold('overdue')} since ${since}`,
  namedLine: (user: Inline, step: string, deadline: string) =>
    text`${user}: ${step} sent, deadline ${deadline}`,
  overdue: (count: number) => bold(`${plural(count, 'user is', 'users are')} overdue.`),
  requireByHand:
    'Enforcement is switched off here; to require MFA by hand, open the RAM console › Identities › Users › the user › Console Logon Management › Modify Logon Settings, and set Enable MFA to Required.',
  require: (count: number) => `Require MFA for ${count === 1 ? 'this user' : `these ${count}`}`,
  requireHow: (require: string) =>
    text`${require}: ${command('enforce overdue')}. You see the names before anything changes.`,
  notReached: 'Not reached',
  unmapped: 'Nobody in chat found',
  ambiguous: 'Several people match, so nobody is messaged',
  unreachable: 'Found, but cannot be messaged',
  notReachedLine: (title: string, count: number, users: Text) => text`${title} (${count}): ${users}.`,
  haveTheyLeft: 'Have they left? Then remove their console password.',
  attention: 'Please look at',
  messages: (state: Text) => text`Messages to people are ${state}.`,
  couldNotRead: (count: number) =>
    text`${plural(count, 'user')} could not be read and ${count === 1 ? 'is' : 'are'} not counted as protected: ${command('status unknown')}.`,
  unknownDeliveries: (count: number) =>
    text`${plural(count, 'message')}: it could not be found out whether ${count === 1 ? 'it' : 'they'} arrived. Not sent again by itself.`,
  directory: (vendorCode: string) =>
    text`${bold('The members of the resource directory could not be listed')} (${code(vendorCode)}): their accounts are missing here. Grant the reader ${code('resourcemanager:ListAccounts')}, in the management or a delegated account.`,
  breakGlassNotFound: (users: Text) =>
    text`${bold('Break-glass users not found:')} ${users}. Until ${code('BREAK_GLASS_USERS')} is right, nobody can be enforced there.`,
  readerKey: text`${bold('The reading key can also enforce.')} Whoever steals it could reset passwords: give enforcement a key of its own (${code('ENFORCER_ACCESS_KEY_ID')}).`,
  excluded: (accounts: Text) => text`Left out by ${code('EXCLUDE_ACCOUNT_IDS')}: ${accounts}.`,
  quotas: 'Calls to chats that count them',
  quotaUsed: (chat: string, used: string, quota: string) =>
    text`${chat}: ${used} of ${quota} calls this month,`,
  quotaForecast: (calls: string) => text`about ${calls} more expected.`,
  quotaNoMore: 'no more expected.',
  quotaBatching: text`To save calls, people of one step and deadline now get the same words in one call; ${command('me')} tells each of them the RAM user and the account.`,
  quotaSpent: (chat: string, variable: string) =>
    text`${bold(`Messages in ${chat} have stopped until next month.`)} What is due then goes out by itself. To go on sooner, have the monthly calls of your organization raised at ${chat}, put the new number in ${code(variable)} and restart the bot.`,
  trend: 'Protected by MFA, percent',
  trendSeries: 'console users',
  breakGlass: (users: Text) => text`Break-glass users, never messaged and never enforced: ${users}.`,
  asOf: (when: string) => text`As of ${when}.`,
  percentRule: 'Percent = protected / (protected + not protected + unknown).',
  rule: 'Rule: CIS Alibaba Cloud Foundation Benchmark 1.4, MFA for all RAM users that have a console password.',
  late: {
    summary: (count: number) => text`Audit completed later: ${plural(count, 'account')}`,
    when: (when: string) => text`Completed after the report, ${when}:`,
  },
};
