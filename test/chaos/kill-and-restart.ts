import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { CHANNEL, eventually, type KillableBot, killableBot } from '../kill/bot-process.ts';
import { everybodyIsTold, isGood, peopleCalled, release, tally } from './tally.ts';

const KILLS_MAX = 400;
const ALIVE_MS_MAX = 4000;

/** One process, killed and started again until everybody was written to. */
export async function killAndRestart(run: {
  readonly people: number;
  readonly random: () => number;
  readonly seed: number;
}): Promise<number> {
  const people = peopleCalled(run.people);
  const folder = mkdtempSync(join(tmpdir(), 'ram-mfa-bot-chaos-'));
  const path = join(folder, 'mfa.db');
  const place = { kind: 'file', path } as const;
  const remove = async () => rmSync(folder, { recursive: true });
  const bot = await killableBot({ place, url: `file:${path}`, remove }, people);
  try {
    await bot.start();
    await eventually('the digest', () => bot.slack.channelMessages(CHANNEL).length === 1);
    await release(bot);
    const kills = await killUntilDone(bot, people, run.random);
    return await report(bot, people, { kills, seed: run.seed });
  } finally {
    await bot.stop();
  }
}

async function killUntilDone(
  bot: KillableBot,
  people: readonly string[],
  random: () => number,
): Promise<number> {
  let kills = 0;
  while (kills < KILLS_MAX && !(await everybodyIsTold(bot, people))) {
    // Every third time it lives long enough to look for what the last kill left open.
    const aliveMs = kills % 3 === 2 ? ALIVE_MS_MAX * 4 : random() * ALIVE_MS_MAX;
    await delay(aliveMs);
    await bot.kill();
    kills += 1;
    await bot.start();
  }
  return kills;
}

async function report(
  bot: KillableBot,
  people: readonly string[],
  { kills, seed }: { readonly kills: number; readonly seed: number },
): Promise<number> {
  const found = await tally(bot, people);
  const [check] = await bot.query<{ integrityCheck: string }>('pragma integrity_check');
  process.stdout.write(
    `${found.messages} messages, ${kills} kills: ${found.lost} lost, ${found.doubled} doubled, ` +
      `${found.told} recorded as told, database ${check?.integrityCheck} (seed ${seed})\n`,
  );
  return isGood(found) && check?.integrityCheck === 'ok' ? 0 : 1;
}
