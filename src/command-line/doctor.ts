import { createWorld } from '../app.ts';
import { credentialsOfAnyChat } from '../config/chat-variables.ts';
import { type Config, parseConfig } from '../config/config.ts';
import { readVariables } from '../config/env.ts';
import { type CheckLine, failed, ok, warning } from '../domain/check-line.ts';
import type { EpochMs } from '../domain/clock.ts';
import { createLog } from '../log.ts';
import type { Database } from '../store/database.ts';
import { listFutureRows } from '../store/future-rows.ts';
import { openScratchCopy } from '../store/scratch-copy.ts';
import type { Seam, World } from '../world.ts';
import { breakGlassCheck } from './break-glass-check.ts';
import { checkDatabasePlace, describeDatabase } from './database-check.ts';
import { doctorReport } from './doctor-report.ts';
import { checkEnvFile } from './env-file-check.ts';
import { checkMachine } from './machine-check.ts';
import { checkParts, PARTS } from './parts-check.ts';
import { checkQuotas } from './quota-check.ts';
import { runCheck } from './run-check.ts';
import { sampleMessages } from './sample-messages.ts';

/** Looks whether everything works that was set up so far. Sends nothing, changes nothing, and runs beside `serve`. */
export async function runDoctor(seam: Seam): Promise<number> {
  const { variables, problems } = readVariables(process.cwd());
  const config = parseConfig(variables, 'doctor', problems);
  // Whatever is worth telling is in the lines; the log would only talk into them.
  const world = createWorld(config, createLog('silent'), seam, null);
  const lines: CheckLine[] = [];
  const show = (some: readonly CheckLine[]) => {
    lines.push(...some);
    process.stdout.write(doctorReport(some));
  };

  show([...checkMachine(config, variables, seam.clock.now()), ...checkEnvFile(process.cwd(), variables)]);
  show(await world.alibabaChecks.check(runCheck));
  show(await checkChats(world, seam));
  show(await checkDatabase(config, world, seam));
  return lines.some(({ status }) => status === 'failed') ? 1 : 0;
}

async function checkChats({ chats, policy }: World, { clock }: Seam): Promise<readonly CheckLine[]> {
  if (chats.length === 0) return [NO_CHAT];
  const samples = sampleMessages(policy, clock.now());
  const lines: CheckLine[] = [];
  for (const { check } of chats) lines.push(...(await check(runCheck, samples)));
  return lines;
}

const FUTURE = 'rows of the future';

/** What was written down while this machine's clock was ahead. */
async function futureLines(db: Database, now: EpochMs): Promise<readonly CheckLine[]> {
  return (await listFutureRows(db, now)).map(({ table, rows, latest }) =>
    warning(
      FUTURE,
      `${rows} in ${table}, up to ${new Date(latest).toISOString()}: the clock was ahead once`,
      'nothing: they count as not there until then',
    ),
  );
}

const NO_CHAT = failed('chat', 'none is set up', `set ${credentialsOfAnyChat()} (docs/choosing.md)`);

/** The file, and what can be told from what is in it. */
async function checkDatabase(config: Config, world: World, seam: Seam): Promise<readonly CheckLine[]> {
  const { database } = config;
  const known: { db: Database | null } = { db: null };
  const lines = [
    ...(await runCheck({
      what: database.kind === 'file' ? 'database folder' : 'database server',
      remedy: 'set DATABASE_URL to a file on a local disk, or to a PostgreSQL database',
      look: () => checkDatabasePlace(database),
    })),
    ...(await runCheck({
      what: 'database',
      remedy:
        'set DATABASE_URL to the database of the bot, or put a backup in its place (docs/operations.md)',
      async look() {
        known.db = await openScratchCopy(database);
        return [ok('database', describeDatabase(database))];
      },
    })),
  ];
  try {
    const { db } = known;
    const quotas = { what: 'monthly calls', remedy: 'mend the database first' };
    const look = async () => (db === null ? [] : checkQuotas(world, db, seam.clock.now()));
    lines.push(...(await runCheck({ ...quotas, look })));
    const parts = { what: PARTS, remedy: 'mend the database first' };
    const lookAtParts = async () => (db === null ? [] : checkParts(db, world.meanings, seam.clock.now()));
    lines.push(...(await runCheck({ ...parts, look: lookAtParts })));
    const future = { what: FUTURE, remedy: 'mend the database first' };
    const lookAhead = async () => (db === null ? [] : futureLines(db, seam.clock.now()));
    lines.push(...(await runCheck({ ...future, look: lookAhead })));
    const names = config.policy.breakGlass;
    return [...lines, ...(await runCheck(breakGlassCheck({ names, db, world })))];
  } finally {
    await known.db?.destroy();
  }
}
