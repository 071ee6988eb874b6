import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { AlibabaError } from '../alibaba/accounts.ts';
import { type App, createApp } from '../app.ts';
import { DeliveryError } from '../chat/delivery-error.ts';
import { parseConfig } from '../config/config.ts';
import { readVariables } from '../config/env.ts';
import { createLog, type Log } from '../log.ts';
import { createMetrics } from '../metrics.ts';
import { DatabaseError } from '../store/database-error.ts';
import { VERSION } from '../version.ts';
import type { Seam } from '../world.ts';
import { RefusedAtStartError } from './failure.ts';
import { type HealthServer, startHealth } from './health.ts';

/** In-flight work is finished or left resumable within this time after the first signal. */
const STOP_WITHIN_MS = 8000;
/** And if something still holds the process then, it goes anyway: everything on the way is settled at the next start. */
const EXIT_WITHIN_MS = 9500;
const NEXT_TURN_AFTER_MS = 500;

/** Runs until SIGINT, SIGTERM or SIGHUP. */
export async function serve(seam: Seam): Promise<number> {
  const stopSignal = firstSignal();
  const config = parseConfig(readVariables(process.cwd()), 'serve');
  const metrics = createMetrics(VERSION);
  const log = metrics.counting(createLog(config.logLevel));
  for (const { variable, message } of config.warnings)
    log.configurationDoubtful({ variable, advice: message });
  endOnDefect(log);
  const newApp = () => createApp(config, log, seam);
  const bot: Bot = { app: newApp(), newApp, log, stopSignal };
  let health: HealthServer | null = null;
  try {
    // Before anything connects: a port that is taken is told at once.
    const { healthPort: port, healthHost: host } = config;
    health = port === null ? null : await startHealth({ host, port }, () => bot.app, metrics);
    log.stopping({ signal: await work(bot) });
  } catch (error) {
    await shutDown(bot, health);
    throw error;
  }
  await shutDown(bot, health);
  log.stopped();
  return 0;
}

interface Bot {
  /** A new one each time the turn was lost. */
  app: App;
  readonly newApp: () => App;
  readonly log: Log;
  readonly stopSignal: Promise<NodeJS.Signals>;
}

/** Until the signal. Where another process may have taken over, it waits for its turn like one that was just started. */
async function work(bot: Bot): Promise<NodeJS.Signals> {
  for (;;) {
    const signal = await takeTurn(bot);
    if (signal !== null) return signal;
    await bot.app.stop(AbortSignal.timeout(STOP_WITHIN_MS));
    bot.app = bot.newApp();
    await Promise.race([delay(NEXT_TURN_AFTER_MS), bot.stopSignal]);
  }
}

/** The signal that ended it; null: the turn was lost, or the database went away before it had begun. */
async function takeTurn({ app, log, stopSignal }: Bot): Promise<NodeJS.Signals | null> {
  const ended = Promise.race([stopSignal, once(app.turnLost, 'abort').then(() => null)]);
  const starting = app.start().then(() => 'started' as const, refused);
  // What is still waited for when it ends is cut short, and nobody hears of it.
  starting.catch(() => undefined);
  try {
    const first = await Promise.race([ended, starting]);
    if (first !== 'started') return first;
  } catch (error) {
    if (app.turnLost.aborted || isAway(error)) return null;
    throw error;
  }
  log.started({ version: VERSION, chats: app.chats });
  void app.runDueJobs();
  return ended;
}

const isAway = (error: unknown) => error instanceof DatabaseError && error.reason === 'away';

/** @throws {RefusedAtStartError} for what the vendors refuse, else what it was given */
function refused(error: unknown): never {
  const isTheirs = error instanceof AlibabaError || error instanceof DeliveryError;
  throw isTheirs ? new RefusedAtStartError('Not accepted', { cause: error }) : error;
}

async function shutDown({ app }: Bot, health: HealthServer | null): Promise<void> {
  setTimeout(() => process.exit(), EXIT_WITHIN_MS).unref();
  await health?.stop();
  await app.stop(AbortSignal.timeout(STOP_WITHIN_MS));
}

/**
 * What nobody expected leaves things half done that only a start puts right: one line, and the supervisor starts it again.
 * What was on its way is settled then, as after any crash.
 */
function endOnDefect(log: Log): void {
  process.on('uncaughtException', (error) => {
    log.crashed({ error });
    process.exit(1);
  });
}

/** The first one counts; a second changes nothing. */
function firstSignal(): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => resolve(signal));
  });
}
