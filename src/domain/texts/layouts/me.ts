import type { AbsenceLine } from '../../absence.ts';
import type { LocalInstant } from '../../clock.ts';
import type { Finding } from '../../finding.ts';
import { type Block, type Button, bold, code, link, type Message, type Text } from '../../message.ts';
import type { UserLabel } from '../../ram-user.ts';
import {
  buttons,
  compose,
  heading,
  joined,
  note,
  paragraph,
  type Sentence,
  section,
  steps,
} from '../compose.ts';
import { userTag } from '../labels.ts';
import type { Words } from '../words.ts';
import { checkAgainButton, fullSteps, notAllowed } from './enrolment.ts';
import { awayText, contactName, findingText } from './in-words.ts';
import { boundText, type SeenFrom, usedText } from './seen-from.ts';
import { notNeededButton, stillNeeded } from './still-needed.ts';

export interface OwnUser {
  readonly user: UserLabel;
  /** Read just now; `unreadable` carries the vendor's code in `finding.errorCode`. */
  readonly finding: Finding;
  readonly deadline: LocalInstant | null;
  readonly signInUrl: string;
  /** false: the user may not bind a device, an administrator has to. null: not known. */
  readonly mayManageOwnDevice: boolean | null;
  /** The last sign-in to a console login that nobody seems to use. */
  readonly unusedSince: LocalInstant | null;
  readonly away: AbsenceLine | null;
  /** When and from where the device was bound; null: not known. */
  readonly bound: SeenFrom | null;
  /** When and from where the password alone was enough, the last time; null: not known, or of no concern. */
  readonly usedWithoutMfa: SeenFrom | null;
  readonly exemptUntil: LocalInstant | null;
}

interface MeModel {
  readonly memberId: string;
  readonly users: readonly OwnUser[];
  /** There may be more, which could not be looked up. */
  readonly isPartial: boolean;
  readonly now: LocalInstant;
  readonly securityContact: string | null;
}

/** One's own state. */
export function me(words: Words, model: MeModel): Message {
  return model.users.length === 0 ? notLinked(words, model) : ownState(words, model);
}

function notLinked(words: Words, { memberId, securityContact }: MeModel): Message {
  const w = words.replies.me;
  return compose(words.language, w.nobody, [
    paragraph(w.nothingToCheck(code(memberId))),
    paragraph(w.tellThem(contactName(words, securityContact))),
  ]);
}

function ownState(words: Words, model: MeModel): Message {
  const { memberId, users, isPartial, now, securityContact } = model;
  const w = words.replies.me;
  const open = users.filter(({ finding }) => finding.verdict === 'noncompliant');
  const isUnknown = users.some(({ finding }) => finding.verdict === 'unknown');
  const enrollees = open.filter(({ mayManageOwnDevice }) => mayManageOwnDevice !== false);
  const others = open.filter(({ mayManageOwnDevice }) => mayManageOwnDevice === false);
  const withPage = (user: OwnUser) => enrollees.length > 1 && enrollees.includes(user);
  return compose(words.language, verdictLine(words, model), [
    heading(verdictLine(words, model)),
    ...section(
      w.checked(words.grammar.whenWithZone(now)),
      users.map((user) => ownLine(words, user, withPage(user))),
    ),
    isUnknown ? paragraph(w.notRead) : null,
    isPartial ? paragraph(w.notAllFound) : null,
    open.some(isAway) ? paragraph(words.away.inMe) : null,
    open.some(isExempt) ? paragraph(words.exemptions.inMe) : null,
    ...stillNeeded(words, open),
    ...notAllowed(
      words,
      others.map(({ user }) => user),
      securityContact,
    ),
    ...howTo(words, enrollees, securityContact),
    note(w.chatId(code(memberId)), w.notYours(contactName(words, securityContact))),
    open.length > 0 || isUnknown || isPartial
      ? buttons(checkAgainButton(words), ...notNeededButton(words, open), ...backButton(words, open))
      : null,
  ]);
}

const isAway = ({ away }: OwnUser) => away !== null;
const isExempt = ({ exemptUntil }: OwnUser) => exemptUntil !== null;

function backButton({ away: w }: Words, open: readonly OwnUser[]): readonly Button[] {
  return open.some(isAway) ? [{ label: w.backButton, command: 'away off' }] : [];
}

function verdictLine({ replies }: Words, { users, isPartial }: MeModel): Sentence {
  const w = replies.me;
  const open = users.filter(({ finding }) => finding.verdict === 'noncompliant').length;
  if (open > 0) return users.length === 1 ? w.stillMissing : w.missingForSome(open);
  if (users.some(({ finding }) => finding.verdict === 'unknown')) return w.unknown;
  return isPartial ? w.notAll : w.allWell;
}

/** With its own sign-in page where there is more than one to do; for one alone it stands in the steps. */
function ownLine(words: Words, own: OwnUser, withPage: boolean): Text {
  const { user, finding, deadline, exemptUntil, signInUrl } = own;
  // What was promised to who is exempt or away moves: that day is none to name.
  const isDue = deadline !== null && finding.verdict === 'noncompliant' && !isAway(own) && !isExempt(own);
  return joined(
    userTag(user),
    words.grammar.colon,
    findingText(words, finding),
    isDue ? words.replies.me.doItBy(bold(words.grammar.whenWithZone(deadline))) : null,
    own.away === null ? null : awayText(words, own.away),
    own.bound === null ? null : boundText(words, own.bound),
    usedText(words, { ...user, ...own }),
    exemptUntil === null ? null : words.exemptions.own(words.grammar.whenWithZone(exemptUntil)),
    withPage ? link(words.nudge.signInPage, signInUrl) : null,
  );
}

function howTo(words: Words, users: readonly OwnUser[], securityContact: string | null): readonly Block[] {
  if (users.length === 0) return [];
  const { nudge: w, enrolment } = words;
  const enrollees = users.map(({ user, finding, signInUrl }) => ({
    logonName: user.logonName,
    signInUrl,
    reason: finding.reason,
  }));
  const isUnsure = users.some(({ mayManageOwnDevice }) => mayManageOwnDevice === null);
  return [
    paragraph(bold(w.howTo)),
    steps(fullSteps(words, enrollees)),
    note(enrolment.passkeyCounts, isUnsure ? w.ifRefused(contactName(words, securityContact)) : null),
  ];
}
