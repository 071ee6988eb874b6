import type { AbsenceLine } from '../../absence.ts';
import type { LocalInstant } from '../../clock.ts';
import type { ChatCode } from '../../code-meaning.ts';
import { assessedCount, type CountChanges, type Counts } from '../../digest.ts';
import type { FactorKind, LoginMfaMode } from '../../finding.ts';
import type { HoldReason } from '../../hold.ts';
import { type Block, bold, type ChartPoint, code, type Message, type Text } from '../../message.ts';
import type { LadderStep } from '../../notice.ts';
import type { AccountId, AccountLabel, UserLabel } from '../../ram-user.ts';
import {
  buttons,
  capitalized,
  compose,
  facts,
  firstLines,
  heading,
  joined,
  listed,
  note,
  paragraph,
  type Sentence,
  section,
} from '../compose.ts';
import { signed } from '../figures.ts';
import { userTag } from '../labels.ts';
import type { Words } from '../words.ts';
import {
  accountTag,
  awayText,
  codeInWords,
  type Incomplete,
  incompleteText,
  type MessagingState,
  meaningInWords,
  messagingText,
  userText,
  withCode,
} from './in-words.ts';
import { type FailingPart, failingLine } from './part-lines.ts';
import { type QuotaLine, quotaLine } from './quota-line.ts';

export interface DigestAccount {
  readonly account: AccountLabel;
  readonly complete: boolean;
  /** Listed to the end, but the vendor's own count could not be read. */
  readonly completenessProven: boolean;
  readonly incomplete: Incomplete | null;
  readonly loginMfaMode: LoginMfaMode;
  readonly counts: Counts;
  /** Kept back: how many people would be messaged, and why the account is held. */
  readonly held: { readonly reason: HoldReason; readonly wouldMessage: number } | null;
  /** `ram:ListPasskeys`, …: grants that are missing. */
  readonly missingGrants: readonly string[];
}

export interface DigestModel {
  /** The local date this digest is of. */
  readonly date: string;
  readonly asOf: LocalInstant;
  /** What of the bot itself does not work. */
  readonly failing: readonly FailingPart[];
  readonly anyComplete: boolean;
  /** Administrators who fail the rule, as far as it is known who is one. */
  readonly administrators: number;
  /** Where it could not be read who is. */
  readonly rightsUnread: readonly { readonly account: AccountLabel; readonly code: string }[];
  readonly totals: Counts;
  /** Of those who have a device; nobody is chased for the kind. */
  readonly factors: readonly { readonly kind: FactorKind; readonly total: number }[];
  readonly changes: CountChanges;
  /** compliant / (compliant + noncompliant + unknown), 0–100 with one decimal; null when nobody has a console password. */
  readonly compliantPercent: number | null;
  readonly accounts: readonly DigestAccount[];
  readonly excludedAccountIds: readonly AccountId[];
  /** Why members of the resource directory are missing; null when they are not. */
  readonly directoryErrorCode: string | null;
  /** At most 15 days, oldest first, percent compliant; days without a complete run are left out. */
  readonly trend: readonly ChartPoint[];
  readonly openCases: number;
  /** People told so far whose case is open. */
  readonly told: number;
  /** Named from the warning step on; before that only counted in `openCases`. */
  readonly named: readonly {
    readonly user: UserLabel;
    readonly step: LadderStep;
    readonly deadline: LocalInstant;
  }[];
  readonly overdueCount: number;
  readonly exemptions: {
    /** Users who are exempt now: not protected all the same. */
    readonly active: number;
    /** Requests that nobody has decided. */
    readonly requested: number;
    /** Whose exemption ends within a week. */
    readonly ending: readonly { readonly user: UserLabel; readonly until: LocalInstant }[];
  };
  readonly unmapped: readonly UserLabel[];
  readonly ambiguous: readonly UserLabel[];
  /** Whose person said "this is not me". */
  readonly disputed: readonly UserLabel[];
  readonly unreachable: readonly { readonly user: UserLabel; readonly code: ChatCode }[];
  /** Deliveries whose outcome could not be found out, of people and of earlier posts. */
  readonly unknownDeliveries: number;
  /** Administrators who are followed up, and not written to while they are away. */
  readonly administratorsAway: readonly { readonly user: UserLabel; readonly away: AbsenceLine }[];
  /** Users of whom somebody says that their console login is not needed. */
  readonly notNeeded: number;
  readonly breakGlass: { readonly configured: readonly string[]; readonly notFound: readonly string[] };
  readonly enforcement: 'on' | 'off' | 'reader_key';
  readonly messaging: MessagingState;
  readonly enrolledSinceLast: number;
  /** Of the record of who did what, as it is now: whoever keeps it can tell later whether that was rewritten. */
  readonly activityHead: string | null;
  /** Of chats that count by the month. */
  readonly quotas: readonly QuotaLine[];
}

