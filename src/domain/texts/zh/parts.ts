import { bold, code } from '../../message.ts';
import { command } from '../labels.ts';
import type { LanguageWords } from '../words.ts';
import { text } from './spaced-text.ts';

export const parts: LanguageWords['parts'] = {
  names: { enforcement: '强制开启 MFA', database: '数据库', clock: '本机时钟' },
  quotaOf: (chat) => `${chat}本月调用额度`,
  chatAspects: {
    connection: '接收命令的连接建立不起来',
    sending: '消息发不出去',
    lookup: '查不到人员信息',
  },
  fails: {
    account: '账号读取不完整',
    quota: '本月额度已用完',
    enforcement: '无法读取或修改登录配置',
    database: '无法读写',
    clock: '与厂商时间相差一小时以上，已停止发送',
  },
  todo: {
    chat: text`请在机器人所在的机器上运行${code('npm run doctor')}，它会指出应用里要改哪里；改好后会自动恢复。`,
    account: text`请在机器人所在的机器上运行${code('npm run doctor')}，它会指出缺哪个角色或权限；然后执行${command('audit')}。`,
    quota: text`下个月会自动恢复；也可以在厂商处提高额度，并同步修改配置。`,
    enforcement: text`请检查执行身份的密钥、角色和策略：${code('npm run doctor')}会指出缺什么。`,
    clock: text`请校准机器人所在机器的时钟（${code('timedatectl set-ntp true')}）。`,
  },
  databaseTodo: {
    full: text`磁盘已满：请清理数据库所在的磁盘。`,
    locked: text`数据库被其他程序占用：请结束占用它的程序（例如备份任务）。`,
    read_only: text`数据库是只读的：请以可写方式挂载磁盘，或把文件属主改为机器人的运行用户。`,
    no_way_in: text`数据库文件打不开：请确认文件夹存在，且文件和文件夹都属于机器人的运行用户。`,
    damaged: text`文件已损坏，或者不是数据库：请确认${code('DATABASE_URL')}指向正确的文件，或恢复备份。`,
    device: text`数据库所在的磁盘报错：请检查磁盘；如果磁盘已坏，请换一块磁盘并恢复备份。`,
    other: text`请检查机器人所用数据库的磁盘或服务器。`,
  },
  since: (part, what, since, why) => text`${part}：${bold(what)}，自${since}起（${why}）。`,
  notWorking: '未正常工作',
  failed: {
    summary: (part, vendorCode, others) => (others === 0 ? text`未正常工作：${part}（${vendorCode}）` : text`未正常工作：${part}（${vendorCode}）等${others + 1}项`),
    title: 'MFA 机器人有部分功能停止工作',
    after: '不会丢失任何内容：恢复后，等待中的消息会自动发出，我也会告诉你。在此之前不再重复提醒。',
  },
  works: {
    summary: (part, others) => (others === 0 ? text`已恢复：${part}` : text`已恢复：${part}等${others + 1}项`),
    line: (part, from, to) => text`${part}已恢复正常。中断时间：${from}至${to}。`,
    after: '这段时间里该发的消息会在各人的工作时间内发出，每人一条。',
  },
  refused: {
    summary: (chat, people) => text`${chat}已连续一天拒绝向${people}人投递`,
    what: (chat) => text`${chat}已连续一天拒绝我给下列人员发消息，给其他人的消息则正常。我会继续每天重试一次。`,
    line: (person, why, since) => text`${person}：${why}，自${since}起`,
    todo: text`请直接告诉他们，或者放开限制：${command('status unreachable')}可以看到涉及哪些 RAM 用户。`,
  },
};
