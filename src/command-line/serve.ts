import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { AlibabaError } from '../alibaba/accounts.ts';
import { type App, createApp } from '../app.ts';
import { DeliveryError } from '../chat/delivery-error.ts';
import { readConfig } from '../config/config.ts';
import { CHATS, type ChatName } from '../domain/chats.ts';
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
/** Once all has stopped: an SDK's timer, of a connection given up while it was being opened, holds it for half a minute. */
const LINGERS_MS = 500;
const NEXT_TURN_AFTER_MS = 500;
/** Who refuses now will not have changed their mind a moment later. */
const REFUSED_TURN_AFTER_MS = 10_000;

/** Runs until SIGINT, SIGTERM or SIGHUP. */
export async function serve(seam: Seam): Promise<number> {
  const stopSignal = firstSignal();
  const config = readConfig(process.cwd(), 'serve');
  const metrics = createMetrics(VERSION);
  const log = metrics.counting(createLog(config.logLevel));
  for (const { variable, message } of config.warnings)
    log.configurationDoubtful({ variable, advice: message });
  endOnDefect(log);
  const newApp = () => createApp(config, log, seam);
  const bot: Bot = { app: newApp(), newApp, hasStarted: false, log, stopSignal };
  let health: HealthServer | null = null;
  try {
    await bot.app.refuseSecond();
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
  /** From then on nothing a vendor says ends it. */
  hasStarted: boolean;
  readonly log: Log;
  readonly stopSignal: Promise<NodeJS.Signals>;
}

/** Until the signal. Where another process may have taken over, it waits for its turn like one that was just started. */
async function work(bot: Bot): Promise<NodeJS.Signals> {
  for (;;) {
    const end = await takeTurn(bot);
    if (end !== 'lost' && end !== 'refused') return end;
    await bot.app.stop(AbortSignal.timeout(STOP_WITHIN_MS));
    bot.app = bot.newApp();
    const pauseMs = end === 'lost' ? NEXT_TURN_AFTER_MS : REFUSED_TURN_AFTER_MS;
    await Promise.race([delay(pauseMs), bot.stopSignal]);
  }
}

/**
 * The signal that ended it; `lost`: another process may have taken over, or the database went away before it had begun;
 * `refused`: it had worked before, and the vendors do not accept it now.
 */
async function takeTurn(bot: Bot): Promise<NodeJS.Signals | 'lost' | 'refused'> {
  const { app, log, stopSignal } = bot;
  const ended = Promise.race([stopSignal, once(app.turnLost, 'abort').then(() => 'lost' as const)]);
  const starting = app.start().then(() => 'started' as const, refused);
  // What is still waited for when it ends is cut short, and nobody hears of it.
  starting.catch(() => undefined);
  try {
    const first = await Promise.race([ended, starting]);
    if (first !== 'started') return first;
  } catch (error) {
    if (app.turnLost.aborted || isAway(error)) return 'lost';
    if (!bot.hasStarted || !(error instanceof RefusedAtStartError)) throw error;
    log.turnGivenBack({ error: error.cause });
    return 'refused';
  }
  bot.hasStarted = true;
  log.started({ version: VERSION, chats: app.chats });
  if (process.stderr.isTTY) process.stderr.write(whatNext(app.chats));
  void app.runDueJobs();
  return ended;
}

/** For whoever started it by hand. */
function whatNext(chats: readonly ChatName[]): string {
  const where = chats.map((chat) => CHATS[chat].label).join(' or ');
  const commands = '/mfa status, then /mfa preview and /mfa start';
  return where === '' ? '' : `\nIn ${where}, as an admin, type ${commands}. Ctrl+C stops the bot.\n\n`;
}

const isAway = (error: unknown) => error instanceof DatabaseError && error.reason === 'away';

/** @throws {RefusedAtStartError} for what the vendors refuse, else what it was given */
function refused(error: unknown): never {
  const isTheirs = error instanceof AlibabaError || error instanceof DeliveryError;
  throw isTheirs ? new RefusedAtStartError('Not accepted', { cause: error }) : error;
}

async function shutDown({ app }: Bot, health: HealthServer | null): Promise<void> {
  exitWithin(EXIT_WITHIN_MS);
  await health?.stop();
  await app.stop(AbortSignal.timeout(STOP_WITHIN_MS));
  exitWithin(LINGERS_MS);
}

/** With the exit code that stands then. */
function exitWithin(limitMs: number): void {
  setTimeout(() => process.exit(), limitMs).unref();
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
