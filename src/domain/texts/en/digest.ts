import type { LocalInstant } from '../../clock.ts';
import type { Counts } from '../../digest.ts';
import { type Block, bold, code, type Message, type Text, text } from '../../message.ts';
import type { DigestAccount, DigestModel, QuotaLine } from '../catalogue.ts';
import {
  buttons,
  compose,
  facts,
  firstLines,
  heading,
  joined,
  listed,
  note,
  paragraph,
  section,
} from '../compose.ts';
import { assessedCount, grouped, percentText, signed } from '../figures.ts';
import { accountTag, command, userTag } from '../labels.ts';
import { dateText } from '../local-time.ts';
import {
  andMore,
  CHATS,
  HOLD_REASONS,
  incompleteText,
  messagingText,
  NOTICE_STEPS,
  plural,
  SHORT_LOGIN_MFA_MODES,
  whenWithZone,
} from './words.ts';

const SHOWN_MAX = 10;

export function digest(model: DigestModel): Message {
  return compose('en', joined(text`MFA report ${model.date}:`, headline(model), summaryRest(model)), [
    heading(text`MFA report, ${dateText(model.date, 'en')}`),
    firstLine(model),
    model.anyComplete ? figures(model) : null,
    ...section('Accounts', accountLines(model.accounts)),
    ...section('Held back until an admin releases it', heldLines(model.accounts)),
    ...section('Reminded and not done yet', namedLines(model)),
    ...overdue(model),
    ...section('Not reached', unreachedLines(model)),
    ...section('Please look at', attentionLines(model)),
    ...section('Calls to chats that count them', model.quotas.map(quotaLine)),
    trend(model),
    breakGlassLine(model),
    smallPrint(model),
  ]);
}

/** The truth in one line; also what the notification shows. */
function headline({ anyComplete, totals, compliantPercent }: DigestModel): Text {
  if (!anyComplete) return text`no complete audit today`;
  if (compliantPercent === null) return text`nobody has a console password`;
  return text`${totals.compliant} of ${assessedCount(totals)} protected by MFA (${percentText(compliantPercent)})`;
}

function summaryRest({ overdueCount, anyComplete }: DigestModel): Text | null {
  return anyComplete && overdueCount > 0 ? text`– ${overdueCount} overdue` : null;
}

function firstLine(model: DigestModel): Block {
  const { anyComplete, totals, compliantPercent, changes, accounts } = model;
  if (!anyComplete) {
    return paragraph(
      [bold('No complete audit today.')],
      text`There are no new figures; why, and what was last complete, is shown for each account.`,
    );
  }
  const complete = accounts.filter((account) => account.complete).length;
  return paragraph(
    compliantPercent === null
      ? [bold('Nobody has a console password, so nobody needs MFA.')]
      : [
          bold(
            `${totals.compliant} of ${assessedCount(totals)} users with a console password are protected by MFA (${percentText(compliantPercent)}).`,
          ),
        ],
    changes === null
      ? text`There is no earlier complete audit to compare with.`
      : text`Compared with the last complete audit: ${signed(changes.compliant)}.`,
    complete < accounts.length
      ? text`Only ${complete} of ${accounts.length} accounts could be read completely; the figures are theirs.`
      : null,
    model.enrolledSinceLast > 0
      ? text`${plural(model.enrolledSinceLast, 'user')} set up MFA since the last report.`
      : null,
  );
}

function figures({ totals, changes, openCases, told }: DigestModel): Block {
  const row = (label: string, name: keyof Counts): readonly [string, Text] => [
    label,
    changes === null ? text`${totals[name]}` : text`${totals[name]} (${signed(changes[name])})`,
  ];
  return facts([
    row('Protected', 'compliant'),
    row('Not protected', 'noncompliant'),
    row('… of these exempt', 'exempt'),
    row('Unknown', 'unknown'),
    row('Protected, but not required', 'boundNotRequired'),
    row('Rule does not apply', 'notApplicable'),
    ['Being followed up', text`${openCases} open, ${told} told`],
  ]);
}

