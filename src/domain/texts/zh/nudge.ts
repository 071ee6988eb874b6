import { bold, link } from '../../message.ts';
import { command } from '../labels.ts';
import type { LanguageWords } from '../words.ts';
import { text } from './spaced-text.ts';

const GUIDE = '阿里云官方文档';
const GUIDES = {
  intl: link(GUIDE, 'https://www.alibabacloud.com/help/zh/ram/user-guide/bind-an-mfa-device-to-a-ram-user'),
  cn: link(GUIDE, 'https://help.aliyun.com/zh/ram/user-guide/bind-an-mfa-device-to-a-ram-user'),
};

const FROM = '我是安全团队的 MFA 机器人。';

export const nudge: LanguageWords['nudge'] = {
  titles: {
    first: '请开启阿里云 MFA',
    reminder: '提醒：请开启阿里云 MFA',
    warning: '开启 MFA 的截止时间快到了',
    deadline: '开启 MFA 截止前的最后一次提醒',
    overdue: '开启 MFA 已逾期',
    regressed: '你的 MFA 设备已被解绑',
  },
  summaries: {
    first: (who, until) => text`${who}还没有开启 MFA，请在${until}前完成`,
    reminder: (who, until) => text`提醒：${who}仍未开启 MFA，请在${until}前完成`,
    warning: (who, until) => text`截止时间快到了：请在${until}前为${who}开启 MFA`,
    deadline: (who, until) => text`最后一次提醒：请在${until}前为${who}开启 MFA`,
    overdue: (who, until) => text`已逾期：${who}应在${until}前开启 MFA`,
    regressed: (who, until) => text`${who}的 MFA 设备已被解绑，请在${until}前重新绑定`,
  },
  one: (userName, account) => `${userName}（${account}）`,
  several: (count) => `你的 ${count} 个阿里云用户`,
  cohort: '你的阿里云登录',
  openings: {
    first: `${FROM}你登录阿里云控制台还没有开启多因素认证（MFA）。`,
    reminder: `${FROM}你登录阿里云控制台仍未开启多因素认证（MFA）。`,
    warning: `${FROM}你登录阿里云控制台仍未开启多因素认证（MFA），截止时间快到了。`,
    deadline: `${FROM}你登录阿里云控制台仍未开启多因素认证（MFA），这是截止前的最后一次提醒。`,
    overdue: `${FROM}你登录阿里云控制台仍未开启多因素认证（MFA），截止时间已过。`,
    regressed: `${FROM}你登录阿里云控制台用的 MFA 设备已被解绑，现在一个也没有了。`,
  },
  passwordIsEnough: '别人拿到你的密码，就能以你的身份登录。',
  alreadyRequired: '这里已强制开启 MFA，下次登录就会要求绑定设备。请尽快自己绑定，以免被知道密码的人抢先。',
  alreadyRequiredForSome: '其中已强制开启 MFA 的用户，下次登录就会要求绑定设备：请尽快自己绑定，以免被知道密码的人抢先。',
  fiveMinutes: '开启大约需要五分钟。',
  everythingAgain: '之前的消息你可能没有收到，这里再完整说明一遍。',
  willBeNamed: '从现在起，发给安全团队的日报会列出你的用户名，直到完成为止。',
  inTheWay: (contact) => text`遇到困难？请现在就联系${contact}。`,
  mayBeRequired: '管理员可能会强制你下次登录时开启。',
  youRemovedIt: '换手机了？请重新绑定。',
  youDidNot: (contact) => text`如果不是你解绑的，请马上告诉${contact}：可能有人在用你的账号。`,
  user: (user, account) => text`${user}，账号${account}`,
  userRequired: (user, account) => text`${user}，账号${account}，已强制开启 MFA`,
  dueBy: '请在此之前完成',
  wasDue: '原定截止时间',
  lineDueBy: (until) => text`：截止时间${until}。`,
  lineWasDue: (until) => text`：原定截止时间${until}。`,
  signInPage: '登录页',
  cohortNamesNobody: text`输入${command('me')}查看；这条消息同时发给多人`,
  notAllowed: ({ user, account, contact }) => text`账号${account}不允许用户自己绑定 MFA 设备，请联系${contact}，和你一起为${user}绑定。`,
  howTo: '操作步骤',
  withPictures: { intl: text`图文说明见${GUIDES.intl}。`, cn: text`图文说明见${GUIDES.cn}。` },
  allSteps: {
    intl: text`完整步骤：输入${command('me')}，或查看${GUIDES.intl}。`,
    cn: text`完整步骤：输入${command('me')}，或查看${GUIDES.cn}。`,
  },
  ifRefused: (contact) => text`如果控制台提示没有权限，请联系${contact}。`,
  genuine: (contact) => text`${bold('怎么确认消息是真的？')}这个机器人绝不会索要验证码、密码或二维码截图。不必轻信这条消息：按平时的方式打开控制台，看看「安全信息」里有没有 MFA 设备，或输入${command('me')}查询。有疑问请联系${contact}。`,
  checkAgain: '重新检查',
  notMe: '这不是我',
  shared: '共用账号',
  notYours: text`其中有的不是你的，或是多人共用的？请输入${command('not-me <用户>')}或${command('shared <用户>')}。`,
  remindTomorrow: '明天再提醒我',
  asYouAsked: '你让我今天再提醒一次。',
  exemptionEnded: '你的豁免已结束，所以我又来联系你。',
};
