import type { ReportWords } from './report-words.ts';

export const REPORT_ZH: ReportWords = {
  language: 'zh-CN',
  name: '中文',
  title: '阿里云 RAM 用户的 MFA 情况',
  period: (from, to, zone) => `${from} 至 ${to}（${zone}）`,
  rule: 'CIS 阿里云基准 1.4：凡有控制台密码的用户，都应绑定 MFA 设备。无法读取的用户不计为已受保护。',
  source: (accounts) =>
    `账号：${accounts}。本页数据来自同一文件夹中的文件，每一行都在其中；manifest.json 记有各文件的哈希值。`,
  share: '每日受保护的比例',
  shareOf: (first, last) =>
    first === last
      ? `${first.day}，适用此规则的用户中有 ${first.percent} % 受保护。`
      : `适用此规则的用户中，受保护的比例从 ${first.day} 的 ${first.percent} % 变为 ${last.day} 的 ${last.percent} %。`,
  noShare: '没有任何一天对所有账号完成了完整检查。',
  shareMeans: '每个点代表一天：当天检查的所有账号都已完整读取。缺少某天时，折线在该处断开。',
  funnel: '收到通知的人后来怎样',
  steps: { told: '已通知', reminded: '已提醒', warned: '已警告', enrolled: '已绑定' },
  funnelMeans: '首条消息在本期内发出的跟进，以及到期末时各自的进展。',
  median: (days) => `从首条消息到绑定设备的中位时间：${days} 天。`,
  noMedian: '本期内收到通知的人，到期末时无人绑定设备。',
  untold: (followUps) =>
    `另有 ${followUps} 项跟进到期末时仍未解决，且未通知任何人；可能的原因见 README.txt。`,
  open: '尚未解决的情况及原因',
  openAt: '以本期内每个账号最后一次完整检查为准。',
  nothingOpen: '没有尚未解决的情况。',
  reasons: {
    no_device: '未绑定 MFA 设备，只凭密码就能登录',
    required_but_not_bound: 'RAM 要求 MFA，但尚未绑定设备',
    could_not_read: '无法读取',
  },
  factors: '正在使用的验证方式',
  required: (bound, notRequired) =>
    `${bound} 位用户已绑定设备；其中 ${notRequired} 位的 RAM 设置未同时要求 MFA，而阿里云自己的配置审计规则要求这一项。`,
  devices: { virtual: '验证器应用', u2f: '安全密钥', passkey: '通行密钥', other: '其他' },
  exceptions: '豁免',
  exceptionColumns: ['账号 / 用户 ID', '类型', '期末状态', '截止', '申请人', '决定人'],
  kinds: { reasoned: '有理由', lost_phone: '手机丢失' },
  states: {
    requested: '已申请',
    declined: '已拒绝',
    lapsed: '已失效',
    active: '生效中',
    over: '已到期',
    ended: '已撤回',
  },
  exceptionMeans: '豁免不改变检查结果：获豁免的用户仍计为未受保护。',
  incomplete: '不完整的日期',
  incompleteColumns: ['日期', '账号', '原因'],
  noAudit: '没有检查，或尚未检查',
  notListed: '无法列出账号',
  admins: '机器人的管理员',
  adminColumns: ['聊天平台', '成员 ID', '首次列名', '末次列名'],
  adminMeans: '机器人每次启动时记录管理员：被列名者一直是管理员，直到某次启动不再列出。',
  erased: '已删除',
  none: '无。',
  counted: (label, total) => `${label}：${total}`,
  more: (count, file) => `另有 ${count} 项，见 ${file}。`,
};