/** Incomplete accounts first: they must not be the ones that are cut. */
function accountLines(accounts: readonly DigestAccount[]): readonly Text[] {
  const incompleteFirst = accounts.toSorted((a, b) => Number(a.complete) - Number(b.complete));
  return firstLines(incompleteFirst, { max: SHOWN_MAX, line: accountLine, more: andMore });
}

function accountLine(account: DigestAccount): Text {
  const { counts, incomplete } = account;
  const grants = account.missingGrants.map(code);
  return joined(
    text`${accountTag(account.account)}:`,
    incomplete === null
      ? text`${counts.compliant} of ${assessedCount(counts)} protected;`
      : joined([bold('incomplete:')], incompleteText(incomplete), [';']),
    text`${SHORT_LOGIN_MFA_MODES[account.loginMfaMode]}.`,
    account.complete && !account.completenessProven
      ? text`Completeness not proven: Alibaba Cloud’s own count of users could not be read.`
      : null,
    grants.length === 0
      ? null
      : joined(
          text`Please grant the reader`,
          listed(grants, { max: SHOWN_MAX, separator: ', ', more: andMore }),
          ['.'],
        ),
  );
}

function heldLines(accounts: readonly DigestAccount[]): readonly Text[] {
  const held = accounts.flatMap((one) => (one.held === null ? [] : [{ ...one.held, account: one.account }]));
  if (held.length === 0) return [];
  const lines = firstLines(held, {
    max: SHOWN_MAX,
    line: ({ account, reason, wouldMessage }) =>
      text`${accountTag(account)}: ${plural(wouldMessage, 'person would', 'people would')} be messaged. Held because ${HOLD_REASONS[reason]}.`,
    more: andMore,
  });
  return [
    ...lines,
    text`Who: ${command('status held')}. Look at the message and release: ${command('start')} (admins).`,
  ];
}

function namedLines({ named }: DigestModel): readonly Text[] {
  return firstLines(named, {
    max: SHOWN_MAX,
    line: ({ user, step, deadline }) =>
      step === 'overdue'
        ? text`${userTag(user)}: ${bold('overdue')} since ${whenWithZone(deadline)}`
        : text`${userTag(user)}: ${NOTICE_STEPS[step]} sent, deadline ${whenWithZone(deadline)}`,
    more: andMore,
  });
}

function overdue({ overdueCount, enforcement }: DigestModel): readonly Block[] {
  if (overdueCount === 0) return [];
  const count = [bold(`${plural(overdueCount, 'user is', 'users are')} overdue.`)];
  if (enforcement === 'off') {
    return [
      paragraph(
        count,
        text`Enforcement is switched off here; to require MFA by hand, open the RAM console › Identities › Users › the user › Console Logon Management › Modify Logon Settings, and set Enable MFA to Required.`,
      ),
    ];
  }
  const whom = overdueCount === 1 ? 'this user' : `these ${overdueCount}`;
  return [
    paragraph(
      count,
      text`Require MFA for ${whom}: ${command('enforce overdue')}. You see who they are before anything changes.`,
    ),
    buttons({ label: `Require MFA for ${whom}`, command: 'enforce overdue', style: 'danger' }),
  ];
}

function unreachedLines({ unmapped, ambiguous, unreachable }: DigestModel): readonly (Text | null)[] {
  const line = (title: string, users: DigestModel['unmapped'], whatToDo: Text): Text | null =>
    users.length === 0
      ? null
      : joined(
          text`${title} (${users.length}):`,
          listed(users.map(userTag), { max: SHOWN_MAX, separator: ', ', more: andMore }),
          ['.'],
          whatToDo,
        );
  const tag = text`Put the person’s id in the RAM user’s tag ${code('slack-user-id')} or ${code('dingtalk-userid')}.`;
  return [
    line('Nobody in chat found', unmapped, tag),
    line('Several people match, so nobody is messaged', ambiguous, tag),
    line(
      'Found, but cannot be messaged',
      unreachable,
      text`Have they left? Then remove their console password.`,
    ),
  ];
}

