import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createLog } from '../../src/log.ts';
import { Scheduler } from '../../src/scheduler/scheduler.ts';

const HOUR_MS = 60 * 60_000;
let zoneBefore: string | undefined;

beforeEach(() => {
  zoneBefore = process.env.TZ;
});

afterEach(() => {
  vi.useRealTimers();
  if (zoneBefore === undefined) delete process.env.TZ;
  else process.env.TZ = zoneBefore;
});

/** Lines of the log, which are the ticking's complaints too. */
function recordingLog() {
  const lines: string[] = [];
  return { lines, log: createLog('info', { write: (line) => lines.push(line) }) };
}

test.each([
  ['Europe/Vienna', 'put back', '2026-10-24T23:30:20Z'],
  ['Europe/Vienna', 'put forward', '2026-03-29T00:00:20Z'],
  ['America/New_York', 'put back', '2026-11-01T04:30:20Z'],
  ['Australia/Lord_Howe', 'put back', '2026-04-04T13:30:20Z'],
])('while the clocks of %s are %s it ticks each minute', async (_zone, _change, from) => {
  // As start.mjs sets it, whatever the machine's.
  process.env.TZ = 'UTC';
  vi.useFakeTimers({
    now: Date.parse(from),
    toFake: ['Date', 'setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'],
  });
  const { lines, log } = recordingLog();
  let ticks = 0;
  const count = async () => {
    ticks += 1;
    return false;
  };
  const scheduler = new Scheduler([{ name: 'count', runIfDue: count }], log);
  scheduler.start();
  await vi.advanceTimersByTimeAsync(3 * HOUR_MS);
  await scheduler.stop(AbortSignal.abort());
  expect({ ticks, lines }).toEqual({ ticks: 180, lines: [] });
});
