import { copyFileSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import packageJson from '../../../package.json' with { type: 'json' };
import { ADMIN, CORP, type Surroundings, startSurroundings } from '../../command-line/program.ts';
import { Machine, until, whyNoMachine } from './machine.ts';
import { stepsOf } from './steps.ts';

const { version } = packageJson;
const NEXT = '0.2.0';
const SECRETS = ['ALIBABA_CLOUD_ACCESS_KEY_SECRET', 'SLACK_BOT_TOKEN', 'SLACK_APP_TOKEN'] as const;
const PAGE = 'install-systemd.md';

const reason = whyNoMachine();
let machine: Machine;
let around: Surroundings;

beforeAll(async () => {
  if (reason !== null) return;
  const users = [{ userName: 'jane.doe', loginProfile: {} }];
  around = await startSurroundings([{ accountId: CORP, alias: 'corp', users }]);
  machine = await newMachine();
});
afterAll(async () => {
  await machine?.remove();
  await around?.stop();
});
beforeEach(({ skip }) => skip(reason !== null, reason ?? ''));

/** With the release in the folder of root. */
async function newMachine(): Promise<Machine> {
  const made = await Machine.boot(mkdtempSync(join(tmpdir(), 'mfa-machine-')));
  for (const name of [`ram-mfa-bot-${version}.tar.gz`, `ram-mfa-bot-${version}.cdx.json`, 'SHA256SUMS'])
    copyFileSync(join(inject('release'), name), join(made.root, 'root', name));
  return made;
}

/** What the page says, word by word; the version in it is an example. */
async function follow(page: string, name: string, on = machine) {
  const commands = stepsOf(page, name).replaceAll('0.1.0', version);
  const ended = await on.run(`cd /root\n${commands}`);
  expect(ended, commands).toMatchObject({ code: 0 });
  return ended;
}

const show = async (property: string) =>
  (await machine.run(`systemctl show -P ${property} ram-mfa-bot`)).stdout.trim();
const journal = async (of = machine) => (await of.run('journalctl -u ram-mfa-bot -o cat')).stdout;

async function startedAgain(times: number, on = machine): Promise<void> {
  await until(async () => ((await journal(on)).match(/"msg":"started"/g) ?? []).length >= times);
}

/** Settings, as somebody edits them in. */
function edit(): void {
  const path = join(machine.root, 'etc/ram-mfa-bot/settings.env');
  const all: Record<string, string> = { ...around.ramVariables, ...around.slackVariables };
  const lines = Object.entries(all).filter(([name]) => !SECRETS.some((secret) => secret === name));
  const kept = readFileSync(path, 'utf8').replace(
    new RegExp(`^(${lines.map(([name]) => name).join('|')})=.*$`, 'gm'),
    '',
  );
  writeFileSync(path, `${kept}\n${lines.map(([name, value]) => `${name}=${value}`).join('\n')}\n`);
}

describe('docs/install-systemd.md, followed to the letter', () => {
  test('installs program, user, folders, settings and secrets', async () => {
    await follow(PAGE, 'program');
    await follow(PAGE, 'user');
    await follow(PAGE, 'settings');
    edit();
    const values: Record<string, string> = { ...around.ramVariables, ...around.slackVariables };
    const lines = stepsOf(PAGE, 'secrets').trimEnd().split('\n');
    expect(lines).toHaveLength(SECRETS.length);
    for (const [index, line] of lines.entries()) {
      // Pasted, with Enter at its end.
      const { code } = await machine.run(line, `${values[SECRETS[index] ?? ''] ?? ''}\n`);
      expect(code).toBe(0);
    }
    const { stdout } = await machine.run(
      'stat -c "%U %a %n" /opt/ram-mfa-bot/ /etc/ram-mfa-bot/settings.env /etc/ram-mfa-bot/secrets /etc/ram-mfa-bot/secrets/* /var/lib/ram-mfa-bot',
    );
    expect(stdout.trimEnd().split('\n')).toEqual([
      'root 755 /opt/ram-mfa-bot/',
      'root 644 /etc/ram-mfa-bot/settings.env',
      'root 700 /etc/ram-mfa-bot/secrets',
      ...[...SECRETS].toSorted().map((name) => `root 600 /etc/ram-mfa-bot/secrets/${name}`),
      'ram-mfa-bot 700 /var/lib/ram-mfa-bot',
    ]);
  });

  test('doctor is content, and the service runs', async () => {
    const { stdout } = await follow(PAGE, 'service');
    expect(stdout).not.toMatch(/^(FAIL|warn)/m);
    await startedAgain(1);
    expect(await show('ActiveState')).toBe('active');
    const help = await around.slack.command({ userId: ADMIN, text: 'help' });
    await help.waitForReplies(1);
  });

  test('as a user that can do nothing else, with copies of the secrets that it alone reads', async () => {
    const pid = await show('MainPID');
    const { stdout } = await machine.run(
      `grep -E '^(NoNewPrivs|CapBnd|Seccomp):' /proc/${pid}/status; stat -c '%U %a' /run/credentials/ram-mfa-bot.service/*; stat -c '%U %a' /var/lib/ram-mfa-bot/mfa.db`,
    );
    expect(stdout.replaceAll(/\s+/g, ' ')).toBe(
      `CapBnd: 0000000000000000 NoNewPrivs: 1 Seccomp: 2 ${'ram-mfa-bot 400 '.repeat(SECRETS.length)}ram-mfa-bot 600 `,
    );
    expect((await machine.run('systemd-analyze security ram-mfa-bot --no-pager')).stdout).toMatch(
      /exposure level for ram-mfa-bot\.service: 1\.\d/,
    );
  });

  test('stops at once with 0, and is not tried again where the configuration is wrong', async () => {
    await machine.run('systemctl stop ram-mfa-bot');
    expect([await show('Result'), await show('ExecMainStatus')]).toEqual(['success', '0']);
    await machine.run(
      "sed -i 's/^TIMEZONE=.*/TIMEZONE=Nowhere/' /etc/ram-mfa-bot/settings.env; systemctl start ram-mfa-bot",
    );
    await until(async () => (await show('ActiveState')) === 'failed');
    expect([await show('ExecMainStatus'), await show('NRestarts')]).toEqual(['2', '0']);
    await machine.run(
      "sed -i 's/^TIMEZONE=.*/TIMEZONE=UTC/' /etc/ram-mfa-bot/settings.env; systemctl start ram-mfa-bot",
    );
    await startedAgain(2);
  });
});

describe('docs/upgrades-and-recovery.md, followed to the letter', () => {
  const PAGE_ = 'upgrades-and-recovery.md';
  const activity = 'sudo ram-mfa-bot doctor | grep -c "database: /var/lib/ram-mfa-bot/mfa.db"';

  test('a backup while it runs is a whole database that only its owner reads', async () => {
    await follow(PAGE_, 'backup');
    const { stdout } = await machine.run(`stat -c '%U %a' /var/backups/ram-mfa-bot/mfa.db
      cd /opt/ram-mfa-bot; node_modules/.bin/node -p 'require("better-sqlite3")("/var/backups/ram-mfa-bot/mfa.db").pragma("integrity_check",{simple:true})'`);
    expect(stdout).toBe('ram-mfa-bot 600\nok\n');
  });

  test('an upgrade and the way back keep what it knows', async () => {
    // A next version: the same program under another number.
    await machine.run(`cd /root; mkdir next; tar -xzf ram-mfa-bot-${version}.tar.gz -C next; mv next/ram-mfa-bot-${version} next/ram-mfa-bot-${NEXT}
      sed -i 's/"version": "${version}"/"version": "${NEXT}"/' next/ram-mfa-bot-${NEXT}/package.json
      tar -czf ram-mfa-bot-${NEXT}.tar.gz -C next ram-mfa-bot-${NEXT}`);
    await follow(PAGE_, 'upgrade');
    await startedAgain(3);
    expect((await machine.run('ram-mfa-bot --version')).stdout).toBe(`${NEXT}\n`);
    expect((await machine.run(activity)).stdout).toBe('1\n');
    await follow(PAGE_, 'rollback');
    await startedAgain(4);
    expect((await machine.run('ram-mfa-bot --version')).stdout).toBe(`${version}\n`);
    expect((await machine.run(activity)).stdout).toBe('1\n');
    expect(await journal()).not.toMatch(/"level":"(error|fatal)"/);
  });

  test('the backup put in its place is taken up where it ended', async () => {
    const starts = `cd /opt/ram-mfa-bot; node_modules/.bin/node -p 'require("better-sqlite3")("/var/lib/ram-mfa-bot/mfa.db").prepare("select count(*) from activity where kind = ?").pluck().get("started")'`;
    await machine.run('systemctl restart ram-mfa-bot');
    await startedAgain(5);
    expect((await machine.run(starts)).stdout).toBe('4\n');
    await follow(PAGE_, 'restore');
    await startedAgain(6);
    // Two were in the backup.
    expect((await machine.run(starts)).stdout).toBe('3\n');
    expect(await show('ActiveState')).toBe('active');
  });

  test('another machine goes on with it', async () => {
    const other = await newMachine();
    try {
      await follow(PAGE_, 'leave');
      expect(await show('ActiveState')).toBe('inactive');
      await follow(PAGE, 'program', other);
      await follow(PAGE, 'user', other);
      copyFileSync(join(machine.root, 'root/move.tar'), join(other.root, 'root/move.tar'));
      await follow(PAGE_, 'arrive', other);
      const { stdout } = await follow(PAGE, 'service', other);
      expect(stdout).not.toMatch(/^(FAIL|warn)/m);
      await startedAgain(1, other);
      const { stdout: modes } = await other.run(
        'stat -c "%U %a" /etc/ram-mfa-bot/secrets/* /var/lib/ram-mfa-bot/mfa.db',
      );
      expect(modes).toBe(`${'root 600\n'.repeat(SECRETS.length)}ram-mfa-bot 600\n`);
    } finally {
      await other.remove();
    }
  });
});
