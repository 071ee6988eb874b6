import type { PersonStep } from '../../ladder.ts';
import { bold, type Inline, type Text, text } from '../../message.ts';

const FROM = 'From the MFA bot of your security team:';

/** To those who share a RAM user, and to who looks after a service account. */
export const standing = {
  owned: (user: Inline, account: Inline) => text`the service account ${user} in account ${account} that you look after`,
  eachOwned: text`each of the service accounts below that you look after`,
  /** What a notification shows. */
  ownedOne: (userName: string, account: string) => `the service account ${userName} (${account})`,
  ownedSeveral: (count: number) => `${count} service accounts`,
  openings: {
    first: (who: Text) => text`${FROM} ${who} can sign in to the Alibaba Cloud console and has no second step (MFA) yet.`,
    reminder: (who) => text`${FROM} ${who} still has no second step (MFA).`,
    warning: (who) => text`${FROM} ${who} still has no second step (MFA), and the deadline is near.`,
    deadline: (who) => text`${FROM} ${who} still has no second step (MFA). This is my last message before the deadline.`,
    overdue: (who) => text`${FROM} ${who} still has no second step (MFA), and the deadline has passed.`,
    regressed: (who) => text`${FROM} ${who} had an MFA device, and now it has none.`,
  } satisfies Record<PersonStep, (who: Text) => Text>,
  passwordIsEnough: 'Whoever gets its password can sign in as it.',
  alreadyRequired: 'MFA is required here: the next sign-in will ask to set it up. Please do it before somebody with the password does.',
  willBeNamed: 'From now on the daily report to the security team names it until it is done.',
  youDidNot: (contact: Inline) => text`If nobody of your team removed it, tell ${contact} right away: somebody else may be using it.`,
  isItNeeded: (contact: Inline) => text`${bold('Does nobody sign in with it?')} Then ask ${contact} to remove its console password: there is nothing to set up, and its access keys keep working.`,
  /** Behind one of somebody's users. */
  lineOwned: 'A service account that you look after.',
  notMine: 'I do not look after it',
  shared: (user: Inline, names: Text) => text`You share ${user} with ${names}: it is enough that one of you sets it up.`,
  thanksSummary: (user: string, account: string) => text`Thank you: MFA is on for ${user} (${account}). Nobody you know of did it? Tell your security team.`,
  notYours: (contact: Inline) => text`${bold('Nobody you know of did it?')} Tell ${contact} right away: somebody else may have set it up with the password.`,
  enforcedSummary: (user: string) => text`MFA is now required for ${user}: the next sign-in will ask to set it up`,
  enforced: (user: Inline, account: Inline, at: string) =>
    text`This is the MFA bot of your security team. An administrator has required MFA for the service account ${user} in account ${account}, which you look after, on ${at}: the next sign-in will ask to set it up. Please do it now, before somebody with the password does.`,
};
