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

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** Events show up late: the last hour is looked at again. */
const OVERLAP_MS = HOUR_MS;
/** Whoever is followed up is looked up this often. */
export const WITNESS_EVERY_MS = HOUR_MS;

/** From when on to look; `witnessedAt`: the last look. */
export function lookUpFrom(witnessedAt: EpochMs | null, now: EpochMs): EpochMs {
  return Math.max(now - WITNESS_REACH_MS, (witnessedAt ?? Number.NEGATIVE_INFINITY) - OVERLAP_MS);
}

/** The last binding of a device within that time. */
export function bindingWithin(
  events: readonly WitnessedEvent[],
  { from, to }: { readonly from: EpochMs; readonly to: EpochMs },
): WitnessedEvent | null {
  return events.findLast(({ kind, at }) => kind === 'device_bound' && at >= from && at <= to) ?? null;
}

const SHOWS_UP_AFTER_MS = 10 * MINUTE_MS;
/** Whose device is not in the record by then, was not bound by the user. */
export const BINDING_SOUGHT_FOR_MS = 6 * HOUR_MS;

/** Somebody was thanked for a device: is it time to look for the moment it was bound? At first after ten minutes, then ever more rarely. */
export function isBindingSought(
  { thankedAt, witnessedAt }: { readonly thankedAt: EpochMs; readonly witnessedAt: EpochMs | null },
  now: EpochMs,
): boolean {
  const age = now - thankedAt;
  if (age < SHOWS_UP_AFTER_MS || age > BINDING_SOUGHT_FOR_MS) return false;
  const lookedAfterMs = (witnessedAt ?? Number.NEGATIVE_INFINITY) - thankedAt;
  return lookedAfterMs < SHOWS_UP_AFTER_MS || age >= 2 * lookedAfterMs;
}

/** Whether an account lets its record be looked into: only one that did can stop doing so. */
export interface RecordAccess {
  readonly answeredAt: EpochMs | null;
  readonly failingSince: EpochMs | null;
}

/** `hasStopped`: admins are to hear of it, once; from then on it counts as never granted, since that may be what they want. */
export function afterLookUp(
  known: RecordAccess,
  failure: { readonly isGrantMissing: boolean } | null,
  now: EpochMs,
): RecordAccess & { readonly hasStopped: boolean } {
  if (failure === null) return { answeredAt: now, failingSince: null, hasStopped: false };
  const failingSince = known.failingSince ?? now;
  const isLasting = failure.isGrantMissing || now - failingSince >= DAY_MS;
  const hasStopped = known.answeredAt !== null && isLasting;
  return { answeredAt: hasStopped ? null : known.answeredAt, failingSince, hasStopped };
}

/** The last time the password alone was enough. */
export function lastWithoutMfa(events: readonly WitnessedEvent[]): WitnessedEvent | null {
  return events.findLast(({ kind, mfaChecked }) => kind === 'signed_in' && mfaChecked === false) ?? null;
}

/** With fewer earlier sign-ins nothing can be said of where somebody usually is. */
const EARLIER_MIN = 5;

export interface UnfamiliarSignIn {
  readonly at: EpochMs;
  readonly fromAddress: string;
  /** How many earlier ones are known, none of them from there. */
  readonly earlier: number;
}

/** At the first look at somebody, what is older is no news. */
export function newsSince(witnessedAt: EpochMs | null, now: EpochMs): EpochMs {
  return witnessedAt === null ? now - DAY_MS : lookUpFrom(witnessedAt, now);
}

/** Of what was just looked up, sign-ins by the password alone from where none came before; each place once. */
export function unfamiliarSignIns(
  known: readonly WitnessedEvent[],
  { events, since }: { readonly events: readonly WitnessedEvent[]; readonly since: EpochMs },
): readonly UnfamiliarSignIn[] {
  const places = new Set(signInsFrom(known).map(({ fromAddress }) => placeOf(fromAddress)));
  const all = signInsFrom([...known, ...events.filter((one) => !known.some((other) => isSame(one, other)))]);
  const found: UnfamiliarSignIn[] = [];
  for (const { at, fromAddress, mfaChecked } of signInsFrom(events)) {
    const earlier = all.filter((one) => one.at < at).length;
    const isNew = !places.has(placeOf(fromAddress));
    places.add(placeOf(fromAddress));
    if (isNew && earlier >= EARLIER_MIN && at >= since && mfaChecked === false)
      found.push({ at, fromAddress, earlier });
  }
  return found;
}

function isSame(one: WitnessedEvent, other: WitnessedEvent): boolean {
  return one.kind === other.kind && one.at === other.at && one.fromAddress === other.fromAddress;
}

type SignInFrom = WitnessedEvent & { readonly fromAddress: string };

function signInsFrom(events: readonly WitnessedEvent[]): readonly SignInFrom[] {
  return events.filter((one): one is SignInFrom => one.kind === 'signed_in' && one.fromAddress !== null);
}

const GROUPS = 8;

/** Of IPv6 the network: the rest of the address changes from day to day by itself (RFC 8981). */
function placeOf(address: string): string {
  const [head = '', tail] = address.toLowerCase().split('::');
  if (!address.includes(':') || address.includes('.')) return address;
  const groups = (part: string) => (part === '' ? [] : part.split(':'));
  const [first, last] = [groups(head), groups(tail ?? '')];
  const between = Array.from({ length: GROUPS - first.length - last.length }, () => '0');
  return [...first, ...between, ...last]
    .slice(0, GROUPS / 2)
    .map((group) => Number.parseInt(group, 16))
    .join(':');
}
