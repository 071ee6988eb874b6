import type { PersonStep } from '../../ladder.ts';
import { bold, type Inline, link, type Text, text } from '../../message.ts';
import { command } from '../labels.ts';
import { plural } from './grammar.ts';

const GUIDE = link('Alibaba Cloud’s guide', 'https://www.alibabacloud.com/help/en/ram/bind-an-mfa-device-to-a-ram-user-1');
const WITH_PICTURES = text`With pictures: ${GUIDE}.`;
const ALL_STEPS = text`All steps: type ${command('me')}, or read ${GUIDE}.`;

const FROM = 'From the MFA bot of your security team: your Alibaba Cloud console sign-in';

/** To somebody who has to set up a device. */
export const nudge = {
  titles: {
    first: 'Please set up MFA for Alibaba Cloud',
    reminder: 'Reminder: please set up MFA for Alibaba Cloud',
    warning: 'Your MFA deadline is near',
    deadline: 'Last message before your MFA deadline',
    overdue: 'Your MFA deadline has passed',
    regressed: 'Your MFA device is gone',
  } satisfies Record<PersonStep, string>,
  /** What a notification shows. */
  summaries: {
    first: (who: string, until: string) => text`MFA is missing for ${who}: please set it up by ${until}`,
    reminder: (who, until) => text`Reminder: MFA is still missing for ${who}, please set it up by ${until}`,
    warning: (who, until) => text`Deadline near: MFA for ${who}, by ${until}`,
    deadline: (who, until) => text`Last message: MFA for ${who}, by ${until}`,
    overdue: (who, until) => text`Overdue: MFA for ${who} was due ${until}`,
    regressed: (who, until) => text`The MFA device of ${who} is gone: please set up a new one by ${until}`,
  } satisfies Record<PersonStep, (who: string, until: string) => Text>,
  one: (userName: string, account: string) => `${userName} (${account})`,
  several: (count: number) => plural(count, 'Alibaba Cloud user'),
  /** Where nobody is named. */
  cohort: 'your Alibaba Cloud sign-in',
  /** Who writes, and what is the matter. */
  openings: {
    first: `${FROM} has no second step (MFA) yet.`,
    reminder: `${FROM} still has no second step (MFA).`,
    warning: `${FROM} still has no second step (MFA), and the deadline is near.`,
    deadline: `${FROM} still has no second step (MFA). This is my last message before the deadline.`,
    overdue: `${FROM} still has no second step (MFA), and the deadline has passed.`,
    regressed: `${FROM} had an MFA device, and now it has none.`,
  } satisfies Record<PersonStep, string>,
  passwordIsEnough: 'Whoever gets your password can sign in as you.',
  alreadyRequired: 'MFA is required here: your next sign-in will ask you to set it up. Please do it before somebody with your password does.',
  alreadyRequiredForSome: 'Where MFA is required already, your next sign-in will ask you to set it up: please do it before somebody with your password does.',
  fiveMinutes: 'Setup takes 5 minutes.',
  everythingAgain: 'My earlier message may not have reached you, so here is everything.',
  willBeNamed: 'From now on the daily report to the security team names your user until it is done.',
  inTheWay: (contact: Inline) => text`Is something in your way? Tell ${contact} now.`,
  mayBeRequired: 'An administrator may require it at your next sign-in.',
  youRemovedIt: 'New phone? Then please set it up again.',
  youDidNot: (contact: Inline) => text`If you did not remove it, tell ${contact} right away: somebody else may be using your account.`,
  user: (user: Inline, account: Inline) => text`${user} in account ${account}`,
  userRequired: (user: Inline, account: Inline) => text`${user} in account ${account}, MFA required already`,
  dueBy: 'Please do it by',
  wasDue: 'It was due',
  lineDueBy: (until: Inline) => text`: due ${until}.`,
  lineWasDue: (until: Inline) => text`: was due ${until}.`,
  signInPage: 'Sign-in page',
  cohortNamesNobody: text`type ${command('me')} to see yours; this message goes to several people`,
  notAllowed: ({ user, account, contact }: { user: Inline; account: string; contact: Inline }) => text`The account ${account} does not let its users set up MFA themselves: please ask ${contact} to set it up with you for ${user}.`,
  howTo: 'How to set it up',
  withPictures: { intl: WITH_PICTURES, cn: WITH_PICTURES },
  allSteps: { intl: ALL_STEPS, cn: ALL_STEPS },
  ifRefused: (contact: Inline) => text`If the console does not let you, ask ${contact}.`,
  genuine: (contact: Inline) => text`${bold('Is this genuine?')} This bot never asks for a code, a password or a picture of a QR code. To check, open the console as always › ${bold('Security Information')}, or type ${command('me')}. Questions? Ask ${contact}.`,
  checkAgain: 'Check again',
  notMe: 'This is not me',
  shared: 'Shared account',
  notYours: text`One of them is not yours, or shared? Type ${command('not-me <user>')} or ${command('shared <user>')}.`,
  remindTomorrow: 'Remind me tomorrow',
  asYouAsked: 'You asked me to remind you today.',
  exemptionEnded: 'Your exemption has ended, so you hear from me again.',
};
