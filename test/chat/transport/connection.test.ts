import { describe, expect, test } from 'vitest';
import { DeliveryError } from '../../../src/chat/delivery-error.ts';
import { Connection, type Link, pauseMs } from '../../../src/chat/transport/connection.ts';
import type { DeliveryFailure } from '../../../src/domain/delivery.ts';
import { createLog } from '../../../src/log.ts';

const BACKOFF = { maxMs: 30_000, refusedMs: 20_000 };
const failure = (reason: DeliveryFailure, retryAfterMs: number | null = null) =>
  new DeliveryError({ reason, code: 'code', message: 'Refused.', retryAfterMs });

class StagedLink implements Link {
  readonly #ended = Promise.withResolvers<'farewell' | 'gone'>();
  readonly ended = this.#ended.promise;
  isClosed = false;

  isAlive(): boolean {
    return !this.isClosed;
  }

  async close(): Promise<void> {
    this.isClosed = true;
  }

  end(how: 'farewell' | 'gone'): void {
    this.#ended.resolve(how);
  }
}

/** A connection to a vendor whose answers are given by hand. */
function staged() {
  const attempts: PromiseWithResolvers<Link>[] = [];
  const pauses: number[] = [];
  const lines: string[] = [];
  const connection = new Connection({
    chat: 'slack',
    backoff: BACKOFF,
    open(signal) {
      const attempt = Promise.withResolvers<Link>();
      signal.addEventListener('abort', () => attempt.reject(failure('unavailable')), { once: true });
      attempts.push(attempt);
      return attempt.promise;
    },
    wait: async (durationMs) => void pauses.push(durationMs),
    random: () => 0,
    log: createLog('info', { write: (line) => void lines.push(JSON.parse(line).state ?? 'failed') }),
  });
  async function attempt(count: number): Promise<PromiseWithResolvers<Link>> {
    await expect.poll(() => attempts.length).toBe(count);
    const last = attempts.at(-1);
    if (last === undefined) throw new Error('nothing was opened');
    return last;
  }
  return { connection, pauses, lines, attempt, attempts: () => attempts.length };
}

test('a connection that said farewell is closed once there is another', async () => {
  const { connection, attempt, lines } = staged();
  const [old, next] = [new StagedLink(), new StagedLink()];
  connection.keep();
  (await attempt(1)).resolve(old);
  await expect.poll(() => connection.isUp).toBe(true);
  old.end('farewell');
  const second = await attempt(2);
  expect([old.isClosed, connection.isUp]).toEqual([false, false]);
  second.resolve(next);
  await expect.poll(() => [old.isClosed, connection.isUp]).toEqual([true, true]);
  await connection.stop();
  expect(next.isClosed).toBe(true);
  expect(lines).toEqual(['connected', 'disconnected', 'connected', 'disconnected']);
});

test('one that is gone is opened again, and each failure is told', async () => {
  const { connection, attempt, pauses, lines } = staged();
  const first = new StagedLink();
  connection.keep();
  (await attempt(1)).resolve(first);
  first.end('gone');
  (await attempt(2)).reject(failure('unavailable'));
  (await attempt(3)).reject(failure('configuration'));
  await attempt(4);
  await connection.stop();
  expect(first.isClosed).toBe(true);
  // One short life, then two failures; what is refused is asked about seldom.
  expect(pauses).toEqual([0, 1000, 10_000]);
  expect(lines).toEqual(['connected', 'disconnected', 'failed', 'failed']);
});

test('the first one is given up at its age, the next ones are not', async () => {
  const { connection, attempt, attempts } = staged();
  const [first, second] = [new StagedLink(), new StagedLink()];
  connection.keep(1);
  (await attempt(1)).resolve(first);
  (await attempt(2)).resolve(second);
  await expect.poll(() => connection.isUp).toBe(true);
  expect([first.isClosed, second.isClosed, attempts()]).toEqual([true, false, 2]);
  await connection.stop();
});

test('a defect while opening ends it, and is not taken for a failure of the vendor', async () => {
  const { connection, attempt } = staged();
  connection.keep();
  (await attempt(1)).reject(new TypeError('a defect'));
  await expect(connection.stop()).rejects.toThrow(TypeError);
});

describe('pauses', () => {
  const least = { ...BACKOFF, random: () => 0 };
  const most = { ...BACKOFF, random: () => 1 };

  test.each([
    ['the vendor renewed it', null, 1, 0, 0],
    ['it keeps ending early', null, 3, 2000, 4000],
    ['not reached', failure('unavailable'), 1, 500, 1000],
    ['not reached, the tenth time', failure('unavailable'), 10, 15_000, 30_000],
    ['not reached for days', failure('unavailable'), 5000, 15_000, 30_000],
    ['refused', failure('configuration'), 1, 10_000, 20_000],
    ['refused for long', failure('configuration'), 10, 15_000, 30_000],
    ['asked for a longer pause', failure('rate_limited', 300_000), 1, 300_000, 300_000],
  ])('%s', (_, error, failures, fromMs, toMs) => {
    expect(pauseMs(error, failures, least)).toBe(fromMs);
    expect(pauseMs(error, failures, most)).toBe(toMs);
  });
});
