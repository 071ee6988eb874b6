import type { IncompleteReason } from '../../audit-run.ts';
import type { LocalInstant } from '../../clock.ts';
import type { ContactLine } from '../../contact.ts';
import type { Finding, FindingReason, LoginMfaMode, MfaDevice } from '../../finding.ts';
import type { HoldReason } from '../../hold.ts';
import { bold, type ChatName, code, type Inline, person, type Text, text } from '../../message.ts';
import type { HeldReason, NoticeState, NoticeStep } from '../../notice.ts';
import type { DigestAccount, MessagingState } from '../catalogue.ts';
import { joined } from '../compose.ts';
import { instantText, instantWithZone } from '../local-time.ts';

export const when = (instant: LocalInstant) => instantText(instant, 'zh');
export const whenWithZone = (instant: LocalInstant) => instantWithZone(instant, 'zh');

export const andMore = (count: number): Text => text`另有 ${count} 个未列出`;

/** The configured contact, or who it stands for while none is configured. */
export const contactName = (securityContact: string | null): Inline =>
  securityContact === null ? '安全团队' : bold(securityContact);

export const CHATS: Record<ChatName, string> = { slack: 'Slack', dingtalk: '钉钉' };

const DEVICES: Record<MfaDevice, string> = {
  virtual: '虚拟 MFA（手机验证器应用）',
  u2f: 'U2F 安全密钥',
  passkey: '通行密钥（Passkey）',
  other: '一种机器人还不认识的 MFA 设备',
  none: '未绑定 MFA 设备',
  unknown: 'MFA 设备未能读取',
};

/** As what is bound: 「已绑定…」 or why not. */
export function deviceText(device: MfaDevice): string {
  return device === 'none' || device === 'unknown' ? DEVICES[device] : `已绑定${DEVICES[device]}`;
}

const FINDING_REASONS: Record<FindingReason, string> = {
  device_bound: '已绑定 MFA 设备',
  no_device: '未绑定 MFA 设备，只凭密码就能登录',
  required_but_not_bound: '已要求开启 MFA，但还没有绑定设备',
  user_frozen: '不需要 MFA：用户已被冻结，无法登录',
  sso_only: '这里不需要 MFA：账号通过 SSO 登录',
  no_console_password: '不需要 MFA：没有控制台密码',
  console_login_inactive: '不需要 MFA：控制台登录已禁用',
  could_not_read: '未能读取',
};

/** What was found, with the vendor's code where it could not be read. */
export function findingText(finding: Finding): Text {
  if (finding.verdict === 'compliant') return text`${deviceText(finding.mfaDevice)}`;
  const reason = text`${FINDING_REASONS[finding.reason]}`;
  return finding.errorCode === null ? reason : joined(reason, text`（${code(finding.errorCode)}）`);
}

/** The account-wide setting, and what it means for one user. */
export const LOGIN_MFA_MODES: Record<LoginMfaMode, string> = {
  mandatory: '强制所有用户使用 MFA',
  independent: '依赖每个用户的独立配置',
  adaptive: '仅异常登录时使用 MFA；此时用户自身的配置是否生效，阿里云文档未说明',
  unknown: '账号的 MFA 设置未能读取',
};

export const SHORT_LOGIN_MFA_MODES: Record<LoginMfaMode, string> = {
  mandatory: '登录 MFA：强制所有用户',
  independent: '登录 MFA：依赖每个用户的独立配置',
  adaptive: '登录 MFA：仅异常登录时使用',
  unknown: '登录 MFA 设置未能读取',
};

export const NOTICE_STEPS: Record<NoticeStep, string> = {
  first: '首次通知',
  reminder: '提醒',
  warning: '催办',
  deadline: '截止前最后一次通知',
  overdue: '逾期通知',
  regressed: '设备解绑通知',
  thanks: '致谢',
  enforced: '强制开启 MFA 通知',
  exemption_expiring: '豁免到期通知',
};

export const NOTICE_STATES: Record<NoticeState, string> = {
  planned: '待发送',
  sending: '发送中',
  sent: '已发送',
  failed: '未能送达',
  unknown: '不确定是否送达',
  cancelled: '已取消',
};

export const HELD_REASONS: Record<HeldReason, string> = {
  messaging_off: '已通过 MESSAGING=off 关闭对个人的消息',
  paused: '消息已暂停',
  account_held: '该账号处于暂缓状态，需管理员放行',
  exempt: '该用户已豁免',
  disputed: '收件人表示这不是自己的用户',
  could_not_read: '该用户的状态未能读取',
  no_chat_credentials: '没有配置聊天工具',
  unmapped: '在聊天工具里找不到对应的人',
  ambiguous: '在聊天工具里匹配到多个人',
  unreachable: '在聊天工具里联系不上此人',
  refused: '聊天软件暂时拒绝向此人投递',
  chat_failing: '聊天软件目前整体拒绝机器人',
  daily_limit: '今天的首次通知已达上限',
  outside_hours: '现在不是对方的工作时间',
};

export const HOLD_REASONS: Record<HoldReason, string> = {
  first_seen: '账号首次接入',
  mass_change: '一次变动的用户异常多',
};

const INCOMPLETE_REASONS: Record<IncompleteReason, string> = {
  list_failed: '用户列表没有读完',
  marker_repeated: '阿里云重复返回了同一页用户',
  count_disagrees: '用户列表与阿里云自己的统计数不一致',
  role_not_assumed: '无法扮演该账号的角色',
  credentials: '凭证被拒绝',
  all_unknown: '所有用户都未能读取',
  not_audited_yet: '尚未检查过',
};

/** Why an account is incomplete, and what was last known to be whole. */
export function incompleteText(incomplete: NonNullable<DigestAccount['incomplete']>): Text {
  const { reason, code: vendorCode, lastCompleteAt } = incomplete;
  return joined(
    text`${INCOMPLETE_REASONS[reason]}`,
    vendorCode === null ? null : text`（${code(vendorCode)}）`,
    lastCompleteAt === null ? text`，从未完整读取过` : text`，上次完整读取：${when(lastCompleteAt)}`,
  );
}

const CONTACT_WAYS: Record<NonNullable<ContactLine['via']>, string> = {
  slack_tag: '来自 RAM 用户的 Slack 标签',
  dingtalk_tag: '来自 RAM 用户的钉钉标签',
  email: '按邮箱匹配',
  mobile: '按手机号匹配',
  email_domain: '按用户名加邮箱域名匹配',
  link: '管理员指定',
};

const NO_CONTACT: Record<Exclude<ContactLine['kind'], 'found'>, string> = {
  unmapped: '在聊天工具里找不到对应的人',
  ambiguous: '匹配到多个人，不会给任何人发消息',
  unreachable: '找到了人，但联系不上',
  no_chat_credentials: '没有配置聊天工具',
  unreadable: '刚才没能查到',
};

export function contactText(contact: ContactLine): Text {
  const who: Text = contact.memberId === null ? [] : [person(contact.memberId)];
  const way = contact.via === null ? null : text`（${CONTACT_WAYS[contact.via]}）`;
  return joined(who, way, contact.kind === 'found' ? null : text`${NO_CONTACT[contact.kind]}`);
}

export function messagingText(messaging: MessagingState): Text {
  switch (messaging.kind) {
    case 'on':
      return text`正常发送`;
    case 'off':
      return text`已关闭（${code('MESSAGING=off')}），不会给任何人发消息`;
    case 'paused':
      return joined(
        [person(messaging.byMemberId)],
        text`于 ${when(messaging.since)} 暂停，恢复请用 ${code('/mfa start')}`,
      );
    default:
      return messaging satisfies never;
  }
}
