import type { DatabaseTrouble } from '../../database-trouble.ts';
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
  quota: 'nothing is left of the month',
  enforcement: 'login profiles cannot be read or changed',
  database: 'nothing can be read or written',
  clock: 'differs by an hour or more from the vendors’, so nothing is sent',
};

const todo: Record<'chat' | Exclude<keyof typeof fails, 'database'>, Text> = {
  chat: text`Please run ${code('npm run doctor')} where the bot runs: it names what to mend in the app. It then goes on by itself.`,
  account: text`Please run ${code('npm run doctor')} where the bot runs: it names the role or grant that is missing. Then ${command('audit')}.`,
  quota: text`It goes on next month by itself, or once the quota is raised at the vendor and in the configuration.`,
  enforcement: text`Please check the enforcer’s key, role and policy: ${code('npm run doctor')} names what is missing.`,
  clock: text`Please set the clock of the machine the bot runs on (${code('timedatectl set-ntp true')}).`,
};

const databaseTodo: Record<DatabaseTrouble, Text> = {
  full: text`The disk is full: please make room on the disk of the database.`,
  locked: text`Another program holds the database: please end whatever else works on it, a backup for instance.`,
  read_only: text`The database may only be read: please mount its disk for writing, or make the file the bot’s own.`,
  no_way_in: text`The file cannot be opened: please see that its folder is there and that file and folder belong to the user the bot runs as.`,
  damaged: text`The file is damaged, or no database: please see that ${code('DATABASE_URL')} names the right one, or restore a backup.`,
  device: text`The disk of the database reports errors: please look at the disk, and restore a backup on another one if it is broken.`,
  other: text`Please look at the disk or the server of the database, where the bot runs.`,
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
  quotaOf: (chat: string) => `What ${chat} counts by the month`,
  chatAspects,
  fails,
  todo,
  databaseTodo,
  since: (part: Inline, what: string, since: string, why: Inline | Text) => text`${part}: ${bold(what)}, since ${since} (${why}).`,
  notWorking: 'Not working',
  failed,
  works,
  refused,
};
