import { type Block, bold, type Message, type Text, text } from '../../message.ts';
import type { CohortNudgeModel } from '../catalogue.ts';
import { buttons, compose, DIVIDER, facts, heading, note, paragraph, steps } from '../compose.ts';
import { command } from '../labels.ts';
import { cohortSteps, PASSKEY_COUNTS } from './enrolment-steps.ts';
import {
  allStepsIn,
  CHECK_AGAIN,
  genuine,
  guideLink,
  ifRefused,
  opening,
  PASSWORD_IS_ENOUGH,
  TITLES,
} from './nudge.ts';
import { whenWithZone } from './words.ts';

/** The same words to several people, so nobody's user or account stands in it. */
export function cohortNudge(model: CohortNudgeModel): Message {
  const { step, site, securityContact } = model;
  return compose('en', summary(model), [
    heading(text`${TITLES[step]}`),
    paragraph(...opening({ step, complete: false, securityContact }, [PASSWORD_IS_ENOUGH], true)),
    about(model),
    paragraph([bold('How to set it up, in short')]),
    steps(cohortSteps()),
    note(PASSKEY_COUNTS, allStepsIn(guideLink(site)), ifRefused(securityContact)),
    DIVIDER,
    genuine(securityContact),
    buttons(CHECK_AGAIN),
  ]);
}

function summary({ step, deadline }: CohortNudgeModel): Text {
  const until = whenWithZone(deadline);
  switch (step) {
    case 'first':
      return text`MFA is missing for your Alibaba Cloud sign-in: please set it up by ${until}`;
    case 'reminder':
      return text`Reminder: your Alibaba Cloud sign-in still has no MFA, please set it up by ${until}`;
    case 'warning':
      return text`Deadline coming up: MFA for your Alibaba Cloud sign-in, by ${until}`;
    case 'deadline':
      return text`Last message: MFA for your Alibaba Cloud sign-in, by ${until}`;
    case 'overdue':
      return text`Overdue: MFA for your Alibaba Cloud sign-in, it was due ${until}`;
    case 'regressed':
      return text`The MFA device of your Alibaba Cloud sign-in is gone: please set up a new one by ${until}`;
  }
}

function about({ step, deadline }: CohortNudgeModel): Block {
  return facts([
    [
      'RAM user and account',
      text`type ${command('me')} to see yours; several people get this message, so it names nobody`,
    ],
    [step === 'overdue' ? 'It was due' : 'Please do it by', [bold(whenWithZone(deadline))]],
  ]);
}
