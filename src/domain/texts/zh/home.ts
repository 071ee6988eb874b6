import type { LanguageWords } from '../words.ts';
import { text } from './spaced-text.ts';

export const home: LanguageWords['home'] = {
  title: '管理员：总体情况',
  administrators: '未开启 MFA 的管理员',
  lastAudit: '上次完整检查',
  noAudit: '还没有',
  everything: '全部情况',
  trend: (line, from, to) => text`30 天：${line}（从${from}到${to}）。`,
};
