import type { ChatName } from '../domain/chats.ts';
import type { EpochMs } from '../domain/clock.ts';
import { forecastMonth } from '../domain/quota.ts';
import type { QuotaLine } from '../domain/texts/layouts/digest.ts';
import { localMonth } from '../domain/work-calendar.ts';
import { meteredCalls } from '../store/chat-memory.ts';
import type { Store } from '../store/database.ts';
import { type CaseOutlook, countPeopleDue } from './outlook.ts';

export interface QuotaDeps {
  readonly db: Store;
  readonly policy: { readonly timeZone: string };
  /** Calls a calendar month, of the chats that count them. */
  readonly monthlyQuotas: ReadonlyMap<ChatName, number>;
}

/** What each counted chat has used of its month. */
export async function meteredMonths(
  { db, policy, monthlyQuotas }: QuotaDeps,
  now: EpochMs,
): Promise<readonly { readonly chat: ChatName; readonly used: number; readonly quota: number }[]> {
  const month = localMonth(now, policy.timeZone);
  return Promise.all(
    [...monthlyQuotas].map(async ([chat, quota]) => ({
      chat,
      quota,
      used: await meteredCalls(db, chat, month),
    })),
  );
}

/** How far each counted chat's month is used up, with what is still to come as far as can be seen. */
export async function readQuotas(
  deps: QuotaDeps,
  outlooks: readonly CaseOutlook[],
  now: EpochMs,
): Promise<readonly QuotaLine[]> {
  const zone = deps.policy.timeZone;
  const lines: QuotaLine[] = [];
  for (const { chat, used, quota } of await meteredMonths(deps, now)) {
    const theirs = outlooks.filter((one) => one.contact.kind === 'found' && one.contact.person.chat === chat);
    const month = {
      used,
      quota,
      peopleDueNow: countPeopleDue(theirs.filter((one) => one.heldBecause === null)),
    };
    const expected = theirs.map(({ plan }) => ({
      isDue: plan.due !== null,
      nextAt: plan.next?.dueAt ?? null,
    }));
    const { forecast, isShort } = forecastMonth(month, expected, { now, zone });
    lines.push({ chat, used, quota, forecast, batching: isShort });
  }
  return lines;
}
