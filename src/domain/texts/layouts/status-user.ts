import type { ActivityKind } from '../../activity.ts';
import type { LocalInstant } from '../../clock.ts';
import type { ContactLine } from '../../contact.ts';
import type { Finding, LoginMfaMode } from '../../finding.ts';
import { type Block, bold, code, type Inline, type Message, person, type Text } from '../../message.ts';
import type { HeldReason, LadderStep, NoticeState, NoticeStep } from '../../notice.ts';
import type { Privilege } from '../../privilege.ts';
import type { UserLabel } from '../../ram-user.ts';
import { bullets, compose, facts, heading, joined, paragraph, type Sentence } from '../compose.ts';
import { command, userTag } from '../labels.ts';
import type { Words } from '../words.ts';
import { accountTag, contactText, findingText, withCode } from './in-words.ts';
import { type Page, pageBlocks } from './pages.ts';

/** What was said last, and what came of it. */
export interface LastNotice {
  readonly step: NoticeStep;
  readonly state: NoticeState;
  readonly at: LocalInstant;
}

export interface StatusUserModel {
  readonly user: UserLabel;
  readonly finding: Finding;
  readonly loginMfaMode: LoginMfaMode;
  readonly readAt: LocalInstant;
  readonly lastSignInAt: LocalInstant | null;
  readonly contact: ContactLine;
  readonly openCase: {
    readonly openedAt: LocalInstant;
    readonly toldAt: LocalInstant | null;
    readonly deadline: LocalInstant | null;
    readonly lastNotice: LastNotice | null;
    readonly next: { readonly step: LadderStep; readonly at: LocalInstant } | null;
    readonly heldBecause: HeldReason | null;
  } | null;
  readonly breakGlass: boolean;
  /** null: never asked for. */
  readonly privilege: Privilege | null;
}

interface HistoryEntry {
  readonly at: LocalInstant;
  readonly kind: ActivityKind;
  /** Who did it: a chat member, or the bot itself. */
  readonly actorMemberId: string | null;
  /** A step, a state, a reason or a code: shown as it stands. */
  readonly detail: string | null;
  /** Something personal stood here and was erased. */
  readonly isErased: boolean;
}

interface HistoryModel extends Omit<Page<HistoryEntry>, 'command'> {
  readonly user: UserLabel;
}

export function statusUser(words: Words, model: StatusUserModel): Message {
  const { status, grammar, vocabulary } = words;
  const w = status.ofUser;
  const { user, finding, readAt, lastSignInAt } = model;
  const verdict = vocabulary.verdicts[finding.verdict];
  return compose(words.language, w.summary(user.userName, verdict), [
    paragraph(w.line(userTag(user), bold(verdict), findingText(words, finding))),
    model.breakGlass ? paragraph(w.breakGlass) : null,
    facts([
      [vocabulary.account, accountTag(words, user.account)],
      [w.userSetting, required(words, finding.mfaRequired)],
      [w.accountSetting, vocabulary.loginMfaModes[model.loginMfaMode]],
      [w.lastSignIn, lastSignInAt === null ? vocabulary.notKnown : grammar.when(lastSignInAt)],
      rights(words, model),
      [w.person, contactText(words, model.contact)],
      [w.read, w.justNow(grammar.whenWithZone(readAt))],
    ]),
    followUp(words, model),
    nextStep(words, model),
  ]);
}

/** What it is by, or why nobody can say; nothing of an ordinary user. */
function rights(words: Words, { privilege }: StatusUserModel): readonly [string, Sentence] | null {
  const w = words.status.ofUser;
  switch (privilege?.kind) {
    case 'administrator':
      return [w.rights, w.administratorBy(code(privilege.policyName), privilege.groupName)];
    case 'unknown':
      return [w.rights, withCode(words, w.rightsUnread, privilege.code)];
    default:
      return null;
  }
}

