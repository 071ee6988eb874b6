import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { DEFAULTS, databaseAt, parseConfig } from '../../src/config/config.ts';
import type { DatabaseConfig } from '../../src/config/database.ts';
import { Secret } from '../../src/config/secret.ts';

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

const WITH_APP_TOKEN = { SLACK_APP_TOKEN: 'xapp-1' };

/** The same with its secrets to be read. */
function revealed(value: unknown): unknown {
  if (value instanceof Secret) return `revealed ${value.reveal()}`;
  if (Array.isArray(value)) return value.map(revealed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, revealed(one)]));
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

const SECRET_VARIABLES = [...DEFAULTS.keys()].filter((name) => /SECRET$|TOKEN$|PASSWORD$/.test(name));
const WITH = {
  ALIBABA_CLOUD_ACCESS_KEY_ID: 'LTAI5tReader',
  ALIBABA_CLOUD_ACCESS_KEY_SECRET: 'reader',
  ENFORCER_ACCESS_KEY_ID: 'LTAI5tEnforcer',
  ENFORCER_ACCESS_KEY_SECRET: 'enforcer',
  SLACK_BOT_TOKEN: 'xoxb-1',
  SLACK_APP_TOKEN: 'xapp-1',
  DINGTALK_CLIENT_ID: 'ding',
  DINGTALK_CLIENT_SECRET: 'ding',
  DINGTALK_ROBOT_CODE: 'ding',
};

describe('every secret may lie in a file', () => {
  test.each(SECRET_VARIABLES)('%s', (name) => {
    const { [name]: inVariable, ...others } = WITH as Record<string, string>;
    const secret = inVariable ?? 'secret';
    const config = (variables: Readonly<Record<string, string>>) =>
      inspect(revealed(parsed({ ...others, ...variables })), { depth: null });
    const fromFile = config({ [`${name}_FILE`]: fileWith(`${secret}\n`) });
    expect(fromFile).toBe(config({ [name]: secret }));
    expect(fromFile).toContain(`revealed ${secret}`);
    expect(() => parsed({ ...others, [`${name}_FILE`]: '/nowhere' })).toThrow(`${name}_FILE`);
  });

  test('a proxy’s address too', () => {
    const { proxies } = parsed({ HTTPS_PROXY_FILE: fileWith('http://bot:pass@proxy.corp.example:3128\n') });
    expect(proxies.https?.credentials?.reveal()).toBe('bot:pass');
  });

  test('what is wrong with it is told under the name of the file', () => {
    const wrong = (content: string) => parsed({ ...WITH_APP_TOKEN, SLACK_BOT_TOKEN_FILE: fileWith(content) });
    expect(() => wrong('xapp-1\n')).toThrow(/SLACK_BOT_TOKEN_FILE/);
    expect(() => wrong('"xoxb-1"\n')).toThrow(/SLACK_BOT_TOKEN_FILE.*in quotes/);
  });

  test('one that is not there is told once, and nothing that comes of it', () => {
    const told = () => parsed({ ...WITH_APP_TOKEN, SLACK_BOT_TOKEN_FILE: '/nowhere' });
    expect(told).toThrow(/SLACK_BOT_TOKEN_FILE.*there is no such file/);
    expect(told).not.toThrow(/set it too/);
  });

  test('a path in quotes is named', () => {
    expect(() => parsed({ ...WITH_APP_TOKEN, SLACK_BOT_TOKEN_FILE: '"/run/x"' })).toThrow(
      /SLACK_BOT_TOKEN_FILE.*in quotes/,
    );
  });

  test('a misspelt name is told', () => {
    expect(parsed({ SLACK_BOT_TOKEN_FLIE: '/run/x' }).warnings).toContainEqual({
      variable: 'SLACK_BOT_TOKEN_FLIE',
      message: expect.stringContaining('SLACK_BOT_TOKEN_FILE'),
    });
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
  const given = { variables: { DATABASE_PASSWORD: 'secret' }, problems: [] };
  expect(passwordOf(databaseAt({ name: '--to', url: DATABASE_URL }, given))).toBe('secret');
  expect(() => databaseAt({ name: '--to', url: 'postgres://db' }, given)).toThrow(/--to.*name the user/);
  const problems = ['DATABASE_PASSWORD', 'SECURITY_CONTACT'].map((variable) => ({
    variable,
    message: 'is cut',
  }));
  const cut = () => databaseAt({ name: '--to', url: DATABASE_URL }, { ...given, problems });
  expect(cut).toThrow(/^DATABASE_PASSWORD: is cut$/);
});
