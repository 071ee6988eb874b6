import type { EpochMs } from './clock.ts';

/** How somebody's console login was used, as far as the vendor tells. */
export interface ConsoleUse {
  /** The last sign-in to the console; null: none is on record. */
  readonly lastSignInAt: EpochMs | null;
  /** The login profile is at least as old as this; null: nobody told. */
  readonly profileSince: EpochMs | null;
}

const CONSOLE_USAGES = ['in_use', 'unused', 'none_on_record', 'not_known'] as const;
export type ConsoleUsage = (typeof CONSOLE_USAGES)[number];

/** As far as is known of the user itself: its sign-ins of any kind, the console's among them. */
export function anyUse(user: {
  readonly lastSignInAt: EpochMs | null;
  readonly consoleUse: ConsoleUse;
}): ConsoleUse {
  const signIns = [user.lastSignInAt, user.consoleUse.lastSignInAt].filter((at) => at !== null);
  return { ...user.consoleUse, lastSignInAt: signIns.length === 0 ? null : Math.max(...signIns) };
}

export const UNUSED_AFTER_MS = 90 * 24 * 60 * 60 * 1000;

/** Not on record is not long ago: only a sign-in that is known to be old makes a login unused. */
export function judgeConsoleUse({ lastSignInAt, profileSince }: ConsoleUse, now: EpochMs): ConsoleUsage {
  if (lastSignInAt !== null) return now - lastSignInAt > UNUSED_AFTER_MS ? 'unused' : 'in_use';
  if (profileSince === null) return 'not_known';
  return now - profileSince > UNUSED_AFTER_MS ? 'none_on_record' : 'not_known';
}

/** The last sign-in to a console login that nobody seems to use; null: it is in use, or nothing is known. */
export function unusedSince(use: ConsoleUse, now: EpochMs): EpochMs | null {
  return judgeConsoleUse(use, now) === 'unused' ? use.lastSignInAt : null;
}
