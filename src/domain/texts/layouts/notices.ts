import type { CaseCloseReason } from '../../case.ts';
import type { LocalInstant } from '../../clock.ts';
import type { MfaDevice } from '../../finding.ts';
import { type Block, bold, code, type Message } from '../../message.ts';
import type { UserLabel } from '../../ram-user.ts';
import {
  bullets,
  compose,
  DIVIDER,
  facts,
  firstLines,
  heading,
  paragraph,
  type Sentence,
  steps,
} from '../compose.ts';
import { accountName, accountTag, userTag } from '../labels.ts';
import type { Words } from '../words.ts';
import { checkAgain, shortSteps } from './enrolment.ts';
import { genuine } from './genuine.ts';
import { contactName } from './in-words.ts';

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
    account: accountTag(user.account),
    device: vocabulary.devices[device],
    at: grammar.whenWithZone(seenAt),
  };
  return compose(words.language, w.summary(user.userName, accountName(user.account)), [
    heading(w.title),
    paragraph(w.seen(seen)),
    paragraph(w.notYou(contactName(words, securityContact))),
    device === 'virtual' ? paragraph(w.newPhone) : null,
  ]);
}

export function enforced(words: Words, model: EnforcedNoticeModel): Message {
  const { user, at, signInUrl, securityContact } = model;
  const w = words.notices.enforced;
  const enrollee = { logonName: user.logonName, signInUrl, reason: 'required_but_not_bound' } as const;
  return compose(words.language, w.summary(user.userName), [
    heading(w.title),
    paragraph(w.what(code(user.userName), accountTag(user.account), words.grammar.whenWithZone(at))),
    bullets(w.consequences),
    steps(shortSteps(words, [enrollee])),
    DIVIDER,
    genuine(words, securityContact),
    checkAgain(words),
  ]);
}

/** Takes the place of the message that asked for it. */
export function closed(words: Words, { users, reason, at }: ClosedNudgeModel): Message {
  const { grammar, notices: w } = words;
  const { title, line } = w.closed[reason];
  return compose(words.language, w.closedSummary(title), [
    heading(title),
    bullets(users.map((user) => w.closedLine(userTag(user), line, grammar.when(at)))),
    paragraph(reason === 'enrolled' ? w.thankYou : null, w.nothingMore),
  ]);
}

const USERS_SHOWN_MAX = 15;

export function managerWarning(words: Words, model: ManagerWarningModel): Message {
  const { nudge, notices } = words;
  const w = notices.managerWarning;
  const { personName: name, users, securityContact } = model;
  return compose(words.language, managerSummary(words, model), [
    heading(w.title),
    paragraph(w.why(name)),
    reports(words, model),
    paragraph(users.length > 1 ? w.helpWithEach(name) : w.help(name)),
    paragraph(w.nothingToDo(contactName(words, securityContact))),
    DIVIDER,
    paragraph(bold(nudge.isItGenuine), nudge.neverAsks, w.noLink),
  ]);
}

function managerSummary({ grammar, notices }: Words, { personName, users }: ManagerWarningModel): Sentence {
  const w = notices.managerWarning;
  const [first] = users.toSorted((a, b) => a.deadline.at - b.deadline.at);
  return first === undefined ? w.title : w.summary(personName, grammar.whenWithZone(first.deadline));
}

/** Side by side for one user, a line each for several. */
function reports({ grammar, vocabulary, notices }: Words, { users }: ManagerWarningModel): Block | null {
  const w = notices.managerWarning;
  const [only, ...others] = users;
  if (only !== undefined && others.length === 0) {
    return facts([
      [vocabulary.user, code(only.user.userName)],
      [vocabulary.account, accountTag(only.user.account)],
      [w.deadline, bold(grammar.whenWithZone(only.deadline))],
    ]);
  }
  return bullets(
    firstLines(grammar, users, {
      max: USERS_SHOWN_MAX,
      line: ({ user, deadline }) =>
        w.line(code(user.userName), accountTag(user.account), bold(grammar.whenWithZone(deadline))),
    }),
  );
}
