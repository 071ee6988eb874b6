import type { ChatName } from '../domain/chats.ts';
import type { Clock, EpochMs } from '../domain/clock.ts';
import type { CaseOutlook } from './outlook.ts';

/** Since when messages that nothing holds have been waiting: a pass finds them, and the next one finds them gone. */
export interface WaitingMessages {
  /** All that could go out as a pass begins. */
  note(free: readonly CaseOutlook[]): void;
  /** The oldest in one chat; null: none waits. */
  since(chat: ChatName): EpochMs | null;
}

export function createWaitingMessages(clock: Clock): WaitingMessages {
  let waiting: ReadonlyMap<string, { readonly chat: ChatName; readonly since: EpochMs }> = new Map();
  return {
    note(free) {
      const now = clock.now();
      waiting = new Map(
        free.flatMap(({ file, plan, contact, audience }) => {
          if (contact.kind !== 'found') return [];
          const { chat } = contact.person;
          const key = `${file.caseId} ${plan.due?.step} ${audience} ${chat}`;
          return [[key, { chat, since: waiting.get(key)?.since ?? now }] as const];
        }),
      );
    },
    since(chat) {
      const theirs = [...waiting.values()].filter((one) => one.chat === chat);
      return theirs.length === 0 ? null : Math.min(...theirs.map((one) => one.since));
    },
  };
}
