import { bold } from '../../message.ts';
import { command } from '../labels.ts';
import type { LanguageWords } from '../words.ts';
import { text } from './spaced-text.ts';

const NOT_NEEDED = '不再需要 MFA';

export const notices: LanguageWords['notices'] = {
  infoPage: (url) => text`公司内网上有说明，请自己输入网址打开：${url}`,
  smallPrint: (contact) => text`本消息由安全团队的 MFA 机器人发送，机器人绝不会索要验证码、密码或二维码截图。要核实，请按平时的方式打开控制台，或输入${command('me')}。有疑问请联系${contact}。`,
  thanks: {
    summary: (user, account) => text`谢谢，${user}（${account}）已开启 MFA。不是你操作的？请告诉安全团队`,
    title: '谢谢，MFA 已开启',
    seen: ({ user, account, device, at }) => text`${at}查到：账号${account}的 RAM 用户${user}${device}。这个用户不用再做什么了。`,
    notYou: (contact) => text`${bold('不是你操作的？')}请马上告诉${contact}：可能有人用你的密码抢先绑定了设备。`,
    newPhone: text`以后换手机：趁旧手机还在手边，先在「安全信息」里解绑旧设备，再绑定新手机。`,
  },
  enforced: {
    summary: (user) => text`${user}已被强制开启 MFA，下次登录时需要绑定设备`,
    title: '你的阿里云登录已强制开启 MFA',
    what: (user, account, at) => text`我是安全团队的 MFA 机器人。管理员已于${at}强制账号${account}的 RAM 用户${user}开启 MFA，下次登录就会要求绑定设备。请现在就自己绑定，以免被知道密码的人抢先。`,
    goesOn: 'AccessKey 和使用它的程序照常工作；已经登录的会话应该可以继续使用。',
  },
  exemptionExpiring: {
    summary: (user, until) => text`你的 MFA 豁免到${until}为止（${user}）`,
    title: '你的 MFA 豁免即将到期',
    what: ({ user, account, until }) => text`我是安全团队的 MFA 机器人。账号${account}的 RAM 用户${user}还没有开启多因素认证（MFA），目前豁免到${until}。`,
    afterwards: '到期后我会请你开启，至少留出一周时间。也可以现在就开启，大约需要五分钟。',
  },
  lostPhone: {
    summary: (user, until) => text`手机丢了？${user}请在${until}前重新开启 MFA`,
    title: '手机丢了？你有三天时间',
    what: ({ user, account, until }) => text`我是安全团队的 MFA 机器人。管理员告诉我，账号${account}的 RAM 用户${user}绑定 MFA 的手机丢了。在${until}之前我不会再提醒你。`,
    removeFirst: (contact) => text`${bold('要先移除丢失的设备，')}否则无法绑定新的：这一步由管理员在 RAM 控制台完成。请联系${contact}，移除后让对方告诉你。`,
    isRemoved: '丢失的设备已经移除。',
    notLost: (contact) => text`${bold('手机没有丢？')}请马上告诉${contact}：可能有人想进入你的账号。`,
    newPhone: '然后绑定新手机',
  },
  closed: {
    enrolled: { title: '已完成，MFA 已开启', line: 'MFA 已开启' },
    console_removed: { title: NOT_NEEDED, line: '控制台密码已删除' },
    console_inactive: { title: NOT_NEEDED, line: '控制台登录已禁用' },
    sso: { title: NOT_NEEDED, line: '账号已改用 SSO 登录' },
    frozen: { title: NOT_NEEDED, line: '用户已被冻结，无法登录' },
    deleted: { title: NOT_NEEDED, line: '用户已删除' },
  },
  closedSummary: (title) => text`${title}，你不用再做什么`,
  closedLine: (user, line, at) => text`${user}：${line}（${at}查到）。`,
  thankYou: '谢谢！',
  nothingMore: '你不用再做什么了。',
  managerWarning: {
    summary: (name, until) => text`请帮${name}在${until}前抽出五分钟开启 MFA`,
    title: '请帮同事抽出五分钟',
    why: (name) => text`我是安全团队的 MFA 机器人。据我了解，${bold(name)}在你的团队。${name}登录阿里云控制台还没有开启多因素认证（MFA），截止时间快到了。工作一忙，这种事很容易顾不上，这里没有批评谁的意思。`,
    deadline: '截止时间',
    line: (user, account, until) => text`${user}，账号${account}：截止时间${until}`,
    help: (name) => text`请帮${name}在此之前抽出大约五分钟。怎么操作，我已经发给本人了。`,
    helpWithEach: (name) => text`请帮${name}在此之前为每个用户抽出大约五分钟。怎么操作，我已经发给本人了。`,
    nothingToDo: (contact) => text`${bold('你自己不用点击或审批任何东西，')}也不用回复我。如果对方遇到困难，或者并不在你的团队，请告诉${contact}。`,
    genuine: (contact) => text`${bold('怎么确认消息是真的？')}这个机器人绝不会索要验证码、密码或二维码截图，这条消息里也没有任何链接。不必轻信它：按平时的方式找${contact}问一声就行。`,
  },
};
