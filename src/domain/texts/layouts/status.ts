import type { LocalInstant } from '../../clock.ts';
import type { ChatCode } from '../../code-meaning.ts';
import type { StatusList } from '../../command.ts';
import { assessedCount, sumCounts } from '../../digest.ts';
import type { Finding } from '../../finding.ts';
import type { Block, Message, Text } from '../../message.ts';
import type { UserLabel } from '../../ram-user.ts';
import {
  bullets,
  compose,
  facts,
  firstLines,
  heading,
  joined,
  paragraph,
  type Sentence,
  section,
  strong,
} from '../compose.ts';
import { userTag } from '../labels.ts';
import type { Words } from '../words.ts';
import type { DigestAccount, DigestModel } from './digest.ts';
import {
  accountTag,
  codeInWords,
  findingText,
  incompleteText,
  type MessagingState,
  meaningInWords,
  messagingText,
} from './in-words.ts';
import { type FailingPart, failingLine } from './part-lines.ts';

export interface StatusAccount
  extends Pick<DigestAccount, 'account' | 'complete' | 'counts' | 'held' | 'incomplete' | 'loginMfaMode'> {
  readonly readAt: LocalInstant | null;
}

export interface StatusModel {
  readonly now: LocalInstant;
  /** What of the bot itself does not work. */
  readonly failing: readonly FailingPart[];
  readonly accounts: readonly StatusAccount[];
  readonly openCases: number;
  readonly told: number;
  readonly overdueCount: number;
  readonly unmappedCount: number;
  readonly unreachableCount: number;
  readonly unknownDeliveries: number;
  readonly messaging: MessagingState;
  readonly enforcement: DigestModel['enforcement'];
  readonly nextAuditAt: LocalInstant | null;
  readonly auditRunning: boolean;
}

export interface StatusListModel {
  readonly list: StatusList;
  readonly total: number;
  readonly rows: readonly {
    readonly user: UserLabel;
    readonly finding: Finding | null;
    readonly deadline: LocalInstant | null;
    /** What the chat said of the person, where it did. */
    readonly code: ChatCode | null;
  }[];
}

const ACCOUNTS_SHOWN_MAX = 15;
const ROWS_SHOWN_MAX = 30;

export function status(words: Words, model: StatusModel): Message {
  const { status: w, grammar, vocabulary } = words;
  const { openCases, overdueCount, accounts } = model;
  const line = (account: StatusAccount) => accountLine(words, account);
  return compose(words.language, joined(headline(words, model), w.summary(openCases, overdueCount)), [
    ...section(
      words.parts.notWorking,
      model.failing.map((part) => failingLine(words, part)),
    ),
    firstLine(words, model),
    followUp(words, model),
    ...section(vocabulary.accounts, firstLines(grammar, accounts, { max: ACCOUNTS_SHOWN_MAX, line })),
    ...section(w.todo, whatToDo(words, model)),
  ]);
}

function headline({ status: w }: Words, { accounts }: StatusModel): Sentence {
  const complete = accounts.filter((account) => account.complete);
  if (complete.length === 0) return w.nothingComplete;
  const counts = sumCounts(complete.map((account) => account.counts));
  return w.protected(counts.compliant, assessedCount(counts));
}

function firstLine(words: Words, model: StatusModel): Block {
  const { status: w } = words;
  const { accounts, auditRunning } = model;
  const complete = accounts.filter((account) => account.complete).length;
  return paragraph(
    strong(headline(words, model)),
    complete > 0 && complete < accounts.length ? w.someComplete(complete, accounts.length) : null,
    auditRunning ? w.auditRunning : null,
  );
}

function followUp(words: Words, model: StatusModel): Block {
  const { status: w, grammar } = words;
  const { openCases, told, overdueCount, nextAuditAt } = model;
  return facts([
    [w.followUp, w.openToldOverdue(openCases, told, overdueCount)],
    [w.messages, messagingText(words, model.messaging)],
    [w.enforcement, w.enforcementIs[model.enforcement]],
    nextAuditAt === null ? null : [w.nextAudit, grammar.whenWithZone(nextAuditAt)],
  ]);
}

function accountLine(words: Words, account: StatusAccount): Text {
  const { status: w, grammar, vocabulary } = words;
  const { counts, incomplete, held, readAt } = account;
  return joined(
    accountTag(words, account.account),
    grammar.colon,
    incomplete === null
      ? w.counts(counts, assessedCount(counts))
      : w.incomplete(incompleteText(words, incomplete)),
    readAt === null ? null : w.readAt(grammar.when(readAt)),
    w.modeNow(vocabulary.shortLoginMfaModes[account.loginMfaMode]),
    held === null ? null : w.held(vocabulary.holdReasons[held.reason], held.wouldMessage),
  );
}

function whatToDo({ status: w }: Words, model: StatusModel): readonly (Sentence | null)[] {
  const { accounts, overdueCount, unmappedCount, unreachableCount, unknownDeliveries } = model;
  return [
    accounts.some((account) => account.held !== null) ? w.release : null,
    overdueCount > 0 ? w.require(overdueCount) : null,
    unmappedCount > 0 ? w.unmapped(unmappedCount) : null,
    unreachableCount > 0 ? w.unreachable(unreachableCount) : null,
    unknownDeliveries > 0 ? w.unknownDeliveries(unknownDeliveries) : null,
  ];
}

export function statusList(words: Words, { list, total, rows }: StatusListModel): Message {
  const { status: w, grammar } = words;
  const { title, empty, hint } = w.lists[list];
  if (total === 0) return compose(words.language, empty, [paragraph(empty)]);
  const line = (row: StatusListModel['rows'][number]) => listLine(words, row, list === 'unreachable');
  return compose(words.language, w.listTitle(title, total), [
    heading(w.listTitle(title, total)),
    bullets(firstLines(grammar, rows, { max: ROWS_SHOWN_MAX, line, total })),
    paragraph(hint),
  ]);
}

function listLine(words: Words, row: StatusListModel['rows'][number], withAdvice: boolean): Text {
  const { status: w, grammar } = words;
  const { user, finding, deadline, code } = row;
  return joined(
    userTag(user),
    finding === null ? null : w.listFinding(findingText(words, finding)),
    deadline === null ? null : w.listDeadline(grammar.whenWithZone(deadline)),
    code === null ? null : grammar.brackets(codeInWords(words, code)),
    code === null || !withAdvice ? null : meaningInWords(words, code).todo,
  );
}
