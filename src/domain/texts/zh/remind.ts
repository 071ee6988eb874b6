import { bold } from '../../message.ts';
import type { LanguageWords } from '../words.ts';
import { text } from './spaced-text.ts';

export const remind: LanguageWords['remind'] = {
  willBe: (user) => text`将提醒${user}`,
  willNotBe: (user) => text`没有提醒${user}`,
  goesOut: (who, step, when) => text`${who}会再收到一条消息（${step}），发送时间不早于${when}。发送前会再检查一次，截止时间不变。`,
  tooSoon: (who, when) => text`${bold('没有提醒：')}${who}在${when}刚收到过消息，不到一天。请满一天后再试。`,
  notTold: (who) => text`${bold('没有提醒：')}${who}还没有收到过通知，无从提醒。首次通知会自动发出。`,
  notToldUntil: (who, when) => text`${bold('没有提醒：')}不确定${who}是否收到了上一条消息。下一条会包含全部内容，${when}自动发出。`,
  held: (who, why) => text`${bold('没有提醒：')}现在不给${who}发消息，原因：${why}。`,
  noCase: (who) => text`${bold('没有提醒：')}目前不需要${who}做什么。`,
  look: (typed) => text`目前的情况：${typed}。`,
};
