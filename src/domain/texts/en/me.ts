import type { LocalInstant } from '../../clock.ts';
import { type Block, bold, code, link, type Message, type Text, text } from '../../message.ts';
import type { OwnUser } from '../catalogue.ts';
import { buttons, compose, heading, joined, note, paragraph, section, steps } from '../compose.ts';
import { userTag } from '../labels.ts';
import { fullSteps, PASSKEY_COUNTS } from './enrolment-steps.ts';
import { CHECK_AGAIN, ifRefused, notAllowed } from './nudge.ts';
import { contactName, findingText, whenWithZone } from './words.ts';

interface MeModel {
  readonly memberId: string;
  readonly users: readonly OwnUser[];
  readonly now: LocalInstant;
  readonly securityContact: string | null;
}

/** One's own state. */
export function me(model: MeModel): Message {
  return model.users.length === 0 ? notLinked(model) : ownState(model);
}

function notLinked({ memberId, securityContact }: MeModel): Message {
  return compose('en', text`No RAM user is linked to you`, [
    paragraph(
      text`No RAM user is linked to you, so there is nothing I can check for you.`,
      text`Your chat id is ${code(memberId)}.`,
    ),
    paragraph(
      text`If you do have a RAM user with a console password, please tell ${contactName(securityContact)} its name and this chat id. Nothing else: no password, no code.`,
    ),
  ]);
}

function ownState({ memberId, users, now, securityContact }: MeModel): Message {
  const open = users.filter(({ finding }) => finding.verdict === 'noncompliant');
  const unknown = users.filter(({ finding }) => finding.verdict === 'unknown');
  const enrollees = open.filter(({ mayManageOwnDevice }) => mayManageOwnDevice !== false);
  return compose('en', verdictLine(users), [
    heading(verdictLine(users)),
    ...section(
      `Checked just now, ${whenWithZone(now)}`,
      users.map((user) => ownLine(user, enrollees.length > 1 && enrollees.includes(user))),
    ),
    unknown.length === 0
      ? null
      : paragraph(
          text`“Could not be read” is not a no: Alibaba Cloud did not answer clearly. Please check again in a few minutes.`,
        ),
    ...notAllowed(
      open.filter(({ mayManageOwnDevice }) => mayManageOwnDevice === false).map(({ user }) => user),
      securityContact,
    ),
    ...howTo(enrollees, securityContact),
    note(
      text`Your chat id: ${code(memberId)}.`,
      text`Questions, or not your user? Ask ${contactName(securityContact)}.`,
    ),
    open.length + unknown.length === 0 ? null : buttons(CHECK_AGAIN),
  ]);
}

function verdictLine(users: readonly OwnUser[]): Text {
  const open = users.filter(({ finding }) => finding.verdict === 'noncompliant').length;
  const unknown = users.filter(({ finding }) => finding.verdict === 'unknown').length;
  if (open > 0 && users.length === 1) return text`Your MFA is still missing`;
  if (open > 0) return text`MFA is missing for ${open} of your users`;
  if (unknown > 0) return text`Your MFA state could not be read just now`;
  return text`All is well: there is nothing for you to do`;
}

/** With its own sign-in page where there is more than one to do; for one alone it stands in the steps. */
function ownLine({ user, finding, deadline, signInUrl }: OwnUser, withPage: boolean): Text {
  const due =
    deadline === null || finding.verdict !== 'noncompliant'
      ? null
      : text`– please do it by ${bold(whenWithZone(deadline))}.`;
  const page = withPage ? [link('Sign-in page', signInUrl)] : null;
  return joined(text`${userTag(user)}:`, findingText(finding), due, page);
}

function howTo(users: readonly OwnUser[], securityContact: string | null): readonly Block[] {
  if (users.length === 0) return [];
  const enrollees = users.map(({ user, finding, signInUrl }) => ({
    logonName: user.logonName,
    signInUrl,
    reason: finding.reason,
  }));
  const notKnown = users.some(({ mayManageOwnDevice }) => mayManageOwnDevice === null);
  return [
    paragraph([bold('How to set it up')]),
    steps(fullSteps(enrollees)),
    note(PASSKEY_COUNTS, notKnown ? ifRefused(securityContact) : null),
  ];
}
