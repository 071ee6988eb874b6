import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findChromium, launchChromium } from '../../docs/pictures/chromium.ts';
import type { Finding } from '../../src/domain/finding.ts';
import { periodOf } from '../../src/domain/period.ts';
import type { AccountId, UserId } from '../../src/domain/ram-user.ts';
import { exportEvidence } from '../../src/evidence/export-evidence.ts';
import { verifyExport } from '../../src/evidence/verify-export.ts';
import { saveAccountFacts } from '../../src/store/accounts.ts';
import { recordActivity } from '../../src/store/activity.ts';
import { type Database, openDatabase } from '../../src/store/database.ts';

const ACCOUNT = '5123456789012345' as AccountId;
const ZONE = 'Asia/Shanghai';
const MARKUP = '<script>alert("&")</script>';
const WITHIN_MS = 240_000;

let folder: string;
let db: Database;
let page: string;
let out: string;

/** At nine in the morning of a day of October. */
const october = (day: number, hour = 1) => Date.UTC(2026, 9, day, hour);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'report-'));
  db = await openDatabase({ kind: 'file', path: join(folder, 'mfa.db') });
  await recordActivity(db, october(1), [
    { kind: 'started', detail: '0.1.0 digest' },
    { kind: 'admin_in_force', actor: { chat: 'slack', memberId: 'UADMIN1' } },
  ]);
  const facts = { alias: null, defaultDomain: null, ssoErrorCode: null, mayUsersManageDevices: true };
  await saveAccountFacts(
    db,
    { accountId: ACCOUNT, loginMfaMode: 'mandatory', ssoEnabled: false, ...facts },
    october(1),
  );
  for (const userId of ['1', '2', '3', '4']) await saveUser(userId as UserId);
  await saveAudits();
  await saveFollowUps();
  out = await exported('2026-10-31');
  page = await readFile(join(out, 'report.html'), 'utf8');
});

afterAll(async () => {
  await db.destroy();
  await rm(folder, { recursive: true });
});

/** Ten days; the fourth is incomplete, on the sixth nobody looked. */
async function saveAudits(): Promise<void> {
  for (const day of [1, 2, 3, 4, 5, 7, 8, 9, 10]) {
    const compliant = day < 5 ? 1 : day < 8 ? 2 : 3;
    await saveRun(`run-${day}`, october(day), day !== 4, {
      compliant,
      noncompliant: 3 - compliant,
      unknown: 1,
      boundNotRequired: 1,
    });
  }
  await saveFinding('1', october(1), null, { verdict: 'compliant', mfaDevice: 'passkey' });
  await saveFinding('2', october(1), october(5) - 1, { verdict: 'noncompliant', mfaDevice: 'none' });
  await saveFinding('2', october(5) - 1, null, { verdict: 'compliant', mfaDevice: 'virtual' });
  await saveFinding('3', october(1), null, { verdict: 'noncompliant', mfaDevice: 'none' });
  await saveFinding('4', october(1), null, { verdict: 'unknown', mfaDevice: 'unknown' });
  // The incomplete audit did not see the third.
  await db
    .insertInto('unseenUser')
    .values({ runId: 'run-4', accountId: ACCOUNT, userId: '3' as UserId })
    .execute();
}

/** Two were told on the first, one was warned; two days and a half later the other had a device. */
async function saveFollowUps(): Promise<void> {
  for (const userId of ['2', '3']) await saveCase(userId as UserId, october(2, 13));
  await saveCase('4' as UserId, null);
  await saveNotice('2', 'first', october(2, 13));
  await saveNotice('3', 'first', october(2, 13));
  await saveNotice('3', 'reminder', october(5));
  await saveNotice('3', 'warning', october(9));
  const told = { requestedAt: october(2), decidedAt: october(3), endedAt: null };
  await saveExemption('1', 'active', told);
  await saveExemption('2', 'ended', { ...told, endedAt: october(20) });
  await saveExemption('3', 'declined', told);
  await saveExemption('4', 'over', told);
}

async function saveUser(userId: UserId): Promise<void> {
  const nothing = { email: null, mobile: null, lastSignInAt: null, deletedAt: null, unboundSince: null };
  const noPrivilege = { privilege: null, privilegePolicy: null, privilegeGroup: null, privilegeCode: null };
  await db
    .insertInto('ramUser')
    .values({
      ...{
        accountId: ACCOUNT,
        userId,
        userName: `user-${userId}`,
        logonName: `user-${userId}@corp`,
        tags: '[]',
      },
      ...{ displayName: '', firstSeenAt: october(1), lastSeenAt: october(10), hadDevice: 0, ...nothing },
      ...{ lastConsoleSignInAt: null, loginProfileSince: null, ...noPrivilege },
    })
    .execute();
}

