import type { AbsenceLine } from '../../absence.ts';
import type { LocalInstant } from '../../clock.ts';
import type { ContactLine } from '../../contact.ts';
import { type Direction, doneLast, type EnforceOutcome, type EnforceRefusal } from '../../enforcement.ts';
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
import { command } from '../labels.ts';
import type { Words } from '../words.ts';
import {
  accountTag,
  awayText,
  contactText,
  exemptionText,
  type ShownExemption,
  userText,
  withCode,
} from './in-words.ts';
import { type Page, pageBlocks } from './pages.ts';
import type { Confirmation } from './start.ts';
import type { LastNotice } from './status-user.ts';

export interface EnforceTargetLine {
  readonly user: UserLabel;
  readonly lastSignInAt: LocalInstant | null;
  readonly device: MfaDevice;
  readonly loginMfaMode: LoginMfaMode;
  readonly contact: ContactLine;
  readonly lastNotice: LastNotice | null;
  readonly away: AbsenceLine | null;
  readonly exemption: ShownExemption | null;
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
  /** Too many for one confirmation: these were not even looked at. */
  readonly beyond: number;
  /** Characters that one message takes of a list. */
  readonly room: number;
  /** null when every target was refused. */
  readonly confirmation: Confirmation | null;
}

/** Those of a preview from one of them on, as they wait for the confirmation. */
export interface EnforcePageModel extends Omit<Page<UserLabel>, 'command'> {
  readonly direction: Direction;
  readonly confirmation: Confirmation;
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
const REFUSED_SHOWN_MAX = 10;

export function enforcePreview(words: Words, model: EnforcePreviewModel): Message {
  const { enforce: w } = words;
  const { direction, targets, refused, confirmation } = model;
  if (confirmation === null) {
    return compose(words.language, w.nothingSummary(refused.length), [
      paragraph(w.nothing),
      ...refusedLines(words, refused),
    ]);
  }
  const action = w.action(direction, targets.length);
  const line = (target: EnforceTargetLine) => targetLine(words, direction, target);
  const page = { rows: targets, from: 1, total: targets.length, room: model.room };
  return compose(words.language, w.summary(action), [
    heading(w.question(action)),
    paragraph(w.nothingYet, model.beyond > 0 ? w.beyond(model.beyond) : null),
    ...pageBlocks(words, { ...page, command: `more ${confirmation.code}` }, { line }),
    ...section(w.whatItDoes, consequences(words, model)),
    ...refusedLines(words, refused),
    ...confirmBlocks(words, action, confirmation),
  ]);
}

/** More of what the confirmation stands for; looking at it confirms nothing. */
export function enforcePage(words: Words, model: EnforcePageModel): Message {
  const { enforce: w } = words;
  const { direction, confirmation, total } = model;
  const action = w.action(direction, total);
  const line = (user: UserLabel) =>
    w.pageLine({
      user: userText(words, user),
      account: accountTag(words, user.account),
      id: code(user.userId),
    });
  return compose(words.language, w.summary(action), [
    heading(w.question(action)),
    paragraph(w.nothingYet),
    ...pageBlocks(words, { ...model, command: `more ${confirmation.code}` }, { line }),
    ...confirmBlocks(words, action, confirmation),
  ]);
}

function confirmBlocks({ enforce: w }: Words, action: string, confirmation: Confirmation): readonly Block[] {
  const typed = `confirm ${confirmation.code}`;
  return [
    buttons({ label: action, command: typed, style: 'danger' }),
    note(w.orType(command(typed), confirmation.validMinutes)),
  ];
}

/** So many take their time: said before, so that nobody asks again meanwhile. */
export function enforceBegun(
  { language, enforce: w }: Words,
  {
    what,
    count,
    minutes,
  }: { readonly what: 'reading' | 'changing'; readonly count: number; readonly minutes: number },
): Message {
  const line = w.begun[what](count, minutes);
  return compose(language, line, [paragraph(line)]);
}

function targetLine(words: Words, direction: Direction, target: EnforceTargetLine): Text {
  const { enforce: w, grammar, vocabulary } = words;
  const { user, lastSignInAt, device, loginMfaMode, contact, lastNotice: last } = target;
  const { noticeSteps, noticeStates, notKnown, devices } = vocabulary;
  const who = {
    user: userText(words, user),
    account: accountTag(words, user.account),
    id: code(user.userId),
  };
  return joined(
    w.target(who, devices[device], w.current[direction]),
    w.accountEffects[direction][loginMfaMode],
    grammar.stop,
    w.lastSignIn(lastSignInAt === null ? notKnown : grammar.when(lastSignInAt)),
    w.person(
      joined(
        contactText(words, contact),
        target.away === null ? null : awayText(words, target.away),
        target.exemption === null ? null : exemptionText(words, target.exemption),
      ),
    ),
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
    withCode(words, w.refusedLine(userText(words, user), w.refusals[reason]), vendorCode);
  return section(w.leftOut, firstLines(grammar, refused, { max: REFUSED_SHOWN_MAX, line }));
}

export function enforceResult(words: Words, model: EnforceResultModel): Message {
  const { enforce: w, grammar } = words;
  const { direction, results, left } = model;
  const done = results.filter(({ outcome }) => outcome === 'verified').length;
  const headline = w.result(direction, done, results.length + left);
  const line = (result: Result) => resultLine(words, direction, result);
  return compose(words.language, headline, [
    paragraph(strong(headline), w.readBack),
    bullets(firstLines(grammar, doneLast(results), { max: SHOWN_MAX, line })),
    left > 0 ? paragraph(w.rest(left)) : null,
    ...whatNow(words, model),
  ]);
}

type Result = EnforceResultModel['results'][number];

function resultLine(words: Words, direction: Direction, result: Result): Text {
  const { enforce: w, grammar, posts, vocabulary } = words;
  const { user, outcome, device, code: vendorCode, personTold } = result;
  const line = w.resultLine(userText(words, user), posts.outcomes[direction][outcome]);
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
