import { aftermathOf, type DeliveryFailure } from './delivery.ts';

/** How one chat has answered lately, as far as it refuses: alike, with nobody reached in between. */
export interface RefusalStreak {
  readonly code: string;
  readonly memberIds: readonly string[];
  /** Runs in a row in which everybody tried was refused like this. */
  readonly runs: number;
}

/** Not confirmed, for a reason that may be this person's or everybody's; once somebody is reached there is no streak. */
export function afterRefusal(
  streak: RefusalStreak | null,
  { memberId, code }: { readonly memberId: string; readonly code: string },
): RefusalStreak {
  if (streak?.code !== code) return { code, memberIds: [memberId], runs: 0 };
  return streak.memberIds.includes(memberId)
    ? streak
    : { ...streak, memberIds: [...streak.memberIds, memberId] };
}

/** A run has ended in which somebody was tried and nobody was reached. */
export function afterRun(streak: RefusalStreak | null): RefusalStreak | null {
  return streak === null ? null : { ...streak, runs: streak.runs + 1 };
}

const PEOPLE_ALIKE = 3;
const RUNS_ALIKE = 2;

/** Refused alike for three people in a row, or, where fewer are due, for all of them in two runs in a row: it is the chat. */
export function isRefusingEverybody(streak: RefusalStreak | null): boolean {
  return streak !== null && (streak.memberIds.length >= PEOPLE_ALIKE || streak.runs >= RUNS_ALIKE);
}

/** Whom a failure is about: this person, or the chat, which is slow, does not answer, refuses the app, or refuses everybody. */
export type FailureScope = 'person' | 'slow_chat' | 'silent_chat' | 'refused_app' | 'refused_people';

export function scopeOf(
  failure: { readonly reason: DeliveryFailure; readonly restOfRun: 'goes_on' | 'waits' | 'stops' },
  streak: RefusalStreak | null,
): FailureScope {
  if (aftermathOf(failure.reason).reportedAs === 'stopped_chat') return 'refused_app';
  if (failure.restOfRun === 'stops') return 'silent_chat';
  if (failure.restOfRun === 'waits') return 'slow_chat';
  return isRefusingEverybody(streak) ? 'refused_people' : 'person';
}
