import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { readConfig } from '../../src/config/config.ts';
import { readVariables } from '../../src/config/env.ts';

let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'env-'));
});

afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(directory, { recursive: true });
});

interface EnvCase {
  readonly name: string;
  readonly file: string | null;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly expected: Readonly<Record<string, string>>;
}

const CASES: readonly EnvCase[] = [
  { name: 'no file', file: null, environment: { TIMEZONE: 'UTC' }, expected: { TIMEZONE: 'UTC' } },
  { name: 'a file', file: 'TIMEZONE=UTC\n', environment: {}, expected: { TIMEZONE: 'UTC' } },
  {
    name: 'the environment wins',
    file: 'TIMEZONE=UTC\nMESSAGING=off',
    environment: { TIMEZONE: 'Asia/Shanghai' },
    expected: { TIMEZONE: 'Asia/Shanghai', MESSAGING: 'off' },
  },
  {
    name: 'an empty variable of the environment is unset and hides nothing',
    file: 'TIMEZONE=UTC',
    environment: { TIMEZONE: '', MESSAGING: '  ' },
    expected: { TIMEZONE: 'UTC' },
  },
  {
    name: 'an empty line of the file is unset',
    file: 'TIMEZONE=\nMESSAGING=""\n',
    environment: {},
    expected: {},
  },
  {
    name: 'comments, quotes and export',
    file: "# first\nSECURITY_CONTACT='Jane, #security' # why\nexport AUDIT_CRON=10 9 * * *\n",
    environment: {},
    expected: { SECURITY_CONTACT: 'Jane, #security', AUDIT_CRON: '10 9 * * *' },
  },
  {
    name: 'proxies in small letters',
    file: null,
    environment: {
      https_proxy: 'http://a:1',
      http_proxy: 'http://b:2',
      HTTP_PROXY: 'http://c:3',
      no_proxy: '',
    },
    expected: { HTTPS_PROXY: 'http://a:1', HTTP_PROXY: 'http://c:3' },
  },
  {
    name: 'line ends of Windows and a byte order mark',
    file: '\uFEFFTIMEZONE=UTC\r\nMESSAGING=off\r\n',
    environment: {},
    expected: { TIMEZONE: 'UTC', MESSAGING: 'off' },
  },
  {
    name: 'blanks around a value, as a mounted secret has them',
    file: null,
    environment: { SLACK_BOT_TOKEN: 'xoxb-1\n' },
    expected: { SLACK_BOT_TOKEN: 'xoxb-1' },
  },
];

describe('readVariables', () => {
  test.each(CASES)('$name', ({ file, environment, expected }) => {
    if (file !== null) writeFileSync(join(directory, '.env'), file);
    expect(readVariables(directory, environment)).toEqual({ variables: expected, problems: [] });
  });

  test('reads the environment of the process', () => {
    vi.stubEnv('LADDER_DAYS', '0,1,2,3');
    expect(readVariables(directory).variables).toMatchObject({ LADDER_DAYS: '0,1,2,3' });
  });

  test('a value that a # cuts short is told with everything else that is wrong, once', () => {
    const lines = ['TIMEZONE=Nowhere', 'LADDER_DAYS=0,1,2,3 # days', 'SECURITY_CONTACT=#it-security'];
    writeFileSync(join(directory, '.env'), lines.join('\n'));
    vi.stubEnv('SECURITY_CONTACT', '#it-security');
    const read = () => readConfig(directory, 'audit --dry-run');
    expect(read).toThrow(/^LADDER_DAYS: put the value into double quotes.*\nTIMEZONE: [^\n]+$/s);
  });

  test('a file that cannot be read is a problem, not an empty one', () => {
    mkdirSync(join(directory, '.env'));
    expect(() => readVariables(directory, {})).toThrow(/^\.env: the file cannot be read \(EISDIR\)/);
  });
});
