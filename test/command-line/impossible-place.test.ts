import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openDatabase } from '../../src/store/database.ts';
import { DatabaseError } from '../../src/store/database-error.ts';

const ENTRY = resolve(import.meta.dirname, '../../start.mjs');
const VARIABLES = {
  PATH: process.env.PATH ?? '',
  SLACK_BOT_TOKEN: 'xoxb-test',
  SLACK_APP_TOKEN: 'xapp-test',
  TIMEZONE: 'UTC',
  // Nothing listens there: the database comes first.
  SLACK_API_URL: 'http://127.0.0.1:9/api/',
  ALIBABA_CLOUD_ACCESS_KEY_ID: 'AKREADER',
  ALIBABA_CLOUD_ACCESS_KEY_SECRET: 'reader-secret',
  STS_ENDPOINT: 'http://127.0.0.1:9',
};
/** What waits for ever is killed then, however busy the machine is. */
const RUN_WITHIN_MS = 90_000;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mfa-place-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** In a process of its own: what an impossible place stops is the whole process. */
function run(argv: readonly string[], path: string) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [ENTRY, ...argv], {
    ...{ cwd: folder, env: { ...VARIABLES, DATABASE_URL: `file:${path}` }, encoding: 'utf8' },
    ...{ timeout: RUN_WITHIN_MS, killSignal: 'SIGKILL' },
  });
  const sentences = stderr.split('\n').filter((line) => line !== '' && !/^(\{|Note:)/.test(line));
  return { status, stdout, sentences };
}

describe('a place that would stop the whole process', () => {
  const pipe = () => {
    const path = join(folder, 'pipe.db');
    expect(spawnSync('sh', ['-c', 'mkfifo "$0"', path]).status).toBe(0);
    return path;
  };

  test('a folder that the system does not let be made', () => {
    expect(run(['serve'], '/proc/x/mfa.db')).toMatchObject({
      status: 2,
      sentences: [
        expect.stringMatching(
          /^Database: no file can be made at \/proc\/x\/mfa\.db\.lock \(\w+\): set DATABASE_URL/,
        ),
      ],
    });
  });

  test.each([[['serve']], [['audit', '--dry-run']], [['activity', 'verify']]])('a pipe: %j', (argv) => {
    expect(run(argv, pipe())).toMatchObject({
      status: 2,
      sentences: [expect.stringMatching(/^Database: .*pipe\.db is no file: set DATABASE_URL/)],
    });
  });
});

const ELSEWHERE: readonly (readonly [name: string, path: string, says: RegExp])[] = [
  ['a folder', 'folder', /folder is no file/],
  ['a file taken for a folder', 'file/mfa.db', /no file can be made at .* \(ENOTDIR|EEXIST\)/],
  ['a link to nowhere', 'nowhere', /no file can be made at .*nowhere \(ENOENT\)/],
  ['a link to itself', 'itself', /\(ELOOP\)/],
  ['a name too long', `${'a'.repeat(300)}.db`, /\(ENAMETOOLONG\)/],
];

describe('where there can be no file, that is told in one sentence', () => {
  test.each(ELSEWHERE)('%s', async (_name, path, says) => {
    mkdirSync(join(folder, 'folder'));
    writeFileSync(join(folder, 'file'), '');
    symlinkSync('/nowhere/mfa.db', join(folder, 'nowhere'));
    symlinkSync(join(folder, 'itself'), join(folder, 'itself'));
    const refusal = await openDatabase({ kind: 'file', path: join(folder, path) }).catch((error) => error);
    expect(refusal).toBeInstanceOf(DatabaseError);
    expect(refusal.reason).toBe('misplaced');
    expect(refusal.message).toMatch(says);
    expect(refusal.message).toMatch(/set DATABASE_URL to a file/);
  });
});
