import { bold, code } from '../../message.ts';
import { command } from '../labels.ts';
import type { LanguageWords } from '../words.ts';
import { text } from './spaced-text.ts';
import { REMOVE_LOGIN } from './status.ts';

const BUTTON = '我不需要了';
const NOTHING_TO_DO = '管理员就可以删除密码，你什么都不用设置。';

export const stillNeeded: LanguageWords['stillNeeded'] = {
  button: BUTTON,
  question: '你还需要登录控制台吗？',
  since: (when) => text`你上次登录是${when}。`,
  ifNot: text`如果不需要了，请点「${BUTTON}」：${NOTHING_TO_DO}`,
  ifNotOne: text`如果不需要了，请照下面的写法告诉我：${NOTHING_TO_DO}`,
  user: (user, account) => text`${user}，账号${account}`,
  lineSince: (when) => text`：上次登录${when}。`,
  lineIfNot: (typed) => text`不需要了：${typed}。`,
  noted: {
    summary: (user) => text`已记下：不再需要${user}`,
    done: (user) => text`${bold('已记下，谢谢。')}安全团队已经知道，你不再需要用${user}登录控制台。`,
    already: (user, when) => text`你在${when}已经说过：不再需要用${user}登录控制台。安全团队已经知道。`,
    goesOn: text`在管理员删除密码之前，它仍可能被盗用，所以提醒会继续，截止时间也不变；密码删除后，提醒会自动停止。又需要了？那就请开启 MFA：${command('me')}会告诉你怎么做。`,
  },
  post: {
    summary: (name, user) => text`${name}不再需要用${user}登录控制台`,
    said: ({ name, memberId, chat }, user, account) => text`${bold(name)}（${code(memberId)}，${chat}）说：不再需要用${user}（账号${account}）登录控制台。`,
    remove: (user) => text`如果属实，请删除：${REMOVE_LOGIN}。机器人自己不会删除任何东西。${user}的情况：${command('status unused')}。`,
    accessKeys: '该用户的 AccessKey 不受影响。',
  },
};
