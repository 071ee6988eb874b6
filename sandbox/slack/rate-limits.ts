import { RateLimitedError } from './slack-api-error.ts';

/** Calls a minute: Slack's tiers, and `special` for auth.test ("hundreds"). */
const CALLS_PER_MINUTE = { tier2: 20, tier3: 50, tier4: 100, special: 600 } as const;
export type Tier = keyof typeof CALLS_PER_MINUTE;

// One message a second and channel is documented, as are a short burst and a workspace-wide limit, both without figures.
const CHANNEL_BURST = 5;
const CHANNEL_MESSAGES_PER_MINUTE = 60;
const WORKSPACE_MESSAGES_PER_MINUTE = 300;

interface Bucket {
  tokens: number;
  filledAtMs: number;
}

export interface RateLimits {
  /** @throws {RateLimitedError} */
  countCall(method: string, tier: Tier): void;
  /** @throws {RateLimitedError} */
  countMessage(channel: string): void;
}

/** Token buckets per method and per channel, refilled by the given clock (epoch ms). */
export function createRateLimits(now: () => number): RateLimits {
  const buckets = new Map<string, Bucket>();

  function take(key: string, capacity: number, perMinute: number): void {
    const perMs = perMinute / 60_000;
    const bucket = buckets.get(key) ?? { tokens: capacity, filledAtMs: now() };
    const elapsedMs = Math.max(0, now() - bucket.filledAtMs);
    const tokens = Math.min(capacity, bucket.tokens + elapsedMs * perMs);
    if (tokens < 1) {
      buckets.set(key, { tokens, filledAtMs: now() });
      throw new RateLimitedError(Math.max(1, Math.ceil((1 - tokens) / perMs / 1000)));
    }
    buckets.set(key, { tokens: tokens - 1, filledAtMs: now() });
  }

  return {
    countCall(method, tier) {
      const perMinute = CALLS_PER_MINUTE[tier];
      take(`method ${method}`, perMinute, perMinute);
    },
    countMessage(channel) {
      take(`channel ${channel}`, CHANNEL_BURST, CHANNEL_MESSAGES_PER_MINUTE);
      take('workspace', WORKSPACE_MESSAGES_PER_MINUTE, WORKSPACE_MESSAGES_PER_MINUTE);
    },
  };
}

export const NO_RATE_LIMITS: RateLimits = { countCall: () => {}, countMessage: () => {} };
