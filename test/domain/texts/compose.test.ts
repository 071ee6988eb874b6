import { describe, expect, it } from 'vitest';
import { bold, code, text } from '../../../src/domain/message.ts';
import { compose, firstLines, heading, joined, listed, strong } from '../../../src/domain/texts/compose.ts';

const LIST = { separator: ', ', more: (count: number) => text`and ${count} more` };

describe('joined', () => {
  it.each([
    ['a space between sentences', joined(text`One.`, text`Two.`), ['One. Two.']],
    ['none behind a full-width mark', joined(text`一。`, text`two`), ['一。two']],
    ['none between Chinese characters', joined(text`一`, text`二`), ['一二']],
    ['one between Chinese and Latin', joined(text`一`, text`two`), ['一 two']],
    ['none before a mark', joined([code('x')], ['.'], text`Next`), [code('x'), '. Next']],
    ['nothing for what is absent', joined(null, text`One.`, null, []), ['One.']],
  ])('puts %s', (_title, joinedText, expected) => {
    expect(joinedText).toEqual(expected);
  });
});

it('listed names the first and counts the rest', () => {
  expect(listed(LIST, [code('a'), code('b')], 2)).toEqual([code('a'), ', ', code('b')]);
  expect(listed(LIST, [code('a'), code('b'), code('c')], 2)).toEqual([
    code('a'),
    ', ',
    code('b'),
    ', and 1 more',
  ]);
});

it('firstLines counts what it was not even given', () => {
  const line = (item: string) => text`${item}`;
  expect(firstLines(LIST, ['a', 'b', 'c'], { max: 2, line })).toHaveLength(3);
  expect(firstLines(LIST, ['a', 'b'], { max: 2, line })).toHaveLength(2);
  expect(firstLines(LIST, ['a'], { max: 2, line, total: 42 })).toEqual([['a'], ['and 41 more']]);
});

it('cuts a long summary, and keeps it one line', () => {
  const { summary } = compose('en', [`${'word '.repeat(60)}\nend`], []);
  expect([...summary]).toHaveLength(150);
  expect(summary).toMatch(/…$/);
  expect(summary).not.toContain('\n');
});

it('flattens marked parts in titles and in bold lines', () => {
  expect(heading(text`History of ${code('jane')}`)).toEqual({ kind: 'heading', text: 'History of jane' });
  expect(strong(text`${1} of ${2}`)).toEqual([bold('1 of 2')]);
});
