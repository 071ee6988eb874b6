import { code } from '../../message.ts';
import type { LanguageWords } from '../words.ts';
import { text } from './spaced-text.ts';

export const witness: LanguageWords['witness'] = {
  bound: (at) => text`设备绑定于${at}。`,
  boundFrom: (at, address) => text`设备绑定于${at}，来自地址${address}。`,
  used: (user, at) => text`有人在${at}用${user}的密码登录，没有经过第二步验证。`,
  usedFrom: (user, at, address) => text`有人在${at}从地址${address}用${user}的密码登录，没有经过第二步验证。`,
  wasNotYou: (contact) => text`如果不是你，请马上告诉${contact}。`,
  wasNobodyKnown: (contact) => text`如果你也不知道是谁，请马上告诉${contact}。`,
  unfamiliar: {
    summary: (users, account) => `账号 ${account}：${users} 个用户从未见过的地址登录，没有经过 MFA`,
    title: '从未见过的地址登录，没有经过 MFA',
    line: ({ user, at, address, earlier }) => text`${user}：${at}，来自${address}；已知此前登录 ${earlier} 次，没有一次来自那里。`,
    fact: '这只是操作审计（ActionTrail）里的记录：出差、换网络、用 VPN 看起来都一样。只告诉了管理员。',
    todo: (enforce) => text`拿不准就按平时的方式问本人。${enforce}会让下次登录时要求开启 MFA；密码如果已被别人知道，需要在 RAM 控制台修改。`,
  },
  closed: {
    summary: (account) => text`账号${account}的登录记录查不到了`,
    title: '登录记录查不到了',
    what: (account, vendorCode) => text`此前可以通过操作审计（ActionTrail）查到账号${account}的用户何时、从哪里登录和绑定设备，现在查不到了（${vendorCode}）。`,
    todo: text`如果是你们有意收回了${code('actiontrail:LookupEvents')}，不用做什么；否则请在机器人所在的机器上运行${code('npm run doctor')}，它会指出缺什么。其他功能照常，这件事不再提醒。`,
  },
};
