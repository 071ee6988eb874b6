import type { Clock } from '../domain/clock.ts';
import { isSpent } from '../domain/quota.ts';
import { type PartBoard, WORKED } from './part-board.ts';
import { meteredMonths, type QuotaDeps } from './quota.ts';

/** Is anything left of what each chat counts by the month? */
export async function watchQuotas(
  deps: QuotaDeps & { readonly board: PartBoard; readonly clock: Clock },
): Promise<void> {
  const months = Map.groupBy(await meteredMonths(deps, deps.clock.now()), ({ chat }) => chat);
  for (const [chat, meters] of months) {
    const about = { part: `quota:${chat}`, aspect: 'whole' } as const;
    const spent = meters.find(isSpent);
    if (spent === undefined) deps.board.report(about, WORKED);
    else {
      const code = spent.refusedWith ?? `${spent.meter}_quota`;
      deps.board.report(about, { kind: 'failed', code, isPermanent: true, clearedBy: 'check' });
    }
  }
}
