import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { databaseAt, parseConfig } from '../../src/config/config.ts';
import type { DatabaseConfig } from '../../src/config/database.ts';

const DATABASE_URL = 'postgres://bot@db.corp.example/mfa';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mfa-secrets-'));
});

afterEach(() => rmSync(folder, { recursive: true }));

function fileWith(content: string): string {
  const path = join(folder, 'password');
  writeFileSync(path, content);
  return path;
}

const passwordOf = (database: DatabaseConfig) =>
  database.kind === 'server' ? (database.password?.reveal() ?? null) : null;
const parsed = (variables: Readonly<Record<string, string>>) =>
  parseConfig({ DATABASE_URL, ...variables }, 'audit --dry-run');

describe('a password in a file', () => {
  test.each([
    ['as it is', ' p@ss word ', ' p@ss word '],
    ['without the newline at its end', 'secret\n', 'secret'],
    ['without the line end of another system', 'secret\r\n', 'secret'],
    ['with any newline before that', 'two\nlines\n\n', 'two\nlines\n'],
  ])('is taken %s', (_name, content, expected) => {
    const { database, warnings } = parsed({ DATABASE_PASSWORD_FILE: fileWith(content) });
    expect(passwordOf(database)).toBe(expected);
    expect(warnings).toEqual([]);
  });

  test.each([
    ['that is not there', () => ({ DATABASE_PASSWORD_FILE: join(folder, 'nothing') }), /ENOENT/],
    ['that is empty', () => ({ DATABASE_PASSWORD_FILE: fileWith('\n') }), /empty/],
    [
      'beside one in the variable',
      () => ({ DATABASE_PASSWORD_FILE: fileWith('a'), DATABASE_PASSWORD: 'b' }),
      /remove it, or DATABASE_PASSWORD/,
    ],
  ])('%s is refused under its name', (_name, variables, says) => {
    expect(() => parsed(variables())).toThrow(says);
    expect(() => parsed(variables())).toThrow('DATABASE_PASSWORD_FILE');
  });
});

test('a password for a file has no effect, and is told', () => {
  const { warnings } = parsed({ DATABASE_URL: 'file:./mfa.db', DATABASE_PASSWORD: 'x' });
  expect(parseConfig({ DATABASE_PASSWORD: 'x', TIMEZONE: 'UTC' }, 'doctor').warnings).toContainEqual(
    expect.objectContaining({ variable: 'DATABASE_PASSWORD' }),
  );
  expect(warnings).toEqual([]);
});

test('a database that is named on the command line is read by the same rules', () => {
  const variables = { DATABASE_PASSWORD: 'secret' };
  expect(passwordOf(databaseAt({ name: '--to', url: DATABASE_URL }, variables))).toBe('secret');
  expect(() => databaseAt({ name: '--to', url: 'postgres://db' }, variables)).toThrow(/--to.*name the user/);
});
