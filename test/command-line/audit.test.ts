import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { CORP, LABS, type Surroundings, startSurroundings, WorkingFolder } from './program.ts';

const ACCOUNTS = [
  {
    accountId: CORP,
    alias: 'corp',
    users: [
      { userName: 'jane.doe', loginProfile: {}, tags: { 'slack-user-id': 'U0JANE' } },
      { userName: 'nora.kent', loginProfile: {} },
      { userName: 'eve.gray', loginProfile: { mfaBindRequired: true }, mfaDevice: { type: 'VMFA' } },
      { userName: 'ci-deploy' },
    ],
  },
  { accountId: LABS, alias: 'labs', users: [{ userName: 'sam.lee', loginProfile: {} }] },
];

let around: Surroundings;
let folder: WorkingFolder;

beforeAll(async () => {
  around = await startSurroundings(ACCOUNTS);
});
afterAll(() => around.stop());
beforeEach(() => {
  folder = new WorkingFolder();
});
afterEach(async () => {
  around.alibaba.faults.clear();
  await folder.remove();
});

const DRY_RUN = ['audit', '--dry-run', '--json'];
/** Whatever the hour at which the tests run. */
const ALWAYS = { WORK_HOURS: '00:00-24:00', WORK_DAYS: '1-7' };

interface Document {
  readonly complete: boolean;
  readonly accounts: readonly {
    readonly accountId: string;
    readonly complete: boolean;
    readonly apiCalls: number;
    readonly findings: readonly Record<string, unknown>[];
  }[];
  readonly notices: readonly Record<string, unknown>[];
}

async function dryRun(variables: Readonly<Record<string, string>> = {}) {
  const ended = await folder.run(DRY_RUN, { ...around.ramVariables, ...variables });
  return { ...ended, document: JSON.parse(ended.stdout) as Document };
}

const notice = ({ notices }: Document, userName: string) => notices.find((one) => one.userName === userName);

/** Names, contents and times of change of all files in the folder. */
function files(): Readonly<Record<string, string>> {
  const seen = (name: string) => {
    const path = join(folder.path, name);
    return `${createHash('sha256').update(readFileSync(path)).digest('hex')} ${statSync(path).mtimeMs}`;
  };
  const names = readdirSync(folder.path, { recursive: true, withFileTypes: true });
  return Object.fromEntries(
    names
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(folder.path.length + 1))
      .map((name) => [name, seen(name)]),
  );
}

