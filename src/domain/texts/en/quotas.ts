import type { Text } from '../../message.ts';
import { bold, code, text } from '../../message.ts';
import type { Meter } from '../../quota.ts';
import { command } from '../labels.ts';

const used: Record<Meter, (chat: string, used: string, quota: string) => Text> = {
  api_call: (chat, count, quota) => text`${chat}: ${count} of ${quota} calls this month,`,
  stream_delivery: (chat, count, quota) => text`${chat}: ${count} of ${quota} messages received and answered this month,`,
};

const spent: Record<Meter, (chat: string, variable: string) => Text> = {
  api_call: (chat, variable) => text`${bold(`Messages in ${chat} have stopped until next month.`)} What is due then goes out by itself. To go on sooner, have the monthly calls of your organization raised at ${chat}, put the new number in ${code(variable)} and restart the bot.`,
  stream_delivery: (chat, variable) => text`${bold(`Commands and buttons in ${chat} may stay without an answer until next month.`)} Messages to people go out as before. To mend it sooner, have the monthly Stream quota of your organization raised at ${chat}, put the new number in ${code(variable)} and restart the bot.`,
};

/** What chats count by the month. */
export const quotas = {
  title: 'Counted by the month',
  used,
  forecast: (count: string) => text`about ${count} more expected.`,
  noMore: 'no more expected.',
  batching: text`To save calls, people of one step and deadline now get the same words in one call; ${command('me')} tells each of them the RAM user and the account.`,
  spent,
};
