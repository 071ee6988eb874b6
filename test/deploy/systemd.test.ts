import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { DEFAULTS } from '../../src/config/config.ts';
import { findTool, runTool, skipWithout } from './tool.ts';

const REPOSITORY = join(import.meta.dirname, '../..');
const UNIT = join(REPOSITORY, 'deploy/ram-mfa-bot.service');
const read = (path: string) => readFileSync(join(REPOSITORY, path), 'utf8');
const systemdAnalyze = findTool('systemd-analyze');

const unit = read('deploy/ram-mfa-bot.service');
const page = read('docs/install-systemd.md');

/** Every value of a setting, in order. */
const valuesOf = (name: string) =>
  [...unit.matchAll(new RegExp(`^${name}=(.*)$`, 'gm'))].map(([, value]) => value ?? '');

describe('deploy/ram-mfa-bot.service', () => {
  test('is closed: an exposure of at most 2.0', (context) => {
    skipWithout(systemdAnalyze, context);
    const { stdout } = runTool(systemdAnalyze, ['security', '--offline=yes', '--no-pager', UNIT]);
    const exposure = Number(/Overall exposure level for ram-mfa-bot\.service: ([\d.]+)/.exec(stdout)?.[1]);
    expect(exposure).toBeLessThanOrEqual(2);
    expect(page).toContain(`says ${exposure.toFixed(1)} of 10`);
  });

  test('has no line that systemd does not know', (context) => {
    skipWithout(systemdAnalyze, context);
    const { stderr } = runTool(systemdAnalyze, ['verify', '--man=no', UNIT]);
    // The program is not installed on this machine, which is all that may be wrong.
    const complaints = stderr
      .split('\n')
      .filter((line) => line !== '' && !/is not executable: No such file/.test(line));
    expect(complaints).toEqual([]);
  });

  test('starts Node itself, and gives it longer to end than it takes', () => {
    expect(valuesOf('ExecStart')).toEqual(['/opt/ram-mfa-bot/node_modules/.bin/node start.mjs serve']);
    expect(Number(valuesOf('TimeoutStopSec')[0])).toBeGreaterThan(10);
    expect(valuesOf('RestartPreventExitStatus')).toEqual(['2']);
  });

  test('each secret is a file of root’s that the service gets a copy of', () => {
    const credentials = valuesOf('LoadCredential');
    expect(credentials.length).toBeGreaterThan(0);
    for (const credential of credentials) {
      const [name = '', path] = credential.split(':');
      expect(DEFAULTS.has(name), name).toBe(true);
      expect(path).toBe(`/etc/ram-mfa-bot/secrets/${name}`);
      expect(valuesOf('Environment')).toContain(`${name}_FILE=%t/credentials/%n/${name}`);
      expect(page).toContain(`sudo install -m 600 /dev/stdin ${path}\n`);
    }
  });

  test('the command beside it works on the same program, settings, secrets and database', () => {
    const command = read('deploy/ram-mfa-bot');
    const [settings = ''] = valuesOf('EnvironmentFile');
    const [folder = ''] = valuesOf('WorkingDirectory');
    for (const place of [
      settings,
      `cd ${folder}\n`,
      `runuser -u ${valuesOf('User')[0]} `,
      '/etc/ram-mfa-bot/secrets/*',
    ])
      expect(command).toContain(place);
    const [, database = ''] = /DATABASE_URL=(\S+)/.exec(unit) ?? [];
    expect(command).toContain(database.replace('%S', '/var/lib'));
  });
});

describe('deploy/ram-mfa-bot, the command beside the service', () => {
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'mfa-command-'));
    for (const folder of ['etc/ram-mfa-bot/secrets', 'opt/ram-mfa-bot/node_modules/.bin', 'bin'])
      mkdirSync(join(root, folder), { recursive: true });
    symlinkSync(process.execPath, join(root, 'opt/ram-mfa-bot/node_modules/.bin/node'));
    writeFileSync(
      join(root, 'opt/ram-mfa-bot/start.mjs'),
      'console.log(JSON.stringify({ ...process.env, WORDS: process.argv.slice(2) }));',
    );
    // Here everything is the same user's.
    writeFileSync(join(root, 'bin/runuser'), '#!/bin/sh\nshift 3\nexec "$@"\n', { mode: 0o755 });
    writeFileSync(join(root, 'etc/ram-mfa-bot/secrets/SLACK_BOT_TOKEN'), 'xoxb-test\n');
    writeFileSync(join(root, 'etc/ram-mfa-bot/secrets/SLACK_BOT_TOKEN~'), 'xoxb-old\n');
  });
  afterEach(() => rmSync(root, { recursive: true }));

  /** As it is, but for where the root of the file system is. @returns what the program finds */
  function environment(settings: string): Record<string, unknown> {
    writeFileSync(join(root, 'etc/ram-mfa-bot/settings.env'), settings);
    const script = read('deploy/ram-mfa-bot').replaceAll(/(?<=[= ])\/(?=(etc|opt)\/)/g, `${root}/`);
    const env = { PATH: `${join(root, 'bin')}:${process.env.PATH}` };
    const { status, stdout, stderr } = spawnSync('sh', ['-c', script, 'ram-mfa-bot', 'doctor'], {
      encoding: 'utf8',
      env,
    });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    return JSON.parse(stdout);
  }

  test('gives the program its words, the settings, and each secret, an empty line of the settings notwithstanding', () => {
    const found = environment('SLACK_BOT_TOKEN=\nAUDIT_CRON=10 9 * * *\nSECURITY_CONTACT="#it-security"\n');
    expect(found).toMatchObject({
      WORDS: ['doctor'],
      SLACK_BOT_TOKEN: 'xoxb-test',
      AUDIT_CRON: '10 9 * * *',
      SECURITY_CONTACT: '#it-security',
      DATABASE_URL: 'file:/var/lib/ram-mfa-bot/mfa.db',
    });
  });

  test('works on the database that the settings name', () => {
    const found = environment('DATABASE_URL=postgres://mfa@db/mfa\n');
    expect(found.DATABASE_URL).toBe('postgres://mfa@db/mfa');
  });
});
