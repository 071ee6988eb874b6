import { type Inline, type Text, text } from '../../message.ts';
import { localNumbers } from '../figures.ts';
import { localTime } from '../local-time.ts';

const LOCALE = 'en-US';

/** How English writes dates, numbers and lists. */
export const grammar = {
  ...localTime({
    locale: LOCALE,
    date: 'ccc d LLL yyyy',
    time: ', HH:mm',
    zone: (zone: string) => ` (${zone})`,
  }),
  ...localNumbers(LOCALE),
  stop: '.',
  colon: ':',
  separator: ', ',
  brackets: (what: Inline | Text) => text`(${what})`,
  account: (alias: string, id: string) => `${alias} (${id})`,
  more: (count: number) => text`and ${count} more`,
};

/** `1 user`, `3 users` */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}
