import type { CaseCloseReason } from '../../case.ts';
import type { LocalInstant } from '../../clock.ts';
import type { MfaDevice } from '../../finding.ts';
import { type Block, bold, code, type Message } from '../../message.ts';
import type { UserLabel } from '../../ram-user.ts';
import {
  bullets,
  compose,
  facts,
  firstLines,
  heading,
  note,
  paragraph,
  type Sentence,
  steps,
} from '../compose.ts';
import { userTag } from '../labels.ts';
import type { Words } from '../words.ts';
import { checkAgain, shortSteps } from './enrolment.ts';
import { accountTag, contactName, genuine } from './in-words.ts';

interface ThanksModel {
  readonly user: UserLabel;
  readonly device: MfaDevice;
  readonly seenAt: LocalInstant;
  readonly securityContact: string | null;
}

interface EnforcedNoticeModel {
  readonly user: UserLabel;
  readonly at: LocalInstant;
  readonly signInUrl: string;
  readonly securityContact: string | null;
}

/** What an earlier nudge becomes once its case is closed. */
interface ClosedNudgeModel {
  readonly users: readonly UserLabel[];
  readonly reason: CaseCloseReason;
  readonly at: LocalInstant;
  readonly securityContact: string | null;
}

/** To the manager of somebody who was warned. */
export interface ManagerWarningModel {
  /** Who reports to the reader, as the chat names that person. */
  readonly personName: string;
  readonly users: readonly { readonly user: UserLabel; readonly deadline: LocalInstant }[];
  readonly securityContact: string | null;
}

export function thanks(words: Words, { user, device, seenAt, securityContact }: ThanksModel): Message {
  const { grammar, notices, vocabulary } = words;
  const w = notices.thanks;
  const seen = {
    user: code(user.userName),
    account: accountTag(words, user.account),
    device: vocabulary.devices[device],
    at: grammar.whenWithZone(seenAt),
  };
  return compose(words.language, w.summary(user.userName, user.account.alias ?? user.account.accountId), [
    heading(w.title),
    paragraph(w.seen(seen)),
    paragraph(w.notYou(contactName(words, securityContact))),
    device === 'virtual' ? paragraph(w.newPhone) : null,
    smallPrint(words, securityContact),
  ]);
}

export function enforced(words: Words, model: EnforcedNoticeModel): Message {
  const { user, at, signInUrl, securityContact } = model;
  const w = words.notices.enforced;
  const enrollee = { logonName: user.logonName, signInUrl, reason: 'required_but_not_bound' } as const;
  return compose(words.language, w.summary(user.userName), [
    heading(w.title),
    paragraph(w.what(code(user.userName), accountTag(words, user.account), words.grammar.whenWithZone(at))),
    paragraph(w.goesOn),
    paragraph(bold(words.nudge.howTo)),
    steps(shortSteps(words, [enrollee])),
    checkAgain(words),
    genuine(words, securityContact),
  ]);
}

/** Takes the place of the message that asked for it. */
export function closed(words: Words, { users, reason, at, securityContact }: ClosedNudgeModel): Message {
  const { grammar, notices: w } = words;
  const { title, line } = w.closed[reason];
  return compose(words.language, w.closedSummary(title), [
    heading(title),
    bullets(users.map((user) => w.closedLine(userTag(user), line, grammar.when(at)))),
    paragraph(reason === 'enrolled' ? w.thankYou : null, w.nothingMore),
    smallPrint(words, securityContact),
  ]);
}

function smallPrint(words: Words, securityContact: string | null): Block {
  return note(words.notices.smallPrint(contactName(words, securityContact)));
}

const USERS_SHOWN_MAX = 15;

export function managerWarning(words: Words, model: ManagerWarningModel): Message {
  const w = words.notices.managerWarning;
  const { personName: name, users, securityContact } = model;
  return compose(words.language, managerSummary(words, model), [
    heading(w.title),
    paragraph(w.why(name)),
    reports(words, model),
    paragraph(users.length > 1 ? w.helpWithEach(name) : w.help(name)),
    paragraph(w.nothingToDo(contactName(words, securityContact))),
    paragraph(w.genuine(contactName(words, securityContact))),
  ]);
}

function managerSummary({ grammar, notices }: Words, { personName, users }: ManagerWarningModel): Sentence {
  const w = notices.managerWarning;
  const [first] = users.toSorted((a, b) => a.deadline.at - b.deadline.at);
  return first === undefined ? w.title : w.summary(personName, grammar.whenWithZone(first.deadline));
}

/** Side by side for one user, a line each for several. */
function reports(words: Words, { users }: ManagerWarningModel): Block | null {
  const { grammar, vocabulary, nudge, notices } = words;
  const w = notices.managerWarning;
  const [only, ...others] = users;
  if (only !== undefined && others.length === 0) {
    return facts([
      [vocabulary.user, nudge.user(code(only.user.userName), accountTag(words, only.user.account))],
      [w.deadline, bold(grammar.whenWithZone(only.deadline))],
    ]);
  }
  return bullets(
    firstLines(grammar, users, {
      max: USERS_SHOWN_MAX,
      line: ({ user, deadline }) =>
        w.line(code(user.userName), accountTag(words, user.account), bold(grammar.whenWithZone(deadline))),
    }),
  );
}
