import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { CORP, endOf, type Surroundings, saying, startSurroundings } from '../command-line/program.ts';

const REPOSITORY = resolve(import.meta.dirname, '../..');
const { hooks, config } = JSON.parse(readFileSync(join(REPOSITORY, '.slack/hooks.json'), 'utf8'));

let folder: string;
let around: Surroundings;

/** The repository as somebody has it who has just cloned it, without the .env that may lie in this one. */
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'mfa-slack-cli-'));
  for (const name of ['.npmrc', '.slack', 'manifest.yml', 'node_modules', 'package.json', 'src', 'start.mjs'])
    symlinkSync(join(REPOSITORY, name), join(folder, name));
  const users = [{ userName: 'jane.doe', loginProfile: {} }];
  around = await startSurroundings([{ accountId: CORP, alias: 'corp', users }]);
});
afterAll(async () => {
  await around.stop();
  rmSync(folder, { recursive: true });
});

/** As the Slack CLI runs a hook: by a shell, with what it has to say behind. */
function run(hook: string, words = '', variables = {}) {
  const { PATH, NODE_COMPILE_CACHE } = process.env;
  const env = { PATH, NODE_COMPILE_CACHE, HOME: folder, ...variables };
  return spawn('sh', ['-c', `${hook} ${words}`], { cwd: folder, env, detached: true });
}

describe('.slack/hooks.json, as the Slack CLI reads it', () => {
  test('get-manifest answers manifest.yml as JSON, and nothing else', async () => {
    const { code, stdout, stderr } = await endOf(run(hooks['get-manifest'], `--source=${folder}`));
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(JSON.parse(stdout)).toEqual(parse(readFileSync(join(REPOSITORY, 'manifest.yml'), 'utf8')));
  });

  test('start runs the bot with the two tokens that the CLI hands over, and Ctrl-C ends it', async () => {
    const { SLACK_BOT_TOKEN, SLACK_APP_TOKEN, ...rest } = around.slackVariables;
    const tokens = {
      SLACK_BOT_TOKEN,
      SLACK_APP_TOKEN,
      SLACK_CLI_XOXB: SLACK_BOT_TOKEN,
      SLACK_CLI_XAPP: SLACK_APP_TOKEN,
    };
    const started = run(hooks.start, '', { ...around.ramVariables, ...rest, ...tokens });
    const ended = endOf(started);
    await saying(started, /"msg":"started"/);
    // A terminal tells everything that runs in it.
    process.kill(-(started.pid ?? 0), 'SIGINT');
    expect(await ended).toMatchObject({ stdout: expect.not.stringContaining('npm error') });
    expect(around.slack.liveConnections).toBe(0);
  }, 60_000);

  test('the bot holds its connection itself, and a changed manifest is told', () => {
    expect(config['sdk-managed-connection-enabled']).toBe(true);
    expect(config.watch.manifest.paths).toEqual(['manifest.yml']);
  });
});
