import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import stringWidth from 'string-width';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const REPOSITORY = join(import.meta.dirname, '..');
/** Beside other work too: how long it takes by itself is no matter of right or wrong. */
const WITHIN_MS = 5 * 60_000;

/** As `npm run demo` runs it, without a terminal; a non-zero exit code rejects. */
describe('npm run demo', () => {
  let temporary: string;
  let shown: string;
  let complaints: string;

  beforeAll(async () => {
    temporary = await mkdtemp(join(tmpdir(), 'demo-test-'));
    const demo = promisify(execFile)(process.execPath, ['demo/main.ts'], {
      cwd: REPOSITORY,
      timeout: WITHIN_MS,
      // Nothing of this machine's own settings may be needed.
      env: { PATH: process.env.PATH, TMPDIR: temporary },
    });
    ({ stdout: shown, stderr: complaints } = await demo);
  }, WITHIN_MS);

  afterAll(() => rm(temporary, { recursive: true }));

  test('everything happened as told, and nothing else is said', () => {
    expect(complaints).toBe('');
    expect(shown).not.toContain('✗');
    expect(shown.match(/^✓ /gm)?.length).toBeGreaterThan(15);
  });

  test.each([
    'Day 0 · Mon 2 Mar 2026, 09:40 Asia/Shanghai',
    'Day 3 · Thu 5 Mar 2026, 09:30 Asia/Shanghai',
    'Day 7 · Mon 9 Mar 2026, 09:30 Asia/Shanghai',
    'Day 14 · Mon 16 Mar 2026, 09:30 Asia/Shanghai',
    'Day 15 · Tue 17 Mar 2026, 10:00 Asia/Shanghai',
  ])('%s comes', (day) => {
    expect(shown).toContain(`\n${day} · `);
  });

  test.each([
    ['the first message', /^│ Please do it by {2}Mon 16 Mar 2026, 17:30 \(Asia\/Shanghai\)$/m],
    ['the same in Chinese', /^│ 请在此之前完成 {2}2026年3月16日（周一）17:30（北京时间）$/m],
    ['one message for two accounts', /`sam\.lee` in account corp-lab .*[\s\S]*`sam\.lee` in account corp \(/],
    [
      'the button',
      /^│ \[ Check again \] {2}\[ Remind me tomorrow \] {2}\[ This is not me \] {2}\[ Shared account \]$/m,
    ],
    ['the same in DingTalk', /^│ • 请在此之前完成：2026年3月16日（周一）17:30（北京时间）$/m],
    ['the button there, a link', /^│ ▸ 重新检查 \[5\]（或输入 \/mfa me）$[\s\S]*?^│ \[5\] says “\/mfa me”$/m],
    ['the word to the manager', /据我了解，王芳在你的团队/],
    ['what is used of DingTalk’s quota', /^│ • 钉钉：本月调用额度 5,000 次，已用 \d+ 次/m],
    ['the trend in text', /^│ 03-02 25 [▁-█]{9} 50 03-10$/m],
    ['that another group is told nothing', /@MFA \/mfa enforce chen\.ming\n│ 在这里回复，其他人也会看到/],
    [
      'the only call that changes something',
      /^│ UpdateLoginProfile MFABindRequired=true UserName=tom\.hill/m,
    ],
  ])('shows %s', (_what, line) => {
    expect(shown).toMatch(line);
  });

  test.each([
    'Kim Poe got no message.',
    'Nobody else was told about her.',
    'RAM received 0 UpdateLoginProfile.',
    'RAM received exactly 1 UpdateLoginProfile.',
    '0 of them twice.',
    '0 to people who have MFA or need none.',
  ])('holds: %s', (fact) => {
    expect(shown).toContain(`\n✓ ${fact}\n`);
  });

  test('fits a terminal of 100 columns', () => {
    expect(shown.split('\n').filter((line) => stringWidth(line) > 100)).toEqual([]);
  });

  test('leaves nothing behind', async () => {
    expect(await readdir(temporary)).toEqual([]);
  });
});

describe('npm run demo -- trouble', () => {
  test('each of the three kinds of people sees what is wrong, once, and what to do', {
    timeout: WITHIN_MS,
  }, async () => {
    const told = await promisify(execFile)(process.execPath, ['demo/main.ts', 'trouble'], {
      cwd: REPOSITORY,
      env: { PATH: process.env.PATH },
    });
    expect(told.stderr).toBe('');
    expect(told.stdout).not.toContain('✗');
    expect(told.stdout.match(/^✓ /gm)).toHaveLength(5);
    expect(told.stdout).toMatch(/Copy\n│ {3}`DINGTALK_CLIENT_ID`/);
    expect(told.stdout).toMatch(/dingtalk: invalidClientIdOrSecret, since 2026-03-02/);
  });
});
