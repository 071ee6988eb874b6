import { createHash } from 'node:crypto';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { CHAIN_START } from '../domain/activity-chain.ts';
import type { Period } from '../domain/period.ts';
import type { Database, Store } from '../store/database.ts';
import { activityRange, hashBefore, listAuditsIn } from '../store/evidence-rows.ts';
import { VERSION } from '../version.ts';
import { CONCEPTS, type Concept, type Row } from './concepts.ts';
import { CSV, JSON_LINES, type RowFormat, type WrittenFile, writeTable, writeText } from './evidence-file.ts';
import { FRAMEWORKS } from './frameworks.ts';
import { ocsfFinding } from './ocsf.ts';
import { README } from './readme.ts';
import { reportPage } from './report-page.ts';
import { VALUE_MEANINGS } from './value-meanings.ts';

export const EXPORT_FORMATS = ['csv', 'json', 'ocsf'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

export interface ExportRequest {
  /** Days as they were asked for, both included. */
  readonly from: string;
  readonly to: string;
  readonly timeZone: string;
  readonly period: Period;
  readonly format: ExportFormat;
  readonly folder: string;
  /** Stops it between two rows. */
  readonly signal?: AbortSignal;
}

export interface Exported {
  readonly files: number;
  readonly audits: number;
  readonly incompleteAudits: number;
  /** SHA-256 of the manifest, which holds that of every other file. */
  readonly manifestHash: string;
}

const OWNER_ONLY = 0o700;
export const MANIFEST = 'manifest.json';

/** Into a new folder, of one instant of the database; the manifest comes last, so that half an export is none. */
export async function exportEvidence(db: Database, request: ExportRequest): Promise<Exported> {
  await mkdir(request.folder, { mode: OWNER_ONLY });
  try {
    return await db.readSnapshot((snapshot) => writeEverything(snapshot, request));
  } catch (error) {
    await rm(join(request.folder, MANIFEST), { force: true });
    throw error;
  }
}

async function writeEverything(store: Store, request: ExportRequest): Promise<Exported> {
  const { folder, period } = request;
  const files: WrittenFile[] = [];
  for (const concept of CONCEPTS) files.push(await writeConcept(store, concept, request));
  files.push(await writeTable(folder, dictionary(), CSV));
  files.push(await writeText(folder, 'README.txt', README));
  files.push(await writeText(folder, 'report.html', await reportPage(store, request)));
  const audits = await listAuditsIn(store, period);
  const incomplete = audits.filter(({ complete }) => !complete).length;
  const manifest = await manifestOf(store, request, files);
  const { sha256: manifestHash } = await writeText(folder, MANIFEST, manifestText(manifest));
  return {
    files: files.length + 1,
    audits: audits.length,
    incompleteAudits: incomplete,
    manifestHash,
  };
}

function writeConcept(store: Store, concept: Concept, request: ExportRequest): Promise<WrittenFile> {
  const { folder, format, period } = request;
  const columns = Object.keys(concept.columns);
  const rows = stoppable(concept.rows(store, period), request.signal);
  if (format === 'csv') return writeTable(folder, { name: concept.name, columns, rows }, CSV);
  if (format === 'json' || concept.name !== 'findings')
    return writeTable(folder, { name: concept.name, columns, rows }, JSON_LINES);
  return writeTable(
    folder,
    { name: 'findings', columns, rows: withAuditTimes(store, period, rows) },
    OCSF_LINES,
  );
}

async function* stoppable(rows: AsyncIterable<Row>, signal: AbortSignal | undefined): AsyncGenerator<Row> {
  for await (const row of rows) {
    signal?.throwIfAborted();
    yield row;
  }
}

const FOUND_AT = 'foundAt';

async function* withAuditTimes(store: Store, period: Period, rows: AsyncIterable<Row>): AsyncGenerator<Row> {
  const audits = await listAuditsIn(store, period);
  const times = new Map(
    audits.map((one) => [`${one.runId}/${one.accountId}`, new Date(one.endedAt).toISOString()]),
  );
  for await (const row of rows)
    yield { ...row, [FOUND_AT]: times.get(`${row.auditId}/${row.accountId}`) ?? null };
}

const OCSF_LINES: RowFormat = {
  extension: 'ocsf.jsonl',
  begin: () => '',
  lines: (rows) =>
    rows.map((row) => `${JSON.stringify(ocsfFinding(row, String(row[FOUND_AT]), VERSION))}\n`).join(''),
};

/** What each column and each of its values means, and which controls a finding answers. */
function dictionary() {
  async function* rows(): AsyncGenerator<Row> {
    const [value, source] = [null, null];
    for (const { name: file, columns } of CONCEPTS) {
      for (const [column, meaning] of Object.entries(columns)) {
        yield { file, column, value, meaning, source };
        for (const [one, itsMeaning] of Object.entries(VALUE_MEANINGS[`${file}.${column}`] ?? {}))
          yield { file, column, value: one, meaning: itsMeaning, source };
      }
    }
    for (const { framework, control, title, source: where } of FRAMEWORKS)
      yield { file: 'findings', column: `${framework}, ${control}`, value, meaning: title, source: where };
  }
  return { name: 'dictionary', columns: ['file', 'column', 'value', 'meaning', 'source'], rows: rows() };
}

export interface Manifest {
  readonly tool: string;
  readonly version: string;
  readonly period: {
    readonly from: string;
    readonly to: string;
    readonly timeZone: string;
    readonly start: string;
    readonly end: string;
  };
  readonly format: ExportFormat;
  readonly rule: string;
  /** What the first row of the record follows, and the hash of the last one up to the end of the period. */
  readonly activity: { readonly follows: string; readonly head: string };
  readonly files: Readonly<Record<string, { readonly sha256: string; readonly rows: number | null }>>;
}

async function manifestOf(
  store: Store,
  request: ExportRequest,
  files: readonly WrittenFile[],
): Promise<Manifest> {
  const { from, to, timeZone, period, format } = request;
  const { first, last } = await activityRange(store, period);
  const follows = (await hashBefore(store, first)) ?? CHAIN_START;
  return {
    tool: 'ram-mfa-bot',
    version: VERSION,
    period: {
      ...{ from, to, timeZone },
      ...{ start: new Date(period.fromMs).toISOString(), end: new Date(period.toMs).toISOString() },
    },
    format,
    rule: FRAMEWORKS.slice(0, 2)
      .map(({ framework, control }) => `${framework}, ${control}`)
      .join('; '),
    activity: { follows, head: (await hashBefore(store, Math.max(last + 1, first))) ?? CHAIN_START },
    files: Object.fromEntries(files.map(({ name, sha256, rows }) => [name, { sha256, rows }])),
  };
}

/** The only way in which it is written, with its own hash at the end: any other byte is found. */
export function manifestText(manifest: Manifest): string {
  const text = JSON.stringify(manifest);
  const sha256 = createHash('sha256').update(text, 'utf8').digest('hex');
  return `${JSON.stringify({ ...manifest, sha256 }, null, 2)}\n`;
}
