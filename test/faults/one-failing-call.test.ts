import { expect, test } from 'vitest';
import { disturbedDays, FAULTS, isSound, labelOf, quietDays } from '../chaos/fault-loop.ts';

const TEST_TIMEOUT_MS = 240_000;
/** `npm run chaos -- faults` goes through every class and every call. */
const EVERY_NTH_CLASS = 5;

test.each(['slack', 'dingtalk'] as const)(
  'one call fails, in %s: nothing is lost, nothing is said twice, and nothing false',
  {
    timeout: TEST_TIMEOUT_MS,
  },
  async (chat) => {
    const { outcome, counts } = await quietDays(chat);
    const faults = FAULTS.filter(
      (fault) => fault.in === chat || (chat === 'slack' && fault.in !== 'dingtalk'),
    );
    for (const [index, fault] of faults.entries()) {
      if (index % EVERY_NTH_CLASS !== 0) continue;
      const at = 1 + ((index * 37 + 20) % counts[fault.in]);
      const found = await disturbedDays(chat, outcome, { fault, at });
      expect(isSound(found), `${labelOf(fault)} at ${at}: ${JSON.stringify(found)}`).toBe(true);
    }
  },
);
