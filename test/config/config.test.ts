import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type Config, parseConfig } from '../../src/config/config.ts';
import { ConfigError, type ConfigProblem } from '../../src/config/config-error.ts';
import type { ConfiguredCommand } from '../../src/config/requirements.ts';
import type { Secret } from '../../src/config/secret.ts';

type Variables = Readonly<Record<string, string>>;

const READER = {
  ALIBABA_CLOUD_ACCESS_KEY_ID: 'LTAI5tReader',
  ALIBABA_CLOUD_ACCESS_KEY_SECRET: 'reader-secret',
};
const ENFORCER = { ENFORCER_ACCESS_KEY_ID: 'LTAI5tEnforcer', ENFORCER_ACCESS_KEY_SECRET: 'enforcer-secret' };
const SLACK = { SLACK_BOT_TOKEN: 'xoxb-1-a', SLACK_APP_TOKEN: 'xapp-1-b' };
const DINGTALK = {
  DINGTALK_CLIENT_ID: 'dingabc',
  DINGTALK_CLIENT_SECRET: 'ding-secret_1',
  DINGTALK_ROBOT_CODE: 'dingrobot',
};
const SERVE = { ...READER, ...SLACK, TIMEZONE: 'Asia/Shanghai' };

function problemsOf(variables: Variables, command: ConfiguredCommand): readonly ConfigProblem[] {
  try {
    parseConfig(variables, command);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
}

const dryRun = (variables: Variables) => parseConfig(variables, 'audit --dry-run');
const revealed = (secret: Secret | null | undefined) => secret?.reveal() ?? null;

describe('defaults', () => {
  test('of everything', () => {
    expect(dryRun({})).toEqual({
      alibaba: {
        reader: null,
        enforcer: null,
        accounts: { roles: [], directoryRoleName: null, externalId: null, excludedAccountIds: [] },
        endpoints: {
          ram: { host: 'ram.aliyuncs.com', protocol: 'https' },
          ims: { host: 'ims.aliyuncs.com', protocol: 'https' },
          sts: { host: 'sts.aliyuncs.com', protocol: 'https' },
          resourceDirectory: { host: 'resourcedirectory-intl.aliyuncs.com', protocol: 'https' },
          actionTrail: { host: 'actiontrail.ap-southeast-1.aliyuncs.com', protocol: 'https' },
        },
        site: 'intl',
        maxCallsPerSecond: 20,
      },
      slack: null,
      dingtalk: null,
      policy: {
        timeZone: 'UTC',
        messaging: 'on',
        ladderDays: { reminder: 3, warning: 7, deadline: 14 },
        workHours: { startMinute: 570, endMinute: 1050 },
        workDays: [1, 2, 3, 4, 5],
        noMessageDates: new Set(),
        maxFirstPerDay: 200,
        preferredChat: 'slack',
        contactEmailDomains: [],
        breakGlass: [],
        securityContact: null,
        infoUrl: null,
        defaultLanguage: null,
      },
      schedule: {
        auditCron: '10 9 * * *',
        digestCron: '30 9 * * *',
        weeklyCron: null,
        targetPercent: 95,
      },
      proxies: { https: null, http: null, except: [] },
      database: { kind: 'file', path: './data/mfa.db' },
      retentionDays: 400,
      logLevel: 'info',
      healthHost: '127.0.0.1',
      healthPort: null,
      warnings: [],
    });
  });
});

interface GoodCase {
  readonly name: string;
  readonly set: Variables;
  readonly read: (config: Config) => unknown;
  readonly expected: unknown;
}

const SERVER = {
  ...{ kind: 'server', host: 'db.corp.example', port: 5432 },
  ...{ user: 'bot', database: 'mfa', password: null },
} as const;
const CERTIFICATE = join(import.meta.dirname, '../postgres/tls/authority.pem');
const tlsOf = ({ database }: Config) => (database.kind === 'server' ? database.tls : null);

const one = (variable: string, value: string, read: GoodCase['read'], expected: unknown): GoodCase => ({
  name: `${variable}=${value}`,
  set: { [variable]: value },
  read,
  expected,
});

const role = (account: string) => ({ arn: `acs:ram::${account}:role/Mfa-Audit.1`, accountId: account });
const FIRST_ACCOUNT = '1234567890123456';
const SECOND_ACCOUNT = '6543210987654321';

const GOOD: readonly GoodCase[] = [
  {
    name: 'a reader',
    set: READER,
    read: ({ alibaba: { reader } }) => [
      reader?.accessKeyId,
      revealed(reader?.accessKeySecret),
      reader?.securityToken,
    ],
    expected: ['LTAI5tReader', 'reader-secret', null],
  },
  {
    name: 'a temporary reader',
    set: { ...READER, ALIBABA_CLOUD_SECURITY_TOKEN: 'token' },
    read: ({ alibaba: { reader } }) => revealed(reader?.securityToken),
    expected: 'token',
  },
  {
    name: 'an enforcer with a key',
    set: ENFORCER,
    read: ({ alibaba: { enforcer } }) => [revealed(enforcer?.keys?.accessKeySecret), enforcer?.roleName],
    expected: ['enforcer-secret', null],
  },
  {
    name: 'an enforcer with key and role',
    set: { ...ENFORCER, ENFORCER_ROLE_NAME: 'mfa-enforcer' },
    read: ({ alibaba: { enforcer } }) => [enforcer?.keys?.accessKeyId, enforcer?.roleName],
    expected: ['LTAI5tEnforcer', 'mfa-enforcer'],
  },
  {
    name: 'an enforcer with a role alone',
    set: { ENFORCER_ROLE_NAME: 'mfa-enforcer' },
    read: ({ alibaba }) => alibaba.enforcer,
    expected: { keys: null, roleName: 'mfa-enforcer' },
  },
  one(
    'AUDIT_ROLE_ARNS',
    `${role(FIRST_ACCOUNT).arn}, ${role(SECOND_ACCOUNT).arn},`,
    ({ alibaba }) => alibaba.accounts.roles,
    [role(FIRST_ACCOUNT), role(SECOND_ACCOUNT)],
  ),
  {
    name: 'the resource directory',
    set: { RESOURCE_DIRECTORY: 'true', AUDIT_ROLE_NAME: 'mfa-audit', AUDIT_EXTERNAL_ID: 'a:b/c' },
    read: ({ alibaba: { accounts } }) => [accounts.directoryRoleName, accounts.externalId],
    expected: ['mfa-audit', 'a:b/c'],
  },
  {
    name: 'no resource directory, with a role name left over',
    set: { RESOURCE_DIRECTORY: 'false', AUDIT_ROLE_NAME: 'mfa-audit' },
    read: ({ alibaba }) => alibaba.accounts.directoryRoleName,
    expected: null,
  },
  one('EXCLUDE_ACCOUNT_IDS', FIRST_ACCOUNT, ({ alibaba }) => alibaba.accounts.excludedAccountIds, [
    FIRST_ACCOUNT,
  ]),
  one('RAM_ENDPOINT', 'http://127.0.0.1:8080', ({ alibaba }) => alibaba.endpoints.ram, {
    host: '127.0.0.1:8080',
    protocol: 'http',
  }),
  one('IMS_ENDPOINT', 'http://localhost:1/', ({ alibaba }) => alibaba.endpoints.ims, {
    host: 'localhost:1',
    protocol: 'http',
  }),
  one('STS_ENDPOINT', 'https://sts-vpc.cn-hangzhou.aliyuncs.com', ({ alibaba }) => alibaba.endpoints.sts, {
    host: 'sts-vpc.cn-hangzhou.aliyuncs.com',
    protocol: 'https',
  }),
  one('ALIBABA_SITE', 'cn', ({ alibaba }) => alibaba.site, 'cn'),
  one('ALIBABA_SITE', 'cn', ({ alibaba }) => alibaba.endpoints.resourceDirectory, {
    host: 'resourcedirectory.aliyuncs.com',
    protocol: 'https',
  }),
  one('ALIBABA_SITE', 'cn', ({ alibaba }) => alibaba.endpoints.actionTrail, {
    host: 'actiontrail.cn-hangzhou.aliyuncs.com',
    protocol: 'https',
  }),
  one(
    'ACTIONTRAIL_ENDPOINT',
    'http://127.0.0.1:8080',
    ({ alibaba }) => alibaba.endpoints.actionTrail.host,
    '127.0.0.1:8080',
  ),
  one(
    'RESOURCE_DIRECTORY_ENDPOINT',
    'http://127.0.0.1:8080',
    ({ alibaba }) => alibaba.endpoints.resourceDirectory.host,
    '127.0.0.1:8080',
  ),
  {
    name: 'a proxy with user and password',
    set: { HTTPS_PROXY: 'http://us%20er:p%40ss@proxy.corp.example:3128/', NO_PROXY: 'a.example, b.example' },
    read: ({ proxies: { https, except } }) => [https?.url, revealed(https?.credentials), except],
    expected: ['http://proxy.corp.example:3128', 'us er:p@ss', ['a.example', 'b.example']],
  },
  one('RAM_MAX_CALLS_PER_SECOND', '100', ({ alibaba }) => alibaba.maxCallsPerSecond, 100),
  {
    name: 'Slack',
    set: {
      ...SLACK,
      SLACK_API_URL: 'http://127.0.0.1:9/api',
      SLACK_SECURITY_CHANNEL: 'C0SEC',
      SLACK_ADMIN_IDS: 'U01, W02,U01',
      SLACK_VIEWER_USERGROUP: 'S03',
      AWAY_STATUS_WORDS: 'sabbatical, at the coast,休整',
    },
    read: ({ slack }) => ({
      ...slack,
      botToken: revealed(slack?.botToken),
      appToken: revealed(slack?.appToken),
    }),
    expected: {
      botToken: 'xoxb-1-a',
      appToken: 'xapp-1-b',
      apiUrl: 'http://127.0.0.1:9/api/',
      securityChannel: 'C0SEC',
      adminIds: ['U01', 'W02'],
      viewerUsergroup: 'S03',
      awayWords: ['sabbatical', 'at the coast', '休整'],
    },
  },
  {
    name: 'Slack with its tokens alone',
    set: SLACK,
    read: ({ slack }) => [slack?.apiUrl, slack?.securityChannel, slack?.adminIds, slack?.viewerUsergroup],
    expected: ['https://slack.com/api/', null, [], null],
  },
  {
    name: 'DingTalk',
    set: {
      ...DINGTALK,
      DINGTALK_API_URL: 'https://api.dingtalk.io/',
      DINGTALK_OAPI_URL: 'http://127.0.0.1:9',
      DINGTALK_SECURITY_CONVERSATION: 'cid6KeBBLo/ve+MJOGXoYKF5x7Eei==',
      DINGTALK_ADMIN_IDS: 'manager4220, 0156-29,manager4220',
      DINGTALK_MONTHLY_QUOTA: '200000',
      DINGTALK_MONTHLY_STREAM_QUOTA: '50000',
    },
    read: ({ dingtalk }) => ({ ...dingtalk, clientSecret: revealed(dingtalk?.clientSecret) }),
    expected: {
      clientId: 'dingabc',
      clientSecret: 'ding-secret_1',
      robotCode: 'dingrobot',
      apiUrl: 'https://api.dingtalk.io',
      oapiUrl: 'http://127.0.0.1:9',
      securityConversation: 'cid6KeBBLo/ve+MJOGXoYKF5x7Eei==',
      adminIds: ['manager4220', '0156-29'],
      monthlyQuotas: { api_call: 200_000, stream_delivery: 50_000 },
    },
  },
  {
    name: 'DingTalk with its credentials alone',
    set: DINGTALK,
    read: ({ dingtalk }) => [
      dingtalk?.apiUrl,
      dingtalk?.oapiUrl,
      dingtalk?.securityConversation,
      dingtalk?.adminIds,
      dingtalk?.monthlyQuotas,
    ],
    expected: [
      'https://api.dingtalk.com',
      'https://oapi.dingtalk.com',
      null,
      [],
      { api_call: 5000, stream_delivery: 3000 },
    ],
  },
  one('PREFERRED_CHAT', 'dingtalk', ({ policy }) => policy.preferredChat, 'dingtalk'),
  one(
    'TIMEZONE',
    'America/Argentina/Buenos_Aires',
    ({ policy }) => policy.timeZone,
    'America/Argentina/Buenos_Aires',
  ),
  one('MESSAGING', 'off', ({ policy }) => policy.messaging, 'off'),
  one('LADDER_DAYS', '0, 1, 2, 30', ({ policy }) => policy.ladderDays, {
    reminder: 1,
    warning: 2,
    deadline: 30,
  }),
  one('WORK_HOURS', '00:00-24:00', ({ policy }) => policy.workHours, { startMinute: 0, endMinute: 1440 }),
  one('WORK_HOURS', '16:00 - 23:30', ({ policy }) => policy.workHours, { startMinute: 960, endMinute: 1410 }),
  one('WORK_DAYS', '1-7', ({ policy }) => policy.workDays, [1, 2, 3, 4, 5, 6, 7]),
  one('WORK_DAYS', '4,1, 2', ({ policy }) => policy.workDays, [1, 2, 4]),
  one('WORK_DAYS', '1-3,3,7', ({ policy }) => policy.workDays, [1, 2, 3, 7]),
  one('NO_MESSAGE_DATES', '2026-12-25, 2028-02-28..2028-03-01', ({ policy }) => [...policy.noMessageDates], [
    '2026-12-25',
    '2028-02-28',
    '2028-02-29',
    '2028-03-01',
  ]),
  one('MAX_FIRST_PER_DAY', '1', ({ policy }) => policy.maxFirstPerDay, 1),
  one('CONTACT_EMAIL_DOMAINS', 'Corp.example,eu.corp.example', ({ policy }) => policy.contactEmailDomains, [
    'corp.example',
    'eu.corp.example',
  ]),
  one(
    'BREAK_GLASS_USERS',
    'root.1,jane@corp,joe_2@my-alias.onaliyun.com',
    ({ policy }) => policy.breakGlass,
    [
      { userName: 'root.1', alias: null },
      { userName: 'jane', alias: 'corp' },
      { userName: 'joe_2', alias: 'my-alias' },
    ],
  ),
  one(
    'SECURITY_CONTACT',
    '安全团队 <#security>',
    ({ policy }) => policy.securityContact,
    '安全团队 <#security>',
  ),
  one(
    'INFO_URL',
    'https://intranet.corp.example/mfa',
    ({ policy }) => policy.infoUrl,
    'https://intranet.corp.example/mfa',
  ),
  one('DEFAULT_LANGUAGE', 'zh', ({ policy }) => policy.defaultLanguage, 'zh'),
  one('AUDIT_CRON', '0 6 * * 1-5', ({ schedule }) => schedule.auditCron, '0 6 * * 1-5'),
  one('DIGEST_CRON', '05 23 1 * *', ({ schedule }) => schedule.digestCron, '05 23 1 * *'),
  one('WEEKLY_CRON', '0 10 * * 1', ({ schedule }) => schedule.weeklyCron, '0 10 * * 1'),
  one('TARGET_PERCENT', '90', ({ schedule }) => schedule.targetPercent, 90),
  one('DATABASE_URL', 'file:mfa.db', ({ database }) => database, { kind: 'file', path: 'mfa.db' }),
  one('DATABASE_URL', 'file:/var/lib/bot/mfa.db', ({ database }) => database, {
    kind: 'file',
    path: '/var/lib/bot/mfa.db',
  }),
  one('DATABASE_URL', 'file:///var/lib/bot/mfa.db', ({ database }) => database, {
    kind: 'file',
    path: '/var/lib/bot/mfa.db',
  }),
  one('DATABASE_URL', 'postgres://bot@db.corp.example/mfa', ({ database }) => database, {
    ...SERVER,
    tls: { verify: 'authority_and_host', authority: null },
  }),
  one('DATABASE_URL', 'postgresql://the%20bot@[::1]:6432/the%2Fdb', ({ database }) => database, {
    ...SERVER,
    ...{ host: '::1', port: 6432, user: 'the bot', database: 'the/db' },
    tls: { verify: 'off' },
  }),
  one('DATABASE_URL', 'postgres://bot@localhost/mfa?sslmode=require', tlsOf, {
    verify: 'nothing',
    authority: null,
  }),
  one('DATABASE_URL', 'postgres://bot@db/mfa?sslmode=disable', tlsOf, { verify: 'off' }),
  one('DATABASE_URL', `postgres://bot@db/mfa?sslmode=verify-ca&sslrootcert=${CERTIFICATE}`, tlsOf, {
    verify: 'authority',
    authority: readFileSync(CERTIFICATE, 'utf8'),
  }),
  // As PostgreSQL's own clients do: whoever names an authority wants it looked at.
  one('DATABASE_URL', `postgres://bot@db/mfa?sslmode=require&sslrootcert=${CERTIFICATE}`, tlsOf, {
    verify: 'authority',
    authority: readFileSync(CERTIFICATE, 'utf8'),
  }),
  one('RETENTION_DAYS', '31', ({ retentionDays }) => retentionDays, 31),
  one('LOG_LEVEL', 'debug', ({ logLevel }) => logLevel, 'debug'),
  one('HEALTH_PORT', '8080', ({ healthPort }) => healthPort, 8080),
  one('HEALTH_HOST', '0.0.0.0', ({ healthHost }) => healthHost, '0.0.0.0'),
];

describe('well-formed', () => {
  test.each(GOOD)('$name', ({ set, read, expected }) => {
    expect(read(dryRun(set))).toEqual(expected);
  });
});

/** What is set, the variable that must be named, and what its message must say. */
type BadCase = readonly [set: Variables, variable: string, says: RegExp];

const bad = (variable: string, value: string, says: RegExp): BadCase => [
  { [variable]: value },
  variable,
  says,
];

const BAD: readonly BadCase[] = [
  [{ ALIBABA_CLOUD_ACCESS_KEY_ID: 'LTAI5t' }, 'ALIBABA_CLOUD_ACCESS_KEY_SECRET', /set it too, or remove/],
  [{ ALIBABA_CLOUD_ACCESS_KEY_SECRET: 's' }, 'ALIBABA_CLOUD_ACCESS_KEY_ID', /set it too, or remove/],
  [
    { ALIBABA_CLOUD_SECURITY_TOKEN: 's' },
    'ALIBABA_CLOUD_SECURITY_TOKEN',
    /set ALIBABA_CLOUD_ACCESS_KEY_ID and/,
  ],
  bad('ALIBABA_CLOUD_ACCESS_KEY_ID', 'with blank', /AccessKey ID alone/),
  [{ ...READER, ALIBABA_CLOUD_ACCESS_KEY_SECRET: '"s"' }, 'ALIBABA_CLOUD_ACCESS_KEY_SECRET', /is in quotes/],
  bad('ALIBABA_CLOUD_ACCESS_KEY_ID', "'LTAI5t'", /is in quotes/),
  bad('TIMEZONE', '"Asia/Shanghai"', /is in quotes/),
  [{ ENFORCER_ACCESS_KEY_ID: 'LTAI5t' }, 'ENFORCER_ACCESS_KEY_SECRET', /set it too/],
  [{ ENFORCER_ACCESS_KEY_SECRET: 's', ENFORCER_ROLE_NAME: 'r' }, 'ENFORCER_ACCESS_KEY_ID', /set it too/],
  bad('ENFORCER_ROLE_NAME', role(FIRST_ACCOUNT).arn, /name of the RAM role alone, not its ARN/),
  bad('AUDIT_ROLE_ARNS', 'acs:ram::123:role/short', /acs:ram::1234567890123456:role\/NAME/),
  bad('AUDIT_ROLE_ARNS', `${role(FIRST_ACCOUNT).arn},arn:aws:iam::1:role/x`, /^entry 2: /),
  bad(
    'AUDIT_ROLE_ARNS',
    `${role(FIRST_ACCOUNT).arn},acs:ram::${FIRST_ACCOUNT}:role/other`,
    /one role for each account/,
  ),
  bad('RESOURCE_DIRECTORY', 'yes', /write true or false/),
  [{ RESOURCE_DIRECTORY: 'true' }, 'AUDIT_ROLE_NAME', /since RESOURCE_DIRECTORY is true/],
  bad('AUDIT_EXTERNAL_ID', 'a b', /letters, digits/),
  bad('EXCLUDE_ACCOUNT_IDS', '123', /16 digits/),
  bad('RAM_ENDPOINT', 'ram.aliyuncs.com', /https:\/\/ram\.aliyuncs\.com/),
  bad('IMS_ENDPOINT', 'http://ims.aliyuncs.com', /use https:/),
  bad('IMS_ENDPOINT', 'http://127.0.0.1.evil.example', /use https:/),
  bad('STS_ENDPOINT', 'https://sts.aliyuncs.com/v1', /without a path/),
  bad('STS_ENDPOINT', 'https://user:pass@sts.aliyuncs.com', /without a user name, a password/),
  bad('RESOURCE_DIRECTORY_ENDPOINT', 'ftp://127.0.0.1', /write a URL/),
  bad('HTTPS_PROXY', 'socks5://127.0.0.1:1080', /address of an HTTP proxy/),
  bad('HTTPS_PROXY', 'http://proxy.corp.example/path', /address of an HTTP proxy/),
  bad('HTTP_PROXY', 'proxy corp', /address of an HTTP proxy/),
  bad('RAM_MAX_CALLS_PER_SECOND', '0', /from 1 to 100/),
  bad('RAM_MAX_CALLS_PER_SECOND', '101', /from 1 to 100/),
  bad('RAM_MAX_CALLS_PER_SECOND', '2.5', /whole number/),
  bad('ALIBABA_SITE', 'eu', /intl or cn/),
  [{ SLACK_BOT_TOKEN: 'xoxb-1' }, 'SLACK_APP_TOKEN', /set it too, or remove SLACK_BOT_TOKEN/],
  [{ SLACK_APP_TOKEN: 'xapp-1' }, 'SLACK_BOT_TOKEN', /set it too, or remove SLACK_APP_TOKEN/],
  [{ SLACK_BOT_TOKEN: 'xapp-1', SLACK_APP_TOKEN: 'xapp-1' }, 'SLACK_BOT_TOKEN', /starts with xoxb-/],
  [
    { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_APP_TOKEN: 'xoxb-1' },
    'SLACK_APP_TOKEN',
    /connections:write.*starts with xapp-/,
  ],
  bad('SLACK_API_URL', 'http://slack.com/api/', /use https:/),
  bad('SLACK_SECURITY_CHANNEL', '#security', /id of the channel.*not its name/),
  bad('SLACK_ADMIN_IDS', 'U01,jane', /entry 2: write the id of the member/),
  bad('SLACK_VIEWER_USERGROUP', '@viewers', /id of the user group/),
  bad('AWAY_STATUS_WORDS', 'sabbatical,x', /entry 2: .*2 to 60 characters/),
  [{ DINGTALK_CLIENT_ID: 'dingabc' }, 'DINGTALK_CLIENT_SECRET', /set it too, or remove DINGTALK_CLIENT_ID/],
  [{ DINGTALK_CLIENT_ID: 'dingabc' }, 'DINGTALK_ROBOT_CODE', /set it too, or remove DINGTALK_CLIENT_ID/],
  [
    { DINGTALK_CLIENT_SECRET: 'x', DINGTALK_ROBOT_CODE: 'y' },
    'DINGTALK_CLIENT_ID',
    /set it too, or remove DINGTALK_CLIENT_SECRET and DINGTALK_ROBOT_CODE/,
  ],
  [{ ...DINGTALK, DINGTALK_CLIENT_ID: 'ding abc' }, 'DINGTALK_CLIENT_ID', /Client ID alone/],
  [{ ...DINGTALK, DINGTALK_CLIENT_SECRET: 'ding secret' }, 'DINGTALK_CLIENT_SECRET', /Client Secret alone/],
  [{ ...DINGTALK, DINGTALK_ROBOT_CODE: '机器人' }, 'DINGTALK_ROBOT_CODE', /robot code alone/],
  bad('DINGTALK_API_URL', 'http://api.dingtalk.com', /use https:/),
  bad('DINGTALK_OAPI_URL', 'oapi.dingtalk.com', /https:\/\/oapi\.dingtalk\.com/),
  bad('DINGTALK_SECURITY_CONVERSATION', '安全团队', /openConversationId of the group, not its name/),
  bad('DINGTALK_ADMIN_IDS', 'manager4220,张三', /entry 2: write the userId/),
  bad('DINGTALK_MONTHLY_QUOTA', '0', /from 1/),
  bad('PREFERRED_CHAT', 'teams', /slack or dingtalk/),
  bad('TIMEZONE', 'Shanghai', /IANA zone/),
  bad('TIMEZONE', '+08:00', /IANA zone/),
  bad('MESSAGING', 'true', /on or off/),
  bad('LADDER_DAYS', '0,3,7', /four ascending days/),
  bad('LADDER_DAYS', '0,3,7,14,21', /four ascending days/),
  bad('LADDER_DAYS', '1,3,7,14', /begin with 0/),
  bad('LADDER_DAYS', '0,7,3,14', /ascending/),
  bad('LADDER_DAYS', '0,3,3,14', /ascending/),
  bad('LADDER_DAYS', '0,3,7,14.5', /ascending/),
  bad('WORK_HOURS', '9-17', /HH:MM-HH:MM/),
  bad('WORK_HOURS', '17:00-09:00', /HH:MM-HH:MM/),
  bad('WORK_HOURS', '09:00-09:00', /HH:MM-HH:MM/),
  bad('WORK_HOURS', '09:00-24:01', /HH:MM-HH:MM/),
  bad('WORK_HOURS', '09:60-17:00', /HH:MM-HH:MM/),
  bad('WORK_DAYS', '0-4', /1 = Monday to 7 = Sunday/),
  bad('WORK_DAYS', '5-1', /1 = Monday/),
  bad('WORK_DAYS', 'Mon-Fri', /1 = Monday/),
  bad('WORK_DAYS', ',', /1 = Monday/),
  bad('NO_MESSAGE_DATES', '25.12.2026', /YYYY-MM-DD/),
  bad('NO_MESSAGE_DATES', '2026-02-30', /YYYY-MM-DD/),
  bad('NO_MESSAGE_DATES', '2026-12-25,2026-02-22..2026-02-16', /entry 2: .*earlier date first/),
  bad('NO_MESSAGE_DATES', '2026-01-01..2027-06-01', /at most a year/),
  bad('NO_MESSAGE_DATES', '2026-01-01..2026-04-01', /no working day for more than 60 days from 2026-01-01/),
  bad('MAX_FIRST_PER_DAY', '0', /from 1/),
  bad('CONTACT_EMAIL_DOMAINS', '@corp.example', /without @/),
  bad('CONTACT_EMAIL_DOMAINS', 'localhost', /corp\.example/),
  bad('BREAK_GLASS_USERS', 'jane@corp.example', /name@alias/),
  bad('BREAK_GLASS_USERS', 'root,jane@', /entry 2: /),
  bad('SECURITY_CONTACT', 'two\nlines', /one line/),
  bad('SECURITY_CONTACT', 'x'.repeat(201), /200 characters/),
  bad('INFO_URL', 'intranet/mfa', /https:\/\/intranet/),
  bad('INFO_URL', 'http://intranet.corp.example/mfa', /use https/),
  bad('DEFAULT_LANGUAGE', 'de', /en or zh/),
  bad('AUDIT_CRON', '*/10 9 * * *', /at most once a day/),
  bad('AUDIT_CRON', '10 9,18 * * *', /at most once a day/),
  bad('AUDIT_CRON', '10 * * * *', /at most once a day/),
  bad('AUDIT_CRON', '10 24 * * *', /five cron fields/),
  bad('AUDIT_CRON', '0 10 9 * * *', /five cron fields/),
  bad('AUDIT_CRON', '10 9 * * 1-9', /five cron fields/),
  bad('AUDIT_CRON', '10 9 30 2 *', /five cron fields/),
  bad('DIGEST_CRON', '10 9 31 4 *', /five cron fields/),
  bad('WEEKLY_CRON', 'monday', /five cron fields/),
  bad('TARGET_PERCENT', '101', /1.*100/),
  bad('TARGET_PERCENT', '95%', /1.*100/),
  bad('DIGEST_CRON', 'daily', /five cron fields.*30 9 \* \* \*/),
  bad('DATABASE_URL', 'mysql://localhost/mfa', /file:\.\/data\/mfa\.db/),
  bad('DATABASE_URL', 'postgres://db/mfa', /name the user/),
  bad('DATABASE_URL', 'postgres://bot@/mfa', /name the user, the host|postgres:\/\//),
  bad('DATABASE_URL', 'postgres://50%@db/mfa', /%25/),
  bad('DATABASE_URL', 'postgres://bot@db', /the database/),
  bad('DATABASE_URL', 'postgres://bot@db/', /the database/),
  bad('DATABASE_URL', 'postgres://bot:secret@db/mfa', /leave the password out: .*DATABASE_PASSWORD/),
  bad(
    'DATABASE_URL',
    'postgres://bot@db/mfa?sslmode=prefer',
    /disable or require or verify-ca or verify-full/,
  ),
  bad('DATABASE_URL', 'postgres://bot@db/mfa?options=-cfsync%3Doff', /leave options out/),
  bad('DATABASE_URL', 'postgres://bot@db/mfa?sslrootcert=/nowhere.pem', /cannot be read \(ENOENT\)/),
  bad('DATABASE_URL', './data/mfa.db', /file:/),
  bad('DATABASE_URL', 'file:', /file:/),
  bad('DATABASE_URL', 'file::memory:', /on a local disk/),
  bad('DATABASE_URL', 'file://server/share/mfa.db', /on a local disk/),
  bad('DATABASE_URL', 'file:./data/', /path of a file/),
  bad('RETENTION_DAYS', '30', /from 31/),
  bad('LOG_LEVEL', 'verbose', /info or warn/),
  bad('HEALTH_PORT', '65536', /from 1 to 65535/),
  bad('HEALTH_PORT', 'on', /whole number/),
  bad('HEALTH_HOST', 'http://0.0.0.0', /address of this machine/),
];

describe('malformed', () => {
  test.each(BAD)('%j: %s', (set, variable, says) => {
    const ofVariable = problemsOf(set, 'audit --dry-run').filter((problem) => problem.variable === variable);
    expect(ofVariable).toEqual([{ variable, message: expect.stringMatching(says) }]);
  });

  test('all problems come at once, each naming its variable, in one text', () => {
    const { SLACK_APP_TOKEN: _unset, ...others } = SERVE;
    const raw = {
      ...others,
      LADDER_DAYS: '1',
      WORK_DAYS: '8',
      HEALTH_PORT: 'x',
      ENFORCER_ACCESS_KEY_ID: 'LTAI5t',
    };
    const problems = problemsOf(raw, 'serve');
    expect(problems.map(({ variable }) => variable).sort()).toEqual([
      'ENFORCER_ACCESS_KEY_SECRET',
      'HEALTH_PORT',
      'LADDER_DAYS',
      'SLACK_APP_TOKEN',
      'WORK_DAYS',
    ]);
    const text = new ConfigError(problems).message.split('\n');
    expect(text).toHaveLength(problems.length);
    expect(text[0]).toMatch(/^[A-Z_]+: \S/);
  });

  test('a misspelt name is told beside what is missing because of it', () => {
    const { SLACK_BOT_TOKEN, ...others } = SERVE;
    expect(problemsOf({ ...others, SLACK_BOT_TOKN: SLACK_BOT_TOKEN }, 'serve')).toEqual([
      { variable: 'SLACK_BOT_TOKEN', message: expect.stringMatching(/set it too/) },
      { variable: 'SLACK_BOT_TOKN', message: expect.stringMatching(/did you mean SLACK_BOT_TOKEN\?/) },
    ]);
  });

  test('no message repeats a value, which may be a secret in the wrong place', () => {
    const marker = 'xoxb~SECRET~';
    const texts = BAD.map(
      ([, variable]) => new ConfigError(problemsOf({ [variable]: marker }, 'serve')).message,
    );
    expect(texts.filter((text) => text.includes('SECRET~'))).toEqual([]);
  });
});

interface CommandCase {
  readonly command: ConfiguredCommand;
  readonly set: Variables;
  readonly missing: readonly string[];
}

const COMMANDS: readonly CommandCase[] = [
  { command: 'serve', set: SERVE, missing: [] },
  { command: 'serve', set: { ...SLACK, TIMEZONE: 'UTC' }, missing: [] },
  { command: 'serve', set: { ...DINGTALK, TIMEZONE: 'UTC' }, missing: [] },
  { command: 'serve', set: { ...SLACK, ...DINGTALK, TIMEZONE: 'UTC' }, missing: [] },
  { command: 'serve', set: { ...READER, TIMEZONE: 'UTC' }, missing: ['SLACK_BOT_TOKEN'] },
  { command: 'serve', set: { ...READER, ...SLACK }, missing: ['TIMEZONE'] },
  { command: 'serve', set: {}, missing: ['SLACK_BOT_TOKEN', 'TIMEZONE'] },
  { command: 'audit', set: SERVE, missing: [] },
  { command: 'audit', set: READER, missing: ['SLACK_BOT_TOKEN', 'TIMEZONE'] },
  { command: 'audit --dry-run', set: READER, missing: [] },
  { command: 'audit --dry-run', set: {}, missing: [] },
  { command: 'doctor', set: {}, missing: [] },
];

describe('what each command needs', () => {
  test.each(COMMANDS)('$command with $set: $missing', ({ command, set, missing }) => {
    const variables = problemsOf(set, command).map(({ variable }) => variable);
    expect(variables.sort()).toEqual(missing);
  });

  test('a chat that is begun and wrong is not called missing as well', () => {
    const variables = problemsOf({ TIMEZONE: 'UTC', SLACK_BOT_TOKEN: 'xoxb-1' }, 'serve');
    expect(variables.map(({ variable }) => variable)).toEqual(['SLACK_APP_TOKEN']);
  });

  test('which chat there could be is said of both', () => {
    const [problem] = problemsOf({ TIMEZONE: 'UTC' }, 'serve');
    expect(problem?.message).toMatch(/SLACK_APP_TOKEN, or DINGTALK_CLIENT_ID.*serve needs a chat/);
  });
});

const COMPLETE = {
  ...SERVE,
  SLACK_SECURITY_CHANNEL: 'C0SEC',
  SLACK_ADMIN_IDS: 'U01',
  SECURITY_CONTACT: '#security',
};

const WARNED: readonly (readonly [
  name: string,
  set: Variables,
  warnings: readonly (readonly [string, RegExp])[],
])[] = [
  ['nothing, when all is there', COMPLETE, []],
  [
    'what may be empty at first',
    SERVE,
    [
      ['SECURITY_CONTACT', /cannot be started/],
      ['SLACK_ADMIN_IDS', /admin commands/],
      ['SLACK_SECURITY_CHANNEL', /no digest/],
    ],
  ],
  [
    'what may be empty at first in DingTalk',
    { ...COMPLETE, ...DINGTALK },
    [
      ['DINGTALK_ADMIN_IDS', /admin commands/],
      ['DINGTALK_SECURITY_CONVERSATION', /no digest/],
    ],
  ],
  [
    'what has no effect without DingTalk',
    {
      ...COMPLETE,
      DINGTALK_ADMIN_IDS: 'manager4220',
      DINGTALK_MONTHLY_QUOTA: '10000',
      DINGTALK_SECURITY_CONVERSATION: 'cid6KeBBLo==',
      PREFERRED_CHAT: 'dingtalk',
    },
    [
      ['DINGTALK_ADMIN_IDS', /no effect/],
      ['DINGTALK_MONTHLY_QUOTA', /no effect/],
      ['DINGTALK_SECURITY_CONVERSATION', /no effect/],
      ['PREFERRED_CHAT', /no effect without DINGTALK_CLIENT_ID/],
    ],
  ],
  [
    'what has no effect without Slack',
    {
      ...DINGTALK,
      DINGTALK_ADMIN_IDS: 'manager4220',
      DINGTALK_SECURITY_CONVERSATION: 'cid6KeBBLo==',
      SECURITY_CONTACT: '#security',
      TIMEZONE: 'UTC',
      SLACK_VIEWER_USERGROUP: 'S0VIEW',
      PREFERRED_CHAT: 'slack',
    },
    [
      ['PREFERRED_CHAT', /no effect without SLACK_BOT_TOKEN and SLACK_APP_TOKEN/],
      ['SLACK_VIEWER_USERGROUP', /no effect/],
    ],
  ],
  [
    'an enforcer that reads',
    { ...COMPLETE, ...ENFORCER, ENFORCER_ACCESS_KEY_ID: READER.ALIBABA_CLOUD_ACCESS_KEY_ID },
    [['ENFORCER_ACCESS_KEY_ID', /identity of its own/]],
  ],
  [
    'an enforcer role that the reader assumes',
    { ...COMPLETE, ENFORCER_ROLE_NAME: 'r' },
    [['ENFORCER_ROLE_NAME', /assumed by the identity that reads/]],
  ],
  [
    'what has no effect',
    { ...COMPLETE, AUDIT_ROLE_NAME: 'r', AUDIT_EXTERNAL_ID: 'id' },
    [
      ['AUDIT_EXTERNAL_ID', /no effect/],
      ['AUDIT_ROLE_NAME', /no effect/],
    ],
  ],
  [
    'misspelt names',
    {
      ...COMPLETE,
      SLACK_BOT_TOKN: 'x',
      LADER_DAYS: '1',
      TIME_ZONE: 'x',
      slack_admin_ids: 'U1',
      MESAGING: 'off',
    },
    [
      ['LADER_DAYS', /did you mean LADDER_DAYS\?/],
      ['MESAGING', /did you mean MESSAGING\?/],
      ['SLACK_BOT_TOKN', /did you mean SLACK_BOT_TOKEN\?/],
      ['TIME_ZONE', /did you mean TIMEZONE\?/],
      ['slack_admin_ids', /did you mean SLACK_ADMIN_IDS\?/],
    ],
  ],
  [
    'nothing about other programs’ variables',
    {
      ...COMPLETE,
      PATH: '/bin',
      TZ: 'UTC',
      HOME: '/root',
      LOGNAME: 'x',
      NODE_ENV: 'production',
      KMS_ENDPOINT: 'x',
      OSS_ENDPOINT: 'x',
      DATABASE_HOST: 'x',
      SLACK_SERVICE_HOST: 'x',
      ALIBABA_CLOUD_ROLE_ARN: 'x',
      ALIBABA_CLOUD_ECS_METADATA: 'x',
      ALIBABA_CLOUD_CREDENTIALS_URI: 'x',
      ALIBABA_CLOUD_OIDC_TOKEN_FILE: 'x',
      ALIBABA_CLOUD_PROFILE: 'x',
    },
    [],
  ],
];

describe('warnings', () => {
  test.each(WARNED)('%s', (_name, set, expected) => {
    const { warnings } = parseConfig(set, 'serve');
    const sorted = [...warnings].sort((first, second) => (first.variable < second.variable ? -1 : 1));
    expect(sorted).toEqual(
      expected.map(([variable, says]) => ({ variable, message: expect.stringMatching(says) })),
    );
  });

  test('a command that sends nothing is not told about sending', () => {
    expect(parseConfig(SERVE, 'audit --dry-run').warnings).toEqual([]);
  });
});
