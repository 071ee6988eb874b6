import { bold } from '../../message.ts';
import type { LanguageWords } from '../words.ts';
import { text } from './spaced-text.ts';

const FROM = '我是安全团队的 MFA 机器人。';

export const standing: LanguageWords['standing'] = {
  owned: (user, account) => text`你负责的服务账号${user}（账号${account}）`,
  eachOwned: text`你负责的以下服务账号`,
  ownedOne: (userName, account) => `服务账号 ${userName}（${account}）`,
  ownedSeveral: (count) => `你负责的 ${count} 个服务账号`,
  openings: {
    first: (who) => text`${FROM}${who}可以登录阿里云控制台，还没有开启多因素认证（MFA）。`,
    reminder: (who) => text`${FROM}${who}仍未开启多因素认证（MFA）。`,
    warning: (who) => text`${FROM}${who}仍未开启多因素认证（MFA），截止时间快到了。`,
    deadline: (who) => text`${FROM}${who}仍未开启多因素认证（MFA），这是截止前的最后一次提醒。`,
    overdue: (who) => text`${FROM}${who}仍未开启多因素认证（MFA），截止时间已过。`,
    regressed: (who) => text`${FROM}${who}的 MFA 设备已被解绑，现在一个也没有了。`,
  },
  passwordIsEnough: '别人拿到它的密码，就能以它的身份登录。',
  alreadyRequired: '这里已强制开启 MFA，下次登录就会要求绑定设备。请尽快绑定，以免被知道密码的人抢先。',
  willBeNamed: '从现在起，发给安全团队的日报会列出它，直到完成为止。',
  youDidNot: (contact) => text`如果不是你的团队解绑的，请马上告诉${contact}：可能有人在用它。`,
  isItNeeded: (contact) => text`${bold('没有人用它登录控制台？')}请让${contact}删除它的控制台密码：那样就不用绑定，它的 AccessKey 照常可用。`,
  lineOwned: '这是你负责的服务账号。',
  notMine: '这不归我负责',
  shared: (user, names) => text`${user}由你和${names}共用：只要其中一人绑定就行。`,
  thanksSummary: (user, account) => text`谢谢，${user}（${account}）已开启 MFA。不知道是谁操作的？请告诉安全团队`,
  notYours: (contact) => text`${bold('不知道是谁操作的？')}请马上告诉${contact}：可能有人用密码抢先绑定了设备。`,
  enforcedSummary: (user) => text`${user}已被强制开启 MFA，下次登录时需要绑定设备`,
  enforced: (user, account, at) => text`我是安全团队的 MFA 机器人。管理员已于${at}强制你负责的服务账号${user}（账号${account}）开启 MFA，下次登录就会要求绑定设备。请现在就绑定，以免被知道密码的人抢先。`,
};
