import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, readdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { allowPolicy } from '../../sandbox/alibaba/index.ts';
import { type ProxySandbox, startProxySandbox } from '../../sandbox/proxy/index.ts';
import { directoryPolicy, enforcerPolicy, readerPolicy } from '../../src/alibaba/index.ts';
import { ADDRESS_PERMISSIONS, PERMISSIONS } from '../../src/chat/dingtalk/permissions.ts';
import { accountId } from '../../src/domain/ram-user.ts';
import { connectDatabase } from '../../src/store/database.ts';
import { listAspects, saveAspect } from '../../src/store/parts.ts';
import {
  ACCOUNT,
  ADMIN,
  account,
  CHANNEL,
  type Diagnosis,
  GROUP,
  openSurgery,
  type Surgery,
} from './doctor-process.ts';

const ENTRY = resolve(import.meta.dirname, '../../start.mjs');
const READER = 'Alibaba Cloud reader';
const OWN_ACCOUNT = `Alibaba Cloud account ${ACCOUNT}`;
const ENFORCER = 'Alibaba Cloud enforcer';

/** Of processes, on a machine that has more to do. */
const START_WITHIN_MS = 60_000;

let surgery: Surgery;

/** Whatever was wrong, it told nobody and changed nothing. */
function expectNothingDone(): void {
  const { alibaba, slack, dingtalk } = surgery;
  for (const member of [ADMIN, 'UJANE', 'UGONE']) {
    expect(slack.directMessages(member)).toEqual([]);
    expect(slack.ephemeralMessages(member)).toEqual([]);
  }
  for (const channel of [CHANNEL, 'CPUBLIC']) expect(slack.channelMessages(channel)).toEqual([]);
  expect(dingtalk.groupMessages(GROUP)).toEqual([]);
  for (const member of ['boss', 'invited']) expect(dingtalk.directMessages(member)).toEqual([]);
  expect(slack.liveConnections + dingtalk.liveConnections).toBe(0);
  expect(alibaba.requests.count('UpdateLoginProfile')).toBe(0);
}

const detailOf = (diagnosis: Diagnosis, what: string) =>
  diagnosis.about(what).map(({ mark, detail }) => `${mark} ${detail}`);

describe('where all is well', () => {
  let diagnosis: Diagnosis;
  beforeAll(async () => {
    surgery = await openSurgery();
    diagnosis = await surgery.diagnose();
  }, START_WITHIN_MS);
  afterAll(() => surgery.stop());

  it('every line is ok, and the exit code 0', () => {
    expect(diagnosis.errors).toBe('');
    expect(diagnosis.lines.filter(({ mark }) => mark !== 'ok')).toEqual([]);
    expect(diagnosis.exitCode).toBe(0);
  });

  it('everything was looked at, in the order in which it is set up', () => {
    expect(diagnosis.lines.map(({ what }) => what)).toEqual([
      'configuration',
      'Node.js',
      'time zone',
      'clock',
      READER,
      OWN_ACCOUNT,
      ENFORCER,
      `${ENFORCER} in account ${ACCOUNT}`,
      'Slack bot token',
      'Slack scopes',
      'Slack Socket Mode',
      'Slack security channel',
      `Slack admin ${ADMIN}`,
      'Slack viewer group',
      'Slack messages',
      'DingTalk app',
      'DingTalk robot',
      'DingTalk Stream mode',
      'DingTalk permission qyapi_get_member',
      'DingTalk permission qyapi_get_member_by_mobile',
      'DingTalk by e-mail',
      'DingTalk admin boss',
      'DingTalk security conversation',
      'database folder',
      'running bot',
      'database',
      'DingTalk calls this month',
      'DingTalk messages received and answered this month',
      'break-glass users',
    ]);
  });

  it('says who reads, and how many users there are', () => {
    expect(detailOf(diagnosis, READER)).toEqual([`ok RAM user bot-reader of account ${ACCOUNT}`]);
    expect(detailOf(diagnosis, OWN_ACCOUNT)[0]).toMatch(/^ok 4 RAM users, all 16 permissions/);
  });

  it('nothing was sent, changed, connected or written', () => {
    expectNothingDone();
    expect(readdirSync(surgery.folder)).toEqual([]);
    const { requests } = surgery.slack;
    expect(requests.filter(({ method }) => /^chat\.(postMessage|update)|conversations/.test(method))).toEqual(
      [],
    );
  });
});

