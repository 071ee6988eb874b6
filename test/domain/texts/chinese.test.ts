import { expect, it } from 'vitest';
import { LANGUAGES } from '../../../src/domain/message.ts';
import { textsFor } from '../../../src/domain/texts/texts.ts';
import { inlinesOf, messageText } from '../../docs/markdown.ts';
import { SAMPLES } from './samples.ts';

const OWN_NAMES =
  /CIS Alibaba Cloud Foundation Benchmark|Google Authenticator|Microsoft Authenticator|App Store|Google Play/g;

/** Three words of Latin letters in a row, beside product names and what is meant to be typed or looked up. */
const leftoverEnglish = (text: string) =>
  text.replaceAll(OWN_NAMES, '').match(/[A-Za-z]+(?: [A-Za-z]+){2,}/g) ?? [];

const zhTexts = (sample: (typeof SAMPLES)[number]) => {
  const message = sample.of(textsFor('zh'));
  const parts = inlinesOf(message).map((part) =>
    typeof part === 'string' ? part : part.kind === 'bold' || part.kind === 'link' ? part.text : '',
  );
  return [message.summary, ...parts];
};

/** Between Chinese characters and Latin ones, but in dates, where none belongs. */
const SPACE_MISSING = /\p{Script=Han}[A-Za-z0-9]|[A-Za-z0-9%]\p{Script=Han}/u;
const zhWhole = (sample: (typeof SAMPLES)[number]) =>
  messageText(sample.of(textsFor('zh'))).replaceAll(/\d{4}年\d{1,2}月\d{1,2}日/g, '');

it.each(SAMPLES)('$from: $title has no English sentence left in Chinese', (sample) => {
  expect(zhTexts(sample).flatMap(leftoverEnglish)).toEqual([]);
  expect(zhTexts(sample).join('')).toMatch(/\p{Script=Han}/u);
  expect(zhTexts(sample).join('')).not.toMatch(/[“”‘’]/u);
  expect(zhWhole(sample)).not.toMatch(SPACE_MISSING);
  expect(zhWhole(sample)).not.toMatch(/\p{Script=Han} +\p{Script=Han}/u);
  // Half-width marks behind Chinese characters are what a hurried translation leaves.
  expect(zhTexts(sample).filter((text) => /\p{Script=Han}[,;:!?]/u.test(text))).toEqual([]);
});

it.each(SAMPLES)('$from: $title has no Chinese in English', (sample) => {
  const message = sample.of(textsFor('en'));
  expect([message.summary, JSON.stringify(message.blocks)].join('')).not.toMatch(
    /\p{Script=Han}|[，。：；！？（）]/u,
  );
});

it('finds an English sentence where there is one', () => {
  expect(leftoverEnglish('请安装 Google Authenticator，then scan the code')).toEqual(['then scan the code']);
  expect(LANGUAGES).toContain('zh');
});
