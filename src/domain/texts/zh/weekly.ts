import { bold } from '../../message.ts';
import type { LanguageWords } from '../words.ts';
import { text } from './spaced-text.ts';

export const weekly: LanguageWords['weekly'] = {
  title: (date) => text`MFA 周报，截至${date}`,
  summary: (date) => text`MFA 周报（截至${date}）：`,
  ofTarget: (percent, target) => `已保护 ${percent}，目标 ${target}%`,
  reached: (target) => text`${bold(`已达到 ${target}% 的目标。`)}`,
  missing: (target, users) => text`目标为 ${target}%，还差${users}个用户。`,
  before: (date, percent) => text`${date}为${percent}。`,
  nothingBefore: '一周前没有完整的数字可以对比。',
  enrolled: (count) => (count === 0 ? '最近七天，跟进的用户中没有人开启 MFA。' : `最近七天，跟进的用户中有 ${count} 个开启了 MFA。`),
  blocks: '卡在哪里',
  line: (what, count) => text`${what}：${count}个`,
  notNeeded: '本人表示不再需要控制台登录',
  inTime: '已通知、还没到截止时间',
};
