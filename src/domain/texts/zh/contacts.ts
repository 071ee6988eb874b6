import { bold } from '../../message.ts';
import { command } from '../labels.ts';
import type { LanguageWords } from '../words.ts';
import { text } from './spaced-text.ts';

export const contacts: LanguageWords['contacts'] = {
  notYours: {
    summary: (typed) => text`你名下没有 RAM 用户${typed}，没有做任何操作`,
    answer: (typed) => text`据我了解，你名下没有 RAM 用户${typed}，所以没有做任何操作。想看哪些是你的，请输入${command('me')}。`,
  },
  notMe: {
    summary: (user) => text`已记录：${user}不是你`,
    noted: (user) => text`谢谢告知。我不会再就${user}给你发消息，也不会再把它当作你的用户。管理员已收到通知，会确定它是谁的。`,
    byMistake: '点错了？请告诉管理员，管理员可以重新关联到你。',
  },
  shared: {
    summary: (user) => text`已记录：${user}是共用账号或服务账号`,
    noted: (user) => text`谢谢告知。管理员已经知道${user}是多人共用或供程序使用的，也知道是你说的。`,
    goesOn: '在管理员确定该通知谁之前，我会照常提醒你。',
  },
  linked: {
    summary: (user, names) => text`已关联：${user}是${names}`,
    to: (user, who) => text`${user}是${who}。`,
    toEach: (user, who) => text`${user}由${who}共用：每个人都会收到通知，只要其中一人完成绑定，就对所有人结束。`,
    fromNowOn: '今后相关消息都发给此人；之前收到通知的人不会再收到。',
    stillAway: (until, typed) => text`${bold('管理员已将该用户标记为暂时不在')}，到${until}，在此之前不会发消息。如果那是指之前的人，用${typed}结束。`,
    nobodySummary: (user) => text`已关联：${user}没有对应的人`,
    nobody: (user) => text`${user}在聊天工具里没有对应的人：不会给任何人发消息，它会列在${command('status unmapped')}里。`,
  },
  personNotFound: {
    summary: (typed) => text`没能关联到${typed}，没有做任何改动`,
    why: {
      none: (typed, chat) => text`在${chat}里找不到可以发消息的${typed}：可能不存在，或者是机器人。没有做任何改动。`,
      deactivated: (typed, chat) => text`${typed}在${chat}里已被停用，没法给对方发消息。没有做任何改动。`,
      not_joined: (typed, chat) => text`${typed}已受邀但还没有加入${chat}，没法给对方发消息。没有做任何改动。`,
      ambiguous: (typed, chat) => text`${chat}里有多个人符合${typed}。没有做任何改动。`,
      unreadable: (typed, chat) => text`刚才没能在${chat}里查到${typed}是谁。没有做任何改动。`,
    },
    todo: {
      none: '请写那边一位在职人员的 ID，或者那边登记的邮箱或手机号。',
      deactivated: '请写一位在职的人。',
      not_joined: '请等对方加入后再关联，或者写另一个人。',
      ambiguous: '请写其中那个人的 ID。',
      unreadable: '请过几分钟再试。',
    },
  },
  erase: {
    summary: '尚未执行任何操作：请查看并确认',
    title: '抹除一个人的信息',
    about: (member, chat) => text`将删除关于${chat}中${member}的全部已存信息：ID、姓名、邮箱、手机号和自由文本。做过的操作仍保留在记录里，显示为「已抹除」。${bold('此操作无法撤销。')}`,
    users: (count) => text`以下${count}个 RAM 用户属于此人。输入${command('link <用户> <人员>')}之前，不再为它们查找或通知任何人：`,
    noUsers: '没有属于此人的 RAM 用户。',
    elsewhere: '此人在另一个聊天工具里的 ID，请在那边用同样的命令抹除。',
    button: '抹除',
    orType: (typed, minutes) => text`也可以输入${typed}。只能由你使用一次，${minutes}分钟内有效。`,
    doneSummary: '已抹除',
    done: '已抹除。导出文件、备份和聊天工具里的消息仍保留原有内容，请在那里自行删除。',
    refusedSummary: (typed) => text`没有抹除${typed}，没有做任何改动`,
    refused: {
      admin: (typed) => text`${typed}是管理员，其操作必须留有记录：请先将其移出管理员名单并重启。`,
      nothing_stored: (typed) => text`没有保存关于${typed}的信息。已离职的人只能按 ID 查找。`,
      under_way: (typed) => text`正在给${typed}发消息，请过一分钟再试。`,
      ambiguous: (typed) => text`有多个人符合${typed}。请写其中那个人的 ID。`,
      unreadable: (typed) => text`刚才没能在聊天工具里查询${typed}，请过几分钟再试。`,
    },
  },
  speaker: (name, id, chat) => text`${name}（${chat} ID：${id}）`,
  disputed: {
    summary: (name, user) => text`${name}表示：${user}不是本人`,
    title: '有人表示「这不是我」',
    said: (who, user, account) => text`${who}表示，账号${account}的 RAM 用户${user}是别人的。我不会再就此给对方发消息。`,
    waits: '在你们确定之前不会通知任何人。可以这样处理：',
    othersGoOn: '其他共用者照常收到通知，不用处理。',
    enforce: (typed) => text`${typed}：不管是谁的，下次登录时强制开启 MFA`,
  },
  sharedAccount: {
    summary: (name, user) => text`${name}表示：${user}是共用账号或服务账号`,
    title: '有人表示「这是共用账号」',
    said: (who, user, account) => text`${who}表示，账号${account}的 RAM 用户${user}是多人共用或供程序使用的。`,
    goesOn: '目前仍由对方接收提醒。可以这样处理：',
    exempt: (typed) => text`${typed}：在它被替换之前不发消息`,
    several: (tool) => text`多人共用：在这条命令里写上所有人，用空格分开。服务账号有负责人：请在机器人所在的机器上用${tool}登记。`,
  },
  settle: {
    somebody: (typed) => text`${typed}：由这个人负责`,
    nobody: (typed) => text`${typed}：没有对应的人，不给任何人发消息`,
  },
};
