import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { sql } from 'kysely';
import { describe, expect, it, onTestFinished } from 'vitest';
import {
  type AccountSeed,
  type AlibabaSandbox,
  createLoginProfile,
  startAlibabaSandbox,
} from '../../sandbox/alibaba/index.ts';
import { createWorld } from '../../src/app.ts';
import { checkPerson } from '../../src/audit/check-person.ts';
import { recordAccount } from '../../src/audit/record-account.ts';
import { createAuditor } from '../../src/audit/run-audit.ts';
import { systemClock } from '../../src/clock.ts';
import { parseConfig } from '../../src/config/config.ts';
import { accountId, userId } from '../../src/domain/ram-user.ts';
import { createLog } from '../../src/log.ts';
import { listAccounts } from '../../src/store/accounts.ts';
import { beginAuditRun } from '../../src/store/audit-runs.ts';
import { listOpenCases } from '../../src/store/cases.ts';
import { openDatabase } from '../../src/store/database.ts';
import { findCurrentFinding } from '../../src/store/findings.ts';
import { endHold, listCurrentHolds } from '../../src/store/holds.ts';
import { findRamUser } from '../../src/store/ram-users.ts';
import { ACCOUNT_ID, IDENTITIES, IDENTITY_KEYS, readerVariables } from '../bench/account-access.ts';

type UserSeed = NonNullable<AccountSeed['users']>[number];

const never = new AbortController().signal;

/** The bot's audit with a database of its own, over an account of these people and the bot's own users. */
async function setUp(users: readonly UserSeed[], site: AccountSeed['site'] = 'intl') {
  const seed = { accountId: ACCOUNT_ID, site, users: [...users, ...IDENTITIES], accessKeys: IDENTITY_KEYS };
  const cloud = await startAlibabaSandbox({ accounts: [seed], enforceQuotas: false });
  const folder = await mkdtemp(join(tmpdir(), 'recording-'));
  const db = await openDatabase({ kind: 'file', path: join(folder, 'mfa.db') });
  onTestFinished(async () => {
    await db.destroy();
    await cloud.stop();
    await rm(folder, { recursive: true });
  });
  const log = createLog('silent');
  const seam = { clock: systemClock, random: Math.random };
  const world = createWorld(parseConfig(readerVariables(cloud), 'audit --dry-run'), log, seam, db);
  const auditor = createAuditor({ ...world, db, clock: systemClock, log });
  const audit = () => auditor.run({ trigger: 'command_line', localDate: null, signal: never });
  return { cloud, db, world, audit };
}

const account = (cloud: AlibabaSandbox) => cloud.account(ACCOUNT_ID);

