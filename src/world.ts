import type { Accounts, LoginProfiles, VendorClock } from './alibaba/accounts.ts';
import type { AlibabaChecks } from './alibaba/index.ts';
import type { ChatProvider, CheckChat } from './chat/chat.ts';
import type { ContactRules } from './contacts/resolve-contact.ts';
import type { ChatName } from './domain/chats.ts';
import type { Clock } from './domain/clock.ts';
import type { Meanings } from './domain/code-meaning.ts';
import type { MonthlyQuotas } from './domain/quota.ts';
import type { OutreachPolicy } from './outreach/outlook.ts';
import type { PostAudience } from './store/posts.ts';

/** What tests and the demo put in the place of the machine's own: the only seam there is. */
export interface Seam {
  readonly clock: Clock;
  /** In [0, 1). */
  readonly random: () => number;
}

/** One configured chat, and who is who there. */
export interface ChatSetup extends PostAudience {
  readonly provider: ChatProvider;
  /** Calls a calendar month; null where they are not counted. */
  readonly monthlyQuotas: MonthlyQuotas | null;
  readonly check: CheckChat;
}

/** Everything built from the configuration that asks or tells the outside world. */
export interface World {
  readonly accounts: Accounts;
  readonly vendorClock: VendorClock;
  /** null where no enforcer is configured. */
  readonly loginProfiles: LoginProfiles | null;
  readonly alibabaChecks: AlibabaChecks;
  readonly chats: readonly ChatSetup[];
  readonly contactRules: ContactRules;
  readonly meanings: Meanings;
  readonly policy: OutreachPolicy;
  readonly newId: () => string;
}

/** Chats that have none (`pick` says null) are not in it. */
export function byChat<T>(
  chats: readonly ChatSetup[],
  pick: (chat: ChatSetup) => T | null,
): ReadonlyMap<ChatName, T> {
  return new Map(
    chats.flatMap((chat) => {
      const picked = pick(chat);
      return picked === null ? [] : [[chat.chat, picked] as const];
    }),
  );
}
