import type { VendorClock } from '../alibaba/accounts.ts';
import { type PartBoard, WORKED } from './part-board.ts';

const HOUR_MS = 60 * 60_000;
const CLOCK = { part: 'clock', aspect: 'whole' } as const;

/** Holds the machine's clock against the vendor's: an hour off, nobody is written to at a wrong hour. False while it is wrong. */
export async function watchClock(
  { vendorClock, board }: { readonly vendorClock: VendorClock; readonly board: PartBoard },
  signal: AbortSignal,
): Promise<boolean> {
  const aheadMs = await vendorClock.machineAheadMs(signal);
  if (aheadMs === null) return false;
  const hours = Math.floor(Math.abs(aheadMs) / HOUR_MS);
  if (hours === 0) {
    board.report(CLOCK, WORKED);
    return true;
  }
  const code = `${hours}h_${aheadMs > 0 ? 'ahead' : 'behind'}`;
  board.report(CLOCK, { kind: 'failed', code, isPermanent: true, clearedBy: 'check' });
  return false;
}

export function isClockWrong(board: Pick<PartBoard, 'record'>): boolean {
  return board.record(CLOCK)?.isPermanent ?? false;
}
