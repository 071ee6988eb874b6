import { atMinute, dayOf, plusDays } from './calendar.ts';
import type { Notice } from './case-file.ts';

/** Granted time, or asked for. `lost_phone`: three days at once. */
export interface Exemption {
  readonly kind: 'reasoned' | 'lost_phone';
  readonly untilAt: number;
  readonly askedAt: number;
  readonly askedBy: string;
  state: 'requested' | 'declined' | 'lapsed' | 'active' | 'over';
}

const DAY_MS = 86_400_000;

/** A request stands for a week, and not beyond the day it asks for. */
export const isLapsed = ({ askedAt, untilAt }: Exemption, now: number) =>
  now >= Math.min(askedAt + 7 * DAY_MS, untilAt);

/** To the end of a day that is at most ninety days ahead; null: it is not asked for. */
export function requested(
  all: readonly Exemption[],
  ask: { readonly day: string; readonly by: string },
  at: { readonly now: number; readonly zone: string },
): Exemption | null {
  const { now, zone } = at;
  const today = dayOf(now, zone);
  if (ask.day < today || ask.day > plusDays(today, 90)) return null;
  if (all.some((one) => one.state === 'requested' && !isLapsed(one, now))) return null;
  const untilAt = atMinute(plusDays(ask.day, 1), 0, zone);
  return { kind: 'reasoned', untilAt, askedAt: now, askedBy: ask.by, state: 'requested' };
}

/** Once in thirty days. */
export function lostPhone(
  all: readonly Exemption[],
  by: string,
  { now, zone }: { readonly now: number; readonly zone: string },
): Exemption | null {
  const last = all.findLast(({ kind }) => kind === 'lost_phone');
  if (last !== undefined && now - last.askedAt < 30 * DAY_MS) return null;
  const untilAt = atMinute(plusDays(dayOf(now, zone), 4), 0, zone);
  return { kind: 'lost_phone', untilAt, askedAt: now, askedBy: by, state: 'active' };
}

/** The n-th that was granted of its kind. */
export function ordinalOf(exemption: Exemption, all: readonly Exemption[]): number {
  const alike = all.filter(
    ({ kind, state }) => kind === exemption.kind && (state === 'active' || state === 'over'),
  );
  return alike.indexOf(exemption) + 1;
}

/** The one whose end is to be told of: the last, when it is a week away; a lost phone's was told when it began. */
export function ending(all: readonly Exemption[], now: number): Exemption | null {
  const granted = all.filter(({ state, untilAt }) => state === 'active' && untilAt > now);
  const last = granted.toSorted((a, b) => a.untilAt - b.untilAt).at(-1);
  return last === undefined || last.kind === 'lost_phone' || now < tellsFrom(last) ? null : last;
}

export const tellsFrom = ({ untilAt }: Exemption) => untilAt - 7 * DAY_MS;

/** Whether a notice about an exemption still says what is so. */
export function isStillGranted(
  { step, occurrence }: Notice,
  all: readonly Exemption[],
  now: number,
): boolean {
  const granted = all.filter(({ state, untilAt }) => state === 'active' && untilAt > now);
  const lost = granted.findLast(({ kind }) => kind === 'lost_phone') ?? null;
  const told = step === 'lost_phone' ? lost : ending(all, now);
  return told !== null && ordinalOf(told, all) === occurrence;
}
