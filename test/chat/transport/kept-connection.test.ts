import { describe, expect, test } from 'vitest';
import { DeliveryError } from '../../../src/chat/delivery-error.ts';
import { KeptConnection, type Link, pauseMs } from '../../../src/chat/transport/kept-connection.ts';
import type { DeliveryFailure } from '../../../src/domain/delivery.ts';
import { createLog } from '../../../src/log.ts';

const BACKOFF = { maxMs: 30_000, refusedMs: 20_000 };
const failure = (reason: DeliveryFailure, retryAfterMs: number | null = null) =>
  new DeliveryError({ reason, code: 'code', message: 'Refused.', retryAfterMs });

class StagedLink implements Link {
  readonly #ended = Promise.withResolvers<'farewell' | 'gone'>();
  readonly ended = this.#ended.promise;
  isClosed = false;

  heardAt = () => performance.now();

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
  const connection = new KeptConnection({
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

const isUp = (connection: KeptConnection) => connection.stateAt(0).kind === 'connected';

test('says why it is not connected, and for how long nothing has come', async () => {
  const { connection, attempt } = staged();
  expect(connection.stateAt(1000)).toEqual({ kind: 'not_connected', code: null, reason: null });
  connection.keep();
  (await attempt(1)).reject(failure('configuration'));
  const next = await attempt(2);
  expect(connection.stateAt(1000)).toEqual({ kind: 'not_connected', code: 'code', reason: 'configuration' });
  const link = new StagedLink();
  link.heardAt = () => performance.now() - 60_000;
  next.resolve(link);
  await expect.poll(() => connection.stateAt(0).kind).toBe('connected');
  const state = connection.stateAt(100_000);
  expect(state).toEqual({ kind: 'connected', lastFrameAt: expect.any(Number) });
  expect(state.kind === 'connected' && 100_000 - state.lastFrameAt).toBeGreaterThanOrEqual(60_000);
  link.end('gone');
  await attempt(3);
  expect(connection.stateAt(1000)).toEqual({ kind: 'not_connected', code: null, reason: null });
  await connection.stop();
});

test('a connection that said farewell is closed once there is another', async () => {
  const { connection, attempt, lines } = staged();
  const [old, next] = [new StagedLink(), new StagedLink()];
  connection.keep();
  (await attempt(1)).resolve(old);
  await expect.poll(() => isUp(connection)).toBe(true);
  old.end('farewell');
  const second = await attempt(2);
  expect([old.isClosed, isUp(connection)]).toEqual([false, false]);
  second.resolve(next);
  await expect.poll(() => [old.isClosed, isUp(connection)]).toEqual([true, true]);
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
  await expect.poll(() => isUp(connection)).toBe(true);
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
