import type { Language } from '../../domain/message.ts';

/** What stands for what did not fit. */
export function more(language: Language, count: number): string {
  return language === 'zh' ? `…… 另有 ${count} 项` : `… and ${count} more`;
}
