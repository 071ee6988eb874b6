import type { CommandName } from '../../command.ts';
import type { Counts } from '../../digest.ts';
import { bold, code, type Inline, text } from '../../message.ts';
import { command } from '../labels.ts';
import { plural } from './grammar.ts';

const commands: Record<CommandName, string> = {
  me: 'your own state, read just now, and how to set up MFA',
  help: 'this list',
  status: 'how all accounts stand, or one user read just now, or one list',
  history: 'what was done about one user, and by whom',
  enforce: 'require MFA at the next sign-in; shows who first, then asks you to confirm',
  unenforce: 'stop requiring MFA, where this bot required it',
  audit: 'read all accounts now',
  start: 'release what is held back, or end a pause; shows what happens first',
  pause: 'stop all messages to people at once',
  preview: 'send yourself a sample of the message people get',
  confirm: 'confirm what you were just shown',
  here: 'the id of this conversation, as the configuration wants it',
};

/** Short answers to what was typed. */
export const replies = {
  commands,
  /** What stands in angle brackets in a usage. */
  placeholders: { user: 'user', list: 'list', code: 'code' },
  help: {
    button: 'Help',
    summary: 'What you can ask the MFA bot',
    title: 'What you can ask me',
    line: (typed: Inline, what: string) => text`${typed} – ${what}`,
    users: text`A user is a RAM user name such as ${code('jane.doe')}, or a logon name such as ${code('jane.doe@corp.onaliyun.com')} where the name exists in several accounts.`,
    version: (number: string) => `ram-mfa-bot ${number}`,
  },
  refused: {
    summary: 'That is not available to you here',
    answer: text`That is not available to you here. What is: ${command('help')}.`,
  },
  notHere: {
    summary: 'Please write to me directly for this',
    answer: 'Others would read the answer here, so I do not give it here. Please write to me directly: send me the same command in a direct message.',
  },
  here: {
    summary: (id: string) => text`The id of this conversation: ${id}`,
    id: (id: Inline) => text`The id of this conversation is ${id}.`,
    direct: (variable: Inline) => text`This is a direct conversation between you and me, so it does not belong in ${variable}. Please type ${command('here')} in the security channel or group instead, and use the id I answer there.`,
    channel: (variable: Inline) => text`To have the reports for the security team posted here, put this id in ${variable} and restart the bot.`,
  },
  unknownCommand: {
    summary: 'I do not know this command',
    typed: (typed: Inline) => text`I do not know ${typed}.`,
    suggestion: (meant: Inline) => text`Did you mean ${meant}?`,
  },
  usage: {
    summary: (name: string) => text`How to use /mfa ${name}`,
    answer: (usage: Inline, what: string) => text`Please write it like this: ${usage} – ${what}.`,
  },
  userNotFound: {
    summary: (typed: string) => text`No RAM user ${typed}`,
    typed: (typed: Inline) => text`I know no RAM user ${typed}.`,
    checkSpelling: text`Please check the spelling. A user created today is known after the next audit (${command('audit')}).`,
    didYouMean: 'Did you mean one of these?',
  },
  userAmbiguous: {
    summary: (typed: string, count: number) => text`${typed} exists ${count} times: nothing was done`,
    answer: (typed: Inline, count: number) => text`${typed} exists ${count} times. Nothing was done. Please use the logon name:`,
    line: (user: Inline, account: Inline) => text`${user} in account ${account}`,
  },
  failed: {
    summary: (errorId: string) => text`That did not work (${errorId})`,
    answer: (errorId: Inline) => text`Something went wrong on my side, and I cannot say how far it got. Please look with ${command('status')} before you try again. The log knows more under ${errorId}.`,
  },
  couldNotLook: {
    summary: 'I could not look just now',
    answer: text`${bold('I could not look just now.')} Finding your RAM user takes longer than it should, so I cannot say how you stand. That is neither good news nor bad: please try again in a minute.`,
  },
  confirmationInvalid: {
    reasons: {
      unknown_code: 'I do not know this code.',
      expired: 'This code has expired.',
      used: 'This code was used already.',
      too_many_tries: 'Too many wrong codes: in five minutes I take codes from you again.',
      not_yours: 'This code belongs to somebody else; only who asked can confirm.',
    },
    summary: (reason: string) => text`${reason} Nothing was done.`,
    nothingDone: 'Nothing was done.',
    nothingDoneNow: 'Nothing was done this time.',
    askAgain: 'Please give the command again to get a new preview.',
    seeResult: text`To see the result, ask ${command('status')}.`,
  },
  me: {
    nobody: 'No RAM user is linked to you',
    nothingToCheck: (id: Inline) => text`No RAM user is linked to you, so there is nothing I can check for you. Your chat id is ${id}.`,
    tellThem: (contact: Inline) => text`If you do have a RAM user with a console password, please tell ${contact} its name and this chat id. Nothing else: no password, no code.`,
    stillMissing: 'Your MFA is still missing',
    missingForSome: (count: number) => text`MFA is missing for ${count} of your users`,
    unknown: 'Your MFA state could not be read just now',
    allWell: 'All is well: there is nothing for you to do',
    checked: (when: string) => `Checked just now, ${when}`,
    notRead: '“Could not be read” is not a no: Alibaba Cloud did not answer clearly. Please check again in a few minutes.',
    doItBy: (deadline: Inline) => text`– please do it by ${deadline}.`,
    chatId: (id: Inline) => text`Your chat id: ${id}.`,
    notYours: (contact: Inline) => text`Questions, or not your user? Ask ${contact}.`,
  },
  audit: {
    startedSummary: 'The audit has started',
    started: 'I am reading all accounts now and will tell you here when I am done. No report is posted for it.',
    runningSummary: 'An audit is running already',
    running: (since: string) => text`An audit is running already, since ${since}. See ${command('status')} in a moment.`,
    nothingComplete: 'Audit ended: no account could be read completely',
    ended: ({ compliant, noncompliant, unknown }: Counts, all: number) => text`${compliant} of ${all} protected, ${noncompliant} not, ${unknown} unknown`,
    took: (accounts: number, seconds: number) => text`(${plural(accounts, 'complete account')}, ${plural(seconds, 'second')})`,
    incomplete: 'Incomplete',
    details: text`Details: ${command('status')}.`,
    failedSummary: (what: string, vendorCode: string) => text`The audit failed: ${what} – ${vendorCode}`,
    failed: 'The audit failed.',
    afterFailure: text`Nothing was changed by it. Please look at the credentials, then try ${command('audit')} again.`,
  },
};
