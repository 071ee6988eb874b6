import { AlibabaError } from '../alibaba/accounts.ts';
import { type App, createApp } from '../app.ts';
import { DeliveryError } from '../chat/delivery-error.ts';
import { parseConfig } from '../config/config.ts';
import { readVariables } from '../config/env.ts';
import { createLog, type Log } from '../log.ts';
import { createMetrics } from '../metrics.ts';
import { VERSION } from '../version.ts';
import type { Seam } from '../world.ts';
import { RefusedAtStartError } from './failure.ts';
import { type HealthServer, startHealth } from './health.ts';

/** In-flight work is finished or left resumable within this time after the first signal. */
const STOP_WITHIN_MS = 8000;
/** And if something still holds the process then, it goes anyway: everything on the way is settled at the next start. */
const EXIT_WITHIN_MS = 9500;

/** Runs until SIGINT, SIGTERM or SIGHUP. */
export async function serve(seam: Seam): Promise<number> {
  const stopSignal = firstSignal();
  const config = parseConfig(readVariables(process.cwd()), 'serve');
  const metrics = createMetrics(VERSION);
  const log = metrics.counting(createLog(config.logLevel));
  for (const { variable, message } of config.warnings)
    log.configurationDoubtful({ variable, advice: message });
  endOnDefect(log);
  const app = await createApp(config, log, seam);
  let health: HealthServer | null = null;
  try {
    // Before anything connects: a port that is taken is told at once.
    const { healthPort: port, healthHost: host } = config;
    health = port === null ? null : await startHealth({ host, port }, app, metrics);
    const starting = app.start().then(() => null, refused);
    const signal = await Promise.race([starting, stopSignal]);
    if (signal === null) {
      log.started({ version: VERSION, chats: app.chats });
      void app.runDueJobs();
    } else {
      // What was being waited for is cut short below, and nobody hears of it.
      starting.catch(() => undefined);
    }
    log.stopping({ signal: signal ?? (await stopSignal) });
  } catch (error) {
    await shutDown({ app, health });
    throw error;
  }
  await shutDown({ app, health });
  log.stopped();
  return 0;
}

/** @throws {RefusedAtStartError} for what the vendors refuse, else what it was given */
function refused(error: unknown): never {
  const isTheirs = error instanceof AlibabaError || error instanceof DeliveryError;
  throw isTheirs ? new RefusedAtStartError('Not accepted', { cause: error }) : error;
}

async function shutDown(running: { app: App; health: HealthServer | null }): Promise<void> {
  setTimeout(() => process.exit(), EXIT_WITHIN_MS).unref();
  await running.health?.stop();
  await running.app.stop(AbortSignal.timeout(STOP_WITHIN_MS));
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
