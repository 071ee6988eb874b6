import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { fingerprint, pictures } from '../../docs/pictures/pictures.ts';

const read = (path: string) => readFile(new URL(`../../${path}`, import.meta.url));
const BYTES_MAX = 250_000;
const PNG_SIGNATURE = '89504e470d0a1a0a';

const made: Record<string, string> = JSON.parse(String(await read('docs/pictures/sources.json')));

describe('the pictures in docs/pictures', () => {
  it.each(pictures().map((picture) => [picture.file, picture] as const))(
    '%s shows the message as it is sent now; if not: npm run pictures',
    async (file, picture) => {
      expect(made[file]).toBe(fingerprint(picture));
      const png = await read(`docs/pictures/${file}`);
      expect(png.subarray(0, 8).toString('hex')).toBe(PNG_SIGNATURE);
      expect(png.length).toBeLessThan(BYTES_MAX);
    },
  );

  it('are all that were made, and the README shows no other', async () => {
    const files = pictures().map(({ file }) => file);
    expect(Object.keys(made)).toEqual(files);
    const shown = [...String(await read('README.md')).matchAll(/\(docs\/pictures\/([^)]+)\)/g)];
    expect(shown.length).toBeGreaterThan(0);
    expect(files).toEqual(expect.arrayContaining(shown.map(([, file]) => file)));
  });
});