async function saveRun(
  runId: string,
  at: number,
  complete: boolean,
  counts: Readonly<Record<string, number>>,
): Promise<void> {
  const run = { runId, trigger: 'scheduled' as const, localDate: null, startedAt: at - 1000, endedAt: at };
  await db
    .insertInto('auditRun')
    .values({ ...run, outcome: null, errorCode: null })
    .execute();
  await db
    .insertInto('accountRun')
    .values({
      ...{ ...run, accountId: ACCOUNT, complete: complete ? 1 : 0, completenessProven: complete ? 1 : 0 },
      ...{ incompleteReason: null, errorCode: complete ? null : 'Throttling.User', apiCalls: 9 },
      ...{ counts: JSON.stringify(counts), changes: '{}', missingGrants: '[]' },
    })
    .execute();
}

async function saveFinding(
  userId: string,
  fromAt: number,
  toAt: number | null,
  { verdict, mfaDevice }: Pick<Finding, 'verdict' | 'mfaDevice'>,
): Promise<void> {
  const reasons = {
    compliant: 'device_bound',
    noncompliant: 'no_device',
    unknown: 'could_not_read',
  } as const;
  await db
    .insertInto('finding')
    .values({
      ...{
        accountId: ACCOUNT,
        userId: userId as UserId,
        verdict,
        mfaDevice,
        mfaRequired: null,
        fromAt,
        toAt,
      },
      ...{ reason: reasons[verdict as keyof typeof reasons], errorCode: null, userName: null },
      ...{ seenAt: fromAt, requestId: null, lastRequestId: null },
    })
    .execute();
}

async function saveCase(userId: UserId, toldAt: number | null): Promise<void> {
  const nothing = { toldChat: null, toldMemberId: null, toldZone: null, closedAt: null, closeReason: null };
  await db
    .insertInto('caseFile')
    .values({
      ...{ caseId: Number(userId), accountId: ACCOUNT, userId, state: 'open', regressed: 0, toldAt },
      ...{ openedAt: october(1), deadlineAt: null, shiftDays: 0, unreadableSince: null },
      ...{ closeShownAt: null, ...nothing },
    })
    .execute();
}

async function saveNotice(userId: string, step: 'first' | 'reminder' | 'warning', at: number): Promise<void> {
  const nothing = { retryAt: null, deliveryId: null, claimedBy: null, conversationId: null, messageId: null };
  await db
    .insertInto('notice')
    .values({
      ...{
        noticeKey: `${userId}/${step}`,
        accountId: ACCOUNT,
        userId: userId as UserId,
        caseId: Number(userId),
      },
      ...{ step, audience: 'person', occurrence: 1, state: 'sent', chat: 'slack', recipient: 'U1' },
      ...{ language: 'en', dueAt: at, plannedAt: at, claimedAt: at, settledAt: at, ...nothing },
      ...{ deadlineAt: null, zone: null, outcomeCode: null, cancelReason: null, againBecause: null },
    })
    .execute();
}

async function saveExemption(
  userId: string,
  state: 'active' | 'ended' | 'declined' | 'over',
  times: { readonly requestedAt: number; readonly decidedAt: number; readonly endedAt: number | null },
): Promise<void> {
  await db
    .insertInto('exemption')
    .values({
      ...{ accountId: ACCOUNT, userId: userId as UserId, kind: 'reasoned', reason: MARKUP, ...times, state },
      ...{ untilAt: october(25), requestedChat: 'slack', requestedBy: MARKUP, subjectKnown: 1, code: null },
      ...{ lapsesAt: october(4), decidedChat: 'slack', decidedBy: 'UADMIN2' },
      singleAdmin: userId === '1' ? 1 : 0,
    })
    .execute();
}

let exports = 0;

async function exported(to: string): Promise<string> {
  const reading = periodOf('2026-10-01', to, ZONE);
  if (reading.kind !== 'period') throw new Error(reading.kind);
  exports += 1;
  const request = { from: '2026-10-01', to, timeZone: ZONE, period: reading.period, format: 'csv' as const };
  await exportEvidence(db, { ...request, folder: join(folder, `export-${exports}`) });
  return join(folder, `export-${exports}`);
}

const rowsOf = async (where: string, name: string): Promise<Record<string, string>[]> =>
  parse(await readFile(join(where, `${name}.csv`)), { bom: true, columns: true });

