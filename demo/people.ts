import type { AccountSeed } from '../sandbox/alibaba/index.ts';
import type { Member as Colleague, Group } from '../sandbox/dingtalk/organisation.ts';
import type { Channel, Member } from '../sandbox/slack/workspace.ts';

/** The bot's admin in Slack. */
export const ADMIN_ID = 'U0ADMIN';
/** The bot's admin in DingTalk. */
export const DINGTALK_ADMIN_ID = 'liuyang';
export const CORP_ID = '1234567890123456';
export const CORP_LAB_ID = '2345678901234567';
export const CORP_CN_ID = '3456789012345678';

const SHANGHAI = 'Asia/Shanghai';

function member(id: string, realName: string, more: Partial<Member> = {}): Member {
  const name = realName.toLowerCase().replace(' ', '.');
  return { id, name, realName, email: `${name}@corp.example`, tz: SHANGHAI, locale: 'en-US', ...more };
}

/** Who is in the company's Slack. Nora Kent is not. */
export const MEMBERS: readonly Member[] = [
  member(ADMIN_ID, 'Alex Admin'),
  member('U0JANE', 'Jane Doe'),
  member('U0LILEI', '李雷', { name: 'li.lei', email: 'li.lei@corp.example', locale: 'zh-CN' }),
  member('U0SAM', 'Sam Lee', { tz: 'Europe/Berlin', locale: 'en-GB' }),
  member('U0MAX', 'Max Roe'),
  member('U0TOM', 'Tom Hill'),
  member('U0KIM', 'Kim Poe'),
  member('U0PAUL', 'Paul Reed', { deleted: true }),
  member('U0EVE', 'Eve Gray'),
  member('U0OMAR', 'Omar Diaz'),
  member('U0YUKI', 'Yuki Sato'),
  member('U0FINN', 'Finn Cole'),
  member('U0GINA', 'Gina Park'),
];

export const SECURITY_CHANNEL: Channel = {
  id: 'C0SECURITY',
  name: 'security',
  isPrivate: true,
  members: [ADMIN_ID, 'U0EVE'],
  botIsMember: true,
};

function colleague(userId: string, name: string, more: Partial<Colleague> = {}): Colleague {
  return { userId, name, mobile: null, email: null, managerUserId: null, departmentIds: [1], ...more };
}

/** Who is in the company's DingTalk, and in no Slack. */
export const COLLEAGUES: readonly Colleague[] = [
  colleague(DINGTALK_ADMIN_ID, '刘洋'),
  colleague('sunli', '孙丽'),
  colleague('wangfang', '王芳', { managerUserId: 'zhaomin' }),
  colleague('zhaomin', '赵敏'),
  colleague('chenming', '陈明', { mobile: '13800138000' }),
];

export const SECURITY_GROUP: Group = {
  openConversationId: 'cidSecurityGroup0001==',
  title: '安全',
  members: [DINGTALK_ADMIN_ID, 'sunli'],
  botIsMember: true,
};

export const LUNCH_GROUP: Group = {
  openConversationId: 'cidLunchGroup000002==',
  title: '午饭',
  members: [DINGTALK_ADMIN_ID, 'wangfang', 'chenming'],
  botIsMember: true,
};

/** What the company's operator has set beside the credentials. */
export const COMPANY_VARIABLES: Readonly<Record<string, string>> = {
  CONTACT_EMAIL_DOMAINS: 'corp.example',
  BREAK_GLASS_USERS: 'break-glass@corp',
};

const tagged = (memberId: string) => ({ tags: { 'slack-user-id': memberId } });
const PASSWORD = { loginProfile: {} } as const;
const PHONE = { mfaDevice: { type: 'VMFA' } } as const;

/** RAM users of every kind; by tag or, where there is none, by user name and e-mail domain they lead to a member. */
export const ACCOUNTS: readonly AccountSeed[] = [
  {
    accountId: CORP_ID,
    alias: 'corp',
    securityPreference: { mfaOperationForLogin: 'independent' },
    users: [
      // No second step yet.
      { userName: 'jane.doe', ...PASSWORD },
      { userName: 'li.lei', ...PASSWORD, ...tagged('U0LILEI') },
      { userName: 'sam.lee', ...PASSWORD },
      {
        userName: 'tom.hill',
        ...tagged('U0TOM'),
        lastLoginDate: '2026-02-27T02:15:00Z',
        loginProfile: { lastLoginTime: '2026-02-27T02:15:00Z' },
      },
      { userName: 'kim.poe', ...PASSWORD },
      // Required at the next sign-in, and nothing bound: whoever signs in first binds the device.
      { userName: 'max.roe', loginProfile: { mfaBindRequired: true } },
      // Nobody to write to: not in Slack at all, and deactivated there.
      { userName: 'nora.kent', ...PASSWORD },
      { userName: 'paul.reed', ...PASSWORD, ...tagged('U0PAUL') },
      // Protected: by phone, by security key, by passkey alone.
      { userName: 'eve.gray', loginProfile: { mfaBindRequired: true }, ...PHONE },
      { userName: 'omar.diaz', ...PASSWORD, mfaDevice: { type: 'U2F' } },
      {
        userName: 'yuki.sato',
        ...PASSWORD,
        passkeys: [{ passkeyId: 'pk-1', passkeyName: 'laptop', createDate: '1767225600' }],
      },
      // The rule does not apply.
      { userName: 'finn.cole', loginProfile: { status: 'Inactive' } },
      { userName: 'gina.park', ...PASSWORD, status: 'freeze' },
      { userName: 'ci-deploy' },
      // For the day when nothing else works.
      { userName: 'break-glass', ...PASSWORD },
    ],
  },
  {
    accountId: CORP_LAB_ID,
    alias: 'corp-lab',
    securityPreference: { mfaOperationForLogin: 'adaptive' },
    users: [
      { userName: 'sam.lee', ...PASSWORD },
      { userName: 'eve.gray', ...PASSWORD, ...PHONE },
      { userName: 'ci-lab' },
    ],
  },
  {
    accountId: CORP_CN_ID,
    alias: 'corp-cn',
    site: 'cn',
    securityPreference: { mfaOperationForLogin: 'independent' },
    users: [
      { userName: 'wang.fang', ...PASSWORD, tags: { 'dingtalk-userid': 'wangfang' } },
      // The China site's RAM knows mobile numbers.
      { userName: 'chen.ming', ...PASSWORD, mobilePhone: '86-13800138000' },
    ],
  },
];
