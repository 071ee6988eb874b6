import type { StatusList } from '../../command.ts';
import { type Block, bold, code, type Message, type Text, text } from '../../message.ts';
import type { StatusAccount, StatusListModel, StatusModel } from '../catalogue.ts';
import {
  bullets,
  compose,
  facts,
  firstLines,
  heading,
  joined,
  paragraph,
  section,
  strong,
} from '../compose.ts';
import { assessedCount, sumCounts } from '../figures.ts';
import { accountTag, command, userTag } from '../labels.ts';
import {
  andMore,
  findingText,
  HOLD_REASONS,
  incompleteText,
  messagingText,
  plural,
  SHORT_LOGIN_MFA_MODES,
  when,
  whenWithZone,
} from './words.ts';

const ACCOUNTS_SHOWN_MAX = 15;
const ROWS_SHOWN_MAX = 30;

export function status(model: StatusModel): Message {
  return compose(
    'en',
    joined(headline(model), text`– ${model.openCases} open, ${model.overdueCount} overdue`),
    [
      firstLine(model),
      followUp(model),
      ...section('Accounts', accountLines(model.accounts)),
      ...section('What to do', whatToDo(model)),
    ],
  );
}

function headline({ accounts }: StatusModel): Text {
  const complete = accounts.filter((account) => account.complete);
  if (complete.length === 0) return text`No account has been read completely yet`;
  const counts = sumCounts(complete.map((account) => account.counts));
  return text`${counts.compliant} of ${assessedCount(counts)} protected by MFA`;
}

function firstLine(model: StatusModel): Block {
  const complete = model.accounts.filter((account) => account.complete).length;
  return paragraph(
    strong(headline(model)),
    complete > 0 && complete < model.accounts.length
      ? text`(${complete} of ${model.accounts.length} accounts; the others are incomplete)`
      : null,
    model.auditRunning ? text`– an audit is running now` : null,
  );
}

const ENFORCEMENT = {
  on: 'available',
  off: 'switched off (no enforcer key)',
  reader_key: 'available, but with the reading key: give it its own',
} as const;

function followUp(model: StatusModel): Block {
  const { openCases, told, overdueCount, nextAuditAt } = model;
  return facts([
    ['Being followed up', text`${openCases} open, ${told} told, ${overdueCount} overdue`],
    ['Messages to people', messagingText(model.messaging)],
    ['Enforcement', text`${ENFORCEMENT[model.enforcement]}`],
    nextAuditAt === null ? null : ['Next audit', text`${whenWithZone(nextAuditAt)}`],
  ]);
}

function accountLines(accounts: readonly StatusAccount[]): readonly Text[] {
  return firstLines(accounts, { max: ACCOUNTS_SHOWN_MAX, line: accountLine, more: andMore });
}

function accountLine(account: StatusAccount): Text {
  const { counts, incomplete, held, readAt } = account;
  return joined(
    text`${accountTag(account.account)}:`,
    incomplete === null
      ? text`${counts.compliant} of ${assessedCount(counts)} protected, ${counts.noncompliant} not, ${counts.unknown} unknown`
      : joined([bold('incomplete:')], incompleteText(incomplete)),
    readAt === null ? null : text`(read ${when(readAt)})`,
    [';'],
    text`now: ${SHORT_LOGIN_MFA_MODES[account.loginMfaMode]}.`,
    held === null
      ? null
      : text`${bold('Held')} because ${HOLD_REASONS[held.reason]}: ${plural(held.wouldMessage, 'person', 'people')} not messaged yet.`,
  );
}

function whatToDo(model: StatusModel): readonly (Text | null)[] {
  const { accounts, overdueCount, unmappedCount, unreachableCount, unknownDeliveries } = model;
  const held = accounts.some((account) => account.held !== null);
  return [
    held ? text`Release what is held: ${command('start')} shows the message and asks first.` : null,
    overdueCount > 0
      ? text`Require MFA for the ${overdueCount} overdue: ${command('enforce overdue')} shows who and asks first.`
      : null,
    unmappedCount > 0
      ? text`${plural(unmappedCount, 'user')} with nobody in chat: ${command('status unmapped')}.`
      : null,
    unreachableCount > 0
      ? text`${plural(unreachableCount, 'person', 'people')} who cannot be reached: ${command('status unreachable')}.`
      : null,
    unknownDeliveries > 0
      ? text`${plural(unknownDeliveries, 'message')} with unknown outcome; not sent again by itself.`
      : null,
  ];
}

const LISTS: Record<StatusList, { readonly title: string; readonly empty: string; readonly hint: Text }> = {
  overdue: {
    title: 'Overdue',
    empty: 'Nobody is overdue.',
    hint: text`Require MFA for them: ${command('enforce overdue')} shows who and asks first.`,
  },
  unmapped: {
    title: 'Nobody in chat found',
    empty: 'Somebody in chat is known for every user who needs a message.',
    hint: text`Put the person’s id in the RAM user’s tag ${code('slack-user-id')} or ${code('dingtalk-userid')}.`,
  },
  unreachable: {
    title: 'Cannot be reached in chat',
    empty: 'Everybody who needs a message can be reached.',
    hint: text`If they have left, remove their console password in the RAM console.`,
  },
  unknown: {
    title: 'Could not be read',
    empty: 'Everybody could be read.',
    hint: text`Unknown is not a no and never counts as protected. Read again now: ${command('audit')}.`,
  },
  exempt: {
    title: 'Exempt',
    empty: 'Nobody is exempt.',
    hint: text`Exempt users get no messages, and still count as not protected.`,
  },
  disputed: {
    title: 'Said “this is not me”',
    empty: 'Nobody disputes a user.',
    hint: text`Find the real owner, and put that person’s id in the RAM user’s tag.`,
  },
  dormant: {
    title: 'Has not signed in for a long time',
    empty: 'Everybody has signed in lately.',
    hint: text`Unused? Remove the console password in the RAM console.`,
  },
  held: {
    title: 'Held back',
    empty: 'Nobody is held back.',
    hint: text`Release them: ${command('start')} shows the message and asks first.`,
  },
};

export function statusList({ list, total, rows }: StatusListModel): Message {
  const { title, empty, hint } = LISTS[list];
  if (total === 0) return compose('en', text`${empty}`, [paragraph(text`${empty}`)]);
  return compose('en', text`${title}: ${plural(total, 'user')}`, [
    heading(text`${title}: ${plural(total, 'user')}`),
    bullets(firstLines(rows, { max: ROWS_SHOWN_MAX, line: listLine, more: andMore, total })),
    paragraph(hint),
  ]);
}

function listLine({ user, finding, deadline, code: foreignCode }: StatusListModel['rows'][number]): Text {
  const alreadyShown = foreignCode !== null && foreignCode === finding?.errorCode;
  return joined(
    [userTag(user)],
    finding === null ? null : joined(['–'], findingText(finding)),
    deadline === null ? null : text`– deadline ${whenWithZone(deadline)}`,
    foreignCode === null || alreadyShown ? null : text`(${code(foreignCode)})`,
  );
}