describe('where little was set up yet', () => {
  beforeAll(async () => {
    surgery = await openSurgery();
  }, START_WITHIN_MS);
  afterAll(() => surgery.stop());

  const nothingElse = Object.fromEntries(
    [
      ...[
        'SLACK_BOT_TOKEN',
        'SLACK_APP_TOKEN',
        'SLACK_SECURITY_CHANNEL',
        'SLACK_ADMIN_IDS',
        'SLACK_VIEWER_USERGROUP',
      ],
      ...['DINGTALK_CLIENT_ID', 'DINGTALK_CLIENT_SECRET', 'DINGTALK_ROBOT_CODE', 'DINGTALK_ADMIN_IDS'],
      ...[
        'DINGTALK_SECURITY_CONVERSATION',
        'ENFORCER_ACCESS_KEY_ID',
        'ENFORCER_ACCESS_KEY_SECRET',
        'TIMEZONE',
      ],
      ...['BREAK_GLASS_USERS', 'SECURITY_CONTACT'],
    ].map((name) => [name, undefined]),
  );

  it('after the first step the reader is well, and the chat and the time zone are missing', async () => {
    const diagnosis = await surgery.diagnose(nothingElse);
    expect(diagnosis.exitCode).toBe(1);
    expect(diagnosis.about(OWN_ACCOUNT)[0]?.mark).toBe('ok');
    expect(detailOf(diagnosis, ENFORCER)).toEqual(['ok switched off: no ENFORCER_ACCESS_KEY_ID']);
    expect(diagnosis.about('chat')[0]).toMatchObject({ mark: 'FAIL', remedy: /SLACK_BOT_TOKEN/ });
    expect(diagnosis.about('time zone')[0]).toMatchObject({ mark: 'FAIL', remedy: /TIMEZONE/ });
    expect(diagnosis.about('configuration')[0]).toMatchObject({ mark: 'warn', detail: /SECURITY_CONTACT/ });
  });

  it('a malformed configuration is told as by every command, and the exit code is 2', async () => {
    const malformed = { SLACK_BOT_TOKEN: 'a-wrong-secret', DINGTALK_ROBOT_CODE: undefined };
    const { exitCode, output, errors } = await surgery.diagnose(malformed);
    expect({ exitCode, output }).toEqual({ exitCode: 2, output: '' });
    expect(errors).toMatch(/^ {2}SLACK_BOT_TOKEN: write the Bot User/m);
    expect(errors).toMatch(/^ {2}DINGTALK_ROBOT_CODE: set it too/m);
  });
});

