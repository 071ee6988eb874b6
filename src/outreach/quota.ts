import type { EpochMs } from '../domain/clock.ts';
import type { ChatName } from '../domain/message.ts';
import type { QuotaLine } from '../domain/texts/catalogue.ts';
import { addDays, type LocalDate, type LocalMonth, localDate, localMonth } from '../domain/work-calendar.ts';
import { meteredCalls } from '../store/chat-memory.ts';
import type { Store } from '../store/database.ts';
import type { CaseOutlook } from './outlook.ts';

/** From this share of the month's calls on, people of one step and deadline share one call. */
const BATCH_ABOVE = 0.6;

export interface QuotaDeps {
  readonly db: Store;
  readonly policy: { readonly timeZone: string };
  /** Calls a calendar month, of the chats that count them. */
  readonly monthlyQuotas: ReadonlyMap<ChatName, number>;
}

/** How far each counted chat's month is used up, with what is still to come as far as can be seen. */
export async function readQuotas(
  deps: QuotaDeps,
  outlooks: readonly CaseOutlook[],
  now: EpochMs,
): Promise<readonly QuotaLine[]> {
  const today = localDate(now, deps.policy.timeZone);
  const month = localMonth(now, deps.policy.timeZone);
  const lines: QuotaLine[] = [];
  for (const [chat, quota] of deps.monthlyQuotas) {
    const used = await meteredCalls(deps.db, chat, month);
    const theirs = outlooks.filter((one) => one.contact.kind === 'found' && one.contact.person.chat === chat);
    const forecast = personalCalls(theirs, deps.policy.timeZone, month) + daysLeft(today, month);
    const dueNow = peopleDue(theirs);
    lines.push({ chat, used, quota, forecast, batching: used + dueNow > BATCH_ABOVE * quota });
  }
  return lines;
}

/** Steps that fall into this month, were each to be a call of its own. */
function personalCalls(outlooks: readonly CaseOutlook[], zone: string, month: LocalMonth): number {
  const isThisMonth = (at: EpochMs) => localMonth(at, zone) === month;
  return outlooks.reduce(
    (sum, { plan }) =>
      sum + (plan.due === null ? 0 : 1) + (plan.next !== null && isThisMonth(plan.next.dueAt) ? 1 : 0),
    0,
  );
}

/** A digest a day. */
function daysLeft(today: LocalDate, month: LocalMonth): number {
  let days = 0;
  for (let date = addDays(today, 1); date.startsWith(month); date = addDays(date, 1)) days += 1;
  return days;
}

function peopleDue(outlooks: readonly CaseOutlook[]): number {
  const due = outlooks.filter((one) => one.plan.due !== null && one.heldBecause === null);
  return new Set(due.flatMap(({ contact }) => (contact.kind === 'found' ? contact.person.memberId : [])))
    .size;
}