describe('audit --dry-run --json with nothing but credentials of RAM', () => {
  let plain: Awaited<ReturnType<typeof dryRun>>;
  let filesAfter: ReturnType<typeof files>;

  beforeAll(async () => {
    folder = new WorkingFolder();
    plain = await dryRun();
    filesAfter = files();
    await folder.remove();
  });

  test('prints one document, and nothing else', () => {
    const { code, stdout, stderr, document } = plain;
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout.startsWith('{') && stdout.endsWith('}\n')).toBe(true);
    expect(document.complete).toBe(true);
    expect(stdout).not.toMatch(/reader-secret|AKREADER/);
  });

  test('writes nothing', () => {
    expect(filesAfter).toEqual({});
  });

  test('names what the contract names', () => {
    const { document } = plain;
    const [corp, labs] = document.accounts;
    expect([corp?.accountId, labs?.accountId]).toEqual([CORP, LABS]);
    expect(corp).toMatchObject({ complete: true, apiCalls: expect.any(Number) });
    const { userId } = around.alibaba.account(CORP).user('eve.gray');
    expect(corp?.findings.find(({ userName }) => userName === 'eve.gray')).toMatchObject({
      userName: 'eve.gray',
      logonName: 'eve.gray@corp.onaliyun.com',
      userId,
      verdict: 'compliant',
      reason: 'device_bound',
      mfaDevice: 'virtual',
      mfaRequired: true,
    });
    const verdicts = corp?.findings.map(
      ({ userName, verdict, reason }) => `${userName} ${verdict}/${reason}`,
    );
    expect(verdicts?.toSorted()).toEqual([
      'ci-deploy not_applicable/no_console_password',
      'eve.gray compliant/device_bound',
      'jane.doe noncompliant/no_device',
      'mfa-bot-reader not_applicable/no_console_password',
      'nora.kent noncompliant/no_device',
    ]);
    expect(Object.keys(document.notices[0] ?? {})).toEqual(
      expect.arrayContaining([
        ...['userName', 'channel', 'recipient', 'step', 'language', 'notBefore', 'heldBecause', 'text'],
      ]),
    );
  });

  test('names who would be messaged where a tag tells it, and why nobody is', () => {
    const { document } = plain;
    expect(notice(document, 'jane.doe')).toMatchObject({
      channel: 'slack',
      recipient: 'U0JANE',
      step: 'first',
      // Named, and in a chat that is not configured here.
      told: '→ nobody',
      language: 'en',
      heldBecause: 'account_held',
      notBefore: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      text: expect.stringContaining('jane.doe'),
    });
    expect(notice(document, 'nora.kent')).toMatchObject({ channel: null, recipient: null });
    expect(document.notices.map(({ userName }) => userName).toSorted()).toEqual([
      'jane.doe',
      'nora.kent',
      'sam.lee',
    ]);
  });

  test('where not all could be read ends with 1, and says what: nobody is taken for fine or for not', async () => {
    around.alibaba.faults.add({ kind: 'no_permission', action: 'ListUsers', accountId: LABS });
    around.alibaba.faults.add({ kind: 'no_permission', action: 'GetUserMFAInfo', userName: 'jane.doe' });
    const { code, document } = await dryRun();
    expect(code).toBe(1);
    expect(document.complete).toBe(false);
    expect(document.accounts.map(({ complete }) => complete)).toEqual([true, false]);
    const jane = document.accounts[0]?.findings.find(({ userName }) => userName === 'jane.doe');
    expect(jane).toMatchObject({ verdict: 'unknown', reason: 'could_not_read', errorCode: 'NoPermission' });
    expect(document.notices.map(({ userName }) => userName)).toEqual(['nora.kent']);
  });

  test('reads a .env file beside it', async () => {
    writeFileSync(join(folder.path, '.env'), 'MESSAGING=off\nTIMEZONE=Asia/Shanghai\n');
    const { document } = await dryRun();
    expect(document.notices.map(({ heldBecause }) => heldBecause)).toEqual(Array(3).fill('messaging_off'));
  });
});

describe('audit, recorded', () => {
  const RECORDED = () => ({ ...around.ramVariables, ...around.slackVariables, ...ALWAYS });

  test('writes down what it saw and sends nothing; a dry run then reads that, and changes no byte', async () => {
    const { code, stdout } = await folder.run(['audit'], RECORDED());
    expect(code).toBe(0);
    expect(stdout).toMatch(/jane\.doe\s+noncompliant/);
    const path = join(folder.path, 'data/mfa.db');
    expect(statSync(path).mode & 0o777).toBe(0o600);
    const db = new SqliteDatabase(path);
    expect(db.prepare('select "trigger", local_date, outcome from audit_run').all()).toEqual([
      { trigger: 'command_line', local_date: null, outcome: 'complete' },
    ]);
    expect(db.prepare('select count(*) as total from notice').get()).toEqual({ total: 0 });
    // As if an admin had released the account.
    db.prepare('update hold set ended_at = since').run();
    db.close();
    expect(around.slack.requests.filter(({ method }) => method.startsWith('chat.'))).toEqual([]);

    const before = files();
    const alone = await dryRun(ALWAYS);
    expect(notice(alone.document, 'jane.doe')?.heldBecause).toBe('no_chat_credentials');
    const { document } = await dryRun({ ...around.slackVariables, ...ALWAYS });
    expect(notice(document, 'jane.doe')).toMatchObject({ recipient: 'U0JANE', heldBecause: null });
    expect(notice(document, 'nora.kent')?.heldBecause).toBe('unmapped');
    const nobodyWorks = await dryRun({ ...around.slackVariables, ...neverNow() });
    expect(notice(nobodyWorks.document, 'jane.doe')?.heldBecause).toBe('outside_hours');
    expect(files()).toEqual(before);
  });
});

