import type { EpochMs } from './clock.ts';

/** `device_bound`: by the user, who signs in to do so. */
const WITNESSED_KINDS = ['signed_in', 'device_bound'] as const;
export type WitnessedKind = (typeof WITNESSED_KINDS)[number];

/** What the vendor recorded of one user; only what succeeded. */
export interface WitnessedEvent {
  readonly kind: WitnessedKind;
  readonly at: EpochMs;
  /** An address of IPv4 or IPv6; null: the record names none. Personal data: for that person and for admins alone. */
  readonly fromAddress: string | null;
  /** Was MFA asked for at this sign-in? null: the record does not say. */
  readonly mfaChecked: boolean | null;
}

/** How far back events can be looked up. They show up some ten minutes late. */
export const WITNESS_REACH_MS = 90 * 24 * 60 * 60_000;
