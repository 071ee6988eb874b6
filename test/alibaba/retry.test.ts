import { describe, expect, it } from 'vitest';
import { AlibabaError } from '../../src/alibaba/accounts.ts';
import { repeatRead } from '../../src/alibaba/retry.ts';
import { SteppedClock } from './stepped-clock.ts';

const never = new AbortController().signal;

const failure = (details: { readonly retryable: boolean; readonly retryAfterMs?: number }) =>
  new AlibabaError({ reason: 'throttled', code: 'Throttling.User', message: 'Try again later.', ...details });

/** Fails as often as told, then answers. */
function failing(times: number, error: AlibabaError) {
  let attempts = 0;
  return {
    attempts: () => attempts,
    read: async () => {
      attempts += 1;
      if (attempts <= times) throw error;
      return 'answer';
    },
  };
}

describe('repeating a read', () => {
  it.each([
    { name: 'once throttled', times: 1, retryable: true, answered: true, attempts: 2 },
    { name: 'seven times throttled', times: 7, retryable: true, answered: true, attempts: 8 },
    { name: 'always throttled', times: 99, retryable: true, answered: false, attempts: 8 },
    { name: 'refused', times: 99, retryable: false, answered: false, attempts: 1 },
  ])('$name', async ({ times, retryable, answered, attempts }) => {
    const clock = new SteppedClock(0);
    const call = failing(times, failure({ retryable }));
    const done = clock.runUntilDone(repeatRead(call.read, { clock, random: () => 0.99 }, never));
    if (answered) await expect(done).resolves.toBe('answer');
    else await expect(done).rejects.toThrow(AlibabaError);
    expect(call.attempts()).toBe(attempts);
  });

  it('waits longer each time, by chance up to the whole of it', async () => {
    const longest = await waits(() => 1);
    const shortest = await waits(() => 0);
    expect(longest).toEqual([200, 400, 800, 1_600, 3_200, 5_000, 5_000]);
    expect(shortest).toEqual([0, 0, 0, 0, 0, 0, 0]);
  });

  it('waits at least as long as the vendor asks', async () => {
    const clock = new SteppedClock(0);
    const call = failing(1, failure({ retryable: true, retryAfterMs: 7_000 }));
    await clock.runUntilDone(repeatRead(call.read, { clock, random: () => 0 }, never));
    expect(clock.now()).toBe(7_000);
  });

  it('gives up at once when the vendor asks for more than a read may take', async () => {
    const clock = new SteppedClock(0);
    const call = failing(1, failure({ retryable: true, retryAfterMs: 120_000 }));
    await expect(repeatRead(call.read, { clock, random: () => 0 }, never)).rejects.toThrow(AlibabaError);
    expect(call.attempts()).toBe(1);
  });

  it('bounds the whole, also where each attempt takes long', async () => {
    const clock = new SteppedClock(0);
    let attempts = 0;
    const slow = async () => {
      attempts += 1;
      await clock.sleep(10_000);
      throw failure({ retryable: true });
    };
    await expect(clock.runUntilDone(repeatRead(slow, { clock, random: () => 0.5 }, never))).rejects.toThrow();
    expect(attempts).toBe(5);
    expect(clock.now()).toBeLessThan(60_000);
  });

  it('stops waiting when told to', async () => {
    const clock = new SteppedClock(0);
    const abort = new AbortController();
    const call = failing(99, failure({ retryable: true }));
    const done = repeatRead(call.read, { clock, random: () => 0.5 }, abort.signal);
    abort.abort(new Error('stopped'));
    await expect(clock.runUntilDone(done)).rejects.toThrow('stopped');
  });

  async function waits(random: () => number): Promise<readonly number[]> {
    const slept: number[] = [];
    const clock = { now: () => 0, sleep: async (durationMs: number) => void slept.push(durationMs) };
    const call = failing(99, failure({ retryable: true }));
    await repeatRead(call.read, { clock, random }, never).catch(() => undefined);
    return slept;
  }
});
