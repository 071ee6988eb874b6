import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type AlibabaSandbox, createLoginProfile, startAlibabaSandbox } from '../../sandbox/alibaba/index.ts';
import { createWorld } from '../../src/app.ts';
import { createAuditor } from '../../src/audit/run-audit.ts';
import { systemClock } from '../../src/clock.ts';
import { parseConfig } from '../../src/config/config.ts';
import { type ExportFormat, exportEvidence } from '../../src/evidence/export-evidence.ts';
import { verifyExport } from '../../src/evidence/verify-export.ts';
import { createLog } from '../../src/log.ts';
import { recordActivity } from '../../src/store/activity.ts';
import { type Database, openDatabase } from '../../src/store/database.ts';
import { ACCOUNT_ID, IDENTITIES, IDENTITY_KEYS, readerVariables } from '../bench/account-access.ts';
import { newEmptyTables, type TestDatabase } from '../store/test-database.ts';

let cloud: AlibabaSandbox;
let folder: string;
let database: TestDatabase;
let db: Database;
let audit: () => Promise<unknown>;
let endMs: number;

const USERS = [
  { userName: 'bound', loginProfile: createLoginProfile(), mfaDevice: { type: 'VMFA' } },
  { userName: 'key', loginProfile: createLoginProfile(), mfaDevice: { type: 'U2F' } },
  { userName: 'bare', loginProfile: createLoginProfile() },
  { userName: 'program' },
] as const;

beforeAll(async () => {
  const seed = { accountId: ACCOUNT_ID, users: [...USERS, ...IDENTITIES], accessKeys: IDENTITY_KEYS };
  cloud = await startAlibabaSandbox({ accounts: [seed], enforceQuotas: false });
  folder = await mkdtemp(join(tmpdir(), 'evidence-'));
  database = await newEmptyTables();
  db = await openDatabase(database.place);
  const log = createLog('silent');
  const seam = { clock: systemClock, random: Math.random };
  const world = createWorld(parseConfig(readerVariables(cloud), 'audit --dry-run'), log, seam, db);
  const auditor = createAuditor({ ...world, db, clock: systemClock, log });
  audit = () =>
    auditor.run({ trigger: 'command_line', localDate: null, signal: new AbortController().signal });
  await audit();
  await recordActivity(db, systemClock.now(), [
    { kind: 'paused', actor: { chat: 'slack', memberId: 'UADMIN' }, detail: '=1+1, "quoted"\nand more' },
  ]);
  await audit();
  endMs = systemClock.now() + 1;
});

afterAll(async () => {
  await db.destroy();
  await database.remove();
  await cloud.stop();
  await rm(folder, { recursive: true });
});

let exports = 0;

async function exported(format: ExportFormat): Promise<string> {
  exports += 1;
  const out = join(folder, `export-${exports}`);
  const period = { fromMs: Date.UTC(2020, 0, 1), toMs: endMs };
  const request = { from: '2020-01-01', to: '2020-12-31', timeZone: 'UTC', period, format };
  await exportEvidence(db, { ...request, folder: out });
  return out;
}

const rowsOf = async (out: string, name: string): Promise<Record<string, string>[]> =>
  parse(await readFile(join(out, `${name}.csv`)), { bom: true, columns: true });

async function bytesOf(out: string): Promise<Map<string, string>> {
  const names = (await readdir(out)).sort();
  const entries = names.map(
    async (name) =>
      [
        name,
        createHash('sha256')
          .update(await readFile(join(out, name)))
          .digest('hex'),
      ] as const,
  );
  return new Map(await Promise.all(entries));
}

const users = USERS.length + IDENTITIES.length;

