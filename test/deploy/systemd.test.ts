import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
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
