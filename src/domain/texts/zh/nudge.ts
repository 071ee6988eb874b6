import { link, text } from '../../message.ts';
import { command } from '../labels.ts';
import type { LanguageWords } from '../words.ts';

const GUIDE = '阿里云官方文档';
const GUIDES = {
  intl: link(GUIDE, 'https://www.alibabacloud.com/help/zh/ram/user-guide/bind-an-mfa-device-to-a-ram-user'),
  cn: link(GUIDE, 'https://help.aliyun.com/zh/ram/user-guide/bind-an-mfa-device-to-a-ram-user'),
};

const STILL_NO_SECOND_STEP = '你登录阿里云控制台时，除了密码仍然没有第二重验证（MFA）。';

export const nudge: LanguageWords['nudge'] = {
  titles: {
    first: '请为你的阿里云登录开启 MFA',
    reminder: '提醒：你的阿里云登录还没有开启 MFA',
    warning: '开启 MFA 的截止时间快到了',
    deadline: '开启 MFA 截止前的最后一次通知',
    overdue: '开启 MFA 已逾期',
    regressed: '你的 MFA 设备不见了',
  },
  summaries: {
    first: (who, until) => text`${who}还没有开启 MFA，请在 ${until}前完成`,
    reminder: (who, until) => text`提醒：${who}仍未开启 MFA，请在 ${until}前完成`,
    warning: (who, until) => text`截止时间快到了：${who}请在 ${until}前开启 MFA`,
    deadline: (who, until) => text`最后一次通知：${who}请在 ${until}前开启 MFA`,
    overdue: (who, until) => text`已逾期：${who}开启 MFA 的截止时间是 ${until}`,
    regressed: (who, until) => text`${who}的 MFA 设备不见了，请在 ${until}前重新绑定`,
  },
  cohortSummaries: {
    first: (until) => text`你的阿里云登录还没有开启 MFA，请在 ${until}前完成`,
    reminder: (until) => text`提醒：你的阿里云登录仍未开启 MFA，请在 ${until}前完成`,
    warning: (until) => text`截止时间快到了：请在 ${until}前为你的阿里云登录开启 MFA`,
    deadline: (until) => text`最后一次通知：请在 ${until}前为你的阿里云登录开启 MFA`,
    overdue: (until) => text`已逾期：为阿里云登录开启 MFA 的截止时间是 ${until}`,
    regressed: (until) => text`你登录阿里云用的 MFA 设备不见了，请在 ${until}前重新绑定`,
  },
  one: (userName, account) => `${userName}（${account}）`,
  several: (count) => `你的 ${count} 个阿里云用户`,
  greetings: {
    first: '你好，我是安全团队的 MFA 机器人。',
    reminder: '你好，又是我，安全团队的 MFA 机器人。',
    warning: '我是安全团队的 MFA 机器人，截止时间快到了。',
    deadline: '我是安全团队的 MFA 机器人，这是截止前的最后一次通知。',
    overdue: '我是安全团队的 MFA 机器人，截止时间已经过了。',
    regressed: '我是安全团队的 MFA 机器人。',
  },
  states: {
    first: '你登录阿里云控制台时，除了密码还没有第二重验证（MFA）。',
    reminder: STILL_NO_SECOND_STEP,
    warning: STILL_NO_SECOND_STEP,
    deadline: STILL_NO_SECOND_STEP,
    overdue: STILL_NO_SECOND_STEP,
    regressed: '你登录阿里云控制台原来绑定过 MFA 设备，现在一个也没有了。',
  },
  passwordIsEnough: '没有它，谁拿到密码，谁就能以你的身份登录。',
  alreadyRequired:
    '这里已经要求开启 MFA，你下次登录时会被要求绑定设备。请抢在知道你密码的人之前，自己先绑定好。',
  alreadyRequiredForSome:
    '已要求开启 MFA 的用户（见下方）下次登录时会被要求绑定设备：请抢在知道你密码的人之前，自己先绑定好。',
  fiveMinutes: {
    first: '开启大约只要五分钟。',
    reminder: '大约五分钟就能弄好。',
    deadline: '请现在就花五分钟处理一下。',
    overdue: '现在补上还来得及，五分钟就好。',
  },
  everythingAgain: '之前的消息你可能没有收到，所以这里再完整地说一遍。',
  willBeNamed: '从现在起，发给安全团队的日报会写上你的用户名，完成后就不再列出。',
  inTheWay: (contact) => text`如果有困难，今天就告诉 ${contact}。`,
  mayBeRequired: '管理员可能会设置成你下次登录时必须开启。',
  youRemovedIt: '如果是你自己解绑的（比如换手机），请重新绑定。',
  youDidNot: (contact) => text`如果不是你解绑的，请马上告诉 ${contact}：可能有别人在用你的账号。`,
  missing: '当前状态',
  whatIsMissing: { no_device: '未绑定 MFA 设备', required_but_not_bound: '已要求开启 MFA，但还没有绑定设备' },
  dueBy: '请在此之前完成',
  wasDue: '原定截止时间',
  line: (user, account, missing) => text`${user}，账号 ${account}：${missing}；`,
  lineDueBy: (until) => text`截止时间 ${until}。`,
  lineWasDue: (until) => text`原定截止时间 ${until}。`,
  signInPage: '登录页',
  cohortUser: 'RAM 用户和账号',
  cohortNamesNobody: text`输入 ${command('me')} 就能看到；这条消息同时发给多人，所以没有写明`,
  notAllowed: ({ user, account, contact }) =>
    text`账号 ${account} 不允许用户自己绑定 MFA 设备，请联系 ${contact}，和你一起为 ${user} 绑定。`,
  howTo: '操作步骤',
  howToInShort: '操作步骤（简版）',
  withPictures: { intl: text`带截图的说明见${GUIDES.intl}。`, cn: text`带截图的说明见${GUIDES.cn}。` },
  allSteps: {
    intl: text`完整步骤：输入 ${command('me')}，或查看${GUIDES.intl}。`,
    cn: text`完整步骤：输入 ${command('me')}，或查看${GUIDES.cn}。`,
  },
  ifRefused: (contact) => text`如果控制台提示你没有权限，请联系 ${contact}。`,
  isItGenuine: '怎么确认这条消息是真的？',
  neverAsks: '这个机器人由你们的安全团队运行，绝不会向你要验证码、密码或二维码截图；这些也请不要发给任何人。',
  needNotTrust: text`你不必相信这条消息：不点上面的链接，按平时的方式打开控制台，如果「安全信息」里没有 MFA 设备，这条消息就是对的。也可以输入 ${command('me')} 查看自己的状态。`,
  questions: (contact) => text`有疑问请联系 ${contact}。`,
  checkAgain: '重新检查',
};
