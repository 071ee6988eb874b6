import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRateLimit } from '../../src/alibaba/rate-limit.ts';
import { SteppedClock } from './stepped-clock.ts';

const never = new AbortController().signal;

/** Starts as many calls as there are, as fast as they may, and returns when each started. */
async function startTimes(options: {
  readonly calls: number;
  readonly maxCallsPerSecond: number;
  readonly lateByMs?: () => number;
}): Promise<readonly number[]> {
  const clock = new SteppedClock(1_000_000);
  const late = {
    now: () => clock.now(),
    sleep: (ms: number) => clock.sleep(ms + (options.lateByMs?.() ?? 0)),
  };
  const rateLimit = createRateLimit(options.maxCallsPerSecond, late);
  const starts: number[] = [];
  const all = Array.from({ length: options.calls }, () =>
    rateLimit.take('audit', never).then(() => starts.push(clock.now())),
  );
  await clock.runUntilDone(Promise.all(all));
  return starts;
}

function mostInOneSecond(starts: readonly number[]): number {
  return Math.max(...starts.map((start) => starts.filter((at) => at >= start && at - start < 1_000).length));
}

describe('rate limit', () => {
  it('never lets more than the cap start within any second, however late timers fire', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 60 }),
        fc.array(fc.nat(180), { minLength: 1 }),
        async (cap, delays) => {
          let turn = 0;
          const lateByMs = () => delays[turn++ % delays.length] ?? 0;
          const starts = await startTimes({ calls: cap * 3, maxCallsPerSecond: cap, lateByMs });
          expect(mostInOneSecond(starts)).toBeLessThanOrEqual(cap);
        },
      ),
      { numRuns: 40 },
    );
  });

  it.each([
    { maxCallsPerSecond: 1, calls: 5 },
    { maxCallsPerSecond: 20, calls: 400 },
    { maxCallsPerSecond: 90, calls: 900 },
  ])('uses the rate of $maxCallsPerSecond/s to nine tenths', async ({ maxCallsPerSecond, calls }) => {
    const starts = await startTimes({ calls, maxCallsPerSecond });
    const tookMs = (starts.at(-1) ?? 0) - (starts[0] ?? 0);
    expect(tookMs).toBeLessThanOrEqual((1.1 * 1_000 * calls) / maxCallsPerSecond);
  });

  it('spaces calls evenly instead of spending a second at once', async () => {
    const starts = await startTimes({ calls: 20, maxCallsPerSecond: 20 });
    const inTheFirstQuarter = starts.filter((at) => at - (starts[0] ?? 0) < 250).length;
    expect(inTheFirstQuarter).toBeLessThanOrEqual(7);
  });

  it('lets the calls of several accounts go at the same instants', async () => {
    const clock = new SteppedClock(1_000_003);
    const starts: number[] = [];
    const take = (times: number) => {
      const rateLimit = createRateLimit(100, clock);
      return Array.from({ length: times }, () =>
        rateLimit.take('audit', never).then(() => starts.push(clock.now())),
      );
    };
    const one = take(50);
    await clock.advance(7);
    const other = take(50);
    await clock.runUntilDone(Promise.all([...one, ...other]));
    // Of each the first goes at once.
    expect(starts.length).toBe(100);
    expect(new Set(starts).size).toBeLessThanOrEqual(2 + 500 / 20 + 1);
  });

  it('lets an interactive call go before all that wait for an audit', async () => {
    const clock = new SteppedClock(0);
    const rateLimit = createRateLimit(10, clock);
    const order: string[] = [];
    const audit = Array.from({ length: 30 }, (_, index) =>
      rateLimit.take('audit', never).then(() => order.push(`audit ${index}`)),
    );
    await clock.advance(500);
    const startedBefore = order.length;
    const interactive = rateLimit.take('interactive', never).then(() => order.push('interactive'));
    await clock.runUntilDone(Promise.all([...audit, interactive]));
    expect(order.indexOf('interactive')).toBe(startedBefore);
  });

  it('leaves half of the cap to others, however many looks wait, and lets the interactive ones go first', async () => {
    const clock = new SteppedClock(0);
    const rateLimit = createRateLimit(10, clock);
    const starts: { readonly priority: string; readonly at: number }[] = [];
    const begin = (priority: 'look' | 'interactive' | 'audit') =>
      rateLimit.take(priority, never).then(() => starts.push({ priority, at: clock.now() }));
    const looks = Array.from({ length: 30 }, () => begin('look'));
    const audit = Array.from({ length: 30 }, () => begin('audit'));
    const interactive = Array.from({ length: 10 }, () => begin('interactive'));
    await clock.runUntilDone(Promise.all([...looks, ...audit, ...interactive]));
    const timesOf = (priority: string) =>
      starts.filter((one) => one.priority === priority).map(({ at }) => at);
    expect(mostInOneSecond(timesOf('look'))).toBeLessThanOrEqual(5);
    expect(Math.max(...timesOf('interactive'))).toBeLessThan(1_500);
    expect(Math.max(...timesOf('audit'))).toBeLessThan(Math.max(...timesOf('look')) + 1_500);
  });

  it('frees the place of a call that is no longer wanted', async () => {
    const clock = new SteppedClock(0);
    const rateLimit = createRateLimit(1, clock);
    const abort = new AbortController();
    await rateLimit.take('audit', never);
    const unwanted = rateLimit.take('audit', abort.signal);
    const wanted = rateLimit.take('audit', never);
    abort.abort(new Error('stopped'));
    await expect(unwanted).rejects.toThrow('stopped');
    await clock.runUntilDone(wanted);
    expect(clock.now()).toBeLessThan(1_100);
  });

  it('keeps the cap when timers fire a little early', async () => {
    const clock = new SteppedClock(1_000_000);
    const early = { now: () => clock.now(), sleep: (ms: number) => clock.sleep(Math.max(0, ms - 1)) };
    const rateLimit = createRateLimit(20, early);
    const starts: number[] = [];
    const all = Array.from({ length: 100 }, () =>
      rateLimit.take('audit', never).then(() => starts.push(clock.now())),
    );
    await clock.runUntilDone(Promise.all(all));
    expect(mostInOneSecond(starts)).toBeLessThanOrEqual(20);
  });

  it('does not wait forever on a clock that stands still', async () => {
    const still = { now: () => 1_000_000, sleep: async () => undefined };
    const rateLimit = createRateLimit(5, still);
    const all = Array.from({ length: 50 }, () => rateLimit.take('audit', never));
    await expect(Promise.all(all)).resolves.toHaveLength(50);
  });

  it('goes on when the clock was set back', async () => {
    const clock = new SteppedClock(10_000_000);
    const rateLimit = createRateLimit(1, clock);
    await rateLimit.take('audit', never);
    clock.set(1_000_000);
    await clock.runUntilDone(rateLimit.take('audit', never));
    expect(clock.now()).toBeLessThan(1_100_000);
  });
});
