import type { StartRefusal } from '../../hold.ts';
import { bold, code, type Inline, type Text, text } from '../../message.ts';
import { command } from '../labels.ts';
import { plural } from './grammar.ts';

const refusals: Record<StartRefusal, { readonly why: string; readonly instead: Text }> = {
  security_contact_missing: { why: 'people would not know whom to ask', instead: text`Please set ${code('SECURITY_CONTACT')} and restart.` },
  nothing_held: { why: 'nothing is held back, and there is no pause', instead: text`There is nothing to do: what is due goes out by itself.` },
  pilot_during_pause: { why: 'single users cannot be released during a pause', instead: text`Please end the pause first with ${command('start')}.` },
  pilot_nobody_held: { why: 'none of these users is held back', instead: text`Who is: ${command('status held')}.` },
  never_complete: { why: 'these accounts were never read completely', instead: text`Please see what is missing with ${command('status')}, put it right, then ${command('audit')}.` },
};

const preview = {
  summary: 'Nothing has happened yet: please look and confirm',
  title: 'Start: this is what would happen',
  pilotTitle: 'Pilot: this is what would happen',
  nothingYet: text`${bold('Nothing has happened yet.')} Please look at the numbers and at the message, then confirm.`,
  pauseEnds: (since: string) => text`The pause since ${since} ends, and every deadline moves by its length; nobody has less than 48 hours.`,
  pilot: (count: number, users: Text) => text`Only ${plural(count, 'user')} would be released: ${users}.`,
  pilotPeople: (who: Text) => text`${who}. Everybody else stays held back.`,
  account: (account: Inline, who: Text, openCases: number) => text`${account}: ${who}. ${plural(openCases, 'user is', 'users are')} without MFA`,
  notReached: (count: number) => text`, ${count} of them with nobody who can be reached.`,
  held: (since: string, why: string) => text`Held since ${since} because ${why}`,
  changes: (opened: number, closed: number) => text`${opened} opened, ${closed} closed,`,
  absent: (count: number) => text`${bold(`${count} gone from the list, to be closed on start`)}.`,
  noneAbsent: 'none gone from the list.',
  notReleased: (accounts: Text) => text`${bold('Not released')}, because they were never read completely: ${accounts}.`,
  pace: (perDay: number) => text`At most ${perDay} first messages a day. Each user is checked once more right before the message, and nobody is written to outside their working hours.`,
  told: 'Who would be written to',
  noSample: 'Nobody would get a message now, so there is none to show.',
  sample: 'The message, as the first of them would get it:',
  button: 'Start',
  orType: (typed: Inline, minutes: number) => text`Or type ${typed}. Valid once, for you, for ${plural(minutes, 'minute')}. To stop again at any time: ${command('pause')}.`,
};

/** Start, pause and samples. */
export const start = {
  preview,
  startedSummary: 'Started',
  startedButOff: 'Started, but messages are switched off',
  started: bold('Started.'),
  released: (names: Text) => text`Released: ${names}.`,
  pauseOver: 'The pause is over.',
  closedAbsent: (count: number) => text`${plural(count, 'case')} closed, because the user is gone.`,
  messagesOff: text`${bold('Nobody is messaged:')} ${code('MESSAGING=off')} wins. Set it to ${code('on')} and restart to send.`,
  goesOut: text`What is due goes out within minutes, in each person’s working hours. To stop: ${command('pause')}.`,
  refusals,
  refusedSummary: (why: string) => text`Not started: ${why}`,
  refused: (why: string) => text`${bold('Not started:')} ${why}`,
  paused: 'Messages are paused',
  pausedAlready: 'Messages were paused already',
  pausedSummary: (line: string) => text`${line}: nobody is messaged`,
  pausedSince: (line: string, since: string) => text`${bold(`${line}.`)} Since ${since} nobody is messaged, and every deadline waits. Audit, report and commands go on. To go on with messages: ${command('start')}.`,
  sampleSentSummary: 'A sample is on its way to you',
  sampleSent: (person: Inline) => text`I have sent a sample to ${person} by direct message. It is about a user who does not exist, and nobody else got it.`,
  sampleFailedSummary: (vendorCode: string) => text`The sample could not be sent (${vendorCode})`,
  sampleFailed: (vendorCode: Inline) => text`The sample could not be sent: the chat answered ${vendorCode}. It may be the same for everybody else. Please run ${code('npm run doctor')} where the bot runs: it names what is missing.`,
};
