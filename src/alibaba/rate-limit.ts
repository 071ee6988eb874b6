import type { Clock, EpochMs } from '../domain/clock.ts';
import { onAbort } from './deadline.ts';

/**
 * In the order in which they go. `interactive`: somebody waits for the answer, or a message for its live check.
 * `look`: whether somebody has bound a device meanwhile; these never use more than half of the cap.
 * `next_user`: the first call for a user of an audit, so that whoever was begun is finished first.
 */
const CALL_PRIORITIES = ['interactive', 'look', 'audit', 'next_user'] as const;
export type CallPriority = (typeof CALL_PRIORITIES)[number];

export interface RateLimit {
  /** Resolves when one more call may start. Rejects with the signal's reason. */
  take(priority: CallPriority, signal: AbortSignal): Promise<void>;
}

const SECOND_MS = 1_000;
/**
 * The window in which the cap holds. Longer than a second, because the distance between two calls shrinks on the way:
 * what leaves in 1,050 ms must not arrive within 1,000.
 */
const WINDOW_MS = 1_050;
/**
 * Timers fire at the multiples of this, those of all accounts together: what leaves together comes back together, and the
 * processor is woken once for it instead of once for each call.
 */
const TICK_MS = 20;
/** A timer that fired late may be caught up by this much; the window still holds. */
const CATCH_UP_MS = 100;

interface Waiter {
  readonly start: () => void;
}

type Waiting = Readonly<Record<CallPriority, Set<Waiter>>>;

/** At most `maxCallsPerSecond` in any second, evenly spaced but for what one tick takes together. */
export function createRateLimit(maxCallsPerSecond: number, clock: Clock): RateLimit {
  const waiting: Waiting = {
    interactive: new Set(),
    look: new Set(),
    audit: new Set(),
    next_user: new Set(),
  };
  const pace = createPace(maxCallsPerSecond);
  const lookPace = createPace(maxCallsPerSecond / 2);
  let pumping = false;

  async function pump(): Promise<void> {
    pumping = true;
    let now = clock.now();
    while (isAnyWaiting(waiting)) {
      const mayLook = lookPace.delayUntilNext(now) === 0;
      const next = first(waiting, mayLook);
      // Where only looks wait, somebody else may come before their time.
      const delayMs = next === null ? SECOND_MS / maxCallsPerSecond : pace.delayUntilNext(now);
      if (next === null || delayMs > 0) {
        const tickAt = Math.ceil((now + delayMs) / TICK_MS) * TICK_MS;
        await clock.sleep(tickAt - now);
        // At least as long was slept, also by a clock that stands still or whose timers are a little early.
        now = Math.max(clock.now(), tickAt);
        // Whoever is first now goes: an interactive call may have come meanwhile.
        continue;
      }
      pace.started(now);
      if (waiting.look.has(next)) lookPace.started(now);
      next.start();
      now = clock.now();
    }
    pumping = false;
  }

  return {
    take(priority, signal) {
      return new Promise((resolve, reject) => {
        if (signal.aborted) return reject(signal.reason);
        const queue = waiting[priority];
        const takeBack = onAbort(signal, () => {
          queue.delete(waiter);
          reject(signal.reason);
        });
        const waiter: Waiter = {
          start: () => {
            queue.delete(waiter);
            takeBack();
            resolve();
          },
        };
        queue.add(waiter);
        if (!pumping) void pump();
      });
    },
  };
}

function isAnyWaiting(waiting: Waiting): boolean {
  return CALL_PRIORITIES.some((priority) => waiting[priority].size > 0);
}

function first(waiting: Waiting, mayLook: boolean): Waiter | null {
  for (const priority of CALL_PRIORITIES) {
    if (priority === 'look' && !mayLook) continue;
    for (const waiter of waiting[priority]) return waiter;
  }
  return null;
}

/** When calls may start: evenly spaced, and never more than the cap within the window. */
function createPace(maxCallsPerSecond: number) {
  const spacingMs = SECOND_MS / maxCallsPerSecond;
  const startedAt: EpochMs[] = [];
  let plannedAt = Number.NEGATIVE_INFINITY;

  return {
    delayUntilNext(now: EpochMs): number {
      const last = startedAt.at(-1);
      // A clock set back would otherwise stop all calls until it has caught up.
      if (last !== undefined && last - now > SECOND_MS) {
        startedAt.length = 0;
        plannedAt = now;
      }
      const oldest = startedAt.length < maxCallsPerSecond ? undefined : startedAt[0];
      const windowEndsAt = oldest === undefined ? now : oldest + WINDOW_MS;
      return Math.max(0, Math.ceil(Math.max(plannedAt, windowEndsAt) - now));
    },
    started(now: EpochMs): void {
      if (startedAt.length >= maxCallsPerSecond) startedAt.shift();
      startedAt.push(now);
      plannedAt = Math.max(plannedAt, now - CATCH_UP_MS) + spacingMs;
    },
  };
}
