import { afterEach, beforeEach, expect, test } from 'vitest';
import { SteppedClock } from '../../demo/stepped-clock.ts';
import { healthWhileWaiting } from '../../src/domain/health.ts';
import { createLog } from '../../src/log.ts';
import { createPartBoard, DATABASE, type PartBoard } from '../../src/outreach/part-board.ts';
import { connectDatabase } from '../../src/store/database.ts';
import { listAspects } from '../../src/store/parts.ts';
import { newTestDatabase } from '../store/test-database.ts';

const START = Date.parse('2026-03-02T09:00:00Z');
const AWAY = Object.assign(new Error('away'), { code: 'ECONNREFUSED' });

let clock: SteppedClock;
let board: PartBoard;
const db = connectDatabase({ kind: 'file', path: '/nowhere/mfa.db' });

beforeEach(() => {
  clock = new SteppedClock(START);
  const lastWorked = { compare: () => null, note: () => undefined };
  board = createPartBoard({ db, clock, log: createLog('silent'), lastWorked });
});

afterEach(() => db.destroy());

/** Asked every minute, as one that waits for its turn asks. */
function awayFor(minutes: number): void {
  for (let minute = 0; minute <= minutes; minute += 1) {
    clock.leapTo(START + minute * 60_000);
    board.reportDatabase(AWAY);
  }
}

test('a database that was away for long is told of once it answers, with since when', () => {
  awayFor(30);
  board.reportDatabase(null);
  expect(board.takeOutage()).toBe(START);
  expect(board.takeOutage()).toBeNull();
});

test('a hiccup is nothing to tell', () => {
  awayFor(1);
  board.reportDatabase(null);
  expect(board.takeOutage()).toBeNull();
});

test('who waits for it is unwell from the first moment on', () => {
  expect(healthWhileWaiting(board.record(DATABASE)).status).toBe('ok');
  awayFor(0);
  const health = healthWhileWaiting(board.record(DATABASE));
  expect([health.status, health.parts.get('database')]).toEqual([
    'failing',
    { status: 'failing', since: START, code: 'ECONNREFUSED' },
  ]);
  board.reportDatabase(null);
  expect(healthWhileWaiting(board.record(DATABASE)).status).toBe('ok');
});

test('what is seen while the last sighting is written down is written down next', async () => {
  const { place, remove } = await newTestDatabase();
  const store = connectDatabase(place);
  await store.bringUpToDate();
  const lastWorked = { compare: () => null, note: () => undefined };
  const saved = createPartBoard({ db: store, clock, log: createLog('silent'), lastWorked });
  const SENDING = { part: 'slack', aspect: 'sending' } as const;
  const refused = { code: 'token_revoked', isPermanent: true, clearedBy: 'check' } as const;
  saved.report(SENDING, { kind: 'failed', ...refused });
  const first = saved.save();
  saved.report(SENDING, { kind: 'worked' });
  await first;
  await saved.save();
  expect(await listAspects(store)).toMatchObject([{ ...SENDING, failedSince: null, workedAt: START }]);
  await store.destroy();
  await remove();
});
