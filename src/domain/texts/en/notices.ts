import type { CaseCloseReason } from '../../case.ts';
import { bold, type Inline, text } from '../../message.ts';

const thanks = {
  summary: (user: string, account: string) =>
    text`Thank you: MFA is on for ${user} (${account}). Not you? Tell your security team.`,
  title: 'Thank you: MFA is on',
  seen: ({ user, account, device, at }: { user: Inline; account: Inline; device: string; at: string }) =>
    text`RAM user ${user} in account ${account} now has ${device}; I saw it on ${at}. For this user there is nothing more to do.`,
  notYou: (contact: Inline) =>
    text`Not you? Tell ${contact} right away: somebody else may have set it up with your password.`,
  newPhone:
    'New phone one day? Remove the device in the console under Security Information first, then set up the new one: without the old phone you could not sign in.',
};

const enforced = {
  summary: (user: string) =>
    text`MFA is now required for ${user}: your next sign-in will ask you to set it up`,
  title: 'MFA is now required for your Alibaba Cloud sign-in',
  what: (user: Inline, account: Inline, at: string) =>
    text`This is the MFA bot of your security team. An administrator required MFA for RAM user ${user} in account ${account} on ${at}.`,
  consequences: [
    'Your next sign-in to the console will ask you to set up an MFA device. Please do it now, before somebody with your password does.',
    'Access keys keep working; programs that use them notice nothing.',
    'Where you are signed in already, that is expected to go on until the session ends.',
  ],
};

const NOT_NEEDED = 'No longer needed';

const closed: Record<CaseCloseReason, { readonly title: string; readonly line: string }> = {
  enrolled: { title: 'Done, MFA is set up', line: 'MFA is set up' },
  console_removed: {
    title: NOT_NEEDED,
    line: 'the console password was removed, so no MFA is needed',
  },
  console_inactive: { title: NOT_NEEDED, line: 'console sign-in was switched off, so no MFA is needed' },
  sso: { title: NOT_NEEDED, line: 'the account now signs in by single sign-on, so no MFA is needed here' },
  frozen: { title: NOT_NEEDED, line: 'the user was frozen and cannot sign in' },
  deleted: { title: NOT_NEEDED, line: 'the user was deleted' },
};

/** To the manager of somebody who was warned: asks for help, not for pressure. */
const managerWarning = {
  summary: (name: string, until: string) => text`Please help ${name} find five minutes for MFA by ${until}`,
  title: 'Please help a colleague find five minutes',
  why: (name: string) =>
    text`Hello, this is the MFA bot of your security team. I write to you because ${bold(name)} reports to you, as far as I know. The Alibaba Cloud console sign-in of ${name} has no second step (MFA) besides the password yet, and the deadline is coming up. Such things easily slip in a busy week; this is no complaint about anybody.`,
  deadline: 'Deadline',
  line: (user: Inline, account: Inline, until: Inline) =>
    text`${user} in account ${account}: deadline ${until}`,
  help: (name: string) =>
    text`Please help ${name} find the time before then: about five minutes. My messages to ${name} say how.`,
  helpWithEach: (name: string) =>
    text`Please help ${name} find the time before then: about five minutes for each user. My messages to ${name} say how.`,
  nothingToDo: (contact: Inline) =>
    text`${bold('There is nothing for you to click or to approve,')} and I need no answer. Is something in the way, or is this not somebody who reports to you? Please tell ${contact}.`,
  noLink:
    'There is no link in this message. You need not trust it: ask your security team the way you always reach it.',
};

/** What else people are told. */
export const notices = {
  thanks,
  enforced,
  closed,
  closedSummary: (title: string) => text`${title}. There is nothing more for you to do`,
  closedLine: (user: Inline, line: string, at: string) => text`${user}: ${line} (seen ${at}).`,
  thankYou: 'Thank you.',
  nothingMore: 'There is nothing more for you to do.',
  managerWarning,
};
