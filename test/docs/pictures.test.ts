import { readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { type MadeFrom, madeFrom, type Picture, pictures } from '../../docs/pictures/pictures.ts';

const read = (path: string) => readFile(new URL(`../../${path}`, import.meta.url));
const BYTES_MAX = 250_000;
const PNG_SIGNATURE = '89504e470d0a1a0a';
const FILES = ['slack-message.png', 'dingtalk-message.png', 'slack-digest.png'];
const OF_THE_PAGE = 'playground.png';
const WITHIN_MS = 120_000;

const noted: Record<string, MadeFrom> = JSON.parse(String(await read('docs/pictures/made-from.json')));

describe('the pictures in docs/pictures', () => {
  let now: ReadonlyMap<string, Picture>;
  beforeAll(async () => {
    now = new Map((await pictures()).map((picture) => [picture.file, picture]));
  }, WITHIN_MS);

  it.each(FILES)(
    '%s shows what is on the wire now, as the page draws it; if not: npm run pictures',
    async (file) => {
      const picture = now.get(file);
      expect(picture).toBeDefined();
      if (picture !== undefined) expect(noted[file]).toEqual(await madeFrom(picture));
    },
  );

  it.each([...FILES, OF_THE_PAGE])('%s is a picture, and no heavy one', async (file) => {
    const png = await read(`docs/pictures/${file}`);
    expect(png.subarray(0, 8).toString('hex')).toBe(PNG_SIGNATURE);
    expect(png.length).toBeLessThan(BYTES_MAX);
  });

  it('are all that were made, and the README shows no other', async () => {
    expect([...now.keys()]).toEqual(FILES);
    expect(Object.keys(noted)).toEqual(FILES);
    const shown = [...String(await read('README.md')).matchAll(/\(docs\/pictures\/([^)]+)\)/g)];
    expect(shown.length).toBeGreaterThan(0);
    expect([...FILES, OF_THE_PAGE]).toEqual(expect.arrayContaining(shown.map(([, file]) => file)));
  });
});
