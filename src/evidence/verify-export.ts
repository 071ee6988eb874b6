import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { parse } from 'csv-parse';
import type { ChainedRow } from '../domain/activity-chain.ts';
import { walkChain } from '../domain/walk-chain.ts';
import { MANIFEST, type Manifest, manifestText } from './export-evidence.ts';

export interface ExportVerdict {
  /** One sentence each; none: it is as it was written. */
  readonly problems: readonly string[];
  readonly files: number;
  readonly activityRows: number;
  readonly head: string | null;
  readonly isKeptHashKnown: boolean | null;
}

/** An export alone, without database or network. */
export async function verifyExport(folder: string, keptHash: string | null): Promise<ExportVerdict> {
  const present = await readdir(folder);
  if (!present.includes(MANIFEST)) return nothing(`There is no ${MANIFEST}: the export was not finished`);
  const text = await readFile(join(folder, MANIFEST), 'utf8');
  const manifest = manifestIn(text);
  if (manifest === null) return nothing(`${MANIFEST} is not as it was written`);
  const problems: string[] = [];
  const names = Object.keys(manifest.files);
  for (const name of present.filter((one) => one !== MANIFEST && !names.includes(one)))
    problems.push(`${name} is not part of the export`);
  for (const [name, { sha256, rows }] of Object.entries(manifest.files)) {
    if (!present.includes(name)) problems.push(`${name} is missing`);
    else problems.push(...(await problemsOf(join(folder, name), name, { sha256, rows })));
  }
  const record = await recordOf(folder, manifest, keptHash).catch(() => null);
  if (record === null)
    return {
      ...nothing('The record of activity cannot be read'),
      problems: [...problems, 'The record of activity cannot be read'],
    };
  const { walk } = record;
  problems.push(
    ...walk.faults.map(
      ({ activityId, fault }) =>
        `activity: row ${activityId} is ${fault === 'broken' ? 'not the one that follows' : 'not with the value that was written'}`,
    ),
  );
  const head = walk.last?.hash ?? manifest.activity.follows;
  if (head !== manifest.activity.head)
    problems.push('activity: it ends at another row than the manifest says');
  const isKeptHashKnown = keptHash === null ? null : walk.isKeptHashSeen;
  return { problems, files: names.length + 1, activityRows: walk.rows, head, isKeptHashKnown };
}

const nothing = (problem: string): ExportVerdict => ({
  problems: [problem],
  files: 0,
  activityRows: 0,
  head: null,
  isKeptHashKnown: null,
});

function manifestIn(text: string): Manifest | null {
  try {
    const { sha256: _own, ...manifest } = JSON.parse(text) as Manifest & { readonly sha256: string };
    return manifestText(manifest) === text ? manifest : null;
  } catch {
    return null;
  }
}

async function problemsOf(
  path: string,
  name: string,
  written: { readonly sha256: string; readonly rows: number | null },
): Promise<readonly string[]> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  if (hash.digest('hex') !== written.sha256) return [`${name} was changed`];
  if (written.rows === null) return [];
  let rows = 0;
  for await (const _row of rowsOf(path)) rows += 1;
  return rows === written.rows ? [] : [`${name} has ${rows} rows and not ${written.rows}`];
}

type Cells = Readonly<Record<string, unknown>>;

async function* rowsOf(path: string): AsyncGenerator<Cells> {
  const file = createReadStream(path);
  if (path.endsWith('.csv')) {
    yield* file.pipe(parse({ bom: true, columns: true })) as AsyncIterable<Cells>;
    return;
  }
  for await (const line of createInterface({ input: file, crlfDelay: Number.POSITIVE_INFINITY }))
    yield JSON.parse(line) as Cells;
}

async function recordOf(folder: string, manifest: Manifest, keptHash: string | null) {
  const isCsv = 'activity.csv' in manifest.files;
  const path = join(folder, isCsv ? 'activity.csv' : 'activity.jsonl');
  async function* chained() {
    for await (const cells of rowsOf(path)) yield chainedRow(cells, isCsv);
  }
  return { walk: await walkChain(chained(), manifest.activity.follows, keptHash) };
}

function chainedRow(cells: Cells, isCsv: boolean): ChainedRow {
  const text = (name: string): string | null => {
    const value = cells[name];
    if (value === null || value === undefined || value === '') return null;
    return isCsv ? withoutApostrophe(String(value)) : String(value);
  };
  return {
    ...{ activityId: Number(cells.activityId), at: Date.parse(String(cells.at)), kind: String(cells.kind) },
    ...{ actorChat: text('actorChat'), actorMemberId: text('actorMemberId'), actorSalt: text('actorSalt') },
    ...{ actorDigest: text('actorDigest'), accountId: text('accountId'), userId: text('userId') },
    ...{ detail: text('detail') ?? emptyDetail(cells), detailSalt: text('detailSalt') },
    ...{ detailDigest: text('detailDigest'), hash: String(cells.hash) },
  };
}

/** A detail may be the empty text; an erased one has no salt beside it. */
const emptyDetail = ({ detailSalt }: Cells) => (detailSalt === null || detailSalt === '' ? null : '');

const FORMULA = /^'[=+\-@\t\r＝＋－＠]/;
const withoutApostrophe = (text: string) => (FORMULA.test(text) ? text.slice(1) : text);
