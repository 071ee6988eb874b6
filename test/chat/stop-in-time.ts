import { expect } from 'vitest';
import type { CommandSource } from '../../src/chat/chat.ts';

/** As long as a whole process may take to stop: what waits for a vendor is ended by it, and seen. */
const STOP_WITHIN_MS = 10_000;

/** Stops by itself, not because its time is up. */
export async function stopInTime(commandSource: CommandSource): Promise<void> {
  const deadline = AbortSignal.timeout(STOP_WITHIN_MS);
  await commandSource.stop(deadline);
  expect(deadline.aborted).toBe(false);
}
