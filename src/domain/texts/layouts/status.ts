import type { AbsenceLine } from '../../absence.ts';
import type { AccountInformation } from '../../account-settings.ts';
import type { LocalInstant } from '../../clock.ts';
import type { ChatCode } from '../../code-meaning.ts';
import type { StatusList } from '../../command.ts';
import type { Told } from '../../contact.ts';
import { assessedCount, sumCounts } from '../../digest.ts';
import type { Finding } from '../../finding.ts';
import { type Block, bold, code, type Message, person, type Text } from '../../message.ts';
import type { UserLabel } from '../../ram-user.ts';
import {
  compose,
  facts,
  firstLines,
  heading,
  joined,
  listed,
  paragraph,
  type Sentence,
  section,
  strong,
} from '../compose.ts';
import type { Words } from '../words.ts';
import type { DigestAccount, DigestModel } from './digest.ts';
import {
  accountTag,
  awayText,
  codeInWords,
  exemptionText,
  findingText,
  incompleteText,
  type MessagingState,
  meaningInWords,
  messagingText,
  type ShownExemption,
  toldText,
  userText,
} from './in-words.ts';
import { type Page, pageBlocks } from './pages.ts';
import { type FailingPart, failingLine } from './part-lines.ts';
import { type QuotaLine, quotaLine } from './quota-line.ts';

export interface StatusAccount
  extends Pick<DigestAccount, 'account' | 'complete' | 'counts' | 'held' | 'incomplete' | 'loginMfaMode'> {
  readonly readAt: LocalInstant | null;
  readonly information: AccountInformation;
}

export interface StatusModel {
  readonly now: LocalInstant;
  /** What of the bot itself does not work. */
  readonly failing: readonly FailingPart[];
  readonly accounts: readonly StatusAccount[];
  readonly openCases: number;
  readonly told: number;
  readonly overdueCount: number;
  /** Administrators who fail the rule, as far as it is known who is one. */
  readonly administrators: number;
  readonly unmappedCount: number;
  readonly unreachableCount: number;
  readonly unknownDeliveries: number;
  /** Of chats that count by the month. */
  readonly quotas: readonly QuotaLine[];
  readonly messaging: MessagingState;
  readonly enforcement: DigestModel['enforcement'];
  readonly nextAuditAt: LocalInstant | null;
  readonly auditRunning: boolean;
}

export interface StatusListModel extends Omit<Page<StatusRow>, 'command'> {
  readonly list: StatusList;
  /** Of lists about who is found in chat: users whose chat did not answer. */
  readonly notLookedUp: number;
}

export interface StatusRow {
  readonly user: UserLabel;
  readonly finding: Finding | null;
  readonly deadline: LocalInstant | null;
  /** What the chat said of the person, where it did. */
  readonly code: ChatCode | null;
  /** In the lists that are about it. */
  readonly lastUse: LastUse | null;
  /** Who said "this is not me". */
  readonly saidBy: string | null;
  readonly exemption: ShownExemption | null;
  /** In the list of who is held back. */
  readonly told: Told | null;
  readonly away: AbsenceLine | null;
  /** Of who was found nowhere: members with a name like it. */
  readonly candidates: readonly { readonly memberId: string; readonly displayName: string }[];
}

/** Who said that it is not needed, the last sign-in, or, where none is on record, since when there could have been one. */
export type LastUse =
  | { readonly kind: 'not_needed'; readonly by: string; readonly memberId: string; readonly at: LocalInstant }
  | { readonly kind: 'signed_in'; readonly at: LocalInstant }
  | { readonly kind: 'none_on_record'; readonly since: LocalInstant };

const ACCOUNTS_SHOWN_MAX = 15;

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
    ...section(
      words.quotas.title,
      model.quotas.map((quota) => quotaLine(words, quota)),
    ),
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
    readAt === null ? null : w.information(account.information),
    held === null
      ? null
      : w.held(vocabulary.holdReasons[held.reason], vocabulary.wouldGetMessage(held.wouldMessage)),
  );
}

function whatToDo({ status: w }: Words, model: StatusModel): readonly (Sentence | null)[] {
  const { accounts, overdueCount, unmappedCount, unreachableCount, unknownDeliveries } = model;
  return [
    accounts.some((account) => account.held !== null) ? w.release : null,
    model.administrators > 0 ? w.administrators(model.administrators) : null,
    overdueCount > 0 ? w.require(overdueCount) : null,
    unmappedCount > 0 ? w.unmapped(unmappedCount) : null,
    unreachableCount > 0 ? w.unreachable(unreachableCount) : null,
    unknownDeliveries > 0 ? w.unknownDeliveries(unknownDeliveries) : null,
  ];
}

export function statusList(words: Words, model: StatusListModel): Message {
  const { status: w } = words;
  const { list, total, notLookedUp } = model;
  const { title, empty, hint } = w.lists[list];
  const unsure = notLookedUp > 0 ? w.notLookedUp(notLookedUp) : null;
  if (total === 0) return compose(words.language, unsure ?? empty, [paragraph(unsure ?? empty)]);
  return compose(words.language, w.listTitle(title, total), [
    heading(w.listTitle(title, total)),
    ...pageBlocks(
      words,
      { ...model, command: `status ${list}` },
      {
        line: (row) => listLine(words, row, list === 'unreachable'),
        title: ({ lastUse }) => (lastUse === null ? null : w.lastUses[lastUse.kind].title),
      },
    ),
    unsure === null ? null : paragraph(unsure),
    paragraph(hint),
    model.rows.some(({ candidates }) => candidates.length > 0) ? paragraph(w.candidatesHint) : null,
  ]);
}

function listLine(words: Words, row: StatusRow, withAdvice: boolean): Text {
  const { status: w, grammar } = words;
  const { user, finding, deadline, code: said, lastUse, saidBy, told } = row;
  return joined(
    userText(words, user),
    told === null ? null : toldText(words, told),
    candidatesText(words, row),
    finding === null ? null : w.listFinding(findingText(words, finding)),
    lastUse === null ? null : lastUseText(words, lastUse),
    saidBy === null ? null : w.listSaidBy(person(saidBy)),
    row.exemption === null ? null : exemptionText(words, row.exemption),
    row.away === null ? null : awayText(words, row.away),
    deadline === null ? null : w.listDeadline(grammar.whenWithZone(deadline)),
    said === null ? null : grammar.brackets(codeInWords(words, said)),
    said === null || !withAdvice ? null : meaningInWords(words, said).todo,
  );
}

function candidatesText({ status: w, grammar }: Words, { candidates }: StatusRow): Text | null {
  const names = candidates.map((one) => joined(bold(one.displayName), grammar.brackets(code(one.memberId))));
  return names.length === 0 ? null : w.listCandidates(listed(grammar, names, names.length));
}

function lastUseText({ status, grammar }: Words, lastUse: LastUse): Text {
  const w = status.lastUses;
  switch (lastUse.kind) {
    case 'not_needed':
      return w.not_needed.line(lastUse.by, code(lastUse.memberId), grammar.when(lastUse.at));
    case 'signed_in':
      return w.signed_in.line(grammar.when(lastUse.at));
    case 'none_on_record':
      return w.none_on_record.line(grammar.when(lastUse.since));
    default:
      return lastUse satisfies never;
  }
}