describe('one thing wrong in every part', () => {
  let diagnosis: Diagnosis;
  const without = (missing: readonly string[]) =>
    allowPolicy((readerPolicy().Statement[0]?.Action ?? []).filter((action) => !missing.includes(action)));

  beforeAll(async () => {
    const users = [
      { userName: 'jane.doe' },
      { userName: 'bot-reader', policy: without(['ram:ListPasskeys', 'ram:GetAccountSummary']) },
      { userName: 'bot-enforcer', policy: allowPolicy(['ram:UpdateLoginProfile']) },
    ];
    surgery = await openSurgery({ accounts: [account({ users })] });
    surgery.slack.setScopes(['commands', 'chat:write', 'im:write', 'users:read', 'usergroups:read']);
    surgery.dingtalk.setScopes(['qyapi_robot_sendmsg', 'qyapi_get_member', 'qyapi_get_department_list']);
    writeFileSync(join(surgery.folder, 'no-folder'), '');
    diagnosis = await surgery.diagnose({
      SLACK_APP_TOKEN: 'xapp-a-wrong-secret',
      SLACK_SECURITY_CHANNEL: 'CPUBLIC',
      SLACK_ADMIN_IDS: 'UGONE,UNOBODY,U0SANDBOXBOT',
      SLACK_VIEWER_USERGROUP: 'SNONE',
      DINGTALK_ROBOT_CODE: 'anotherrobot',
      DINGTALK_ADMIN_IDS: 'nobody,invited,hidden',
      BREAK_GLASS_USERS: 'emergncy,jane.doe@corp',
      ALL_PROXY: 'http://127.0.0.1:9',
      LADER_DAYS: '0,1,2,3',
      DATABASE_URL: 'file:./no-folder/mfa.db',
    });
  }, START_WITHIN_MS);
  afterAll(() => surgery.stop());

  it.each<[what: string, line: RegExp, remedy: RegExp]>([
    ['configuration', /^warn LADER_DAYS is not known .* LADDER_DAYS/, /LADER_DAYS/],
    ['proxy', /^warn ALL_PROXY has no effect/, /HTTPS_PROXY/],
    [OWN_ACCOUNT, /^FAIL not granted: ram:GetAccountSummary, ram:ListPasskeys$/, /Grant Permission/],
    [`${ENFORCER} in account ${ACCOUNT}`, /^FAIL .*GetLoginProfile \(NoPermission\)/, /enforcer policy/],
    ['Slack scopes', /^FAIL missing: im:history, users:read\.email$/, /Add an OAuth Scope.*Reinstall/],
    ['Slack Socket Mode', /^FAIL SLACK_APP_TOKEN does not open/, /connections:write/],
    ['Slack security channel', /^FAIL the bot is not in CPUBLIC$/, /\/invite @ram-mfa-bot/],
    ['Slack admin UGONE', /^FAIL is deactivated$/, /Copy member ID/],
    ['Slack admin UNOBODY', /^FAIL nobody has this member id/, /SLACK_ADMIN_IDS/],
    ['Slack admin U0SANDBOXBOT', /^FAIL is a bot/, /SLACK_ADMIN_IDS/],
    ['Slack viewer group', /^FAIL there is no user group SNONE$/, /SLACK_VIEWER_USERGROUP/],
    ['DingTalk robot', /^FAIL DingTalk does not know anotherrobot/, /DINGTALK_ROBOT_CODE/],
    ['DingTalk permission qyapi_get_member_by_mobile', /^FAIL .*qyapi_get_member_by_mobile/, /权限管理/],
    ['DingTalk by e-mail', /^warn .*qyapi_get_department_member/, /Permission management/],
    ['DingTalk admin nobody', /^FAIL nobody has this userId/, /DINGTALK_ADMIN_IDS/],
    ['DingTalk admin invited', /^FAIL has never signed in/, /DINGTALK_ADMIN_IDS/],
    ['DingTalk admin hidden', /^FAIL is outside the range/, /visible range all staff/],
    ['database folder', /^FAIL .*no-folder is no folder$/, /DATABASE_URL/],
    ['break-glass users', /^FAIL emergncy is no user/, /BREAK_GLASS_USERS/],
  ])('%s is told, with what to do', (what, line, remedy) => {
    expect(detailOf(diagnosis, what)).toEqual([expect.stringMatching(line)]);
    expect(diagnosis.about(what)[0]?.remedy).toMatch(remedy);
  });

  it('what is well beside it is ok, and the exit code 1', () => {
    const well = diagnosis.lines.filter(({ mark }) => mark === 'ok').map(({ what }) => what);
    expect(well).toEqual([
      ...['Node.js', 'time zone', 'clock', READER, ENFORCER, 'Slack bot token', 'Slack messages'],
      ...['DingTalk app', 'DingTalk Stream mode', 'DingTalk permission qyapi_get_member'],
      ...['DingTalk security conversation', 'running bot', 'database', 'DingTalk calls this month'],
      'DingTalk messages received and answered this month',
    ]);
    expect(diagnosis.exitCode).toBe(1);
  });

  it('nothing was sent or changed', expectNothingDone);
});

describe('credentials that do not work', () => {
  beforeAll(async () => {
    surgery = await openSurgery();
    surgery.slack.revokeToken();
  }, START_WITHIN_MS);
  afterAll(() => surgery.stop());

  it('are told once, and what depends on them is left out', async () => {
    const diagnosis = await surgery.diagnose({
      ALIBABA_CLOUD_ACCESS_KEY_ID: 'ROOTKEY',
      DINGTALK_CLIENT_SECRET: 'a-wrong-secret',
    });
    expect(detailOf(diagnosis, READER)).toEqual([expect.stringMatching(/^FAIL .*root account/)]);
    expect(detailOf(diagnosis, 'Slack bot token')).toEqual([expect.stringMatching(/^FAIL .*token_revoked/)]);
    expect(detailOf(diagnosis, 'DingTalk app')).toEqual([
      expect.stringMatching(/^FAIL .*DINGTALK_CLIENT_ID/),
    ]);
    const others = [OWN_ACCOUNT, ENFORCER, 'Slack scopes', `Slack admin ${ADMIN}`, 'DingTalk robot'];
    for (const what of others) expect(diagnosis.about(what)).toEqual([]);
    expect(diagnosis.exitCode).toBe(1);
  });

  it('of the enforcer are told apart from the reader’s', async () => {
    const diagnosis = await surgery.diagnose({ ENFORCER_ACCESS_KEY_SECRET: 'a-wrong-secret' });
    expect(diagnosis.about(READER)[0]?.mark).toBe('ok');
    expect(detailOf(diagnosis, ENFORCER)).toEqual([expect.stringMatching(/^FAIL .*SignatureDoesNotMatch/)]);
    expect(diagnosis.about(`${ENFORCER} in account ${ACCOUNT}`)).toEqual([]);
  });
});

