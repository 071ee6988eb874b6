import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { newTestDatabase } from '../store/test-database.ts';
import { ADMIN, eventually, surroundings } from './bot-process.ts';

const TEST_TIMEOUT_MS = 90_000;
const OTHERS = 'ram-mfa-0123456789ab-another';

test('what a report left that was being made when the bot was killed is gone once it runs again, and another bot’s is not', {
  timeout: TEST_TIMEOUT_MS,
}, async () => {
  const around = await surroundings(await newTestDatabase());
  const folder = mkdtempSync(join(tmpdir(), 'tmp-of-killed-'));
  onTestFinished(async () => {
    await around.stop();
    rmSync(folder, { recursive: true });
  });
  mkdirSync(join(folder, OTHERS));
  const bot = around.spawn({ TMPDIR: folder });
  await bot.says('started');
  around.slack.faults.add({ method: 'files.getUploadURLExternal', kind: 'accept_then_hang', times: 1 });
  await around.slack.command({ userId: ADMIN, text: 'report' });
  const isUnderWay = () => readdirSync(folder).find((name) => name !== OTHERS && name.startsWith('ram-mfa-'));
  await eventually('the zip', () => isUnderWay() !== undefined);
  await eventually('the upload', () =>
    around.slack.requests.some(({ method }) => method === 'files.getUploadURLExternal'),
  );
  await bot.end();
  expect(isUnderWay()).toBeDefined();

  await around.spawn({ TMPDIR: folder }).says('started');
  expect(isUnderWay()).toBeUndefined();
  expect(readdirSync(folder)).toContain(OTHERS);
});
