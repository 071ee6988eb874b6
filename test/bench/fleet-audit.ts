import { createWorld } from '../../src/app.ts';
import { createAuditor } from '../../src/audit/run-audit.ts';
import { systemClock } from '../../src/clock.ts';
import { parseConfig } from '../../src/config/config.ts';
import type { RawVariables } from '../../src/config/variable.ts';
import type { Counts } from '../../src/domain/digest.ts';
import { createLog } from '../../src/log.ts';
import { openDatabase } from '../../src/store/database.ts';
import { profiled } from './processor-profile.ts';
import { watchStandstills } from './standstills.ts';

/** `unwatched`: the last that is timed, for what it takes when nothing is looked at meanwhile. */
type FleetAuditAsked = 'audit' | 'unwatched' | 'profile';

/** One audit of the whole fleet. */
export interface FleetAudit {
  readonly complete: boolean;
  readonly users: number;
  readonly calls: number;
  readonly tookMs: number;
  readonly cpuMs: number;
  /** Resident before anything was read, and the most until then. */
  readonly idleBytes: number;
  readonly peakBytes: number;
  readonly longestMs: number;
  readonly mostCpuMs: number;
  readonly p999Ms: number;
}

// The bot's audit in a process of its own; its variables are the argument.
const config = parseConfig(JSON.parse(process.argv[2] ?? '{}') as RawVariables, 'audit --dry-run');
const seam = { clock: systemClock, random: Math.random };
const log = createLog('silent');
const db = await openDatabase(config.database);
const world = createWorld(config, log, seam, db);
const auditor = createAuditor({ ...world, db, clock: seam.clock, log });
const watch = watchStandstills();
const idleBytes = process.memoryUsage.rss();
process.on('message', async (asked: FleetAuditAsked) => {
  if (asked === 'unwatched') watch.stop();
  if (asked !== 'profile') return process.send?.({ kind: 'audited', audit: await audit() });
  // Being watched takes time itself: its shares are of an audit that is not timed.
  return process.send?.({ kind: 'profiled', spent: [...(await profiled(audit))] });
});
process.on('disconnect', () => process.exit(0));
process.send?.({ kind: 'ready' });

async function audit(): Promise<FleetAudit> {
  watch.take();
  const startedAt = performance.now();
  const cpu = process.cpuUsage();
  const outcome = await auditor.run({
    trigger: 'command_line',
    localDate: null,
    signal: new AbortController().signal,
  });
  if (outcome?.kind !== 'ran') throw new Error('The audit failed', { cause: outcome?.error });
  const { user, system } = process.cpuUsage(cpu);
  const { longestMs, mostCpuMs, p999Ms } = watch.take();
  return {
    complete: outcome.complete,
    users: outcome.accounts.reduce((sum, { counts }) => sum + everybody(counts), 0),
    calls: outcome.accounts.reduce((sum, { apiCalls }) => sum + apiCalls, 0),
    tookMs: performance.now() - startedAt,
    cpuMs: (user + system) / 1_000,
    idleBytes,
    peakBytes: process.resourceUsage().maxRSS * 1_024,
    longestMs,
    mostCpuMs,
    p999Ms,
  };
}

function everybody(counts: Counts): number {
  return counts.compliant + counts.noncompliant + counts.unknown + counts.notApplicable;
}
