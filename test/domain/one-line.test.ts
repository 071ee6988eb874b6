import { describe, expect, test } from 'vitest';
import { messageText } from '../../src/chat/console/message-text.ts';
import { messageMarkdown } from '../../src/chat/dingtalk/message-markdown.ts';
import { messageBlocks } from '../../src/chat/slack/message-blocks.ts';
import { plainSections } from '../../src/chat/slack/plain-sections.ts';
import { type Message, plain } from '../../src/domain/message.ts';
import { cut, oneLine } from '../../src/domain/one-line.ts';

/** One of each kind that could forge, hide or reorder something. */
const FORBIDDEN: readonly (readonly [name: string, character: string])[] = [
  ['a line break', '\n'],
  ['a terminal escape', '\u001B'],
  ['a line separator', '\u2028'],
  ['a paragraph separator', '\u2029'],
  ['a turned direction', '\u202E'],
  ['an isolated direction', '\u2066'],
  ['an Arabic letter mark', '\u061C'],
  ['a zero-width space', '\u200B'],
  ['a word joiner', '\u2060'],
  ['a byte order mark', '\uFEFF'],
  ['a soft hyphen', '\u00AD'],
  ['a tag', '\u{E0041}'],
  ['a private character', '\uE000'],
  ['half a character', '\uD800'],
];

const saying = (text: string): Message => ({
  language: 'en',
  summary: 'Summary',
  blocks: [{ kind: 'paragraph', text: [text] }],
});

/** Everything that shows a text to somebody. */
const SHOWN: readonly (readonly [where: string, show: (text: string) => string])[] = [
  ['as data', plain],
  ['in Slack', (text) => JSON.stringify(messageBlocks(saying(text), 'newest'))],
  ['in Slack, without blocks', (text) => JSON.stringify(plainSections(saying(text)))],
  ['in DingTalk', (text) => messageMarkdown(saying(text), { place: 'direct', links: 'clickable' }).text],
  ['in a terminal', (text) => messageText(saying(text))],
];

describe.each(FORBIDDEN)('%s', (_, character) => {
  test('is one space', () => {
    expect(oneLine(`a${character}${character}b`)).toBe('a b');
  });

  test.each(SHOWN)('%s', (_where, show) => {
    expect(show(`jane${character}doe`)).toBe(show('jane doe'));
  });
});

test.each(['jane.doe', '王小明', '🔑', 'a  b', 'é', 'e\u0301'])('%s stays', (text) => {
  expect(oneLine(text)).toBe(text);
});

test.each([
  ['abcde', 5, 'abcde'],
  ['abcdef', 5, 'abcd…'],
  ['🔑🔑🔑', 3, '🔑🔑🔑'],
  ['🔑🔑🔑🔑', 3, '🔑🔑…'],
])('%s in %i characters', (text, max, shown) => {
  expect(cut(text, max)).toBe(shown);
});
