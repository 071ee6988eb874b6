import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bold, code, link, person, plain, text } from '../../src/domain/message.ts';

const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cs}]/u;

describe('foreign text', () => {
  test.each([
    { name: 'an ordinary name', foreign: 'jane.doe', is: 'jane.doe' },
    { name: 'Chinese', foreign: '王小明', is: '王小明' },
    { name: 'markup is only characters', foreign: '<!channel> *hi* @here', is: '<!channel> *hi* @here' },
    { name: 'line breaks', foreign: 'jane\nAll is well', is: 'jane All is well' },
    { name: 'Windows line breaks and tabs', foreign: 'a\r\n\tb', is: 'a b' },
    { name: 'the line separators of Unicode', foreign: 'a\u2028b\u2029c', is: 'a b c' },
    { name: 'a turned direction', foreign: 'abc\u202Efed', is: 'abc fed' },
    { name: 'nothing between letters', foreign: 'ad\u200Bmin', is: 'ad min' },
    { name: 'a terminal escape', foreign: '\u001B[31mred', is: '[31mred' },
    { name: 'a NUL', foreign: 'a\u0000b', is: 'a b' },
    { name: 'half a character', foreign: 'a\uD800b', is: 'a b' },
    { name: 'spaces around', foreign: '  jane   doe ', is: 'jane doe' },
    { name: 'nothing', foreign: '', is: '' },
  ])('$name', ({ foreign, is }) => {
    expect(plain(foreign)).toBe(is);
  });

  test('is cut to 200 characters, and shows that it was', () => {
    expect(plain('x'.repeat(200))).toBe('x'.repeat(200));
    expect(plain('x'.repeat(201))).toBe(`${'x'.repeat(199)}…`);
  });

  test('is never cut through a character of two halves', () => {
    expect(plain('🔑'.repeat(300))).toBe(`${'🔑'.repeat(199)}…`);
  });

  test('is always one line without invisible characters, of at most 200 characters, and stays as it is', () => {
    const anything = fc.string({ unit: 'binary', maxLength: 400 });
    fc.assert(
      fc.property(anything, (foreign) => {
        const line = plain(foreign);
        expect(line).not.toMatch(UNPRINTABLE);
        expect([...line].length).toBeLessThanOrEqual(200);
        expect(plain(line)).toBe(line);
      }),
    );
  });
});

describe('a sentence', () => {
  test('keeps our words and cleans what is put in', () => {
    const name = 'eve\n*bold*';
    expect(text`Hello ${name}, ${3} times.`).toEqual(['Hello eve *bold*, 3 times.']);
  });

  test('takes parts with a meaning of their own', () => {
    expect(text`${code('a\nb')} ${bold('c\nd')} ${person('U1')}`).toEqual([
      { kind: 'code', text: 'a b' },
      ' ',
      { kind: 'bold', text: 'c d' },
      ' ',
      { kind: 'person', memberId: 'U1' },
    ]);
  });

  test('takes another sentence, whose parts it joins with its own', () => {
    expect(text`${text`Hello ${'a\nb'}`}, ${[code('x'), ' and']} more`).toEqual([
      'Hello a b, ',
      { kind: 'code', text: 'x' },
      ' and more',
    ]);
  });

  test('cleans the words of a link, and leaves its address', () => {
    expect(link('a\nb', 'https://signin.alibabacloud.com/')).toEqual({
      kind: 'link',
      text: 'a b',
      url: 'https://signin.alibabacloud.com/',
    });
  });
});
