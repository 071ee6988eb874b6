import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { LANGUAGES } from '../../src/domain/message.ts';
import { textsFor } from '../../src/domain/texts/texts.ts';
import { SAMPLES } from '../domain/texts/samples.ts';
import { messageText } from './markdown.ts';

const PAGE = readFileSync(new URL('../../docs/cis-1.4.md', import.meta.url), 'utf8');
const QUOTED = [...PAGE.matchAll(/“([^“”]+)”/g)].flatMap(([, sentence]) => sentence ?? []);
const EVERYTHING_SAID = LANGUAGES.flatMap((language) =>
  SAMPLES.map((sample) => messageText(sample.of(textsFor(language)))),
).join('\n');

it('finds the sentences quoted in docs/cis-1.4.md', () => {
  expect(QUOTED.length).toBeGreaterThan(30);
});

it.each(QUOTED)('really says “%s”', (sentence) => {
  expect(EVERYTHING_SAID).toContain(sentence);
});

it('has a row for every line of the remediation, each with both languages', () => {
  const rows = PAGE.split('\n').filter((line) => /^\| [^-]/.test(line));
  expect(rows).toHaveLength(15);
  for (const row of rows.slice(1)) expect(row).toMatch(/“[^“”]+”[^|]*\|[^|]*“[^“”]*\p{Script=Han}[^“”]*”/u);
});
