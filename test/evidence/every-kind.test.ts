import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { systemClock } from '../../src/clock.ts';
import { exportEvidence } from '../../src/evidence/export-evidence.ts';
import { openDatabase } from '../../src/store/database.ts';
import { type KnownCompany, startKnownCompany } from '../bench/accuracy-company.ts';
import { auditInto } from '../bench/real-audit.ts';

const SIZE = 60;

let company: KnownCompany;
let folder: string;
let rows: readonly Readonly<Record<string, string>>[];

/** One audit of users of every kind, and its export. */
beforeAll(async () => {
  company = await startKnownCompany(SIZE);
  folder = await mkdtemp(join(tmpdir(), 'every-kind-'));
  const db = await openDatabase({ kind: 'file', path: join(folder, 'mfa.db') });
  await auditInto(db, company.variables, { clock: systemClock, random: Math.random });
  const period = { fromMs: 0, toMs: systemClock.now() + 1 };
  const days = { from: '2020-01-01', to: '2020-12-31', timeZone: 'UTC' };
  const out = join(folder, 'export');
  await exportEvidence(db, { ...days, period, format: 'csv', folder: out });
  await db.destroy();
  rows = parse(await readFile(join(out, 'findings.csv')), { bom: true, columns: true });
});
afterAll(async () => {
  await company.cloud.stop();
  await rm(folder, { recursive: true });
});

test('every user is exported once, and as failing whoever fails', () => {
  const names = (users: readonly { readonly userName?: string }[]) =>
    users.map(({ userName }) => userName).sort();
  expect(names(rows)).toEqual(names(company.truth));
  const failing = rows.filter(({ verdict }) => verdict === 'noncompliant');
  expect(names(failing)).toEqual(names(company.truth.filter(({ fails }) => fails)));
});

test.each([
  ['bound-required', 'compliant', 'device_bound', 'virtual', 'true'],
  ['bound-not-required', 'compliant', 'device_bound', 'virtual', 'false'],
  ['required-not-bound', 'noncompliant', 'required_but_not_bound', 'none', 'true'],
  ['neither', 'noncompliant', 'no_device', 'none', 'false'],
  ['security-key', 'compliant', 'device_bound', 'u2f', 'false'],
  ['passkey-only', 'compliant', 'device_bound', 'passkey', 'false'],
  ['newer-device', 'compliant', 'device_bound', 'other', 'false'],
  ['inactive-profile', 'not_applicable', 'console_login_inactive', 'unknown', 'false'],
  ['frozen', 'not_applicable', 'user_frozen', 'none', 'false'],
  ['api-only', 'not_applicable', 'no_console_password', 'unknown', ''],
  ['single-sign-on', 'not_applicable', 'sso_only', 'none', 'false'],
])('%s is exported as %s, %s', (kind, verdict, reason, mfaDevice, mfaRequired) => {
  const ofKind = company.truth.filter((one) => one.kind === kind).map(({ userName }) => userName);
  expect(ofKind).not.toHaveLength(0);
  for (const row of rows.filter(({ userName = '' }) => ofKind.includes(userName)))
    expect(row).toMatchObject({ verdict, reason, mfaDevice, mfaRequired });
});