describe('recording an account', () => {
  it('holds it before the first of many cases is opened, whoever looks meanwhile', {
    timeout: 120_000,
  }, async () => {
    const names = Array.from({ length: 250 }, (_, index) => `user-${index}`);
    const { cloud, db, audit } = await setUp(names.map((userName) => ({ userName })));
    await audit();
    for (const hold of await listCurrentHolds(db)) await endHold(db, hold.holdId, { at: 1, by: 'admin' });
    for (const name of names) account(cloud).user(name).loginProfile = createLoginProfile();

    const seen: { readonly cases: number; readonly holds: number }[] = [];
    let isRunning = true;
    const audited = audit().finally(() => {
      isRunning = false;
    });
    while (isRunning) {
      await nextTurn();
      const { cases } = await db
        .selectFrom('caseFile')
        .select((eb) => eb.fn.countAll<number>().as('cases'))
        .executeTakeFirstOrThrow();
      seen.push({ cases, holds: (await listCurrentHolds(db)).length });
    }
    await audited;

    expect(seen.filter(({ cases, holds }) => cases > 0 && holds === 0)).toEqual([]);
    // Else nobody could have looked in between.
    expect(seen.some(({ cases }) => cases > 0 && cases < names.length)).toBe(true);
    const [hold] = await listCurrentHolds(db);
    expect(hold).toMatchObject({ reason: 'mass_change', changes: { opened: names.length } });
    expect(await listOpenCases(db)).toHaveLength(names.length);
  });

  it('leaves what was seen of somebody after the audit had read them', async () => {
    const { cloud, db, world } = await setUp([{ userName: 'nora', loginProfile: {} }]);
    const [reader] = (await world.accounts.list(never)).readers;
    if (reader === undefined) throw new Error('The listing has no reader');
    const identity = { runId: 'run', trigger: 'command_line', localDate: null, startedAt: 0 } as const;
    const key = { accountId: accountId(ACCOUNT_ID), userId: userId(account(cloud).user('nora').userId) };
    const record = async () => {
      const reading = await reader.readAccount({ signal: never });
      return (now: number) =>
        recordAccount({ db, policy: world.policy }, { reading, reader, identity, now, signal: never });
    };
    await beginAuditRun(db, identity);
    await (await record())(systemClock.now());
    expect(await listOpenCases(db)).toHaveLength(1);

    const recordOlder = await record();
    account(cloud).user('nora').mfaDevice = { type: 'VMFA' };
    const clock = { ...systemClock, now: () => Date.now() + 60_000 };
    const facts = await reader.readAccountFacts(never);
    const checked = await checkPerson(
      { db, clock, policy: world.policy },
      { reader, key, facts, signal: never },
    );
    expect(checked).toMatchObject({ kind: 'found', finding: { verdict: 'compliant' } });
    const run = await recordOlder(clock.now() + 1);
    expect(run.counts).toMatchObject({ compliant: 1, noncompliant: 0 });
    expect(await findCurrentFinding(db, key)).toMatchObject({ verdict: 'compliant' });
    expect(await listOpenCases(db)).toEqual([]);
  });

  it('remembers how a console login was used, also while it cannot be read', async () => {
    const loginProfile = { lastLoginTime: '2026-08-01T08:00:00Z', createDate: '2024-03-01T08:00:00Z' };
    const { cloud, db, audit } = await setUp([{ userName: 'nora', loginProfile }]);
    const key = { accountId: accountId(ACCOUNT_ID), userId: userId(account(cloud).user('nora').userId) };
    await audit();
    const consoleUse = { lastSignInAt: Date.UTC(2026, 7, 1, 8), profileSince: Date.UTC(2024, 2, 1, 8) };
    expect(await findRamUser(db, key)).toMatchObject({ consoleUse });
    cloud.faults.add({ kind: 'no_permission', action: 'GetLoginProfile' });
    await audit();
    expect(await findRamUser(db, key)).toMatchObject({ consoleUse });
    cloud.faults.clear();
    account(cloud).user('nora').loginProfile = null;
    await audit();
    expect(await findRamUser(db, key)).toMatchObject({
      consoleUse: { lastSignInAt: null, profileSince: null },
    });
  });

  it('writes the row of a user anew only where it says something else, and when each was last seen', async () => {
    const { cloud, db, audit } = await setUp(
      [{ userName: 'nora', loginProfile: {} }, { userName: 'omar' }],
      'cn',
    );
    const keyOfUser = (name: string) => ({
      accountId: accountId(ACCOUNT_ID),
      userId: userId(account(cloud).user(name).userId),
    });
    await audit();
    const before = await findRamUser(db, keyOfUser('nora'));
    await sql`create table written (name text)`.execute(db);
    await sql`create trigger row_written before insert on ram_user
      begin insert into written values (new.user_name); end`.execute(db);
    await audit();
    const after = await findRamUser(db, keyOfUser('nora'));
    expect(after?.lastSeenAt).toBeGreaterThan(before?.lastSeenAt ?? Number.NaN);
    expect(after).toEqual({ ...before, lastSeenAt: after?.lastSeenAt });
    expect((await sql`select name from written`.execute(db)).rows).toEqual([]);

    const omar = account(cloud).user('omar');
    const changes = [
      { displayName: 'Omar' },
      { email: 'omar@example.com' },
      { mobilePhone: '86-1391234' },
      { tags: { team: 'data' } },
      { tags: { team: 'sales' } },
      { lastLoginDate: '2026-08-01T08:00:00Z' },
      { loginProfile: createLoginProfile() },
      { mfaDevice: { type: 'VMFA' } as const },
      { mfaDevice: null },
    ];
    for (const change of changes) {
      Object.assign(omar, change);
      await audit();
      expect((await sql`select name from written`.execute(db)).rows, JSON.stringify(change)).toEqual([
        { name: 'omar' },
      ]);
      await sql`delete from written`.execute(db);
    }
    expect(await findRamUser(db, keyOfUser('omar'))).toMatchObject({
      displayName: 'Omar',
      email: 'omar@example.com',
      mobile: '86-1391234',
      tags: { team: 'sales' },
      lastSignInAt: Date.UTC(2026, 7, 1, 8),
      hadDevice: true,
    });
  });

  it('marks the administrators among those who fail, and says why somebody is not known', async () => {
    const attachedPolicies = [{ policyName: 'AdministratorAccess', policyType: 'System' }] as const;
    const { cloud, db, audit } = await setUp([
      { userName: 'nora', loginProfile: {}, attachedPolicies },
      { userName: 'omar', loginProfile: {} },
      { userName: 'safe', loginProfile: {}, mfaDevice: { type: 'VMFA' }, attachedPolicies },
    ]);
    const privilegeOf = async (name: string) => {
      const id = userId(account(cloud).user(name).userId);
      return (await findRamUser(db, { accountId: accountId(ACCOUNT_ID), userId: id }))?.privilege;
    };
    await audit();
    const administrator = { kind: 'administrator', policyName: 'AdministratorAccess', groupName: null };
    expect(await privilegeOf('nora')).toEqual(administrator);
    expect(await privilegeOf('omar')).toEqual({ kind: 'ordinary' });
    // Whoever has a device is not looked into.
    expect(await privilegeOf('safe')).toBeNull();
    expect(await listAccounts(db)).toMatchObject([
      {
        rightsErrorCode: null,
        settings: { rootMfaEnabled: true, maxIdleDaysForUsers: 730, remembersMfa: false },
      },
    ]);

    cloud.faults.add({ kind: 'no_permission', action: 'ListGroupsForUser' });
    await audit();
    expect(await privilegeOf('nora')).toEqual(administrator);
    expect(await privilegeOf('omar')).toEqual({ kind: 'unknown', code: 'NoPermission' });
    expect(await listAccounts(db)).toMatchObject([{ rightsErrorCode: 'NoPermission' }]);
  });
});
