import { type CheckLine, failed, ok, warning } from '../domain/check-line.ts';
import type { Clock } from '../domain/clock.ts';
import type { Endpoints } from './endpoints.ts';

const WHAT = 'clock';
const WARN_FROM_MS = 60_000;
/** Requests that are 15 minutes off are refused. */
const FAIL_FROM_MS = 10 * 60_000;
const ADVICE = "set this machine's clock (timedatectl set-ntp true): requests 15 minutes off are refused";

/** Holds the machine's clock against the time that any answer of Alibaba Cloud carries, whoever asks. */
export async function checkClock(
  endpoint: Endpoints['sts'],
  clock: Clock,
  signal: AbortSignal,
): Promise<CheckLine> {
  const sentAt = clock.now();
  const date = await dateOf(`${endpoint.protocol}://${endpoint.host}/`, signal);
  if (date === null) return warning(WHAT, `could not be compared: no answer from ${endpoint.host}`, NETWORK);
  const vendorNow = Date.parse(date);
  if (Number.isNaN(vendorNow)) return warning(WHAT, `could not be compared with ${endpoint.host}`, ADVICE);
  return verdict((sentAt + clock.now()) / 2 - vendorNow);
}

const NETWORK = 'the machine needs a direct way to Alibaba Cloud, without a proxy (docs/operations.md)';

async function dateOf(url: string, signal: AbortSignal): Promise<string | null> {
  try {
    const response = await fetch(url, { redirect: 'manual', signal });
    await response.body?.cancel();
    return response.headers.get('date') ?? '';
  } catch {
    return null;
  }
}

function verdict(aheadMs: number): CheckLine {
  const offMs = Math.abs(aheadMs);
  if (offMs <= WARN_FROM_MS) return ok(WHAT, "agrees with Alibaba Cloud's");
  const minutes = (offMs / 60_000).toFixed(offMs < 10 * 60_000 ? 1 : 0);
  const detail = `${minutes} minutes ${aheadMs > 0 ? 'ahead of' : 'behind'} Alibaba Cloud's`;
  return offMs > FAIL_FROM_MS ? failed(WHAT, detail, ADVICE) : warning(WHAT, detail, ADVICE);
}
