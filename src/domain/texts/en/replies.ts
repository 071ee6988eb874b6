import type { CommandName } from '../../command.ts';
import type { Counts } from '../../digest.ts';
import { bold, code, type Inline, type Text, text } from '../../message.ts';
import type { ReportRefusal } from '../../report.ts';
import type { SnoozeRefusal } from '../../snooze.ts';
import { command } from '../labels.ts';
import { plural } from './grammar.ts';

const commands: Record<CommandName, string> = {
  me: 'your own state, read just now, and how to set up MFA',
  'not-needed': 'say that you do not need console sign-in for this user',
  'not-me': 'say that a RAM user is not yours: you are not asked about it again',
  shared: 'say that a RAM user is shared, or belongs to a service: the admins hear of it',
  later: 'be reminded once more on the next working morning; the deadline stays',
  away: 'say until when you are on leave: you are not written to, and nothing counts against you; off when you are back',
  help: 'this list',
  status: 'how all accounts stand, or one user read just now, or one list',
  history: 'what was done about one user, and by whom',
  enforce: 'require MFA at the next sign-in; shows who first, then asks you to confirm',
  unenforce: 'stop requiring MFA, where this bot required it',
  audit: 'read all accounts now',
  start: 'release what is held back, or end a pause; shows what happens first',
  pause: 'stop all messages to people at once',
  preview: 'send yourself a sample of the message people get',
  report: 'the evidence of a month as one file, this month unless you name another',
  exempt: 'ask to exempt a user until a day; three days at once for a lost phone; off takes it back',
  approve: 'approve an exemption that another admin asked for',
  decline: 'decline it',
  remind: 'say once more what was said last to whoever is responsible for a user',
  link: 'say who is behind a RAM user, or that nobody in chat is',
  erase: 'delete what is stored about a person; shows it first, then asks you to confirm',
  confirm: 'confirm what you were just shown',
  more: 'see more of what you were just shown; confirms nothing',
  here: 'the id of this conversation, as the configuration wants it',
};

/** Short answers to what was typed. */
export const replies = {
  commands,
  /** What stands in angle brackets in a usage. */
  placeholders: { user: 'user', list: 'list', code: 'code', from: 'from number', person: 'person', date: 'YYYY-MM-DD', month: 'YYYY-MM', reason: 'reason' },
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
    notAll: 'Not all of your users could be looked up just now',
    checked: (when: string) => `Checked just now, ${when}`,
    notRead: '“Could not be read” is not a no: Alibaba Cloud did not answer clearly. Please check again in a few minutes.',
    notAllFound: 'Whose some other users are could not be looked up in chat just now, so there may be more of yours. Please check again in a few minutes.',
    doItBy: (deadline: Inline) => text`– please do it by ${deadline}.`,
    chatId: (id: Inline) => text`Your chat id: ${id}.`,
    notYours: (contact: Inline) => text`Questions, or not your user? Ask ${contact}.`,
  },
  later: {
    nothing: 'There is no reminder that could be put off.',
    done: 'I will remind you once more',
    putOff: (when: string) => text`I will remind you once more on ${when}; the deadline stays.`,
    putOffInSilence: 'I do not write to you about this user for now, and nothing counts against you meanwhile. Afterwards I remind you once more.',
    left: (count: number) => (count === 0 ? 'This was the last time for this user.' : `You can do this ${plural(count, 'more time')} for this user.`),
    comesAnyway: (when: string) => text`I already remind you on ${when}.`,
    refusals: {
      nothing_said: 'There is no reminder that could be put off.',
      last_message: 'The deadline is too near to put this off: please set up MFA now.',
      put_off_already: 'You have put this message off once already: please set up MFA now, or wait for the next one.',
      none_left: 'You have put this off three times already, and the deadline stays: please set up MFA now.',
      deadline_is_near: 'The next working morning is the day of the deadline, and I write to you then anyway.',
    } satisfies Record<SnoozeRefusal, string>,
  },
  report: {
    sentSummary: (month: string) => text`The evidence of ${month} is sent`,
    sent: { person: 'I have sent the file to you by direct message.', channel: 'I have posted the file here, since you asked here.' },
    holds: (audits: number, incomplete: number): Text => (audits === 0 ? ['No audit was made in that month.'] : text`It holds ${plural(audits, 'look at an account', 'looks at an account')}, ${incomplete === 0 ? 'all of it complete' : `${incomplete} of them incomplete`}.`),
    keep: 'It names RAM users and who administers the bot: keep it as closed as the database. README.txt in it says how to read and how to check it.',
    notSentSummary: (month: string, vendorCode: string) => text`The evidence of ${month} could not be sent (${vendorCode})`,
    notSent: (vendorCode: Inline, meaning: Text) => text`The file could not be sent (${vendorCode}: ${meaning}).`,
    grant: (permission: Inline) => text`For files the app needs ${permission}: grant it, and reinstall or publish the app. Nothing else depends on it.`,
    mayHaveArrived: 'It may have arrived: please look before you ask again.',
    otherwise: text`${code('npm run export')} writes the same where the bot runs.`,
    refusals: {
      not_a_month: 'That is no month: please write it like 2026-10.',
      not_begun: 'That month has not begun.',
      under_way: 'A report is being made already: please ask again when it is there.',
      too_large: 'The file is larger than this chat takes, so I have not sent it.',
      disk: 'There is no room, or no right, to write the file where the bot runs, so nothing was sent.',
    } satisfies Record<ReportRefusal, string>,
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
