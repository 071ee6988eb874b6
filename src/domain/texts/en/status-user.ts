import type { ActivityKind } from '../../activity.ts';
import { type Block, bold, code, type Message, person, type Text, text } from '../../message.ts';
import type { UserLabel } from '../../ram-user.ts';
import type { HistoryEntry, StatusUserModel } from '../catalogue.ts';
import { bullets, compose, facts, firstLines, heading, joined, paragraph } from '../compose.ts';
import { accountTag, command, userTag } from '../labels.ts';
import {
  andMore,
  contactText,
  findingText,
  HELD_REASONS,
  LOGIN_MFA_MODES,
  NOTICE_STATES,
  NOTICE_STEPS,
  plural,
  when,
  whenWithZone,
} from './words.ts';

const ENTRIES_SHOWN_MAX = 30;

const VERDICTS = {
  compliant: 'Protected',
  noncompliant: 'Not protected',
  not_applicable: 'Not applicable',
  unknown: 'Unknown',
} as const;

export function statusUser(model: StatusUserModel): Message {
  const { user, finding, readAt, breakGlass } = model;
  const verdict = VERDICTS[finding.verdict];
  return compose('en', text`${user.userName}: ${verdict}`, [
    paragraph(text`${userTag(user)}: ${bold(verdict)}`, joined(['–'], findingText(finding))),
    breakGlass ? paragraph(text`A break-glass user: never messaged, never enforced.`) : null,
    facts([
      ['Account', [accountTag(user.account)]],
      ['Setting of the user', text`${required(finding.mfaRequired)}`],
      ['Setting of the account', text`${LOGIN_MFA_MODES[model.loginMfaMode]}`],
      ['Last sign-in', text`${model.lastSignInAt === null ? 'not known' : when(model.lastSignInAt)}`],
      ['Person', contactText(model.contact)],
      ['Read', text`just now, ${whenWithZone(readAt)}`],
    ]),
    followUp(model),
    nextStep(model),
  ]);
}

function required(mfaRequired: boolean | null): string {
  if (mfaRequired === null) return 'could not be read, or there is none';
  return mfaRequired ? 'MFA required' : 'MFA not required';
}

function followUp({ openCase }: StatusUserModel): Block | null {
  if (openCase === null) return null;
  const { openedAt, toldAt, deadline, lastNotice, next, heldBecause } = openCase;
  return bullets([
    text`Followed up since ${when(openedAt)}; ${toldAt === null ? 'the person was not told yet' : `the person was told ${when(toldAt)}`}.`,
    deadline === null ? null : text`Deadline: ${bold(whenWithZone(deadline))}.`,
    lastNotice === null
      ? null
      : text`Last: ${NOTICE_STEPS[lastNotice.step]}, ${NOTICE_STATES[lastNotice.state]}, ${when(lastNotice.at)}.`,
    next === null ? null : text`Next: ${NOTICE_STEPS[next.step]}, ${when(next.at)}.`,
    heldBecause === null ? null : text`${bold('Not sent now')} because ${HELD_REASONS[heldBecause]}.`,
  ]);
}

function nextStep({ user, finding, breakGlass }: StatusUserModel): Block | null {
  switch (finding.verdict) {
    case 'unknown':
      return paragraph(
        text`Unknown is not a no: try again in a few minutes. Until it can be read, nobody is messaged about it.`,
      );
    case 'noncompliant':
      return finding.reason === 'no_device' && !breakGlass
        ? paragraph(
            text`Require MFA at the next sign-in: ${command(`enforce ${user.logonName}`)} shows a preview and asks first.`,
          )
        : null;
    default:
      return null;
  }
}

const ACTIVITIES: Record<ActivityKind, string> = {
  case_opened: 'follow-up opened',
  case_resumed: 'follow-up resumed',
  case_closed: 'follow-up closed',
  notice_sent: 'message sent',
  notice_failed: 'message could not be delivered',
  notice_unknown: 'message sent, unknown whether it arrived',
  notice_cancelled: 'message cancelled',
  enforce_confirmed: 'requiring MFA confirmed',
  enforce_verified: 'MFA required, read back',
  enforce_differs: 'MFA required, but read back differently',
  enforce_failed: 'requiring MFA failed',
  enforce_unknown: 'MFA required, could not be read back',
  unenforce_confirmed: 'no longer requiring MFA confirmed',
  unenforce_verified: 'MFA no longer required, read back',
  unenforce_differs: 'MFA no longer required, but read back differently',
  unenforce_failed: 'no longer requiring MFA failed',
  unenforce_unknown: 'MFA no longer required, could not be read back',
  account_held: 'account held',
  account_released: 'account released',
  user_released: 'user released',
  paused: 'messages paused',
  resumed: 'messages resumed',
  audit_requested: 'audit asked for',
  command_refused: 'command refused',
};

export function history(model: {
  readonly user: UserLabel;
  readonly entries: readonly HistoryEntry[];
  readonly total: number;
}): Message {
  const { user, entries, total } = model;
  if (total === 0) {
    return compose('en', text`Nothing is recorded about ${user.userName}`, [
      paragraph(text`Nothing is recorded about ${userTag(user)} so far.`),
    ]);
  }
  return compose('en', text`History of ${user.userName}: ${plural(total, 'entry', 'entries')}`, [
    heading(text`History of ${user.logonName}`),
    bullets(firstLines(entries, { max: ENTRIES_SHOWN_MAX, line: entryLine, more: andMore, total })),
  ]);
}

function entryLine({ at, kind, actorMemberId, detail }: HistoryEntry): Text {
  return joined(
    text`${when(at)}: ${ACTIVITIES[kind]}`,
    detail === null ? null : text`(${code(detail)})`,
    actorMemberId === null ? null : text`by ${person(actorMemberId)}`,
  );
}
