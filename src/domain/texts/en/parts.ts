import { bold, code, type Inline, type Text, text } from '../../message.ts';
import type { ChatAspect } from '../../part.ts';
import { command } from '../labels.ts';
import { plural } from './grammar.ts';

const chatAspects: Record<ChatAspect, string> = {
  connection: 'the connection on which commands arrive does not come about',
  sending: 'messages are not taken',
  lookup: 'people cannot be looked up',
};

const fails = {
  account: 'the account cannot be read completely',
  quota: 'nothing is left of the month’s calls',
  enforcement: 'login profiles cannot be read or changed',
  database: 'nothing can be read or written',
  clock: 'differs by an hour or more from the vendors’, so nothing is sent',
};

const todo: Record<'chat' | keyof typeof fails, Text> = {
  chat: text`Please run ${code('npm run doctor')} where the bot runs: it names what to mend in the app. It then goes on by itself.`,
  account: text`Please run ${code('npm run doctor')} where the bot runs: it names the role or grant that is missing. Then ${command('audit')}.`,
  quota: text`It goes on next month by itself, or once the quota is raised at the vendor and in the configuration.`,
  enforcement: text`Please check the enforcer’s key, role and policy: ${code('npm run doctor')} names what is missing.`,
  database: text`Please look at the disk or the server of the database, where the bot runs.`,
  clock: text`Please set the clock of the machine the bot runs on (${code('timedatectl set-ntp true')}).`,
};

const failed = {
  summary: (part: Inline, vendorCode: string, others: number) => (others === 0 ? text`Not working: ${part} (${vendorCode})` : text`Not working: ${part} (${vendorCode}) and ${plural(others, 'other part')}`),
  title: 'Something of the MFA bot has stopped working',
  after: 'Nothing is lost: what waits for it goes out once it works again, and I tell you so. Until then I say nothing more about it.',
};

const works = {
  summary: (part: Inline, others: number) => (others === 0 ? text`Works again: ${part}` : text`Works again: ${part} and ${plural(others, 'other part')}`),
  line: (part: Inline, from: string, to: string) => text`${part}: working again. It was not from ${from} to ${to}.`,
  after: 'What was due meanwhile goes out now, in people’s working hours, one message each.',
};

const refused = {
  summary: (chat: string, people: number) => text`${chat} has refused ${plural(people, 'person', 'people')} for a day`,
  what: (chat: string, people: number) => text`${chat} has refused my messages to ${people === 1 ? 'this person' : 'these people'} for a day by now, while it takes those to others. I go on trying, once a day.`,
  line: (person: Inline, why: Text, since: string) => text`${person}: ${why}, since ${since}`,
  todo: text`Please tell them yourself, or make it possible: ${command('status unreachable')} shows whose RAM users they are.`,
};

/** What of the bot works and what does not. */
export const parts = {
  names: { enforcement: 'Enforcement', database: 'The database', clock: 'The clock of this machine' },
  quotaOf: (chat: string) => `The month’s calls of ${chat}`,
  chatAspects,
  fails,
  todo,
  since: (part: Inline, what: string, since: string, why: Inline | Text) => text`${part}: ${bold(what)}, since ${since} (${why}).`,
  notWorking: 'Not working',
  failed,
  works,
  refused,
};
