import { type Block, bold, code, type Inline, link, type Message, type Text, text } from '../../message.ts';
import type { UserLabel } from '../../ram-user.ts';
import type { NudgedUser, NudgeModel } from '../catalogue.ts';
import {
  bullets,
  buttons,
  compose,
  DIVIDER,
  facts,
  heading,
  joined,
  note,
  paragraph,
  steps,
} from '../compose.ts';
import { pageOpensByItself } from '../enrolment.ts';
import { accountName, accountTag, command, userTag } from '../labels.ts';
import { guideUrl } from '../links.ts';
import { fullSteps, PASSKEY_COUNTS, shortSteps } from './enrolment-steps.ts';
import { andMore, contactName, plural, whenWithZone } from './words.ts';

const USERS_SHOWN_MAX = 15;

export const CHECK_AGAIN = { label: 'Check again', command: 'me', style: 'primary' } as const;

/** To one person, about one or more of their RAM users. */
export function nudge(model: NudgeModel): Message {
  const { users, securityContact } = model;
  const enrollees = users.filter((user) => user.mayManageOwnDevice !== false);
  return compose('en', summary(model), [
    heading(text`${TITLES[model.step]}`),
    paragraph(...opening(model, risk(enrollees), enrollees.length > 0)),
    about(model),
    ...notAllowed(
      users.filter((user) => user.mayManageOwnDevice === false),
      securityContact,
    ),
    ...(enrollees.length === 0 ? [] : howTo(model, enrollees)),
    DIVIDER,
    genuine(securityContact),
    buttons(CHECK_AGAIN),
  ]);
}

export const TITLES: Record<NudgeModel['step'], string> = {
  first: 'Please set up MFA for your Alibaba Cloud sign-in',
  reminder: 'Reminder: your Alibaba Cloud sign-in still has no MFA',
  warning: 'Your MFA deadline is coming up',
  deadline: 'Last message before your MFA deadline',
  overdue: 'Your MFA deadline has passed',
  regressed: 'Your MFA device is gone',
};

function summary({ step, users }: NudgeModel): Text {
  const [first, ...others] = users.toSorted((a, b) => a.deadline.at - b.deadline.at);
  if (first === undefined) return text`${TITLES[step]}`;
  const who =
    others.length === 0
      ? `${first.userName} (${first.account.alias ?? first.account.accountId})`
      : plural(users.length, 'Alibaba Cloud user');
  const until = whenWithZone(first.deadline);
  switch (step) {
    case 'first':
      return text`MFA is missing for ${who}: please set it up by ${until}`;
    case 'reminder':
      return text`Reminder: MFA is still missing for ${who}, please set it up by ${until}`;
    case 'warning':
      return text`Deadline coming up: MFA for ${who}, by ${until}`;
    case 'deadline':
      return text`Last message: MFA for ${who}, by ${until}`;
    case 'overdue':
      return text`Overdue: MFA for ${who}, it was due ${until}`;
    case 'regressed':
      return text`The MFA device of ${who} is gone: please set up a new one by ${until}`;
  }
}

/** Who writes, what is the matter, and what this step adds. */
export function opening(
  model: Pick<NudgeModel, 'step' | 'complete' | 'securityContact'>,
  risks: readonly Text[],
  canEnrol: boolean,
): readonly (Text | null)[] {
  const missing = model.step === 'reminder' ? 'still has' : 'has';
  const state =
    model.step === 'regressed'
      ? text`Your sign-in to the Alibaba Cloud console had an MFA device, and now it has none.`
      : text`Your sign-in to the Alibaba Cloud console ${missing} no second step (MFA) besides the password.`;
  return [GREETINGS[model.step], state, ...risks, ...urgency(model, canEnrol)];
}

const GREETINGS: Record<NudgeModel['step'], Text> = {
  first: text`Hello, this is the MFA bot of your security team.`,
  reminder: text`Hello again from the MFA bot of your security team.`,
  warning: text`This is the MFA bot of your security team, and your deadline is coming up.`,
  deadline: text`This is the MFA bot of your security team, with the last message before your deadline.`,
  overdue: text`This is the MFA bot of your security team, and your deadline has passed.`,
  regressed: text`This is the MFA bot of your security team.`,
};

