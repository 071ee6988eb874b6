import { bold, code, type Inline, type Text, text } from '../../message.ts';
import { command } from '../labels.ts';
import { REMOVE_LOGIN } from './status.ts';

const BUTTON = 'I do not need it';
const NOTHING_TO_DO = 'an administrator can then remove the password, and there is nothing to set up.';

/** A console password that nobody seems to need. */
export const stillNeeded = {
  button: BUTTON,
  question: 'Do you still need console sign-in?',
  since: (when: string) => text`You last signed in on ${when}.`,
  ifNot: text`If not, say ${bold(BUTTON)}: ${NOTHING_TO_DO}`,
  /** Of which it has to be typed. */
  ifNotOne: text`If not, say so as below: ${NOTHING_TO_DO}`,
  user: (user: Inline, account: Inline) => text`${user} in account ${account}`,
  lineSince: (when: string) => text`: last sign-in ${when}.`,
  lineIfNot: (typed: Inline) => text`Not needed: ${typed}.`,
  /** The answer to whoever says so. */
  noted: {
    summary: (user: string) => text`Noted: ${user} is not needed`,
    done: (user: Inline) => text`${bold('Noted, thank you.')} The security team now knows that you do not need console sign-in for ${user}.`,
    already: (user: Inline, when: string) => text`You have said so already, ${when}: you do not need console sign-in for ${user}. The security team knows.`,
    goesOn: text`Until an administrator has removed the password it can be stolen, so my reminders go on and the deadline stays. As soon as it is gone they stop by themselves. Need it after all? Then set up MFA: ${command('me')} says how.`,
  },
  /** To the security channel. */
  post: {
    summary: (name: string, user: string) => text`${name} does not need console sign-in for ${user}`,
    said: ({ name, memberId, chat }: { name: string; memberId: string; chat: string }, user: Text, account: Inline) => text`${bold(name)} (${code(memberId)}, ${chat}) says: console sign-in for ${user} in account ${account} is not needed.`,
    remove: (user: Inline) => text`If that is right, remove it: ${REMOVE_LOGIN}. I remove nothing by myself. How ${user} stands: ${command('status unused')}.`,
    accessKeys: 'Access keys of this user keep working.',
  },
};
