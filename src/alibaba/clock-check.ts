import { type CheckLine, failed, ok, warning } from '../domain/check-line.ts';
import type { VendorClock } from './accounts.ts';

const WHAT = 'clock';
const WARN_FROM_MS = 60_000;
/** Requests that are 15 minutes off are refused. */
const FAIL_FROM_MS = 10 * 60_000;
const ADVICE = "set this machine's clock (timedatectl set-ntp true): requests 15 minutes off are refused";
const NETWORK =
  'the machine needs a way to Alibaba Cloud, directly or through HTTPS_PROXY (docs/operations.md)';

/** Holds the machine's clock against the vendor's. */
export async function checkClock(vendorClock: VendorClock, signal: AbortSignal): Promise<CheckLine> {
  const aheadMs = await vendorClock.machineAheadMs(signal);
  if (aheadMs === null) return warning(WHAT, "could not be compared with Alibaba Cloud's", NETWORK);
  const offMs = Math.abs(aheadMs);
  if (offMs <= WARN_FROM_MS) return ok(WHAT, "agrees with Alibaba Cloud's");
  const minutes = (offMs / 60_000).toFixed(offMs < 10 * 60_000 ? 1 : 0);
  const detail = `${minutes} minutes ${aheadMs > 0 ? 'ahead of' : 'behind'} Alibaba Cloud's`;
  return offMs > FAIL_FROM_MS ? failed(WHAT, detail, ADVICE) : warning(WHAT, detail, ADVICE);
}
