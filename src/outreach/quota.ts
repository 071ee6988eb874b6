import type { ChatName } from '../domain/chats.ts';
import type { EpochMs } from '../domain/clock.ts';
import {
  forecastMonth,
  forecastUses,
  isSpent,
  METERS,
  type Meter,
  type MonthlyQuotas,
  type MonthUse,
} from '../domain/quota.ts';
import type { QuotaLine } from '../domain/texts/layouts/quota-line.ts';
import { localMonth } from '../domain/work-calendar.ts';
import { usedOfMonth } from '../store/chat-memory.ts';
import type { Store } from '../store/database.ts';
import { type CaseOutlook, countPeopleDue } from './outlook.ts';

export interface QuotaDeps {
  readonly db: Store;
  readonly policy: { readonly timeZone: string };
  /** Of the chats that count. */
  readonly monthlyQuotas: ReadonlyMap<ChatName, MonthlyQuotas>;
}

interface MeteredMonth extends MonthUse {
  readonly chat: ChatName;
  readonly meter: Meter;
}

/** What each chat that counts has counted of this month. */
export async function meteredMonths(
  { db, policy, monthlyQuotas }: QuotaDeps,
  now: EpochMs,
): Promise<readonly MeteredMonth[]> {
  const month = localMonth(now, policy.timeZone);
  const asked = [...monthlyQuotas].flatMap(([chat, quotas]) =>
    METERS.map(async (meter) => {
      const use = await usedOfMonth(db, { chat, month, meter });
      return { chat, meter, quota: quotas[meter], ...use };
    }),
  );
  return Promise.all(asked);
}

/** How far each chat's month is used up, with what is still to come as far as can be seen. */
export async function readQuotas(
  deps: QuotaDeps,
  outlooks: readonly CaseOutlook[],
  now: EpochMs,
): Promise<readonly QuotaLine[]> {
  const at = { now, zone: deps.policy.timeZone };
  return (await meteredMonths(deps, now)).map((month) => {
    const { chat, meter, used, quota } = month;
    const { forecast, isShort } =
      meter === 'api_call'
        ? forecastCalls(month, outlooks, at)
        : { forecast: forecastUses(used, at), isShort: false };
    return { chat, meter, used, quota, isSpent: isSpent(month), forecast, batching: isShort };
  });
}

function forecastCalls(
  { chat, used, quota }: MeteredMonth,
  outlooks: readonly CaseOutlook[],
  at: { readonly now: EpochMs; readonly zone: string },
) {
  const theirs = outlooks.filter((one) => one.contact.kind === 'found' && one.contact.person.chat === chat);
  const peopleDueNow = countPeopleDue(theirs.filter((one) => one.heldBecause === null));
  const expected = theirs.map(({ plan }) => ({
    isDue: plan.due !== null,
    nextAt: plan.next?.dueAt ?? null,
  }));
  return forecastMonth({ used, quota, peopleDueNow }, expected, at);
}