describe('what works, and not as it should', () => {
  beforeAll(async () => {
    surgery = await openSurgery({ slack: { dataVisualization: false } });
  }, START_WITHIN_MS);
  afterAll(() => surgery.stop());

  it('is warned of, and the exit code is 0', async () => {
    const scopes = [...PERMISSIONS, ...ADDRESS_PERMISSIONS].filter((scope) => scope !== 'fieldEmail');
    surgery.dingtalk.setScopes(scopes);
    const enforcer = {
      ENFORCER_ACCESS_KEY_ID: 'READERKEY',
      ENFORCER_ACCESS_KEY_SECRET: 'reader-secret',
    };
    const diagnosis = await surgery.diagnose(enforcer);
    const warned = diagnosis.lines.filter(({ mark }) => mark !== 'ok');
    expect(warned.map(({ mark, what }) => `${mark} ${what}`)).toEqual([
      'warn configuration',
      `warn ${ENFORCER}`,
      'warn Slack messages',
      'warn Slack messages',
      'warn DingTalk by e-mail',
    ]);
    expect(detailOf(diagnosis, ENFORCER)[0]).toContain('who also reads');
    expect(detailOf(diagnosis, 'Slack messages')[0]).toContain('digest (en) is sent in a simpler form');
    expect(diagnosis.exitCode).toBe(0);
  });
});

describe('a clock that is wrong', () => {
  beforeAll(async () => {
    surgery = await openSurgery();
  }, START_WITHIN_MS);
  afterAll(() => surgery.stop());

  /** This machine with its clock set wrong. */
  const off = (minutes: number) => [
    '--import',
    `data:text/javascript,${encodeURIComponent(`
      const Real = Date;
      const off = ${minutes * 60_000};
      globalThis.Date = class extends Real {
        constructor(...parts) { parts.length === 0 ? super(Real.now() + off) : super(...parts); }
        static now() { return Real.now() + off; }
      };`)}`,
  ];

  it('by so much that requests are refused', async () => {
    const diagnosis = await surgery.diagnose({}, off(-60));
    expect(detailOf(diagnosis, 'clock')).toEqual([expect.stringMatching(/^FAIL 60 minutes behind/)]);
    expect(detailOf(diagnosis, READER)).toEqual([expect.stringMatching(/^FAIL .*InvalidTimeStamp\.Expired/)]);
  });
});

describe('behind a proxy that asks who comes', () => {
  const PASSWORD = 'p@ss-w0rd';
  let proxy: ProxySandbox;
  beforeAll(async () => {
    surgery = await openSurgery();
    proxy = await startProxySandbox({ credentials: `bot:${PASSWORD}` });
  }, START_WITHIN_MS);
  afterAll(async () => {
    await surgery.stop();
    await proxy.stop();
  });

  const through = (password: string) => ({
    HTTP_PROXY: proxy.url.replace('//', `//bot:${encodeURIComponent(password)}@`),
  });

  it('everything goes through it, and one line says so, without the password', async () => {
    const diagnosis = await surgery.diagnose(through(PASSWORD));
    expect(diagnosis.lines.filter(({ mark }) => mark !== 'ok')).toEqual([]);
    expect(detailOf(diagnosis, 'proxy')).toEqual([
      `ok http through ${proxy.url} with user and password [secret]`,
    ]);
    expect(diagnosis.output).not.toMatch(/p@ss|p%40ss/);
    const { alibaba, slack, dingtalk } = surgery;
    const hosts = [alibaba.url, slack.apiUrl, dingtalk.apiUrl, dingtalk.oapiUrl].map(
      (url) => new URL(url).host,
    );
    expect(new Set(proxy.tunnels.map(({ target }) => target))).toEqual(new Set(hosts));
  });

  it('that does not let it through is named on each line that needs it, without the password', async () => {
    const diagnosis = await surgery.diagnose(through('not-it'));
    for (const what of [READER, 'Slack bot token', 'DingTalk app'])
      expect(detailOf(diagnosis, what)).toEqual([expect.stringMatching(/^FAIL .*PROXY_407/)]);
    expect(diagnosis.output + diagnosis.errors).not.toContain('not-it');
  });
});

