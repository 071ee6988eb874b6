import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { CommandCall } from '../../src/commands/command.ts';
import { startConfirmed } from '../../src/commands/start-confirmed.ts';
import { parseConfig } from '../../src/config/config.ts';
import { textsFor } from '../../src/domain/texts/texts.ts';
import { endAbsences, settleSilence } from '../../src/outreach/end-absences.ts';
import { endExemptions } from '../../src/outreach/end-exemptions.ts';
import { insertAbsence } from '../../src/store/absences.ts';
import { findCase, updateCase } from '../../src/store/cases.ts';
import type { Database } from '../../src/store/database.ts';
import { insertExemption } from '../../src/store/exemptions.ts';
import { beginPause, findCurrentPause } from '../../src/store/pauses.ts';
import { addPlannedNotice, databaseWithAccount, JANE, NOW } from '../store/filled-database.ts';
import { newTestDatabase } from '../store/test-database.ts';
import { StillClock } from '../walk/still-clock.ts';

const HOUR_MS = 3_600_000;
const DAY_HOURS = 24;
const DAYS_PROMISED = 14;
const DAYS_AFTER_EXEMPTION = 7;
const ADMIN = { chat: 'slack', memberId: 'UADMIN' } as const;
const PERSON = { chat: 'slack', memberId: 'UJANE' } as const;

/** What keeps somebody from being written to, in hours since they were told. */
interface Silence {
  readonly kind: 'own' | 'admin' | 'pause' | 'exemption';
  readonly from: number;
  readonly to: number;
}

const aSilence: fc.Arbitrary<Silence> = fc
  .record({
    kind: fc.constantFrom('own', 'admin', 'pause', 'exemption'),
    from: fc.integer({ min: 1, max: 40 * DAY_HOURS }),
    hours: fc.integer({ min: 1, max: 25 * DAY_HOURS }),
  })
  .map(({ kind, from, hours }) => ({ kind, from, to: from + hours }));

/** Somebody who goes on leave while on leave, or a pause in a pause, only prolongs it: not a second one. */
const silences = fc
  .array(aSilence, { minLength: 1, maxLength: 5 })
  .map((all) => all.filter((one, index) => !all.slice(0, index).some((other) => isSameTwice(one, other))));

const isSameTwice = (one: Silence, other: Silence) =>
  one.kind !== 'exemption' && one.kind === other.kind && one.from <= other.to && other.from <= one.to;

test('however silences and exemptions overlap, each day is given back once', async () => {
  await fc.assert(
    fc.asyncProperty(silences, async (all) => {
      const file = await liveThrough(all);
      const given = all.filter(({ kind }) => kind !== 'exemption');
      // Each is rounded up to whole days, and a day on which one leave follows another is one day.
      const rounding = { up: given.length, down: given.length };
      const silent = silentDays(given, 0);
      expect(file.shiftDays).toBeGreaterThanOrEqual(silent - rounding.down);
      expect(file.shiftDays).toBeLessThanOrEqual(silent + rounding.up);
      const promised = Math.max(
        DAYS_PROMISED + silent,
        ...endsOfExemptions(all).map((at) => at / DAY_HOURS + DAYS_AFTER_EXEMPTION + silentDays(given, at)),
      );
      const lastEnd = Math.max(...all.map(({ to }) => to)) / DAY_HOURS;
      expect(file.deadlineDay).toBeGreaterThanOrEqual(promised - rounding.down - 1);
      // Two days are left after whatever ended last.
      expect(file.deadlineDay).toBeLessThanOrEqual(Math.max(promised, lastEnd + 2) + rounding.up + 2);
    }),
    { numRuns: 40, seed: 20_261_127 },
  );
});

const OVERLAPS: readonly (readonly [string, readonly Silence[], number])[] = [
  ['within a leave', [days('exemption', 5, 30), days('admin', 10, 40)], 47],
  ['within one’s own leave', [days('exemption', 5, 30), days('own', 10, 40)], 47],
  ['within a pause', [days('exemption', 5, 30), days('pause', 10, 40)], 47],
  ['around a leave', [days('exemption', 5, 30), days('admin', 10, 20)], 37],
  ['before a leave that began within it', [days('exemption', 5, 30), days('admin', 20, 40)], 47],
  ['after a leave that ended within it', [days('exemption', 5, 30), days('admin', 3, 10)], 37],
  [
    'within a leave that a pause goes beyond',
    [days('exemption', 5, 22), days('admin', 10, 25), days('pause', 20, 40)],
    47,
  ],
];

test.each(OVERLAPS)('an exemption %s leaves a week that nothing else silences', async (_, all, day) => {
  expect((await liveThrough(all)).deadlineDay).toBe(day);
});

