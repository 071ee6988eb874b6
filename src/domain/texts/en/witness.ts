import { code, type Inline, type Text, text } from '../../message.ts';
import { plural } from './grammar.ts';

/** What the account's own record tells of sign-ins and devices. */
export const witness = {
  bound: (at: string) => text`It was set up on ${at}.`,
  boundFrom: (at: string, address: Inline) => text`It was set up on ${at}, from the address ${address}.`,
  used: (user: Inline, at: string) => text`The password of ${user} was used on ${at}, and no second step was asked for.`,
  usedFrom: (user: Inline, at: string, address: Inline) => text`The password of ${user} was used on ${at} from the address ${address}, and no second step was asked for.`,
  wasNotYou: (contact: Inline) => text`If that was not you, tell ${contact} right away.`,
  wasNobodyKnown: (contact: Inline) => text`If that was nobody you know of, tell ${contact} right away.`,
  unfamiliar: {
    summary: (users: number, account: string) => `${plural(users, 'user')} of ${account} signed in from an address not seen before, without MFA`,
    title: 'Signed in without MFA from an address not seen before',
    line: ({ user, at, address, earlier }: { user: Text; at: string; address: Inline; earlier: number }) => text`${user}: on ${at} from ${address}; ${earlier} earlier sign-ins are known, none of them from there.`,
    fact: 'This is what ActionTrail has on record, and no more than that: a journey, a new network or a VPN looks the same. Only you admins are told.',
    todo: (enforce: Inline) => text`If in doubt, ask the person the way you always do. ${enforce} has the next sign-in ask to set up MFA; a password that somebody else knows has to be changed in the RAM console.`,
  },
  closed: {
    summary: (account: Inline) => text`Sign-ins in account ${account} can no longer be looked up`,
    title: 'Sign-ins can no longer be looked up',
    what: (account: Inline, vendorCode: Inline) => text`Until now ActionTrail told me when and from where people of account ${account} signed in and set up their devices. It does not any more (${vendorCode}).`,
    todo: text`If you have taken back ${code('actiontrail:LookupEvents')} on purpose, there is nothing to do. Else please run ${code('npm run doctor')} where the bot runs: it says what is missing. Everything else goes on, and I say no more about this.`,
  },
};