describe('the page of an export', () => {
  test('says what the files say, in both languages', () => {
    expect(page).toContain('From 25 % on 2026-10-01 to 75 % on 2026-10-10');
    expect(page).toContain('从 2026-10-01 的 25 % 变为 2026-10-10 的 75 %');
    expect(page).toContain('Told: 2; Reminded: 1; Warned: 1; Enrolled: 1');
    expect(page).toContain('已通知：2; 已提醒：1; 已警告：1; 已绑定：1');
    expect(page).toContain('to a device: 2.5 days');
    expect(page).toContain('Could not be read: 1; No MFA device: the password alone is enough: 1');
    expect(page).toContain('Passkey: 1; Authenticator app: 1');
    expect(page).toContain('UADMIN1');
    expect(page).toContain('A device is bound for 3 users; for 1 of them RAM does not also insist on it');
    expect(page).toContain('One more follow-up was open at its end and had been told to nobody');
  });

  test('breaks its line at days that are not whole, and names them', () => {
    const cells = [...page.matchAll(/<td[^>]*>([^<]*)</g)].map(([, text]) => text).join('|');
    expect(cells).toContain('2026-10-04|5123456789012345|Throttling.User|2026-10-06|–|no audit, or not yet|');
    expect(cells).toContain('|2026-10-11 – 2026-10-31|–|');
    const paths = [...page.matchAll(/class="line" d="([^"]+)"/g)].map(([, path]) => path ?? '');
    expect(paths.map((path) => path.match(/M/g)?.length)).toEqual([3, 3]);
    expect(page.match(/<circle/g)).toHaveLength(2 * 8);
  });

  test('takes no word of anybody for markup', () => {
    expect(page).not.toContain('<script');
    expect(page).toContain('&#60;script&#62;');
  });

  test('is the same to the byte when it is made again, and one changed byte is found', async () => {
    expect(await readFile(join(await exported('2026-10-31'), 'report.html'), 'utf8')).toBe(page);
    const again = await exported('2026-10-31');
    await writeFile(join(again, 'report.html'), page.replace('75 %', '95 %'));
    expect((await verifyExport(again, null)).problems).toEqual(['report.html was changed']);
  });

  test('is the same to the byte, whatever became of its follow-ups since', async () => {
    const november = Date.UTC(2026, 10, 5);
    const followUps = () => db.updateTable('caseFile');
    // One is told anew, as somebody else's; one is over; one that was over goes on.
    await followUps().set({ toldAt: november }).where('caseId', '=', 2).execute();
    await followUps()
      .set({ toldAt: november, state: 'closed', closedAt: november })
      .where('caseId', '=', 4)
      .execute();
    expect(await readFile(join(await exported('2026-10-31'), 'report.html'), 'utf8')).toBe(page);
    await followUps().set({ closedAt: null, state: 'open', toldAt: null }).where('caseId', '=', 3).execute();
    expect(await readFile(join(await exported('2026-10-31'), 'report.html'), 'utf8')).toBe(page);
  });

  test('of a period without audits says so', async () => {
    const empty = await openDatabase({ kind: 'file', path: join(folder, 'empty.db') });
    const period = { fromMs: october(1), toMs: october(2) };
    const request = { from: '2026-10-01', to: '2026-10-01', timeZone: 'UTC', period, format: 'csv' as const };
    await exportEvidence(empty, { ...request, folder: join(folder, 'empty') });
    await empty.destroy();
    const text = await readFile(join(folder, 'empty', 'report.html'), 'utf8');
    expect(text).toContain('No day has a complete audit of every account.');
    expect(text).not.toContain('NaN');
  });
});