function urgency(
  { step, complete, securityContact }: Pick<NudgeModel, 'step' | 'complete' | 'securityContact'>,
  canEnrol: boolean,
): readonly (Text | null)[] {
  const ifCanEnrol = (sentence: Text) => (canEnrol ? sentence : null);
  switch (step) {
    case 'first':
      return [ifCanEnrol(text`Setting it up takes about five minutes.`)];
    case 'reminder':
      return complete
        ? [text`My earlier message may not have reached you, so here is everything in one place.`]
        : [ifCanEnrol(text`It takes about five minutes.`)];
    case 'warning':
      return [text`From now on the daily report to the security team names your user, until it is done.`];
    case 'deadline':
      return [
        ifCanEnrol(text`Please take five minutes for it now.`),
        text`If something is in your way, tell ${contactName(securityContact)} today.`,
      ];
    case 'overdue':
      return [
        ifCanEnrol(text`It is not too late: please do it now, it takes five minutes.`),
        text`An administrator may decide to require it at your next sign-in.`,
      ];
    case 'regressed':
      return [
        text`If you removed it, for example to change phones, please set up the new one.`,
        text`If you did not, tell ${contactName(securityContact)} right away: somebody else may be using your account.`,
      ];
  }
}

export const PASSWORD_IS_ENOUGH = text`Without it, anybody who gets hold of the password can sign in as you.`;

/** Why it matters: a missing device, and a device that anybody with the password could set up. */
function risk(enrollees: readonly NudgedUser[]): readonly Text[] {
  switch (pageOpensByItself(enrollees)) {
    case 'no':
      return [PASSWORD_IS_ENOUGH];
    case 'yes':
      return [
        text`MFA is already required here: your next sign-in will ask you to set it up.`,
        text`Please do it before somebody with your password does.`,
      ];
    case 'some':
      return [
        PASSWORD_IS_ENOUGH,
        text`Where MFA is already required (see below), your next sign-in will ask you to set it up: please do it before somebody with your password does.`,
      ];
  }
}

const MISSING: Record<NudgedUser['reason'], string> = {
  no_device: 'no MFA device',
  required_but_not_bound: 'MFA is required, but no device is set up',
};

/** The user, the account, what is missing and by when: side by side for one, a line each for several. */
function about({ step, users }: NudgeModel): Block | null {
  const [only, ...others] = users;
  if (only !== undefined && others.length === 0) {
    return facts([
      ['RAM user', [code(only.userName)]],
      ['Account', [accountTag(only.account)]],
      ['What is missing', text`${MISSING[only.reason]}`],
      [step === 'overdue' ? 'It was due' : 'Please do it by', [bold(whenWithZone(only.deadline))]],
    ]);
  }
  const lines = users
    .slice(0, USERS_SHOWN_MAX)
    .map((user) =>
      joined(
        text`${code(user.userName)} in account ${accountTag(user.account)}: ${MISSING[user.reason]},`,
        text`${step === 'overdue' ? 'was due' : 'due'} ${bold(whenWithZone(user.deadline))}.`,
        user.mayManageOwnDevice === false ? null : [link('Sign-in page', user.signInUrl)],
      ),
    );
  return bullets(users.length > lines.length ? [...lines, andMore(users.length - lines.length)] : lines);
}

/** Steps that the console would refuse must not be sent. */
export function notAllowed(users: readonly UserLabel[], securityContact: string | null): readonly Block[] {
  return users
    .slice(0, USERS_SHOWN_MAX)
    .map((user) =>
      paragraph(
        text`The account ${accountName(user.account)} does not let its users set up MFA themselves: please ask ${contactName(securityContact)} to set it up with you for ${userTag(user)}.`,
      ),
    );
}

function howTo(model: NudgeModel, enrollees: readonly NudgedUser[]): readonly Block[] {
  const guide = guideLink(model.site);
  return [
    paragraph([bold(model.complete ? 'How to set it up' : 'How to set it up, in short')]),
    steps(model.complete ? fullSteps(enrollees) : shortSteps(enrollees)),
    note(
      PASSKEY_COUNTS,
      model.complete ? text`With pictures: ${guide}.` : allStepsIn(guide),
      enrollees.some((user) => user.mayManageOwnDevice === null) ? ifRefused(model.securityContact) : null,
    ),
  ];
}

export const guideLink = (site: NudgeModel['site']) =>
  link('Alibaba Cloud’s own guide', guideUrl(site, 'en'));

export const allStepsIn = (guide: Inline) =>
  text`All steps in detail: type ${command('me')}, or read ${guide}.`;

/** Where it is not known whether users may bind a device themselves. */
export const ifRefused = (securityContact: string | null) =>
  text`If the console does not let you, ask ${contactName(securityContact)}.`;

export const IS_IT_GENUINE: Text = [bold('Is this message genuine?')];
export const NEVER_ASKS = text`Your security team runs this bot. This bot never asks for a code, a password or a picture of a QR code; give those to nobody.`;

/** How to tell this from phishing without trusting it. */
export function genuine(securityContact: string | null): Block {
  return paragraph(
    IS_IT_GENUINE,
    NEVER_ASKS,
    text`You need not trust it: open the console the way you always do, without the links above. If ${bold('Security Information')} shows no MFA device there, this message is right. Or type ${command('me')} to see your own state.`,
    text`Questions? Ask ${contactName(securityContact)}.`,
  );
}
