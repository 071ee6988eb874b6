import { bold, text } from '../../message.ts';
import type { LanguageWords } from '../words.ts';
import { spaced } from './spaced-text.ts';

const NOT_NEEDED = '不用处理了';

export const notices: LanguageWords['notices'] = {
  thanks: {
    summary: (user, account) => text`谢谢，${user}（${account}）已开启 MFA。不是你操作的？请告诉安全团队`,
    title: '谢谢，MFA 已开启',
    seen: ({ user, account, device, at }) =>
      text`账号 ${account} 的 RAM 用户 ${user} ${device}，我在 ${at}看到的。这个用户不用再做别的了。`,
    notYou: (contact) => text`不是你操作的？请马上告诉 ${contact}：可能有人用你的密码抢先绑定了。`,
    newPhone: '以后换手机，请先在控制台「安全信息」里解绑旧设备，再绑定新手机；旧手机不在身边就登录不了。',
  },
  enforced: {
    summary: (user) => text`${user} 已被要求必须开启 MFA，下次登录时需要绑定设备`,
    title: '你的阿里云登录现在必须开启 MFA',
    what: (user, account, at) =>
      text`我是安全团队的 MFA 机器人。管理员在 ${at}把账号 ${account} 的 RAM 用户 ${user} 设置成了必须开启 MFA。`,
    consequences: [
      '你下次登录控制台时会被要求绑定 MFA 设备。请现在就去绑定，不要让知道你密码的人抢了先。',
      'AccessKey 照常可用，使用它的程序不受影响。',
      '已经登录的会话预计可以继续用到过期。',
    ],
  },
  closed: {
    enrolled: { title: '已完成，MFA 已开启', line: 'MFA 已开启' },
    console_removed: { title: NOT_NEEDED, line: '控制台密码已删除，不再需要 MFA' },
    console_inactive: { title: NOT_NEEDED, line: '控制台登录已禁用，不再需要 MFA' },
    sso: { title: NOT_NEEDED, line: '账号已改用 SSO 登录，这里不再需要 MFA' },
    frozen: { title: NOT_NEEDED, line: '用户已被冻结，无法登录' },
    deleted: { title: NOT_NEEDED, line: '用户已删除' },
  },
  closedSummary: (title) => text`${title}，无需再操作`,
  closedLine: (user, line, at) => text`${user}：${line}（${at} 查到）。`,
  thankYou: '谢谢！',
  nothingMore: '你不需要再做什么了。',
  managerWarning: {
    summary: (name, until) => spaced`请帮${name}在 ${until}前抽出五分钟开启 MFA`,
    title: '请帮同事抽出五分钟',
    why: (name) =>
      spaced`你好，我是安全团队的 MFA 机器人。据我了解，${bold(name)}是你的下属，所以给你发这条消息。${name}登录阿里云控制台时，除了密码还没有第二重验证（MFA），截止时间快到了。工作一忙，这种事很容易顾不上，这里没有批评谁的意思。`,
    deadline: '截止时间',
    line: (user, account, until) => spaced`${user}，账号 ${account}：截止时间 ${until}`,
    help: (name) => spaced`请帮${name}在此之前抽出一点时间，大约五分钟就够。怎么操作，我已经发给本人了。`,
    helpWithEach: (name) =>
      spaced`请帮${name}在此之前抽出一点时间，每个用户大约五分钟就够。怎么操作，我已经发给本人了。`,
    nothingToDo: (contact) =>
      spaced`${bold('你自己不用点击或审批任何东西，')}也不用回复我。如果对方遇到困难，或者对方并不是你的下属，请联系${contact}。`,
    noLink: '这条消息里没有任何链接。你不必相信它：按平时的方式找安全团队问一声就行。',
  },
};