/** In the digest's thread, when an account completed later that day. */
interface LateModel {
  readonly accounts: readonly DigestAccount[];
  readonly at: LocalInstant;
}

const SHOWN_MAX = 10;

export function digest(words: Words, model: DigestModel): Message {
  const { digest: w, vocabulary, grammar } = words;
  return compose(words.language, summary(words, model), [
    heading(w.title(grammar.date(model.date))),
    ...section(
      words.parts.notWorking,
      model.failing.map((part) => failingLine(words, part)),
    ),
    administratorsLine(words, model),
    firstLine(words, model),
    trend(words, model),
    ...overdue(words, model),
    ...section(w.attention, attentionLines(words, model)),
    ...section(w.administratorsAway, awayLines(words, model)),
    ...section(w.held, heldLines(words, model.accounts)),
    ...section(w.notReached, notReachedLines(words, model)),
    ...section(w.named, namedLines(words, model)),
    ...section(w.exemptions.title, exemptionLines(words, model)),
    ...figures(words, model),
    ...section(vocabulary.accounts, accountLines(words, model.accounts)),
    ...section(
      words.quotas.title,
      model.quotas.map((quota) => quotaLine(words, quota)),
    ),
    breakGlassLine(words, model),
    note(
      w.asOf(grammar.whenWithZone(model.asOf)),
      w.percentRule,
      w.rule,
      model.activityHead === null ? null : w.activityHead(code(model.activityHead)),
    ),
  ]);
}

export function auditCompletedLate(words: Words, { accounts, at }: LateModel): Message {
  const { digest: w, vocabulary, grammar } = words;
  return compose(words.language, w.late.summary(accounts.length), [
    paragraph(w.late.when(grammar.whenWithZone(at))),
    ...section(vocabulary.accounts, accountLines(words, accounts)),
    ...section(w.held, heldLines(words, accounts)),
  ]);
}

/** The truth in one line. */
function summary({ digest: w, grammar }: Words, model: DigestModel): Text {
  const { date, anyComplete, totals, compliantPercent: percent, overdueCount } = model;
  if (!anyComplete) return joined(w.summary(date), w.summaryNoAudit);
  return joined(
    w.summary(date),
    percent === null
      ? w.summaryNobody
      : w.summaryProtected(totals.compliant, assessedCount(totals), grammar.percent(percent)),
    model.administrators > 0 ? w.summaryAdministrators(model.administrators) : null,
    overdueCount > 0 ? w.summaryOverdue(overdueCount) : null,
  );
}

function administratorsLine({ digest: w }: Words, model: DigestModel): Block | null {
  const { anyComplete, administrators } = model;
  return anyComplete && administrators > 0 ? paragraph(w.administrators(administrators)) : null;
}

function firstLine({ digest: w, grammar }: Words, model: DigestModel): Block {
  const { anyComplete, totals, compliantPercent: percent, changes, accounts, enrolledSinceLast } = model;
  if (!anyComplete) return paragraph(w.noAudit);
  const complete = accounts.filter((account) => account.complete).length;
  return paragraph(
    percent === null
      ? w.nobody
      : w.protected(totals.compliant, assessedCount(totals), grammar.percent(percent)),
    changes === null ? w.nothingToCompare : w.compared(signed(changes.compliant)),
    enrolledSinceLast > 0 ? w.enrolled(enrolledSinceLast) : null,
    complete < accounts.length ? w.someComplete(complete, accounts.length) : null,
  );
}

