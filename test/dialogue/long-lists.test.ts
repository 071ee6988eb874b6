import { describe, expect, test } from 'vitest';
import type { SeenMessage } from '../../demo/hands.ts';
import { ADMIN, EACH_CHAT, person, type Rehearsal, rehearseIn } from './rehearsal.ts';

/** With names as long as they come, of characters that have to be escaped: what takes most room. */
const LONG = 'x_y_'.repeat(15);
const MANY = Array.from({ length: 120 }, (_, index) => person(`${LONG}${String(index).padStart(3, '0')}`));

const namesIn = ({ words }: SeenMessage): readonly string[] => words.match(/(?:x_y_){15}\d{3}/g) ?? [];
const more = ({ buttons }: SeenMessage) => buttons.find(({ command }) => command.startsWith('status '));

describe.each(EACH_CHAT)('in %s', (chat) => {
  const rehearse = rehearseIn(chat);

  /** From page to page by the button, which is what there is to be typed, too. */
  async function readToTheEnd(rehearsal: Rehearsal, words: string): Promise<readonly SeenMessage[]> {
    const pages = [await rehearsal.say(ADMIN, words)];
    for (let next = more(pages[0] as SeenMessage); next !== undefined && pages.length < 100; ) {
      const last = pages.at(-1) as SeenMessage;
      const page = await rehearsal.press(ADMIN, last, next.label);
      pages.push(page);
      next = more(page);
    }
    return pages;
  }

  test('a long list is read to its end, nobody left out and nobody twice', async () => {
    const rehearsal = await rehearse({ users: MANY });
    const pages = await readToTheEnd(rehearsal, 'status unmapped');
    const names = pages.flatMap(namesIn);
    expect(names).toEqual(MANY.map(({ userName }) => userName));
    for (const { words } of pages) expect(words).not.toMatch(/… and \d+ more/);
    expect(pages.at(-1)?.words).toMatch(/to 120 of 120/);
    const second = more(pages[0] as SeenMessage)?.command ?? '';
    expect(namesIn(await rehearsal.say(ADMIN, second))).toEqual(namesIn(pages[1] as SeenMessage));
  }, 60_000);

  test.each(['status unmapped 0', 'status unmapped two', 'status unmapped -1', 'status jane.doe 2'])(
    '/mfa %s says how it is written',
    async (words) => {
      const { ask } = await rehearse({ users: [person('jane.doe')] });
      expect(await ask(ADMIN, words)).toContain('Please write it like this: /mfa status');
    },
  );

  test('a page behind the end of a list that has become shorter is its beginning', async () => {
    const { ask } = await rehearse({ users: [person('nora.kent')] });
    expect(await ask(ADMIN, 'status unmapped 41')).toContain('nora.kent');
  });
});
