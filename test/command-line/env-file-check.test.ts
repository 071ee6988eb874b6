import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { checkEnvFile } from '../../src/command-line/env-file-check.ts';

function folderWith(content: string, mode: number): string {
  const folder = mkdtempSync(join(tmpdir(), 'mfa-env-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, '.env'), content);
  chmodSync(join(folder, '.env'), mode);
  return folder;
}

const SECRET = 'SLACK_BOT_TOKEN=xoxb-1\n';

test.each([
  ['everybody', 0o644],
  ['the group', 0o640],
  ['whoever is not its owner', 0o604],
])('secrets that may be read by %s are warned of', (_, mode) => {
  expect(checkEnvFile(folderWith(SECRET, mode), {})).toEqual([
    expect.objectContaining({ status: 'warning', remedy: 'chmod 600 .env' }),
  ]);
});

test.each([
  ['their owner alone reads them', SECRET, 0o600],
  ['there is none in it', 'TIMEZONE=UTC\nSLACK_BOT_TOKEN=\n', 0o644],
  ['they lie in files of their own', 'SLACK_BOT_TOKEN_FILE=/run/secrets/bot\n', 0o644],
])('nothing is said where %s', (_, content, mode) => {
  expect(checkEnvFile(folderWith(content, mode), {})).toEqual([]);
});

test('where there is none, whoever set nothing otherwise is told how it is made', () => {
  const folder = mkdtempSync(join(tmpdir(), 'mfa-env-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  expect(checkEnvFile(folder, {})).toEqual([
    expect.objectContaining({
      status: 'warning',
      remedy: expect.stringContaining('install -m 600 .env.example .env'),
    }),
  ]);
  expect(checkEnvFile(folder, { SLACK_BOT_TOKEN: 'xoxb-1' })).toEqual([]);
  expect(checkEnvFile(folder, { SLACK_BOT_TOKEN_FILE: '/run/secrets/bot' })).toEqual([]);
});
