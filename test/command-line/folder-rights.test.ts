import { spawnSync } from 'node:child_process';
import { chmodSync, chownSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { rightsProblem } from '../../src/command-line/folder-rights.ts';

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
const SERVICE_USER = 65_534;
const SERVICE_USER_NAME = 'nobody';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mfa-rights-'));
  chmodSync(folder, 0o755);
});
afterEach(() => rmSync(folder, { recursive: true }));

/** The program as the user of a service, who owns nothing here. */
function serve(databasePath: string) {
  const { status, stderr } = spawnSync(process.execPath, [ENTRY, 'serve'], {
    cwd: folder,
    uid: SERVICE_USER,
    gid: SERVICE_USER,
    env: { ...VARIABLES, DATABASE_URL: `file:${databasePath}` },
    encoding: 'utf8',
  });
  const sentences = stderr.split('\n').filter((line) => line !== '' && !line.startsWith('{'));
  return { status, sentences };
}

describe.runIf(process.getuid?.() === 0)('a service that may not write its database says whose it is', () => {
  test('no folder yet, in one of root’s', () => {
    const { status, sentences } = serve('./data/mfa.db');
    expect(sentences).toEqual([
      `The database cannot be used (EACCES): the folder ${folder} belongs to root, and this process runs as ${SERVICE_USER_NAME}: as root, install -d -o ${SERVICE_USER_NAME} -m 700 ${folder}/data`,
    ]);
    expect(status).toBe(1);
  });

  test('a folder of somebody else', () => {
    mkdirSync(join(folder, 'data'));
    chownSync(join(folder, 'data'), 1234, 1234);
    expect(serve('./data/mfa.db').sentences).toEqual([
      expect.stringContaining(`the folder ${folder}/data belongs to user 1234, and this process runs as`),
    ]);
  });

  test.each(['mfa.db', 'mfa.db.lock'])('a file left by a start as root: %s', (name) => {
    mkdirSync(join(folder, 'data'));
    chownSync(join(folder, 'data'), SERVICE_USER, SERVICE_USER);
    writeFileSync(join(folder, 'data', name), '', { mode: 0o600 });
    expect(serve('./data/mfa.db').sentences).toEqual([
      expect.stringMatching(
        new RegExp(
          `${name} belongs to root, .*: as root, chown ${SERVICE_USER_NAME} ${folder}/data/${name}\\*$`,
        ),
      ),
    ]);
  });
});

test('a folder that its owner may not write', () => {
  chmodSync(folder, 0o500);
  expect(rightsProblem(join(folder, 'mfa.db'), 'EACCES')).toBe(
    `${folder} may not be written by its owner: chmod u+rwx ${folder}`,
  );
});

test('a file system that is read-only, as in a container', () => {
  expect(rightsProblem('/data/mfa.db', 'EROFS')).toBe(
    '/ is mounted read-only: set DATABASE_URL to a file on a volume that may be written',
  );
});
