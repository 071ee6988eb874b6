import type { ClockMove } from '../acts.ts';

/** In the order they stand in. */
export const CLOCK_MOVE_NAMES: readonly ClockMove[] = ['next_hour', 'next_working_day', 'next_step'];
