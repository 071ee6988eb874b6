import { stringify } from 'csv-stringify/sync';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  CONTACT_COLUMNS,
  ContactFileError,
  contactTemplate,
  parseContactFile,
} from '../../src/contacts/contact-file.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const HEADER = CONTACT_COLUMNS.join(',');
const parse = (...lines: readonly string[]) => parseContactFile(bytes([HEADER, ...lines].join('\n')));

describe('what spreadsheets make of it is read', () => {
  test.each([
    { case: 'a byte-order mark', text: `\ufeff${HEADER}\ncorp,ann,U1,,,` },
    { case: 'line ends of Windows', text: `${HEADER}\r\ncorp,ann,U1,,,\r\n` },
    {
      case: 'quotes',
      text: `"account","user","slack","dingtalk","manager","owner"\n"corp","ann","U1","","",""`,
    },
    { case: 'spaces and empty lines', text: `${HEADER}\n\n corp , ann , U1 , , , \n\n` },
    { case: 'columns in another order', text: 'USER,Slack,account\nann,U1,corp' },
  ])('$case', ({ text }) => {
    const { rows, bad } = parseContactFile(bytes(text));
    expect(bad).toEqual([]);
    expect(rows).toMatchObject([{ account: 'corp', user: 'ann', slack: 'U1', dingtalk: '', owner: '' }]);
  });

  test('lines are counted as an editor does, also behind a cell of two lines', () => {
    expect(parse('corp,ann,"U1\nU2",,,', '', 'corp,ben,U3,,,').rows.map(({ line }) => line)).toEqual([2, 5]);
  });
});

describe('what cannot be read as a whole says what to do, and nothing of it is used', () => {
  test.each([
    { case: 'nothing', file: bytes(''), says: 'empty' },
    { case: 'semicolons', file: bytes('account;user;slack\ncorp;ann;U1'), says: 'separate them by commas' },
    { case: 'tabs', file: bytes('account\tuser\ncorp\tann'), says: 'separated by tabs' },
    { case: 'GBK', file: Uint8Array.of(...bytes(`${HEADER}\n`), 0xd5, 0xc5), says: 'save it as "CSV UTF-8"' },
    { case: 'UTF-16', file: Uint8Array.of(0xff, 0xfe, 0x61, 0), says: 'save it as "CSV UTF-8"' },
    { case: 'an unknown column', file: bytes('user,slack,phone\nann,U1,1'), says: 'must name the columns' },
    { case: 'a column twice', file: bytes('user,slack,slack\nann,U1,U1'), says: 'must name the columns' },
    { case: 'no user column', file: bytes('account,slack\ncorp,U1'), says: 'must name the columns' },
    { case: 'a quote without an end', file: bytes(`${HEADER}\ncorp,"ann,U1,,,`), says: 'is no CSV' },
  ])('$case', ({ file, says }) => {
    expect(() => parseContactFile(file)).toThrow(ContactFileError);
    expect(() => parseContactFile(file)).toThrow(says);
  });
});

test.each([
  { case: 'a cell too few', line: 'corp,ann', why: 'has 2 cells where the first line has 6' },
  { case: 'a cell too many', line: 'corp,ann,U1,,,,', why: 'has 7 cells' },
  { case: 'no user', line: 'corp,,U1,,,', why: 'names no user' },
  { case: 'a formula', line: 'corp,ann,=HYPERLINK(A1),,,', why: 'slack is a formula' },
  { case: 'a formula by a plus', line: 'corp,ann,+A1,,,', why: 'slack is a formula' },
])('a bad line is named and the others are read: $case', ({ line, why }) => {
  const { rows, bad } = parse(line, 'corp,ben,,+86 13800138000,,');
  expect(bad).toEqual([{ line: 2, why: expect.stringContaining(why) }]);
  expect(rows).toMatchObject([{ line: 3, user: 'ben', dingtalk: '+86 13800138000' }]);
});

describe('whatever the file', () => {
  test('it is read or refused in one sentence, and every line is accounted for once', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), fc.boolean(), (text, withHeader) => {
        try {
          const { rows, bad } = parseContactFile(bytes(withHeader ? `${HEADER}\n${text}` : text));
          const lines = [...rows, ...bad].map(({ line }) => line);
          expect(new Set(lines).size).toBe(lines.length);
        } catch (error) {
          expect(error).toBeInstanceOf(ContactFileError);
        }
      }),
    );
  });

  test('what was written with quotes where they are needed comes back as it was', () => {
    const cell = fc
      .string({ unit: fc.constantFrom('a', '1', '"', ',', ';', '\n', '王', ' '), maxLength: 8 })
      .map((text) => text.trim());
    const row = fc.tuple(
      cell,
      cell.map((text) => `u${text}`.trim()),
      cell,
      cell,
      cell,
      cell,
    );
    fc.assert(
      fc.property(fc.array(row, { maxLength: 10 }), (rows) => {
        const read = parseContactFile(bytes(stringify([[...CONTACT_COLUMNS], ...rows])));
        expect(read.bad).toEqual([]);
        expect(read.rows.map((one) => CONTACT_COLUMNS.map((column) => one[column]))).toEqual(rows);
      }),
    );
  });
});

test('a template is a file that can be read, and no spreadsheet runs what stands in it', () => {
  const template = contactTemplate([
    { account: 'corp', user: 'ann' },
    { account: 'corp', user: '=cmd' },
  ]);
  expect(template.split('\n').slice(0, 3)).toEqual([HEADER, 'corp,ann,,,,', "corp,'=cmd,,,,"]);
  expect(parseContactFile(bytes(template)).rows).toHaveLength(2);
});