function days(kind: Silence['kind'], from: number, to: number): Silence {
  return { kind, from: from * DAY_HOURS, to: to * DAY_HOURS };
}

/** The days of the union from that hour on. */
function silentDays(all: readonly Silence[], fromHour: number): number {
  const hours = Array.from({ length: 80 * DAY_HOURS }, (_, hour) => hour);
  const isSilent = (hour: number) => all.some(({ from, to }) => from <= hour && hour < to);
  return hours.filter((hour) => hour >= fromHour && isSilent(hour)).length / DAY_HOURS;
}

/** When somebody was not exempt any more. */
function endsOfExemptions(all: readonly Silence[]): readonly number[] {
  const exemptions = all.filter(({ kind }) => kind === 'exemption');
  return exemptions
    .map(({ to }) => to)
    .filter((at) => !exemptions.some(({ from, to }) => from <= at && at < to));
}

interface Stage {
  readonly db: Database;
  readonly clock: StillClock;
  readonly policy: Parameters<typeof endAbsences>[0]['policy'];
}

/** Jane is told at hour 0 that two weeks are left; answers what is left of it once everything has ended. */
async function liveThrough(
  all: readonly Silence[],
): Promise<{ readonly shiftDays: number; readonly deadlineDay: number }> {
  const database = await newTestDatabase();
  const db = await databaseWithAccount(database.place);
  try {
    const { policy } = parseConfig({ TIMEZONE: 'UTC', WORK_DAYS: '1-7' }, 'audit --dry-run');
    const clock = new StillClock(NOW);
    const stage: Stage = { db, clock, policy: { ...policy, site: 'intl', languageOf: () => 'en' } };
    const caseId = await tell(db);
    for (const hour of [...new Set(all.flatMap(({ from, to }) => [from, to]))].toSorted((a, b) => a - b))
      await pass(stage, all, hour);
    const file = await findCase(db, caseId);
    if (file?.deadlineAt == null) throw new Error('Nothing was promised');
    const deadlineDay = Math.floor((file.deadlineAt - 1 - NOW) / HOUR_MS / DAY_HOURS);
    return { shiftDays: file.shiftDays, deadlineDay };
  } finally {
    await db.destroy();
    await database.remove();
  }
}

async function tell(db: Database): Promise<number> {
  const { file, noticeKey } = await addPlannedNotice(db, 'jane.doe');
  await db
    .updateTable('notice')
    .set({ state: 'sent', claimedAt: NOW, deadlineAt: null })
    .where('noticeKey', '=', noticeKey)
    .execute();
  const deadlineAt = NOW + DAYS_PROMISED * DAY_HOURS * HOUR_MS;
  await updateCase(db, file.caseId, { toldAt: NOW, toldZone: 'UTC', deadlineAt });
  return file.caseId;
}

/** What ends by itself has ended before anybody says something. */
async function pass(stage: Stage, all: readonly Silence[], hour: number): Promise<void> {
  stage.clock.set(NOW + hour * HOUR_MS);
  await endAbsences(stage);
  await endExemptions(stage);
  if (all.some(({ kind, to }) => kind === 'pause' && to === hour)) await endPause(stage);
  for (const one of all) if (one.from === hour) await begin(stage, one);
}

async function begin({ db, clock, policy }: Stage, { kind, to }: Silence): Promise<void> {
  const now = clock.now();
  const untilAt = NOW + to * HOUR_MS;
  switch (kind) {
    case 'pause':
      await beginPause(db, { at: now, by: ADMIN.memberId });
      return;
    case 'exemption': {
      const asked = { reason: '', requestedAt: now, code: null, lapsesAt: untilAt, subjectKnown: true };
      await insertExemption(db, { ...JANE, kind: 'lost_phone', untilAt, ...asked, actor: ADMIN });
      return;
    }
    case 'admin':
    case 'own': {
      const by = kind === 'admin' ? ADMIN : PERSON;
      await insertAbsence(db, JANE, { ...by, kind, since: now, untilAt, zone: 'UTC' });
      if (kind === 'own')
        await db.inTransaction((trx) => settleSilence(trx, JANE, { people: [PERSON], now, policy }));
      return;
    }
    default:
      kind satisfies never;
  }
}

async function endPause({ db, clock, policy }: Stage): Promise<void> {
  const pause = await findCurrentPause(db);
  if (pause === undefined) throw new Error('Nothing is paused');
  const readers = { readerOf: () => Promise.reject(new Error('Nobody is asked about')) };
  const deps = { db, clock, policy, readers, wakeDelivery: () => undefined };
  const call = { actor: ADMIN, texts: textsFor('en') } as unknown as CommandCall;
  await startConfirmed(deps, call, { pauseId: pause.pauseId, holds: [], pilot: null });
}