describe('the rows of an export', () => {
  test('exemptions stand as they stood at its end', async () => {
    const stateOf = async (to: string) =>
      (await rowsOf(await exported(to), 'exemptions')).map(({ state, decidedBy, endedAt, singleAdmin }) =>
        [state, decidedBy, endedAt, singleAdmin].join(' ').trim(),
      );
    const asked = ['requested   true', ...Array.from({ length: 3 }, () => 'requested   false')];
    expect(await stateOf('2026-10-02')).toEqual(asked);
    expect(await stateOf('2026-10-10')).toEqual([
      'active UADMIN2  true',
      'active UADMIN2  false',
      'declined UADMIN2  false',
      'active UADMIN2  false',
    ]);
    expect((await stateOf('2026-10-31'))[1]).toBe('ended UADMIN2 2026-10-20T01:00:00.000Z false');
  });

  test('of an incomplete audit are of those who were read, and nothing is filled in', async () => {
    const audits = await rowsOf(out, 'audits');
    expect(audits.find(({ auditId }) => auditId === 'run-4')).toMatchObject({
      complete: 'false',
      errorCode: 'Throttling.User',
    });
    const findings = await rowsOf(out, 'findings');
    const usersOf = (runId: string) =>
      findings.filter(({ auditId }) => auditId === runId).map(({ userId }) => userId);
    expect(usersOf('run-4')).toEqual(['1', '2', '4']);
    expect(usersOf('run-5')).toEqual(['1', '2', '3', '4']);
  });

  test('mean, wherever a column has a list of values, one that the dictionary explains', async () => {
    const listed = (await rowsOf(out, 'dictionary')).filter(({ value }) => value !== '');
    const columns = Map.groupBy(listed, ({ file, column }) => `${file}.${column}`);
    expect(columns.size).toBeGreaterThan(8);
    for (const [name, values] of columns) {
      const [file = '', column = ''] = name.split('.');
      // Texts stand there too.
      if (name === 'activity.detail' || name === 'notices.outcome') continue;
      const explained = ['', ...values.map(({ value }) => value)];
      for (const row of await rowsOf(out, file)) expect(explained, name).toContain(row[column]);
    }
  });

  test('name a control of each framework, with its source', async () => {
    const dictionary = await rowsOf(out, 'dictionary');
    const controls = dictionary.filter(({ source }) => source !== '');
    expect(controls.map(({ column }) => column)).toEqual([
      'CIS Alibaba Cloud Foundation Benchmark v1.0.0, 1.4',
      'CIS Alibaba Cloud Foundation Benchmark v2.0.0, 1.4',
      'ISO/IEC 27001:2022, A.8.5',
      'PCI DSS v4.0.1, 8.4.1',
      'PCI DSS v4.0.1, 8.4.2',
      'SOC 2 (Trust Services Criteria 2017, points of focus 2022), CC6.1',
      'NIST SP 800-53 Rev. 5, IA-2(1)',
      'NIST SP 800-53 Rev. 5, IA-2(2)',
      'GB/T 22239-2019 (MLPS 2.0), level 3, 8.1.4.1 d)',
    ]);
    for (const { source, column } of controls) expect(new URL(source ?? '').protocol, column).toBe('https:');
    expect(new Set(controls.map(({ file }) => file))).toEqual(new Set(['findings']));
  });
});

const executablePath = findChromium();
const because =
  executablePath === null ? ' – skipped: no Chromium on the PATH (on Debian: apt-get install chromium)' : '';
if (because !== '') process.stderr.write(`test/evidence/report.test.ts${because}\n`);

describe.skipIf(executablePath === null)(`the page in Chromium${because}`, () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchChromium(executablePath ?? '');
  }, WITHIN_MS);
  afterAll(() => browser?.close());

  test.each([390, 1280])(
    'at %i pixels nothing is cut off, and each chart says what it shows',
    async (width) => {
      const opened = await browser.newPage({ viewport: { width, height: 900 } });
      const asked: string[] = [];
      opened.on('request', (request) => asked.push(request.url()));
      await opened.goto(`file://${join(out, 'report.html')}`);
      expect(await opened.evaluate('document.scrollingElement.scrollWidth')).toBe(width);
      expect(await opened.getByRole('img', { name: 'Protected, day by day' }).count()).toBe(1);
      expect(await opened.getByRole('img', { name: '每日受保护的比例' }).count()).toBe(1);
      expect(await opened.getByRole('img').count()).toBe(8);
      await opened.screenshot({ path: join(folder, `report-${width}.png`), fullPage: true });
      expect(asked).toEqual([`file://${join(out, 'report.html')}`]);
      await opened.close();
    },
    WITHIN_MS,
  );

  test(
    'prints to A4, each language from a new page',
    async () => {
      const opened = await browser.newPage();
      await opened.goto(`file://${join(out, 'report.html')}`);
      const pdf = (await opened.pdf({ preferCSSPageSize: true })).toString('latin1');
      const sizes = [...pdf.matchAll(/\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/g)].map(([, width, height]) => [
        Math.round(Number(width)),
        Math.round(Number(height)),
      ]);
      expect(sizes.length).toBeGreaterThanOrEqual(2);
      expect(new Set(sizes.map(String))).toEqual(new Set(['595,842']));
      await opened.close();
    },
    WITHIN_MS,
  );
});
