import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { CORP, saying, startSurroundings, WorkingFolder } from '../command-line/program.ts';
import { expectSecrecy } from './secrecy-kit.ts';

test('a diagnostic report of the running bot has nothing secret in it', async () => {
  const around = await startSurroundings([
    { accountId: CORP, users: [{ userName: 'jane.doe', loginProfile: {} }] },
  ]);
  const folder = new WorkingFolder();
  onTestFinished(async () => {
    await folder.remove();
    await around.stop();
  });
  const flags = ['--report-on-signal', '--report-signal=SIGUSR2', '--report-filename=report.json'];
  const child = folder.spawn(['serve'], {
    ...{ ...around.ramVariables, ...around.slackVariables },
    ...{ ENFORCER_ACCESS_KEY_ID: 'AKENFORCER', ENFORCER_ACCESS_KEY_SECRET: 'enforcer-secret' },
    NODE_OPTIONS: flags.join(' '),
  });
  await saying(child, /"msg":"audit ended"/);
  child.kill('SIGUSR2');
  await saying(child, /report completed/);
  const report = readFileSync(join(folder.path, 'report.json'), 'utf8');
  expectSecrecy({ report }, ['reader-secret', 'enforcer-secret', 'xoxb-', 'xapp-', 'jane.doe', /ticket=/]);
  expect(JSON.parse(report)).toMatchObject({ header: { event: 'SIGUSR2' } });
});
