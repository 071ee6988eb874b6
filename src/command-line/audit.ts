import type { ReadProgress } from '../alibaba/accounts.ts';
import { createWorld } from '../app.ts';
import { createAuditor } from '../audit/run-audit.ts';
import { type Config, readConfig } from '../config/config.ts';
import { addDays, localDate, startOfDay } from '../domain/work-calendar.ts';
import { createLog, type Log } from '../log.ts';
import { type CaseOutlook, lookAhead } from '../outreach/outlook.ts';
import { type Database, openDatabase } from '../store/database.ts';
import { DatabaseInUseError, type ProcessLock } from '../store/process-lock.ts';
import { processLockOf } from '../store/process-lock-of.ts';
import { openScratchCopy } from '../store/scratch-copy.ts';
import type { Seam, World } from '../world.ts';
import { type AuditDocument, auditDocument } from './audit-document.ts';
import { auditReport, SHOWN_PARTS, type ShownPart } from './audit-report.ts';
import { InterruptedError, UsageError } from './failure.ts';
import { foundSince } from './found-in-account.ts';
import { progressLine } from './progress.ts';
import { readOptions } from './read-options.ts';

interface AuditOptions {
  readonly dryRun: boolean;
  readonly json: boolean;
  readonly show: ShownPart;
}

const OPTIONS = {
  'dry-run': { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
  show: { type: 'string', default: 'findings' },
} as const;

/** `[--dry-run] [--json] [--show PART]`: one audit now. It sends nothing; a dry run also writes nothing. */
export async function runAuditCommand(argv: readonly string[], seam: Seam): Promise<number> {
  const options = optionsOf(argv);
  const config = readConfig(process.cwd(), options.dryRun ? 'audit --dry-run' : 'audit');
  for (const { variable, message } of config.warnings) process.stderr.write(`Note: ${variable} ${message}\n`);
  // Whatever is worth telling is in the answer; the log would only talk into it.
  const log = createLog('silent');
  const lock = options.dryRun ? null : await takeLock(config, seam, log);
  const db = options.dryRun ? await openScratchCopy(config.database) : await openDatabase(config.database);
  try {
    const document = await auditOnce({ config, log, seam, db });
    process.stdout.write(
      options.json ? `${JSON.stringify(document, null, 2)}\n` : auditReport(document, options.show),
    );
    return document.complete ? 0 : 1;
  } finally {
    await db.destroy();
    await lock?.release();
  }
}

function optionsOf(argv: readonly string[]): AuditOptions {
  const { values } = readOptions({ args: [...argv], options: OPTIONS });
  const show = SHOWN_PARTS.find((part) => part === values.show);
  if (show === undefined) throw new UsageError(`--show takes one of ${SHOWN_PARTS.join(', ')}`);
  return { dryRun: values['dry-run'], json: values.json, show };
}

async function takeLock({ database }: Config, { clock }: Seam, log: Log): Promise<ProcessLock> {
  const lock = processLockOf(database, { startedAt: new Date(clock.now()), log });
  try {
    await lock.take();
    return lock;
  } catch (error) {
    if (!(error instanceof DatabaseInUseError)) throw error;
    throw new DatabaseInUseError(
      `${error.holder}. While it runs, give the command /mfa audit in chat instead`,
    );
  }
}

interface AuditParts {
  readonly config: Config;
  readonly log: Log;
  readonly seam: Seam;
  readonly db: Database;
}

async function auditOnce({ config, log, seam, db }: AuditParts): Promise<AuditDocument> {
  const world = createWorld(config, log, seam, db);
  const signal = interrupted();
  const progress = readingLine();
  const auditor = createAuditor({ ...world, db, clock: seam.clock, log });
  const outcome = await auditor.run({
    trigger: 'command_line',
    localDate: null,
    signal,
    onProgress: progress.show,
  });
  progress.clear();
  if (outcome === null) throw new UsageError('An audit is running already.');
  const now = seam.clock.now();
  const outlooks = await lookAhead({ db, ...world }, now, signal, endOfToday(now, world));
  noteUnreadable(outlooks);
  const found =
    outcome.kind === 'ran'
      ? await foundSince(db, outcome.accounts, outcome.startedAt)
      : new Map<never, never>();
  return auditDocument(outcome, found, { outlooks, policy: world.policy, now });
}

/** The answer of the chat, once: in the document it is one reason among others. */
function noteUnreadable(outlooks: readonly CaseOutlook[]): void {
  const codes = outlooks.flatMap(({ contact }) => (contact.kind === 'unreadable' ? [contact.code] : []));
  if (codes.length === 0) return;
  const [code] = codes;
  process.stderr.write(
    `Note: people could not be looked up in chat (${code}): npm run doctor says what is wrong\n`,
  );
}

/** Due today, whatever the hour. */
function endOfToday(now: number, { policy }: World): number {
  return startOfDay(addDays(localDate(now, policy.timeZone), 1), policy.timeZone) - 1;
}

function interrupted(): AbortSignal {
  const controller = new AbortController();
  process.once('SIGINT', () => controller.abort(new InterruptedError()));
  return controller.signal;
}

/** Of all accounts together. */
function readingLine() {
  const line = progressLine((done, total) => `Read ${done} of ${total} users`);
  const latest = new Map<string, ReadProgress>();
  const sum = (pick: (one: ReadProgress) => number) =>
    [...latest.values()].reduce((all, one) => all + pick(one), 0);
  return {
    show(progress: ReadProgress) {
      latest.set(progress.accountId, progress);
      line.show(
        sum((one) => one.usersRead),
        sum((one) => one.usersListed),
      );
    },
    clear: line.clear,
  };
}
