import type { CaseCloseReason } from '../../case.ts';
import { code, type Message, type Text, text } from '../../message.ts';
import type { ClosedNudgeModel, EnforcedNoticeModel, ThanksModel } from '../catalogue.ts';
import { bullets, buttons, compose, DIVIDER, heading, paragraph, steps } from '../compose.ts';
import { accountName, accountTag, userTag } from '../labels.ts';
import { shortSteps } from './enrolment-steps.ts';
import { CHECK_AGAIN, genuine } from './nudge.ts';
import { contactName, DEVICES, when, whenWithZone } from './words.ts';

export function thanks({ user, device, seenAt, securityContact }: ThanksModel): Message {
  return compose(
    'en',
    text`Thank you: MFA is on for ${user.userName} (${accountName(user.account)}). Not you? Tell your security team.`,
    [
      heading(text`Thank you: MFA is on`),
      paragraph(
        text`RAM user ${code(user.userName)} in account ${accountTag(user.account)} now has ${DEVICES[device]}; I saw it on ${whenWithZone(seenAt)}.`,
        text`For this user there is nothing more to do.`,
      ),
      paragraph(
        text`Not you? Tell ${contactName(securityContact)} right away: somebody else may have set it up with your password.`,
      ),
      device !== 'virtual'
        ? null
        : paragraph(
            text`New phone one day? Remove the device in the console under Security Information first, then set up the new one: without the old phone you could not sign in.`,
          ),
    ],
  );
}

export function enforced({ user, at, signInUrl, securityContact }: EnforcedNoticeModel): Message {
  const enrollee = { logonName: user.logonName, signInUrl, reason: 'required_but_not_bound' } as const;
  return compose(
    'en',
    text`MFA is now required for ${user.userName}: your next sign-in will ask you to set it up`,
    [
      heading(text`MFA is now required for your Alibaba Cloud sign-in`),
      paragraph(
        text`This is the MFA bot of your security team. An administrator required MFA for RAM user ${code(user.userName)} in account ${accountTag(user.account)} on ${whenWithZone(at)}.`,
      ),
      bullets([
        text`Your next sign-in to the console will ask you to set up an MFA device. Please do it now, before somebody with your password does.`,
        text`Access keys keep working; programs that use them notice nothing.`,
        text`Where you are signed in already, that is expected to go on until the session ends.`,
      ]),
      steps(shortSteps([enrollee])),
      DIVIDER,
      genuine(securityContact),
      buttons(CHECK_AGAIN),
    ],
  );
}

const CLOSED: Record<CaseCloseReason, { readonly title: string; readonly line: string }> = {
  enrolled: { title: 'Done, MFA is set up', line: 'MFA is set up' },
  console_removed: {
    title: 'No longer needed',
    line: 'the console password was removed, so no MFA is needed',
  },
  console_inactive: {
    title: 'No longer needed',
    line: 'console sign-in was switched off, so no MFA is needed',
  },
  sso: {
    title: 'No longer needed',
    line: 'the account now signs in by single sign-on, so no MFA is needed here',
  },
  frozen: { title: 'No longer needed', line: 'the user was frozen and cannot sign in' },
  deleted: { title: 'No longer needed', line: 'the user was deleted' },
};

/** Takes the place of the message that asked for it. */
export function closed({ users, reason, at }: ClosedNudgeModel): Message {
  const { title, line } = CLOSED[reason];
  const lines = users.map((user): Text => text`${userTag(user)}: ${line} (seen ${when(at)}).`);
  return compose('en', text`${title}. There is nothing more for you to do`, [
    heading(text`${title}`),
    bullets(lines),
    paragraph(reason === 'enrolled' ? text`Thank you.` : null, text`There is nothing more for you to do.`),
  ]);
}