function required({ status }: Words, mfaRequired: boolean | null): string {
  const w = status.ofUser;
  if (mfaRequired === null) return w.notReadOrNone;
  return mfaRequired ? w.required : w.notRequired;
}

function followUp({ status, grammar, vocabulary }: Words, { openCase }: StatusUserModel): Block | null {
  if (openCase === null) return null;
  const w = status.ofUser;
  const { openedAt, toldAt, deadline, lastNotice: last, next, heldBecause } = openCase;
  const { noticeSteps, noticeStates, heldReasons } = vocabulary;
  return bullets([
    joined(w.since(grammar.when(openedAt)), toldAt === null ? w.notTold : w.told(grammar.when(toldAt))),
    deadline === null ? null : w.deadline(bold(grammar.whenWithZone(deadline))),
    last === null ? null : w.last(noticeSteps[last.step], noticeStates[last.state], grammar.when(last.at)),
    next === null ? null : w.next(noticeSteps[next.step], grammar.when(next.at)),
    heldBecause === null ? null : w.notSent(heldReasons[heldBecause]),
  ]);
}

function nextStep({ status }: Words, { user, finding, breakGlass }: StatusUserModel): Block | null {
  const w = status.ofUser;
  if (finding.verdict === 'unknown') return paragraph(w.unknownIsNotNo);
  if (finding.reason !== 'no_device' || breakGlass) return null;
  return paragraph(w.require(command(`enforce ${user.logonName}`)));
}

export function history(words: Words, model: HistoryModel): Message {
  const w = words.status.history;
  const { user, total } = model;
  if (total === 0) {
    return compose(words.language, w.nothingSummary(user.userName), [paragraph(w.nothing(userTag(user)))]);
  }
  const command = `history ${user.logonName}`;
  return compose(words.language, w.summary(user.userName, total), [
    heading(w.title(user.logonName)),
    ...pageBlocks(words, { ...model, command }, { line: (entry) => entryLine(words, entry) }),
  ]);
}

function entryLine(words: Words, entry: HistoryEntry): Text {
  const { status: w, grammar } = words;
  const { at, kind, actorMemberId, detail, isErased } = entry;
  return joined(
    w.history.line(grammar.when(at), w.activities[kind]),
    detail === null ? null : grammar.brackets(detailText(words, kind, detail)),
    actorMemberId === null ? null : w.history.by(person(actorMemberId)),
    isErased ? w.history.erased : null,
  );
}

/** `step`, `step (audience)` or `step: code`: what a notice was, to whom, and why it did not go. */
const NOTICE = /^(?<step>\w+)(?: \((?<audience>[^)]+)\))?(?:: (?<vendorCode>.+))?$/u;

/** In words where the rules have some; else, as a vendor's code is, as it stands. */
function detailText(words: Words, kind: ActivityKind, detail: string): Text {
  const { vocabulary, notices, status, exemptions } = words;
  switch (kind) {
    case 'notice_sent':
    case 'notice_failed':
    case 'notice_unknown':
    case 'notice_cancelled':
    case 'snoozed':
    case 'reminded': {
      const { step = detail, audience, vendorCode } = NOTICE.exec(detail)?.groups ?? {};
      return joined(
        termOf(vocabulary.noticeSteps, step),
        audience === undefined ? null : termOf(status.history.audiences, audience),
        vendorCode === undefined ? null : code(vendorCode),
      );
    }
    case 'case_opened':
      return [termOf(vocabulary.findings, detail)];
    case 'case_closed':
      return [termOf(mapLines(notices.closed), detail)];
    case 'exemption_approved':
      return [termOf({ single_admin: exemptions.lineSingleAdmin }, detail)];
    case 'account_held':
      return [termOf(vocabulary.holdReasons, detail)];
    default:
      return [code(detail)];
  }
}

function termOf(terms: Readonly<Record<string, string>>, name: string): Inline {
  return terms[name] ?? code(name);
}

function mapLines(closed: Words['notices']['closed']): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(closed).map(([reason, { line }]) => [reason, line]));
}
