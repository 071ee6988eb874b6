import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { APP_TOKEN, BOT_TOKEN } from './tokens.ts';
import { slackForTest } from './workspace.ts';

test('in a process of its own: stops, exits by itself, and has written no secret', async () => {
  const { sandbox } = await slackForTest();
  const program = fileURLToPath(new URL('start-and-stop.ts', import.meta.url));
  const child = spawn(process.execPath, [program, sandbox.apiUrl]);
  let written = '';
  child.stdout.on('data', (chunk) => {
    written += chunk;
  });
  child.stderr.on('data', (chunk) => {
    written += chunk;
  });
  const exited = once(child, 'exit');
  await sandbox.waitForConnections(2);
  child.kill('SIGTERM');
  expect(await exited).toEqual([0, null]);
  expect(written).toContain('disconnected');
  expect(written).not.toContain(BOT_TOKEN);
  expect(written).not.toContain(APP_TOKEN);
});
