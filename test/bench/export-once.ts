import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { parseConfig } from '../../src/config/config.ts';
import type { Period } from '../../src/domain/period.ts';
import { CONCEPTS, type Row } from '../../src/evidence/concepts.ts';
import { CSV, writeTable } from '../../src/evidence/evidence-file.ts';
import { exportEvidence } from '../../src/evidence/export-evidence.ts';
import type { Database } from '../../src/store/database.ts';
import { openForReading } from '../../src/store/open-for-reading.ts';

export type ExportWay = 'streamed' | 'collected';

export interface ExportSays {
  readonly tookMs: number;
  readonly cpuMs: number;
  /** Resident before anything was read, and the most until the end. */
  readonly idleBytes: number;
  readonly peakBytes: number;
}

// In a process of its own; the argument says of which database, and how.
const { databaseUrl, folder, days, way } = JSON.parse(process.argv[2] ?? '{}') as {
  readonly databaseUrl: string;
  readonly folder: string;
  readonly days: Period & { readonly from: string; readonly to: string };
  readonly way: ExportWay;
};
const { from, to, ...period } = days;
const db = await openForReading(parseConfig({ DATABASE_URL: databaseUrl }, 'evidence').database);

const EXPORT: Readonly<Record<ExportWay, (db: Database) => Promise<unknown>>> = {
  streamed: (of) => exportEvidence(of, { from, to, timeZone: 'UTC', period, format: 'csv', folder }),
  collected: exportCollected,
};

/** As one would who asks for all findings, and writes them down when they are there. */
async function exportCollected(of: Database): Promise<void> {
  const [findings] = CONCEPTS;
  if (findings === undefined) throw new Error('There are no findings to export');
  const rows: Row[] = [];
  for await (const row of findings.rows(of, period)) rows.push(row);
  const table = { name: 'collected', columns: Object.keys(findings.columns) };
  await writeTable(join(folder, '..'), { ...table, rows: inTurn(rows) }, CSV);
}

async function* inTurn(rows: readonly Row[]): AsyncGenerator<Row> {
  yield* rows;
}

const idleBytes = process.memoryUsage.rss();
const startedAt = performance.now();
const cpu = process.cpuUsage();
await EXPORT[way](db);
const { user, system } = process.cpuUsage(cpu);
const says: ExportSays = {
  tookMs: performance.now() - startedAt,
  cpuMs: (user + system) / 1_000,
  idleBytes,
  peakBytes: process.resourceUsage().maxRSS * 1_024,
};
await db.destroy();
await rm(join(folder, '..', 'collected.csv'), { force: true });
process.send?.(says);
process.disconnect();
