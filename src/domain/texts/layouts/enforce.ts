import type { LocalInstant } from '../../clock.ts';
import type { ContactLine } from '../../contact.ts';
import type { Direction, EnforceOutcome, EnforceRefusal } from '../../enforcement.ts';
import type { LoginMfaMode, MfaDevice } from '../../finding.ts';
import { type Block, code, type Message, type Text } from '../../message.ts';
import type { UserLabel } from '../../ram-user.ts';
import {
  bullets,
  buttons,
  compose,
  firstLines,
  heading,
  joined,
  note,
  paragraph,
  type Sentence,
  section,
  strong,
} from '../compose.ts';
import { command, userTag } from '../labels.ts';
import type { Words } from '../words.ts';
import { accountTag, contactText, withCode } from './in-words.ts';
import type { Confirmation } from './start.ts';
import type { LastNotice } from './status-user.ts';

export interface EnforceTargetLine {
  readonly user: UserLabel;
  readonly lastSignInAt: LocalInstant | null;
  readonly device: MfaDevice;
  readonly loginMfaMode: LoginMfaMode;
  readonly contact: ContactLine;
  readonly lastNotice: LastNotice | null;
}

interface RefusedTarget {
  readonly user: UserLabel;
  readonly reason: EnforceRefusal;
  readonly code: string | null;
}

export interface EnforcePreviewModel {
  readonly direction: Direction;
  readonly targets: readonly EnforceTargetLine[];
  readonly refused: readonly RefusedTarget[];
  /** null when every target was refused. */
  readonly confirmation: Confirmation | null;
}

export interface EnforceResultModel {
  readonly direction: Direction;
  readonly results: readonly {
    readonly user: UserLabel;
    readonly outcome: EnforceOutcome;
    readonly device: MfaDevice;
    /** The vendor's code, or what else changed (`PasswordResetRequired`). */
    readonly code: string | null;
    readonly personTold: boolean;
  }[];
  /** Not done yet: carried out or settled without being asked again. */
  readonly left: number;
}

const SHOWN_MAX = 20;

export function enforcePreview(words: Words, model: EnforcePreviewModel): Message {
  const { enforce: w, grammar } = words;
  const { direction, targets, refused, confirmation } = model;
  if (confirmation === null) {
    return compose(words.language, w.nothingSummary(refused.length), [
      paragraph(w.nothing),
      ...refusedLines(words, refused),
    ]);
  }
  const action = w.action(direction, targets.length);
  const typed = `confirm ${confirmation.code}`;
  const line = (target: EnforceTargetLine) => targetLine(words, direction, target);
  return compose(words.language, w.summary(action), [
    heading(w.question(action)),
    paragraph(w.nothingYet),
    bullets(firstLines(grammar, targets, { max: SHOWN_MAX, line })),
    ...section(w.whatItDoes, consequences(words, model)),
    ...refusedLines(words, refused),
    buttons({ label: action, command: typed, style: 'danger' }),
    note(w.orType(command(typed), confirmation.validMinutes)),
  ]);
}

function targetLine(words: Words, direction: Direction, target: EnforceTargetLine): Text {
  const { enforce: w, grammar, vocabulary } = words;
  const { user, lastSignInAt, device, loginMfaMode, contact, lastNotice: last } = target;
  const { noticeSteps, noticeStates, notKnown, devices } = vocabulary;
  const who = { user: userTag(user), account: accountTag(words, user.account), id: code(user.userId) };
  return joined(
    w.target(who, devices[device], w.current[direction]),
    w.accountEffects[direction][loginMfaMode],
    grammar.stop,
    w.lastSignIn(lastSignInAt === null ? notKnown : grammar.when(lastSignInAt)),
    w.person(contactText(words, contact)),
    last === null
      ? w.neverMessaged
      : w.lastMessage(noticeSteps[last.step], noticeStates[last.state], grammar.when(last.at)),
  );
}

function consequences({ enforce: w }: Words, model: EnforcePreviewModel): readonly (Sentence | null)[] {
  const { direction, targets } = model;
  const isLedToBind = direction === 'enforce' && targets.some(({ device }) => device === 'none');
  return [isLedToBind ? w.withoutDevice : null, ...w.consequences[direction]];
}

function refusedLines(words: Words, refused: readonly RefusedTarget[]): readonly (Block | null)[] {
  const { enforce: w, grammar } = words;
  const line = ({ user, reason, code: vendorCode }: RefusedTarget) =>
    withCode(words, w.refusedLine(userTag(user), w.refusals[reason]), vendorCode);
  return section(w.leftOut, firstLines(grammar, refused, { max: SHOWN_MAX, line }));
}

export function enforceResult(words: Words, model: EnforceResultModel): Message {
  const { enforce: w, grammar } = words;
  const { direction, results, left } = model;
  const done = results.filter(({ outcome }) => outcome === 'verified').length;
  const headline = w.result(direction, done, results.length + left);
  const line = (result: Result) => resultLine(words, direction, result);
  return compose(words.language, headline, [
    paragraph(strong(headline), w.readBack),
    bullets(firstLines(grammar, results, { max: SHOWN_MAX, line })),
    left > 0 ? paragraph(w.rest(left)) : null,
    ...whatNow(words, model),
  ]);
}

type Result = EnforceResultModel['results'][number];

function resultLine(words: Words, direction: Direction, result: Result): Text {
  const { enforce: w, grammar, posts, vocabulary } = words;
  const { user, outcome, device, code: vendorCode, personTold } = result;
  const line = w.resultLine(userTag(user), posts.outcomes[direction][outcome]);
  const isEnforced = direction === 'enforce' && outcome === 'verified';
  return joined(
    withCode(words, line, vendorCode),
    grammar.stop,
    isEnforced ? w.has(vocabulary.devices[device]) : null,
    isEnforced ? (personTold ? w.told : w.notTold) : null,
  );
}

function whatNow(
  { enforce: w }: Words,
  { direction, results }: EnforceResultModel,
): readonly (Block | null)[] {
  const isUnclear = results.some(({ outcome }) => outcome === 'unknown' || outcome === 'differs');
  const isDone = direction === 'enforce' && results.some(({ outcome }) => outcome === 'verified');
  return [isUnclear ? paragraph(w.unclear) : null, isDone ? paragraph(w.undo) : null];
}

/** `enforce overdue` with nobody overdue. */
export function enforceNobody({ language, enforce: w }: Words): Message {
  return compose(language, w.nobodySummary, [paragraph(w.nobody)]);
}