describe('an export', () => {
  test('has a row for each user and audit, with the answer that decided', async () => {
    const rows = await rowsOf(await exported('csv'), 'findings');
    expect(rows).toHaveLength(2 * users);
    const bare = rows.filter(({ userName }) => userName === 'bare');
    expect(bare.map(({ verdict, mfaDevice }) => ({ verdict, mfaDevice }))).toEqual([
      { verdict: 'noncompliant', mfaDevice: 'none' },
      { verdict: 'noncompliant', mfaDevice: 'none' },
    ]);
    expect(new Set(bare.map(({ auditId }) => auditId)).size).toBe(2);
    const asked = cloud.requests.entries.map(({ requestId }) => requestId);
    for (const { requestId } of rows) expect(asked).toContain(requestId);
    expect(rows.find(({ userName }) => userName === 'key')).toMatchObject({
      verdict: 'compliant',
      mfaDevice: 'u2f',
    });
  });

  test('says of each audit how the account itself was set', async () => {
    const [row] = await rowsOf(await exported('csv'), 'audits');
    expect(row).toMatchObject({
      rootMfaEnabled: String(cloud.account(ACCOUNT_ID).rootMfaEnabled),
      mayUsersManageDevices: 'true',
      ssoEnabled: 'false',
      loginMfaMode: 'independent',
    });
    expect(Number(row?.maxIdleDaysForUsers)).toBeGreaterThan(0);
  });

  test.each(['csv', 'json', 'ocsf'] as const)('as %s is as it was written', async (format) => {
    const out = await exported(format);
    const { problems, activityRows, files } = await verifyExport(out, null);
    expect({ problems, files }).toEqual({ problems: [], files: (await readdir(out)).length });
    expect(activityRows).toBeGreaterThan(0);
    expect((await stat(out)).mode & 0o777).toBe(0o700);
    expect((await stat(join(out, 'manifest.json'))).mode & 0o777).toBe(0o600);
  });

  test('is found to be changed by one byte in any file', async () => {
    const out = await exported('csv');
    for (const name of await readdir(out)) {
      const path = join(out, name);
      const before = await readFile(path);
      const changed = Buffer.from(before);
      const middle = Math.floor(changed.length / 2);
      changed[middle] = (changed[middle] ?? 0) ^ 1;
      await writeFile(path, changed);
      expect((await verifyExport(out, null)).problems.join(), name).toContain(name);
      await writeFile(path, before);
    }
    expect((await verifyExport(out, null)).problems).toEqual([]);
  });

  test('without a manifest was not finished; a file too many or too few is named', async () => {
    const out = await exported('json');
    await writeFile(join(out, 'more.csv'), 'x');
    await rm(join(out, 'notices.jsonl'));
    expect((await verifyExport(out, null)).problems).toEqual(
      expect.arrayContaining(['more.csv is not part of the export', 'notices.jsonl is missing']),
    );
    await rm(join(out, 'manifest.json'));
    expect((await verifyExport(out, null)).problems).toEqual([expect.stringContaining('not finished')]);
  });

  test('has no formula for a spreadsheet, and the record of activity still holds', async () => {
    const rows = await rowsOf(await exported('csv'), 'activity');
    expect(rows.find(({ kind }) => kind === 'paused')?.detail).toBe(`'=1+1, "quoted"\nand more`);
  });

  test('csv and json hold the same', async () => {
    const csv = await rowsOf(await exported('csv'), 'audits');
    const lines = (await readFile(join(await exported('json'), 'audits.jsonl'), 'utf8')).trim().split('\n');
    const json = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(csv).toEqual(
      json.map((row) =>
        Object.fromEntries(
          Object.entries(row).map(([name, value]) => [name, value === null ? '' : String(value)]),
        ),
      ),
    );
  });

  test('of a period that has ended is the same to the byte, whatever happened since', async () => {
    const before = await bytesOf(await exported('csv'));
    const account = cloud.account(ACCOUNT_ID);
    account.user('bare').mfaDevice = { type: 'VMFA' };
    account.renameUser('program', 'programme');
    account.rootMfaEnabled = !account.rootMfaEnabled;
    await audit();
    await recordActivity(db, systemClock.now() + 1, [{ kind: 'resumed' }]);
    expect(await bytesOf(await exported('csv'))).toEqual(before);
  });
});