/** An even number, with what is being followed up: side by side there is no hole. */
const FIGURES = ['compliant', 'noncompliant', 'unknown', 'boundNotRequired', 'notApplicable'] as const;

function figures(words: Words, model: DigestModel): readonly (Block | null)[] {
  const { digest: w, grammar } = words;
  const { anyComplete, totals, changes, openCases, told } = model;
  if (!anyComplete) return [];
  const change = (name: keyof Counts) => (changes === null ? null : grammar.brackets(signed(changes[name])));
  return [
    paragraph(bold(w.inFigures)),
    facts([
      ...FIGURES.map((name): [string, Text] => [w.figures[name], joined(`${totals[name]}`, change(name))]),
      [w.followUp, w.openAndTold(openCases, told)],
    ]),
    factorsLine(words, model),
    totals.boundNotRequired > 0 ? note(w.notRequired) : null,
  ];
}

function factorsLine({ digest: w, grammar }: Words, { factors }: DigestModel): Block | null {
  if (factors.length === 0) return null;
  const kinds = factors.map(({ kind, total }) => joined(w.factorKinds[kind], `${total}`));
  return paragraph(w.factors(listed(grammar, kinds, kinds.length)));
}

/** Incomplete accounts first: they must not be the ones that are cut. */
function accountLines(words: Words, accounts: readonly DigestAccount[]): readonly Text[] {
  const incompleteFirst = accounts.toSorted((a, b) => Number(a.complete) - Number(b.complete));
  const line = (account: DigestAccount) => accountLine(words, account);
  return firstLines(words.grammar, incompleteFirst, { max: SHOWN_MAX, line });
}

function accountLine(words: Words, account: DigestAccount): Text {
  const { digest: w, grammar, vocabulary } = words;
  const { counts, incomplete, missingGrants } = account;
  const isUnproven = account.complete && !account.completenessProven;
  return joined(
    accountTag(words, account.account),
    grammar.colon,
    incomplete === null
      ? w.protectedOf(counts.compliant, assessedCount(counts))
      : w.incomplete(incompleteText(words, incomplete)),
    vocabulary.shortLoginMfaModes[account.loginMfaMode],
    grammar.stop,
    isUnproven ? w.notProven : null,
    missingGrants.length === 0 ? null : w.pleaseGrant(listed(grammar, missingGrants.map(code), SHOWN_MAX)),
  );
}

function heldLines(words: Words, accounts: readonly DigestAccount[]): readonly Sentence[] {
  const { digest: w, grammar, vocabulary } = words;
  const held = accounts.flatMap((one) => (one.held === null ? [] : [{ ...one.held, account: one.account }]));
  if (held.length === 0) return [];
  const lines = firstLines(grammar, held, {
    max: SHOWN_MAX,
    line: ({ account, reason, wouldMessage }) =>
      w.heldLine(
        accountTag(words, account),
        vocabulary.wouldGetMessage(wouldMessage),
        vocabulary.holdReasons[reason],
      ),
  });
  return [...lines, w.heldWho];
}

function namedLines(words: Words, { named }: DigestModel): readonly Text[] {
  const { digest: w, grammar, vocabulary } = words;
  return firstLines(grammar, named, {
    max: SHOWN_MAX,
    line: ({ user, step, deadline }) =>
      step === 'overdue'
        ? w.namedOverdue(userText(words, user), grammar.whenWithZone(deadline))
        : w.namedLine(userText(words, user), vocabulary.noticeSteps[step], grammar.whenWithZone(deadline)),
  });
}

function exemptionLines(words: Words, { exemptions }: DigestModel): readonly (Sentence | null)[] {
  const { digest, grammar } = words;
  const { exemptions: w } = digest;
  const { active, requested, ending } = exemptions;
  return [
    active > 0 ? w.active(active) : null,
    requested > 0 ? w.requested(requested) : null,
    ...firstLines(grammar, ending, {
      max: SHOWN_MAX,
      line: ({ user, until }) => w.ending(userText(words, user), grammar.whenWithZone(until)),
    }),
  ];
}