/** Working hours that are not now, in Shanghai. */
function neverNow(): Readonly<Record<string, string>> {
  const hour = (new Date().getUTCHours() + 8) % 24;
  return hour < 12
    ? { WORK_HOURS: '20:00-21:00', WORK_DAYS: '1-7' }
    : { WORK_HOURS: '02:00-03:00', WORK_DAYS: '1-7' };
}

test('audit for people prints a sentence for each account, and what it was asked to show', async () => {
  const ended = await folder.run(['audit', '--dry-run', '--show', 'messages'], around.ramVariables);
  expect({ code: ended.code, stderr: ended.stderr }).toEqual({ code: 0, stderr: '' });
  expect(ended.stdout).toMatch(
    /jane\.doe, first, to slack U0JANE, held: account_held[\s\S]*Please set up MFA/,
  );
  expect(ended.stdout).toMatch(/corp: 1 compliant, 2 noncompliant, 0 unknown, 2 not applicable/);
  expect(ended.stdout).toMatch(/labs: 0 compliant, 1 noncompliant/);
  const due = await folder.run(['audit', '--dry-run', '--show', 'notices'], {
    ...around.ramVariables,
    ...around.slackVariables,
  });
  expect(due.stdout).toMatch(/jane\.doe → \S.*, by the RAM user’s Slack tag/);
  expect(due.stdout).toMatch(/nora\.kent → nobody/);
});

describe('what cannot be done is said in one place', () => {
  test('a key that RAM does not know: one sentence, 1', async () => {
    const ended = await folder.run(['audit', '--dry-run'], {
      ...around.ramVariables,
      ALIBABA_CLOUD_ACCESS_KEY_ID: 'AKWRONG',
    });
    expect(ended.code).toBe(1);
    expect(`${ended.stdout}${ended.stderr}`).toMatch(/InvalidAccessKeyId/);
    expect(`${ended.stdout}${ended.stderr}`).not.toMatch(/\bat .*\.ts:|reader-secret/);
  });

  test('a wrong secret: one sentence, 1, also as JSON', async () => {
    const { code, stdout } = await folder.run(DRY_RUN, {
      ...around.ramVariables,
      ALIBABA_CLOUD_ACCESS_KEY_SECRET: 'wrong-secret',
    });
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      complete: false,
      error: { code: 'SignatureDoesNotMatch' },
      accounts: [],
      notices: [],
    });
  });

  test('the keys of the account itself are refused', async () => {
    const { code, stdout } = await folder.run(DRY_RUN, {
      ...around.ramVariables,
      ALIBABA_CLOUD_ACCESS_KEY_ID: 'AKROOT',
      ALIBABA_CLOUD_ACCESS_KEY_SECRET: 'root-secret',
    });
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ complete: false, accounts: [] });
    expect(JSON.parse(stdout).error.message).toMatch(/root|account itself/i);
    expect(
      around.alibaba.requests.entries.some(
        (entry) => entry.caller === 'root' && entry.action !== 'GetCallerIdentity',
      ),
    ).toBe(false);
  });

  test('a bad configuration: every problem at once, 2, and nothing on stdout', async () => {
    const { code, stdout, stderr } = await folder.run(DRY_RUN, {
      ...around.ramVariables,
      LADDER_DAYS: '3,2,1',
      WORK_HOURS: 'nine to five',
      MESSAGING: 'maybe',
      TIMEZONE: 'Mars/Olympus',
    });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    for (const name of ['LADDER_DAYS', 'WORK_HOURS', 'MESSAGING', 'TIMEZONE']) expect(stderr).toContain(name);
    expect(stderr).not.toMatch(/\bat .*\.ts:/);
  });
});
