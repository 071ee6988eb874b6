import type { Clock, EpochMs } from '../../domain/clock.ts';
import { unlessAborted } from './deadline.ts';
import { readFailureCode } from './patient-read.ts';
import { type Roster, type RosterDeps, readRoster } from './roster.ts';

const FRESH_FOR_MS = 24 * 60 * 60_000;
/** After a failure nobody waits for the same failure again, person by person. */
const FAILURE_STANDS_FOR_MS = 60_000;

/** Why nothing is known of anybody. */
interface ReadFailure {
  readonly code: string;
}

interface DailyRosterDeps extends RosterDeps {
  readonly clock: Clock;
}

export interface DailyRoster {
  read(signal: AbortSignal): Promise<Roster | ReadFailure>;
  /** What is known without asking Slack. */
  known(): Roster | null;
}

/** The member list: read when first asked for, at most once a day, by one reader at a time. */
export function createDailyRoster(deps: DailyRosterDeps): DailyRoster {
  let last: { readonly readAt: EpochMs; readonly result: Roster | ReadFailure } | null = null;
  let reading: Promise<Roster | ReadFailure> | null = null;

  async function readAnew(signal: AbortSignal): Promise<Roster | ReadFailure> {
    const startedAt = deps.clock.now();
    try {
      const result = await readRoster(deps, signal);
      last = { readAt: startedAt, result };
      return result;
    } catch (error) {
      const result = { code: readFailureCode(error, signal) };
      if (!signal.aborted) last = { readAt: deps.clock.now(), result };
      return result;
    } finally {
      reading = null;
    }
  }

  function current(): Roster | ReadFailure | null {
    if (last === null) return null;
    const validForMs = 'code' in last.result ? FAILURE_STANDS_FOR_MS : FRESH_FOR_MS;
    return Math.abs(deps.clock.now() - last.readAt) < validForMs ? last.result : null;
  }

  async function readOnce(signal: AbortSignal): Promise<Roster | ReadFailure> {
    const others = reading;
    if (others === null) {
      reading = readAnew(signal);
      return reading;
    }
    await unlessAborted(others, signal);
    if (signal.aborted) return { code: 'aborted' };
    const result = await others;
    // Whoever read it was stopped, which is no answer for anybody else.
    const wasStopped = 'code' in result && result.code === 'aborted';
    return wasStopped ? readOnce(signal) : result;
  }

  return {
    read: async (signal) => current() ?? readOnce(signal),
    known() {
      const result = current();
      return result === null || 'code' in result ? null : result;
    },
  };
}
