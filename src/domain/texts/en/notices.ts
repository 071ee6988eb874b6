import type { CaseCloseReason } from '../../case.ts';
import { bold, type Inline, text } from '../../message.ts';
import { command } from '../labels.ts';

const NOT_NEEDED = 'MFA is no longer needed';

/** What else people are told. */
export const notices = {
  /** Under what asks for nothing: who wrote it, and how to check. */
  infoPage: (url: Inline) => text`More about it on our own pages. Type the address yourself: ${url}`,
  smallPrint: (contact: Inline) => text`From the MFA bot of your security team, which never asks for a code, a password or a picture of a QR code. To check, open the console the way you always do, or type ${command('me')}. Questions? Ask ${contact}.`,
  thanks: {
    summary: (user: string, account: string) => text`Thank you: MFA is on for ${user} (${account}). Not you? Tell your security team.`,
    title: 'Thank you: MFA is on',
    seen: ({ user, account, device, at }: { user: Inline; account: Inline; device: string; at: string }) => text`RAM user ${user} in account ${account} now has ${device}, seen on ${at}. There is nothing more to do for this user.`,
    notYou: (contact: Inline) => text`${bold('Not you?')} Tell ${contact} right away: somebody else may have set it up with your password.`,
    newPhone: text`New phone one day? Remove the device under ${bold('Security Information')} before you part with the old one, then set up the new one.`,
  },
  enforced: {
    summary: (user: string) => text`MFA is now required for ${user}: your next sign-in will ask you to set it up`,
    title: 'MFA is now required for Alibaba Cloud',
    what: (user: Inline, account: Inline, at: string) => text`This is the MFA bot of your security team. An administrator has required MFA for RAM user ${user} in account ${account} on ${at}: your next sign-in will ask you to set it up. Please do it now, before somebody with your password does.`,
    goesOn: 'Access keys and the programs that use them keep working; where you are signed in, the session should go on.',
  },
  exemptionExpiring: {
    summary: (user: string, until: string) => text`Your exemption from MFA ends ${until} (${user})`,
    title: 'Your exemption from MFA ends soon',
    what: ({ user, account, until }: { user: Inline; account: Inline; until: Inline }) => text`This is the MFA bot of your security team. RAM user ${user} in account ${account} has no second step (MFA) yet and is exempt until ${until}.`,
    afterwards: 'After that I ask you to set it up, with at least a week to do it. You need not wait: setup takes 5 minutes.',
  },
  lostPhone: {
    summary: (user: string, until: string) => text`Lost your phone? ${user} has until ${until} to set up MFA anew`,
    title: 'Lost your phone? You have three days',
    what: ({ user, account, until }: { user: Inline; account: Inline; until: Inline }) => text`This is the MFA bot of your security team. An administrator has told me that the phone with the MFA of RAM user ${user} in account ${account} is lost. Until ${until} I do not remind you.`,
    removeFirst: (contact: Inline) => text`${bold('First the lost device has to be removed,')} else you cannot set up another: an administrator does that, in the RAM console. Ask ${contact} to tell you when it is done.`,
    isRemoved: 'The lost device has been removed already.',
    notLost: (contact: Inline) => text`${bold('Your phone is not lost?')} Tell ${contact} right away: somebody else may be trying to get into your account.`,
    newPhone: 'Then set up the new phone',
  },
  closed: {
    enrolled: { title: 'Done, MFA is set up', line: 'MFA is set up' },
    console_removed: { title: NOT_NEEDED, line: 'the console password was removed' },
    console_inactive: { title: NOT_NEEDED, line: 'console sign-in was switched off' },
    sso: { title: NOT_NEEDED, line: 'the account now signs in by single sign-on' },
    frozen: { title: NOT_NEEDED, line: 'the user was frozen and cannot sign in' },
    deleted: { title: NOT_NEEDED, line: 'the user was deleted' },
  } satisfies Record<CaseCloseReason, { readonly title: string; readonly line: string }>,
  closedSummary: (title: string) => text`${title}. There is nothing more for you to do`,
  closedLine: (user: Inline, line: string, at: string) => text`${user}: ${line} (seen ${at}).`,
  thankYou: 'Thank you.',
  nothingMore: 'There is nothing more for you to do.',
  /** To the manager of somebody who was warned: asks for help, not for pressure. */
  managerWarning: {
    summary: (name: string, until: string) => text`Please help ${name} find five minutes for MFA by ${until}`,
    title: 'Please help a colleague find five minutes',
    why: (name: string) => text`This is the MFA bot of your security team. ${bold(name)} reports to you, as far as I know. The Alibaba Cloud console sign-in of ${name} has no second step (MFA) yet, and the deadline is near. This easily slips in a busy week; it is no complaint about anybody.`,
    deadline: 'Deadline',
    line: (user: Inline, account: Inline, until: Inline) => text`${user} in account ${account}: deadline ${until}`,
    help: (name: string) => text`Please help ${name} find about five minutes before then. My messages to ${name} say how.`,
    helpWithEach: (name: string) => text`Please help ${name} find about five minutes for each user before then. My messages to ${name} say how.`,
    nothingToDo: (contact: Inline) => text`${bold('There is nothing for you to click or to approve,')} and I need no answer. Is something in the way, or does this person not report to you? Please tell ${contact}.`,
    genuine: (contact: Inline) => text`${bold('Is this genuine?')} This bot never asks for a code, a password or a picture of a QR code, and there is no link in this message. Check without trusting it: ask ${contact} the way you always reach them.`,
  },
};
