import { atMinute, dayOf, plusDays } from './calendar.ts';
import type { Colleague } from './world.ts';

/** Somebody is away, by their own word, their status, or an admin's word. */
export interface Leave {
  readonly by: 'own' | 'status' | 'admin';
  readonly person: Colleague;
  readonly since: number;
  untilAt: number;
  readonly zone: string;
  /** `undone`: back, whatever the status still says. */
  state: 'active' | 'undone' | 'over';
  endedAt: number | null;
  /** Since when nobody is written to because of it; null: somebody else who shares the user is there. */
  silentSince: number | null;
}

const DAYS_MAX = { own: 30, admin: 90 } as const;

/** The whole case's days of leave are limited: until the start of which day is somebody away who would be until `day`? null: none is left. */
export function granted(
  leaves: readonly Leave[],
  ask: {
    readonly word: 'own' | 'admin';
    readonly openedAt: number;
    readonly now: number;
    readonly zone: string;
  },
): { readonly lastDay: string } | null {
  const { word, openedAt, now, zone } = ask;
  const today = dayOf(now, zone);
  const used = new Set(
    leaves
      .filter(({ by }) => (by === 'admin') === (word === 'admin'))
      .flatMap((one) => daysOf(one, openedAt))
      .filter((day) => day < today),
  );
  const left = DAYS_MAX[word] - used.size;
  return left > 0 ? { lastDay: plusDays(today, left - 1) } : null;
}

function daysOf({ since, untilAt, endedAt, zone }: Leave, openedAt: number): readonly string[] {
  const from = Math.max(since, openedAt);
  const to = endedAt ?? untilAt;
  const days: string[] = [];
  for (let day = dayOf(from, zone); to > from && day <= dayOf(to - 1, zone); day = plusDays(day, 1))
    days.push(day);
  return days;
}

export const morningAfter = (day: string, zone: string) => atMinute(plusDays(day, 1), 0, zone);

/** What somebody says of themselves holds for them in the other chat too, unless several share the user. */
export function isWordOf({ person: said }: Leave, person: Colleague, people: readonly Colleague[]): boolean {
  return said.chat === person.chat ? said.memberId === person.memberId : people.length === 1;
}

/** Whether this one is away, of all who are behind a user. */
export function isAway(leaves: readonly Leave[], person: Colleague, people: readonly Colleague[]): boolean {
  return leaves.some(
    (one) => one.state === 'active' && (one.by === 'admin' || isWordOf(one, person, people)),
  );
}

/** Whether all of them are; where nobody is known, by an admin's word alone. */
export function areAllAway(leaves: readonly Leave[], people: readonly Colleague[]): boolean {
  if (people.length === 0) return leaves.some(({ state, by }) => state === 'active' && by === 'admin');
  return people.every((person) => isAway(leaves, person, people));
}

/** What a status makes of it: until its own end, while days are left. */
export function byStatus(
  leaves: readonly Leave[],
  person: Colleague,
  at: { readonly openedAt: number; readonly now: number; readonly zone: string },
): {
  readonly change: 'none' | 'ends' | 'forgotten' | 'begins' | 'moves';
  readonly untilAt: number;
  readonly zone: string;
} {
  const { openedAt, now } = at;
  const zone = person.zone ?? at.zone;
  const theirs = leaves.filter((one) => one.by === 'status' && one.person === person);
  const running = theirs.find(({ state }) => state === 'active');
  const isUndone = theirs.some(({ state }) => state === 'undone');
  const end = person.leave === null ? now : (person.leave.untilAt ?? Number.POSITIVE_INFINITY);
  const answer = (change: 'none' | 'ends' | 'forgotten' | 'begins' | 'moves', untilAt = now) => ({
    change,
    untilAt,
    zone,
  });
  if (end <= now) return answer(running ? 'ends' : isUndone ? 'forgotten' : 'none');
  const left = granted(leaves, { word: 'own', openedAt, now, zone });
  if (isUndone || left === null) return answer('none');
  const untilAt = Math.min(end, morningAfter(left.lastDay, zone));
  if (running === undefined) return answer('begins', untilAt);
  return answer(running.untilAt === untilAt ? 'none' : 'moves', untilAt);
}

/** Who ends one and begins another on the same day is given that day back once. */
export function countsFrom(leave: Leave, earlier: readonly Leave[], silentSince: number): number {
  const { zone } = leave;
  const day = dayOf(silentSince, zone);
  const isSameDay = earlier.some(
    ({ endedAt }) => endedAt !== null && endedAt <= silentSince && dayOf(endedAt - 1, zone) === day,
  );
  return isSameDay ? morningAfter(day, zone) : silentSince;
}
