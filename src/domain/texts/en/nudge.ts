import type { PersonStep } from '../../ladder.ts';
import { bold, type Inline, link, type Text, text } from '../../message.ts';
import { command } from '../labels.ts';
import { plural } from './grammar.ts';

const GUIDE = link(
  'Alibaba Cloud’s own guide',
  'https://www.alibabacloud.com/help/en/ram/bind-an-mfa-device-to-a-ram-user-1',
);

/** The same for both sites of the vendor. */
const WITH_PICTURES = text`With pictures: ${GUIDE}.`;
const ALL_STEPS = text`All steps in detail: type ${command('me')}, or read ${GUIDE}.`;

const titles: Record<PersonStep, string> = {
  first: 'Please set up MFA for your Alibaba Cloud sign-in',
  reminder: 'Reminder: your Alibaba Cloud sign-in still has no MFA',
  warning: 'Your MFA deadline is coming up',
  deadline: 'Last message before your MFA deadline',
  overdue: 'Your MFA deadline has passed',
  regressed: 'Your MFA device is gone',
};

/** What a notification shows. */
const summaries: Record<PersonStep, (who: string, until: string) => Text> = {
  first: (who, until) => text`MFA is missing for ${who}: please set it up by ${until}`,
  reminder: (who, until) => text`Reminder: MFA is still missing for ${who}, please set it up by ${until}`,
  warning: (who, until) => text`Deadline coming up: MFA for ${who}, by ${until}`,
  deadline: (who, until) => text`Last message: MFA for ${who}, by ${until}`,
  overdue: (who, until) => text`Overdue: MFA for ${who}, it was due ${until}`,
  regressed: (who, until) => text`The MFA device of ${who} is gone: please set up a new one by ${until}`,
};

/** The same where nobody is named. */
const cohortSummaries: Record<PersonStep, (until: string) => Text> = {
  first: (until) => text`MFA is missing for your Alibaba Cloud sign-in: please set it up by ${until}`,
  reminder: (until) =>
    text`Reminder: your Alibaba Cloud sign-in still has no MFA, please set it up by ${until}`,
  warning: (until) => text`Deadline coming up: MFA for your Alibaba Cloud sign-in, by ${until}`,
  deadline: (until) => text`Last message: MFA for your Alibaba Cloud sign-in, by ${until}`,
  overdue: (until) => text`Overdue: MFA for your Alibaba Cloud sign-in, it was due ${until}`,
  regressed: (until) =>
    text`The MFA device of your Alibaba Cloud sign-in is gone: please set up a new one by ${until}`,
};

const greetings: Record<PersonStep, string> = {
  first: 'Hello, this is the MFA bot of your security team.',
  reminder: 'Hello again from the MFA bot of your security team.',
  warning: 'This is the MFA bot of your security team, and your deadline is coming up.',
  deadline: 'This is the MFA bot of your security team, with the last message before your deadline.',
  overdue: 'This is the MFA bot of your security team, and your deadline has passed.',
  regressed: 'This is the MFA bot of your security team.',
};

const HAS_NO_SECOND_STEP =
  'Your sign-in to the Alibaba Cloud console has no second step (MFA) besides the password.';

const states: Record<PersonStep, string> = {
  first: HAS_NO_SECOND_STEP,
  reminder: 'Your sign-in to the Alibaba Cloud console still has no second step (MFA) besides the password.',
  warning: HAS_NO_SECOND_STEP,
  deadline: HAS_NO_SECOND_STEP,
  overdue: HAS_NO_SECOND_STEP,
  regressed: 'Your sign-in to the Alibaba Cloud console had an MFA device, and now it has none.',
};

/** To somebody who has to set up a device. */
export const nudge = {
  titles,
  summaries,
  cohortSummaries,
  one: (userName: string, account: string) => `${userName} (${account})`,
  several: (count: number) => plural(count, 'Alibaba Cloud user'),
  greetings,
  states,
  passwordIsEnough: 'Without it, anybody who gets hold of the password can sign in as you.',
  alreadyRequired:
    'MFA is already required here: your next sign-in will ask you to set it up. Please do it before somebody with your password does.',
  alreadyRequiredForSome:
    'Where MFA is already required (see below), your next sign-in will ask you to set it up: please do it before somebody with your password does.',
  fiveMinutes: {
    first: 'Setting it up takes about five minutes.',
    reminder: 'It takes about five minutes.',
    deadline: 'Please take five minutes for it now.',
    overdue: 'It is not too late: please do it now, it takes five minutes.',
  },
  everythingAgain: 'My earlier message may not have reached you, so here is everything in one place.',
  willBeNamed: 'From now on the daily report to the security team names your user, until it is done.',
  inTheWay: (contact: Inline) => text`If something is in your way, tell ${contact} today.`,
  mayBeRequired: 'An administrator may decide to require it at your next sign-in.',
  youRemovedIt: 'If you removed it, for example to change phones, please set up the new one.',
  youDidNot: (contact: Inline) =>
    text`If you did not, tell ${contact} right away: somebody else may be using your account.`,
  missing: 'What is missing',
  whatIsMissing: {
    no_device: 'no MFA device',
    required_but_not_bound: 'MFA is required, but no device is set up',
  },
  dueBy: 'Please do it by',
  wasDue: 'It was due',
  line: (user: Inline, account: Inline, missing: string) => text`${user} in account ${account}: ${missing},`,
  lineDueBy: (until: Inline) => text`due ${until}.`,
  lineWasDue: (until: Inline) => text`was due ${until}.`,
  signInPage: 'Sign-in page',
  cohortUser: 'RAM user and account',
  cohortNamesNobody: text`type ${command('me')} to see yours; several people get this message, so it names nobody`,
  notAllowed: ({ user, account, contact }: { user: Inline; account: string; contact: Inline }) =>
    text`The account ${account} does not let its users set up MFA themselves: please ask ${contact} to set it up with you for ${user}.`,
  howTo: 'How to set it up',
  howToInShort: 'How to set it up, in short',
  withPictures: { intl: WITH_PICTURES, cn: WITH_PICTURES },
  allSteps: { intl: ALL_STEPS, cn: ALL_STEPS },
  ifRefused: (contact: Inline) => text`If the console does not let you, ask ${contact}.`,
  isItGenuine: 'Is this message genuine?',
  neverAsks:
    'Your security team runs this bot. This bot never asks for a code, a password or a picture of a QR code; give those to nobody.',
  needNotTrust: text`You need not trust it: open the console the way you always do, without the links above. If ${bold('Security Information')} shows no MFA device there, this message is right. Or type ${command('me')} to see your own state.`,
  questions: (contact: Inline) => text`Questions? Ask ${contact}.`,
  checkAgain: 'Check again',
};
