// https://open.dingtalk.com/document/development/how-to-process-api-throttling-on-the-dingtalk-server
const CALLS_PER_SECOND = 20;
const CHINA_STANDARD_TIME_MS = 8 * 60 * 60 * 1000;

/** What the organisation has used of what it may use. Months are China's. */
export interface Meters {
  /** false: more than 20 calls of this endpoint in this second of the clock. */
  admitCall(endpoint: string): boolean;
  /** Counts a metered call; false, and not counted, beyond the month's quota. */
  admitMeteredCall(): boolean;
  /** Counts a message received or answered by session webhook; false beyond the month's quota. */
  countStreamUse(): boolean;
  /** Metered calls this month. */
  readonly meteredCalls: number;
  /** Messages received or answered by session webhook this month. */
  readonly streamUses: number;
  useUpMeteredCalls(): void;
  useUpStream(): void;
}

interface Quotas {
  readonly meteredCallsPerMonth: number;
  readonly streamUsesPerMonth: number;
  /** false: any number of calls a second. */
  readonly limitsRate: boolean;
}

export function createMeters(now: () => number, quotas: Quotas): Meters {
  const calls = monthlyCounter(now);
  const stream = monthlyCounter(now);
  let second = Number.NaN;
  let callsThisSecond = new Map<string, number>();
  return {
    admitCall(endpoint) {
      const current = Math.floor(now() / 1000);
      if (current !== second) callsThisSecond = new Map();
      second = current;
      const made = callsThisSecond.get(endpoint) ?? 0;
      if (quotas.limitsRate && made >= CALLS_PER_SECOND) return false;
      callsThisSecond.set(endpoint, made + 1);
      return true;
    },
    admitMeteredCall() {
      if (calls.used >= quotas.meteredCallsPerMonth) return false;
      calls.used += 1;
      return true;
    },
    countStreamUse() {
      stream.used += 1;
      return stream.used <= quotas.streamUsesPerMonth;
    },
    get meteredCalls() {
      return calls.used;
    },
    get streamUses() {
      return stream.used;
    },
    useUpMeteredCalls() {
      calls.used = quotas.meteredCallsPerMonth;
    },
    useUpStream() {
      stream.used = quotas.streamUsesPerMonth;
    },
  };
}

/** Begins anew with each month. */
function monthlyCounter(now: () => number): { used: number } {
  const currentMonth = (): string => new Date(now() + CHINA_STANDARD_TIME_MS).toISOString().slice(0, 7);
  let month = '';
  let used = 0;
  return {
    get used() {
      return month === currentMonth() ? used : 0;
    },
    set used(value) {
      month = currentMonth();
      used = value;
    },
  };
}
