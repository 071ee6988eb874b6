import { text } from '../../message.ts';
import { localNumbers } from '../figures.ts';
import { localTime } from '../local-time.ts';
import type { LanguageWords } from '../words.ts';

const LOCALE = 'zh-CN';

/** How Chinese writes dates, numbers and lists. */
export const grammar: LanguageWords['grammar'] = {
  ...localTime({
    locale: LOCALE,
    date: 'yyyy年M月d日（ccc）',
    time: 'HH:mm',
    zone: (zone) => (zone === 'Asia/Shanghai' ? '（北京时间）' : `（${zone}）`),
  }),
  ...localNumbers(LOCALE),
  stop: '。',
  colon: '：',
  separator: '、',
  brackets: (what) => text`（${what}）`,
  account: (alias, id) => `${alias}（${id}）`,
  more: (count) => text`另有 ${count} 个未列出`,
};
