import type { EpochMs } from '../domain/clock.ts';
import type { Counts } from '../domain/digest.ts';
import type { AccountId } from '../domain/ram-user.ts';
import type { LocalDate } from '../domain/work-calendar.ts';
import type { Store } from './database.ts';
import { storedCounts } from './stored-counts.ts';

/** What a digest showed: its complete accounts with their figures. */
export interface ShownFigures {
  readonly localDate: LocalDate;
  /** The same instant as its posts were planned at. */
  readonly builtAt: EpochMs;
  readonly accounts: readonly { readonly accountId: AccountId; readonly counts: Counts }[];
}

export async function saveShownFigures(store: Store, shown: ShownFigures): Promise<void> {
  const { localDate, builtAt, accounts } = shown;
  if (accounts.length === 0) return;
  await store
    .insertInto('digestAccount')
    .values(
      accounts.map(({ accountId, counts }) => ({
        localDate,
        accountId,
        builtAt,
        counts: storedCounts.write(counts),
      })),
    )
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

export interface LastShown {
  /** When the last digest that was sent was built; null: none was. */
  readonly builtAt: EpochMs | null;
  /** Of each account, what the last sent digest that showed it complete said. */
  readonly counts: ReadonlyMap<AccountId, Counts>;
}

/** What was last said in a digest that reached a channel, of a date before `date`. */
export async function findLastShown(store: Store, date: LocalDate): Promise<LastShown> {
  const sent = await store
    .selectFrom('post')
    .select('plannedAt')
    .where('kind', '=', 'digest')
    .where('state', '=', 'sent')
    .orderBy('plannedAt', 'desc')
    .limit(1)
    .executeTakeFirst();
  const rows = await store
    .selectFrom('digestAccount')
    .selectAll()
    .where('localDate', '<', date)
    .where('builtAt', 'in', (eb) =>
      eb.selectFrom('post').select('plannedAt').where('kind', '=', 'digest').where('state', '=', 'sent'),
    )
    .orderBy('builtAt')
    .execute();
  return {
    builtAt: sent?.plannedAt ?? null,
    counts: new Map(rows.map((row) => [row.accountId, storedCounts.read(row.counts)])),
  };
}