describe('several accounts', () => {
  const [MEMBER, CLOSED] = ['2000000000000002', '3000000000000003'];
  const role = (roleName: string, policy: ReturnType<typeof readerPolicy>) => ({
    roleName,
    trustedPrincipals: [`acs:ram::${ACCOUNT}:root`],
    policy,
  });
  const withRoles = (id: string) => ({
    accountId: id,
    users: [{ userName: 'li.lei' }],
    roles: [role('mfa-read', readerPolicy()), role('mfa-enforce', enforcerPolicy(accountId(id), []))],
  });

  beforeAll(async () => {
    const assume = [directoryPolicy('*').Statement[1]].filter((statement) => statement !== undefined);
    const users = [
      {
        userName: 'bot-reader',
        policy: { Version: '1', Statement: [...readerPolicy().Statement, ...assume] },
      },
      { userName: 'bot-enforcer', policy: { Version: '1', Statement: assume } },
    ] as const;
    const { roles } = withRoles(ACCOUNT);
    surgery = await openSurgery({
      accounts: [account({ users, roles }), withRoles(MEMBER), { accountId: CLOSED, users: [] }],
    });
  }, START_WITHIN_MS);
  afterAll(() => surgery.stop());

  it('are each entered, and the ones that cannot be are named with their role', async () => {
    const diagnosis = await surgery.diagnose({
      AUDIT_ROLE_ARNS: `acs:ram::${MEMBER}:role/mfa-read,acs:ram::${CLOSED}:role/mfa-read`,
      RESOURCE_DIRECTORY: 'true',
      AUDIT_ROLE_NAME: 'mfa-read',
      ENFORCER_ROLE_NAME: 'mfa-enforce',
      BREAK_GLASS_USERS: `li.lei@${MEMBER}`,
    });
    const alibaba = diagnosis.lines.filter(({ what }) => what.startsWith('Alibaba Cloud'));
    expect(alibaba.map(({ mark, what }) => `${mark} ${what}`)).toEqual([
      `ok ${READER}`,
      'FAIL Alibaba Cloud resource directory',
      `ok ${OWN_ACCOUNT}`,
      `ok Alibaba Cloud account ${MEMBER}`,
      `FAIL Alibaba Cloud account ${CLOSED}`,
      `ok ${ENFORCER}`,
      `ok ${ENFORCER} in account ${ACCOUNT}`,
      `ok ${ENFORCER} in account ${MEMBER}`,
      `FAIL ${ENFORCER} in account ${CLOSED}`,
    ]);
    const closed = diagnosis.about(`Alibaba Cloud account ${CLOSED}`)[0];
    expect(closed?.detail).toContain('EntityNotExist.Role');
    expect(closed?.remedy).toContain(`acs:ram::${CLOSED}:role/mfa-read must exist`);
    expect(diagnosis.about('Alibaba Cloud resource directory')[0]?.remedy).toContain(
      'resourcemanager:ListAccounts',
    );
    expect(surgery.alibaba.requests.count('UpdateLoginProfile')).toBe(0);
  });
});

const SENDING = { part: 'slack', aspect: 'sending' } as const;

