import { bold, code } from '../../message.ts';
import { command } from '../labels.ts';
import type { LanguageWords } from '../words.ts';
import { text } from './spaced-text.ts';

export const replies: LanguageWords['replies'] = {
  commands: {
    me: '你自己的状态（现查），以及怎么开启 MFA',
    help: '本列表',
    status: '所有账号的情况，或现查某个用户，或查看某个名单',
    history: '对某个用户做过什么、谁做的',
    enforce: '强制用户下次登录时开启 MFA；先列出名单，再请你确认',
    unenforce: '撤销本机器人设置的 MFA 强制',
    audit: '立即检查所有账号',
    start: '放行暂缓的消息，或结束暂停；会先说明将发生什么',
    pause: '立即停止对个人的所有消息',
    preview: '给自己发一份消息样例',
    confirm: '确认刚才预览的操作',
    here: '本会话的 ID，填写配置时用',
  },
  placeholders: { user: '用户', list: '名单', code: '确认码' },
  help: {
    button: '帮助',
    summary: 'MFA 机器人能听懂的命令',
    title: '可以这样问我',
    line: (typed, what) => text`${typed}：${what}`,
    users: text`用户可以写 RAM 用户名，如${code('jane.doe')}；多个账号里有重名时写登录名称，如${code('jane.doe@corp.onaliyun.com')}。`,
    version: (number) => `ram-mfa-bot ${number}`,
  },
  refused: {
    summary: '你在这里不能使用这个命令',
    answer: text`你在这里不能使用这个命令。能用的见${command('help')}。`,
  },
  notHere: {
    summary: '这个命令请私聊我',
    answer: '在这里回复，其他人也会看到，所以我不在这里回答。请私聊我，把同样的命令再发一次。',
  },
  here: {
    summary: (id) => text`本会话的 ID：${id}`,
    id: (id) => text`本会话的 ID 是${id}。`,
    direct: (variable) => text`不过这里是你和我的单聊，这个 ID 不要填到${variable}里。请到安全频道或安全群里输入${command('here')}，用那里回复的 ID。`,
    channel: (variable) => text`要把日报和通报发到这里，请把它填到${variable}，然后重启机器人。`,
  },
  unknownCommand: {
    summary: '我不认识这个命令',
    typed: (typed) => text`我不认识${typed}。`,
    suggestion: (meant) => text`你是想输入${meant}吗？`,
  },
  usage: {
    summary: (name) => text`/mfa ${name}的用法`,
    answer: (usage, what) => text`请这样写：${usage}（${what}）。`,
  },
  userNotFound: {
    summary: (typed) => text`没有 RAM 用户${typed}`,
    typed: (typed) => text`没有找到 RAM 用户${typed}。`,
    checkSpelling: text`请检查拼写。今天新建的用户要等下一次检查后才认识（${command('audit')}）。`,
    didYouMean: '你要找的是不是：',
  },
  userAmbiguous: {
    summary: (typed, count) => text`${typed}有${count}个，未做任何操作`,
    answer: (typed, count) => text`${typed}有${count}个，未做任何操作。请改用登录名称：`,
    line: (user, account) => text`${user}，账号${account}`,
  },
  failed: {
    summary: (errorId) => text`出错了（${errorId}）`,
    answer: (errorId) => text`我这边出错了，执行到哪一步说不准。重试之前请先用${command('status')}看一下。日志里可以按${errorId}查到详情。`,
  },
  couldNotLook: {
    summary: '现在没能查到',
    answer: text`${bold('现在没能查到。')}查找你的 RAM 用户花的时间比平时长，所以现在说不出你的状态。这既不是好消息也不是坏消息，请一分钟后再试。`,
  },
  confirmationInvalid: {
    reasons: {
      unknown_code: '没有这个确认码。',
      expired: '这个确认码已过期。',
      used: '这个确认码已经用过了。',
      too_many_tries: '输错次数太多，五分钟后可以再试。',
      not_yours: '这个确认码是别人的，只有发起人自己能确认。',
    },
    summary: (reason) => text`${reason}没有做任何操作。`,
    nothingDone: '这次没有做任何操作。',
    nothingDoneNow: '这次没有做任何操作。',
    askAgain: '请重新输入原来的命令，获取新的预览。',
    seeResult: text`要看结果，请用${command('status')}。`,
  },
  me: {
    nobody: '没有 RAM 用户与你关联',
    nothingToCheck: (id) => text`没有 RAM 用户与你关联，所以没有可以替你检查的。你的聊天 ID 是${id}。`,
    tellThem: (contact) => text`如果你有带控制台密码的 RAM 用户，请把它的名字和这个聊天 ID 告诉${contact}。别的都不用给：不要给密码，也不要给验证码。`,
    stillMissing: '你还没有开启 MFA',
    missingForSome: (count) => text`你有${count}个用户还没有开启 MFA`,
    unknown: '刚才没能读取你的 MFA 状态',
    allWell: '一切正常，你不需要做什么',
    checked: (when) => `刚刚检查，${when}`,
    notRead: '「未能读取」不等于没有开启：阿里云这次没有给出明确答复。请过几分钟再检查一次。',
    doItBy: (deadline) => text`；请在${deadline}前完成。`,
    chatId: (id) => text`你的聊天 ID：${id}。`,
    notYours: (contact) => text`有疑问，或者这不是你的用户？请联系${contact}。`,
  },
  audit: {
    startedSummary: '检查已开始',
    started: '我正在读取所有账号，完成后在这里告诉你。这次不会发日报。',
    runningSummary: '已有检查正在进行',
    running: (since) => text`已有检查正在进行，开始于${since}。请稍后用${command('status')}查看结果。`,
    nothingComplete: '检查结束：没有一个账号读取完整',
    ended: ({ compliant, noncompliant, unknown }, all) => text`${all}个用户中，已保护${compliant}个、未保护${noncompliant}个、状态未知${unknown}个`,
    took: (accounts, seconds) => text`（读取完整的账号${accounts}个，用时${seconds}秒）`,
    incomplete: '未读完整',
    details: text`详情：${command('status')}。`,
    failedSummary: (what, vendorCode) => text`检查失败：${what}，${vendorCode}`,
    failed: '检查失败。',
    afterFailure: text`这次检查没有改动任何东西。请检查凭证，然后再试${command('audit')}。`,
  },
};
