import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createWorld } from '../../src/app.ts';
import { type AuditOutcome, createAuditor } from '../../src/audit/run-audit.ts';
import { type FindingLine, foundSince } from '../../src/command-line/found-in-account.ts';
import { parseConfig } from '../../src/config/config.ts';
import { createLog } from '../../src/log.ts';
import { type Database, openDatabase } from '../../src/store/database.ts';
import type { Seam } from '../../src/world.ts';

type RanAudit = Extract<AuditOutcome, { readonly kind: 'ran' }>;

/** What the run said, and what it left in the database. */
export interface RealAudit extends RanAudit {
  readonly findings: readonly FindingLine[];
}

/** One audit as the bot runs it, recorded in a database of its own that is thrown away. */
export async function runRealAudit(
  variables: Readonly<Record<string, string>>,
  seam: Seam,
): Promise<RealAudit> {
  const folder = await mkdtemp(join(tmpdir(), 'ram-mfa-bot-bench-'));
  const db = await openDatabase({ kind: 'file', path: join(folder, 'mfa.db') });
  try {
    const outcome = await auditInto(db, variables, seam);
    const found = await foundSince(db, outcome.accounts, outcome.startedAt);
    return { ...outcome, findings: [...found.values()].flatMap(({ findings }) => findings) };
  } finally {
    await db.destroy();
    await rm(folder, { recursive: true, force: true });
  }
}

/** Into a database that is there. */
export async function auditInto(
  db: Database,
  variables: Readonly<Record<string, string>>,
  seam: Seam,
): Promise<RanAudit> {
  const log = createLog('silent');
  const world = createWorld(parseConfig(variables, 'audit --dry-run'), log, seam, db);
  const auditor = createAuditor({ ...world, db, clock: seam.clock, log });
  const signal = new AbortController().signal;
  const outcome = await auditor.run({ trigger: 'command_line', localDate: null, signal });
  if (outcome?.kind !== 'ran') throw new Error('The audit failed', { cause: outcome?.error });
  return outcome;
}
