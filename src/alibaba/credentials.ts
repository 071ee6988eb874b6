import type { Secret } from '../config/secret.ts';
import type { Clock, EpochMs } from '../domain/clock.ts';
import type { CallContext } from './call-context.ts';
import { untilAborted } from './deadline.ts';

/** What requests are signed with. */
export interface AccessKeys {
  readonly accessKeyId: string;
  readonly accessKeySecret: Secret;
  /** Of a temporary identity. */
  readonly securityToken: Secret | null;
}

export interface Credentials {
  /** @throws {AlibabaError} when there are none */
  current(context: CallContext): Promise<AccessKeys>;
  /** The service refused these: they are not handed out again where newer ones can be had. */
  discard(keys: AccessKeys): void;
}

/** An access key from the configuration. */
export interface StaticKeys {
  readonly accessKeyId: string;
  readonly accessKeySecret: Secret;
  readonly securityToken?: Secret | null | undefined;
}

export function staticCredentials(configured: StaticKeys): Credentials {
  const keys: AccessKeys = {
    accessKeyId: configured.accessKeyId,
    accessKeySecret: configured.accessKeySecret,
    securityToken: configured.securityToken ?? null,
  };
  return { current: async () => keys, discard: () => undefined };
}

/** Where even new ones are refused, fetching again at every call would only double the calls. */
const DISCARD_AFTER_MS = 60_000;
const NEVER = new AbortController().signal;

/**
 * Credentials that are fetched: anew after `freshMs`, by one fetch at a time. While that fails the old ones serve on, up
 * to `usableMs` after they came.
 */
export function fetchedCredentials(options: {
  readonly fetch: (context: CallContext) => Promise<AccessKeys>;
  readonly freshMs: number;
  readonly usableMs: number;
  readonly clock: Clock;
}): Credentials {
  const { fetch, freshMs, usableMs, clock } = options;
  let known: { readonly keys: AccessKeys; readonly fetchedAt: EpochMs } | null = null;
  let fetching: Promise<AccessKeys> | null = null;

  const isYounger = (ageMs: number) => known !== null && Math.abs(clock.now() - known.fetchedAt) < ageMs;

  async function refresh(context: CallContext): Promise<AccessKeys> {
    try {
      const fetchedAt = clock.now();
      const keys = await fetch({ ...context, signal: NEVER, priority: 'interactive' });
      known = { keys, fetchedAt };
      return keys;
    } catch (error) {
      if (known !== null && isYounger(usableMs)) return known.keys;
      throw error;
    } finally {
      fetching = null;
    }
  }

  return {
    async current(context) {
      if (known !== null && isYounger(freshMs)) return known.keys;
      // Shared by all who wait, so it goes on when the one who came first no longer wants it.
      fetching ??= refresh(context);
      return untilAborted(fetching, context.signal);
    },
    discard(keys) {
      if (known?.keys === keys && !isYounger(DISCARD_AFTER_MS)) known = null;
    },
  };
}