function awayLines(words: Words, { administratorsAway }: DigestModel): readonly Text[] {
  return firstLines(words.grammar, administratorsAway, {
    max: SHOWN_MAX,
    line: ({ user, away }) => joined(userTag(user), awayText(words, away)),
  });
}

function overdue({ digest: w }: Words, { overdueCount, enforcement }: DigestModel): readonly Block[] {
  if (overdueCount === 0) return [];
  if (enforcement === 'off') return [paragraph(w.overdue(overdueCount), w.requireByHand)];
  const require = w.require(overdueCount);
  return [
    paragraph(w.overdue(overdueCount), w.requireHow(require)),
    buttons({ label: require, command: 'enforce overdue', style: 'danger' }),
  ];
}

function notReachedLines(words: Words, model: DigestModel): readonly (Text | null)[] {
  const { digest: w, grammar, status } = words;
  const line = (title: Sentence, users: readonly UserLabel[], whatToDo: Sentence | null): Text | null => {
    if (users.length === 0) return null;
    const names = listed(
      grammar,
      users.map((user) => userText(words, user)),
      SHOWN_MAX,
    );
    return joined(w.notReachedLine(title, users.length, names), whatToDo);
  };
  const { hint } = status.lists.unmapped;
  return [
    line(w.unmapped, model.unmapped, hint),
    line(w.ambiguous, model.ambiguous, hint),
    line(status.lists.disputed.title, model.disputed, status.lists.disputed.hint),
    ...unreachableLines(words, model, line),
  ];
}

/** Who is refused alike stands together, with what to do about it. */
function unreachableLines(
  words: Words,
  { unreachable }: DigestModel,
  line: (title: Sentence, users: readonly UserLabel[], whatToDo: Sentence | null) => Text | null,
): readonly (Text | null)[] {
  const groups = Map.groupBy(unreachable, ({ code: { chat, code, meaning } }) =>
    [chat, code, meaning].join(),
  );
  return [...groups.values()].map((group) => {
    const [first] = group;
    if (first === undefined) return null;
    const users = group.map(({ user }) => user);
    return line(capitalized(codeInWords(words, first.code)), users, meaningInWords(words, first.code).todo);
  });
}

function attentionLines(words: Words, model: DigestModel): readonly (Sentence | null)[] {
  const { digest: w, grammar } = words;
  const { unknownDeliveries, breakGlass, messaging, totals, excludedAccountIds } = model;
  const codes = (items: readonly string[]) => listed(grammar, items.map(code), SHOWN_MAX);
  return [
    messaging.kind === 'on' ? null : w.messages(messagingText(words, messaging)),
    model.anyComplete && totals.unknown > 0 ? w.couldNotRead(totals.unknown) : null,
    unknownDeliveries > 0 ? w.unknownDeliveries(unknownDeliveries) : null,
    rightsLine(words, model),
    model.notNeeded > 0 ? w.notNeeded(model.notNeeded) : null,
    model.directoryErrorCode === null ? null : w.directory(model.directoryErrorCode),
    breakGlass.notFound.length > 0 ? w.breakGlassNotFound(codes(breakGlass.notFound)) : null,
    model.enforcement === 'reader_key' ? w.readerKey : null,
    excludedAccountIds.length > 0 ? w.excluded(codes(excludedAccountIds)) : null,
  ];
}

/** Said once, however many users it is about. */
function rightsLine(words: Words, { rightsUnread }: DigestModel): Sentence | null {
  if (rightsUnread.length === 0) return null;
  const accounts = rightsUnread.map(({ account, code: vendorCode }) =>
    withCode(words, accountTag(words, account), vendorCode),
  );
  return words.digest.rightsUnread(listed(words.grammar, accounts, SHOWN_MAX));
}

function trend({ digest: w }: Words, { trend: points }: DigestModel): Block | null {
  if (points.length < 2) return null;
  return { kind: 'chart', title: w.trend, series: w.trendSeries, points };
}

function breakGlassLine({ digest: w, grammar }: Words, { breakGlass }: DigestModel): Block | null {
  if (breakGlass.configured.length === 0) return null;
  return note(w.breakGlass(listed(grammar, breakGlass.configured.map(code), SHOWN_MAX)));
}
