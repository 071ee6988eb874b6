import { bold, code } from '../../message.ts';
import { command } from '../labels.ts';
import type { LanguageWords } from '../words.ts';
import { text } from './spaced-text.ts';

export const start: LanguageWords['start'] = {
  preview: {
    summary: '还没有执行任何操作，请查看并确认',
    title: '启动预览',
    pilotTitle: '试点预览',
    nothingYet: text`${bold('还没有执行任何操作。')}请先看数字和消息内容，再确认。`,
    pauseEnds: (since) => text`自${since}起的暂停将结束，所有截止时间顺延相应天数，每个人至少还有 48 小时。`,
    pilot: (count, users) => text`只放行${count}个用户：${users}。`,
    pilotPeople: (people) => text`将通知${people}人，其他人继续暂缓。`,
    account: (account, people, openCases) =>
      text`${account}：未开启 MFA 的用户${openCases}个，将通知${people}人`,
    notReached: (count) => text`，${count}个用户在聊天里联系不上。`,
    held: (since, why) => text`自${since}起暂缓（${why}）`,
    changes: (opened, closed) => text`新增${opened}个，结束${closed}个，`,
    absent: (count) => text`${bold(`${count} 个已不在用户列表中，启动时结束跟进`)}。`,
    noneAbsent: '没有从用户列表中消失的。',
    notReleased: (accounts) => text`${bold('不会放行')}（从未读取完整）：${accounts}。`,
    pace: (perDay) =>
      text`每天最多发${perDay}条首次通知。每条消息发出前都会再查一次对方的状态，而且只在对方的工作时间发送。`,
    noSample: '现在没有人会收到消息，所以没有样例可看。',
    sample: '第一位收件人将看到的消息：',
    button: '启动',
    orType: (typed, minutes) =>
      text`也可以输入${typed}。只能由你使用一次，${minutes}分钟内有效。随时可以停止：${command('pause')}。`,
  },
  startedSummary: '已启动',
  startedButOff: '已启动，但消息处于关闭状态',
  started: bold('已启动。'),
  released: (names) => text`已放行：${names}。`,
  pauseOver: '暂停已结束。',
  closedAbsent: (count) => text`${count}个用户已不存在，已结束跟进。`,
  messagesOff: text`${bold('不会给任何人发消息：')}${code('MESSAGING=off')}优先。要发送，请改为${code('on')}并重启。`,
  goesOut: text`到期的消息会在几分钟内、在每个人的工作时间里发出。要停止：${command('pause')}。`,
  refusals: {
    security_contact_missing: {
      why: '收到消息的人不知道该联系谁',
      instead: text`请设置${code('SECURITY_CONTACT')}并重启。`,
    },
    nothing_held: {
      why: '没有暂缓的账号，也没有暂停',
      instead: text`不用做什么，到期的消息会自动发出。`,
    },
    pilot_during_pause: {
      why: '暂停期间不能单独放行用户',
      instead: text`请先用${command('start')}结束暂停。`,
    },
    pilot_nobody_held: {
      why: '这些用户都没有被暂缓',
      instead: text`暂缓名单：${command('status held')}。`,
    },
    never_complete: {
      why: '这些账号从未读取完整',
      instead: text`请用${command('status')}看缺什么，处理好后再${command('audit')}。`,
    },
  },
  refusedSummary: (why) => text`没有启动：${why}`,
  refused: (why) => text`${bold('没有启动：')}${why}`,
  paused: '消息已暂停',
  pausedAlready: '消息之前已经暂停',
  pausedSummary: (line) => text`${line}，不会给任何人发消息`,
  pausedSince: (line, since) =>
    text`${bold(`${line}。`)}自${since}起不再给任何人发消息，所有截止时间顺延。检查、日报和命令照常。要恢复消息：${command('start')}。`,
  sampleSentSummary: '样例正在发给你',
  sampleSent: (person) => text`我已把样例私信发给${person}。样例里的用户是虚构的，其他人不会收到。`,
  sampleFailedSummary: (vendorCode) => text`样例没能发出（${vendorCode}）`,
  sampleFailed: (vendorCode) =>
    text`样例没能发出，聊天工具返回${vendorCode}。给别人发消息很可能也会这样。请在机器人所在的机器上运行${code('npm run doctor')}，它会指出缺什么。`,
};
