import SqliteDatabase from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import { failureOf } from '../../src/command-line/failure.ts';

const coded = (code: string) => Object.assign(new Error('words of the system'), { code });

describe('what keeps the database from working is said, with what to do', () => {
  test.each([
    ['SQLITE_FULL', /disk is full: please make room/],
    ['ENOSPC', /disk is full: please make room/],
    ['53100', /disk is full: please make room/],
    ['SQLITE_BUSY', /Another program holds the database: please end/],
    ['SQLITE_READONLY_DBMOVED', /may only be read: please mount its disk for writing/],
    ['SQLITE_CANTOPEN', /cannot be opened: please see that its folder is there/],
    ['SQLITE_NOTADB', /damaged, or no database: .*restore a backup/],
    ['SQLITE_IOERR_WRITE', /reports errors: please look at the disk/],
  ])('%s', (code, says) => {
    const { exitCode, text } = failureOf(coded(code), '');
    expect(exitCode).toBe(1);
    expect(text.split('\n')).toHaveLength(1);
    expect(text).toContain(`The database cannot be used (${code}). `);
    expect(text).toMatch(says);
  });

  test('also where it came in the middle of an upgrade', () => {
    const cause = new SqliteDatabase.SqliteError('database or disk is full', 'SQLITE_FULL');
    expect(failureOf(new Error('not brought up to date', { cause }), '').text).toMatch(/make room/);
  });

  test('a defect is told as one, with its trace', () => {
    const { text } = failureOf(coded('SQLITE_CONSTRAINT'), '');
    expect(text).toMatch(/^Stopped by an error in the bot itself:\n.*\n\s+at /s);
  });
});