describe('beside a bot that runs', () => {
  let bot: ChildProcess;
  const variables = { DATABASE_URL: 'file:./data/mfa.db', BREAK_GLASS_USERS: 'emergency' };

  beforeAll(async () => {
    surgery = await openSurgery();
    bot = spawn(process.execPath, [ENTRY, 'serve'], {
      cwd: surgery.folder,
      env: surgery.environment(variables),
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    await digestPosted(bot);
  }, START_WITHIN_MS);
  afterAll(async () => {
    const exited = once(bot, 'exit');
    bot.kill('SIGKILL');
    await exited;
    await surgery.stop();
  });

  it('names it, takes none of its connections, and reads what it wrote', async () => {
    const { slack, dingtalk } = surgery;
    const before = [slack.channelMessages(CHANNEL).length, slack.liveConnections, dingtalk.liveConnections];
    const diagnosis = await surgery.diagnose(variables);
    expect(diagnosis.lines.filter(({ mark }) => mark !== 'ok')).toEqual([]);
    expect(detailOf(diagnosis, 'running bot')[0]).toContain(`pid ${bot.pid}`);
    expect(detailOf(diagnosis, 'DingTalk calls this month')[0]).toMatch(/^ok 1 of 5000/);
    expect(detailOf(diagnosis, 'break-glass users')).toEqual(['ok 1 named, each found']);
    const after = [slack.channelMessages(CHANNEL).length, slack.liveConnections, dingtalk.liveConnections];
    expect(after).toEqual(before);
  });

  it('a used up quota, an open file and a name that is nobody’s fail', async () => {
    chmodSync(join(surgery.folder, 'data/mfa.db'), 0o644);
    const more = { DINGTALK_MONTHLY_QUOTA: '1', BREAK_GLASS_USERS: 'emergency@corp,ghost' };
    const diagnosis = await surgery.diagnose({ ...variables, ...more });
    expect(diagnosis.lines.filter(({ mark }) => mark === 'FAIL').map(({ what }) => what)).toEqual([
      'database',
      'DingTalk calls this month',
      'break-glass users',
    ]);
    expect(diagnosis.about('database')[0]?.remedy).toMatch(/^chmod 600 .*mfa\.db$/);
    expect(detailOf(diagnosis, 'break-glass users')[0]).toContain('ghost is no user');
    expect(diagnosis.exitCode).toBe(1);
  });

  it('what it has seen fail is told with what to do, and so is what a clock that was ahead has left', async () => {
    const db = connectDatabase({ kind: 'file', path: join(surgery.folder, 'data/mfa.db') });
    const at = Date.parse('2099-01-01T00:00:00Z');
    // It writes down once that sending works; until it has, it would write that over what is put there now.
    await expect.poll(() => listAspects(db)).toContainEqual(expect.objectContaining(SENDING));
    await db
      .insertInto('jobRun')
      .values({ job: 'audit', scheduledAt: at, startedAt: at, endedAt: at })
      .execute();
    const refused = { isPermanent: true, clearedBy: 'check', code: 'token_revoked' } as const;
    const failedAt = Date.parse('2026-03-02T10:00:00Z');
    const seen = { workedAt: null, failedSince: failedAt, failedAt, ...refused };
    await saveAspect(db, { ...SENDING, ...seen });
    await db.destroy();
    const diagnosis = await surgery.diagnose(variables);
    const [parts] = diagnosis.about('running bot, parts');
    expect(parts?.detail).toBe('slack, sending fails since 2026-03-02T10:00:00.000Z (token_revoked)');
    expect(parts).toMatchObject({ mark: 'FAIL', remedy: expect.stringContaining('SLACK_BOT_TOKEN') });
    expect(detailOf(diagnosis, 'rows of the future')).toEqual([
      expect.stringMatching(/^warn 1 in \w+, up to 2099-01-01T00:00:00\.000Z: the clock was ahead once/),
    ]);
  });

  it('a file that is no database fails, and is left as it is', async () => {
    writeFileSync(join(surgery.folder, 'notes.db'), 'no database at all', { mode: 0o600 });
    const diagnosis = await surgery.diagnose({ ...variables, DATABASE_URL: 'file:./notes.db' });
    expect(detailOf(diagnosis, 'database')).toEqual([expect.stringMatching(/^FAIL .*SQLITE_NOTADB/)]);
    expect(diagnosis.exitCode).toBe(1);
  });
});

const DIGEST_WITHIN_MS = 90_000;

/** The first audit is over and told in both chats. */
async function digestPosted(bot: ChildProcess): Promise<void> {
  let said = '';
  const deadline = AbortSignal.timeout(DIGEST_WITHIN_MS);
  for await (const part of bot.stderr ?? []) {
    said += String(part);
    const posts = said.match(/"msg":"post settled"/g)?.length ?? 0;
    if (posts >= 2) return;
    if (deadline.aborted) break;
  }
  throw new Error(`No digest:\n${said}`);
}