function attentionLines(model: DigestModel): readonly (Text | null)[] {
  const { unknownDeliveries, breakGlass, enforcement, messaging, totals, anyComplete, excludedAccountIds } =
    model;
  return [
    messaging.kind === 'on' ? null : joined(text`Messages to people are`, messagingText(messaging), ['.']),
    anyComplete && totals.unknown > 0
      ? text`${plural(totals.unknown, 'user')} could not be read and ${totals.unknown === 1 ? 'is' : 'are'} not counted as protected: ${command('status unknown')}.`
      : null,
    unknownDeliveries > 0
      ? text`${plural(unknownDeliveries, 'message')}: it could not be found out whether ${unknownDeliveries === 1 ? 'it' : 'they'} arrived. Not sent again by itself.`
      : null,
    model.directoryErrorCode === null
      ? null
      : text`${bold('The members of the resource directory could not be listed')} (${code(model.directoryErrorCode)}): their accounts are missing here. Grant the reader ${code('resourcemanager:ListAccounts')}, in the management or a delegated account.`,
    breakGlass.notFound.length > 0
      ? joined(
          [bold('Break-glass users not found:')],
          listed(breakGlass.notFound.map(code), { max: SHOWN_MAX, separator: ', ', more: andMore }),
          ['.'],
          text`Until ${code('BREAK_GLASS_USERS')} is right, nobody can be enforced there.`,
        )
      : null,
    enforcement === 'reader_key'
      ? text`${bold('The reading key can also enforce.')} Whoever steals it could reset passwords: give enforcement a key of its own (${code('ENFORCER_ACCESS_KEY_ID')}).`
      : null,
    excludedAccountIds.length > 0
      ? joined(
          text`Left out by ${code('EXCLUDE_ACCOUNT_IDS')}:`,
          listed(excludedAccountIds.map(code), { max: SHOWN_MAX, separator: ', ', more: andMore }),
          ['.'],
        )
      : null,
  ];
}

function quotaLine({ chat, used, quota, forecast, batching }: QuotaLine): Text {
  return joined(
    text`${CHATS[chat]}: ${grouped(used)} of ${grouped(quota)} calls this month, ${forecast > 0 ? `about ${grouped(forecast)}` : 'no'} more expected.`,
    used >= quota ? stopped(chat) : batching ? BATCHING : null,
  );
}

const BATCHING = text`To save calls, people of one step and deadline now get the same words in one call; ${command('me')} tells each of them the RAM user and the account.`;

function stopped(chat: QuotaLine['chat']): Text {
  return joined(
    [bold(`Messages in ${CHATS[chat]} have stopped until next month.`)],
    text`What is due then goes out by itself. To go on sooner, have the monthly calls of your organization raised at ${CHATS[chat]}, put the new number in ${code(`${chat.toUpperCase()}_MONTHLY_QUOTA`)} and restart the bot.`,
  );
}

function trend({ trend: points }: DigestModel): Block | null {
  if (points.length < 2) return null;
  return { kind: 'chart', title: 'Protected by MFA, percent', series: 'console users', points };
}

function breakGlassLine({ breakGlass }: DigestModel): Block | null {
  if (breakGlass.configured.length === 0) return null;
  return note(
    text`Break-glass users, never messaged and never enforced:`,
    listed(breakGlass.configured.map(code), { max: SHOWN_MAX, separator: ', ', more: andMore }),
    ['.'],
  );
}

function smallPrint({ asOf }: DigestModel): Block {
  return note(
    text`As of ${whenWithZone(asOf)}.`,
    text`Percent = protected / (protected + not protected, exempt ones included + unknown); unknown never counts as protected.`,
    text`Rule: CIS Alibaba Cloud Foundation Benchmark 1.4, MFA for all RAM users that have a console password.`,
  );
}

/** In the digest's thread. */
export function auditCompletedLate(model: {
  readonly accounts: readonly DigestAccount[];
  readonly at: LocalInstant;
}): Message {
  const count = plural(model.accounts.length, 'account');
  return compose('en', text`Audit completed later: ${count}`, [
    paragraph(text`Completed after the report, ${whenWithZone(model.at)}:`),
    ...section('Accounts', accountLines(model.accounts)),
    ...section('Held back until an admin releases it', heldLines(model.accounts)),
  ]);
}
