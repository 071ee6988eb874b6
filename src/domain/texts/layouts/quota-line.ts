import { CHATS, type ChatName } from '../../chats.ts';
import type { Text } from '../../message.ts';
import type { Meter } from '../../quota.ts';
import { joined } from '../compose.ts';
import type { Words } from '../words.ts';

/** Of one of the things a chat counts by the month. */
export interface QuotaLine {
  readonly chat: ChatName;
  readonly meter: Meter;
  readonly used: number;
  readonly quota: number;
  readonly isSpent: boolean;
  /** Still to be used this month, as far as can be seen. */
  readonly forecast: number;
  /** Past 60 % of the calls, people of one step and deadline get the same words in one call. */
  readonly batching: boolean;
}

export function quotaLine(words: Words, line: QuotaLine): Text {
  const { quotas: w, grammar, vocabulary } = words;
  const { chat, meter, used, quota, isSpent, forecast, batching } = line;
  const name = vocabulary.chatName(chat);
  const variable = CHATS[chat].variables.monthlyQuotas?.[meter] ?? name;
  return joined(
    w.used[meter](name, grammar.grouped(used), grammar.grouped(quota)),
    forecast > 0 ? w.forecast(grammar.grouped(forecast)) : w.noMore,
    isSpent ? w.spent[meter](name, variable) : null,
    !isSpent && batching ? w.batching : null,
  );
}
