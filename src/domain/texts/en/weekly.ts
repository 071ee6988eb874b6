import type { Inline, Text } from '../../message.ts';
import { bold, text } from '../../message.ts';
import { plural } from './grammar.ts';

/** The weekly summary in the security channel. */
export const weekly = {
  title: (date: string) => text`MFA, the week up to ${date}`,
  summary: (date: string) => text`MFA week up to ${date}:`,
  ofTarget: (percent: string, target: number) => `${percent} protected, target ${target} %`,
  reached: (target: number) => text`${bold(`The target of ${target} % is reached.`)}`,
  missing: (target: number, users: number) => text`Target: ${target} %, which is ${plural(users, 'user')} more.`,
  before: (date: string, percent: string) => text`On ${date} it was ${percent}.`,
  nothingBefore: 'There is no complete figure from a week ago to compare with.',
  enrolled: (count: number) => (count === 0 ? 'Nobody who was followed up has set up MFA in the last seven days.' : `${plural(count, 'user')} of those followed up set up MFA in the last seven days.`),
  blocks: 'What is in the way',
  line: (what: Inline | Text, count: number) => text`${what}: ${count}`,
  notNeeded: 'Console sign-in not needed, says its owner',
  inTime: 'Told, and within their time',
};
