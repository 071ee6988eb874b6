import type { ActivityKind } from '../../activity.ts';
import type { LocalInstant } from '../../clock.ts';
import type { ContactLine } from '../../contact.ts';
import type { Finding, LoginMfaMode } from '../../finding.ts';
import { type Block, bold, type Message, person, type Text } from '../../message.ts';
import type { HeldReason, LadderStep, NoticeState, NoticeStep } from '../../notice.ts';
import type { UserLabel } from '../../ram-user.ts';
import { bullets, compose, facts, firstLines, heading, joined, paragraph } from '../compose.ts';
import { command, userTag } from '../labels.ts';
import type { Words } from '../words.ts';
import { accountTag, contactText, findingText, withCode } from './in-words.ts';

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
}

interface HistoryEntry {
  readonly at: LocalInstant;
  readonly kind: ActivityKind;
  /** Who did it: a chat member, or the bot itself. */
  readonly actorMemberId: string | null;
  /** A step, a state, a reason or a code: shown as it stands. */
  readonly detail: string | null;
}

interface HistoryModel {
  readonly user: UserLabel;
  readonly entries: readonly HistoryEntry[];
  readonly total: number;
}

const ENTRIES_SHOWN_MAX = 30;

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
      [w.person, contactText(words, model.contact)],
      [w.read, w.justNow(grammar.whenWithZone(readAt))],
    ]),
    followUp(words, model),
    nextStep(words, model),
  ]);
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

export function history(words: Words, { user, entries, total }: HistoryModel): Message {
  const w = words.status.history;
  if (total === 0) {
    return compose(words.language, w.nothingSummary(user.userName), [paragraph(w.nothing(userTag(user)))]);
  }
  const line = (entry: HistoryEntry) => entryLine(words, entry);
  return compose(words.language, w.summary(user.userName, total), [
    heading(w.title(user.logonName)),
    bullets(firstLines(words.grammar, entries, { max: ENTRIES_SHOWN_MAX, line, total })),
  ]);
}

function entryLine(words: Words, { at, kind, actorMemberId, detail }: HistoryEntry): Text {
  const { status: w, grammar } = words;
  return joined(
    withCode(words, w.history.line(grammar.when(at), w.activities[kind]), detail),
    actorMemberId === null ? null : w.history.by(person(actorMemberId)),
  );
}
