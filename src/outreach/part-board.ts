import type { Clock, EpochMs } from '../domain/clock.ts';
import {
  type AspectName,
  type AspectRecord,
  afterSighting,
  isAspectFailing,
  type PartState,
  partStates,
  type Sighting,
} from '../domain/part.ts';
import type { Log } from '../log.ts';
import type { Database } from '../store/database.ts';
import { listAspects, saveAspect } from '../store/parts.ts';

type WithoutTime<T> = T extends unknown ? Omit<T, 'at'> : never;
export type Seen = WithoutTime<Sighting>;

export const WORKED: Seen = { kind: 'worked' };

/** What works and what does not, as this process sees it: kept in memory, since the database is one of the parts. */
export interface PartBoard {
  /** Never fails, and waits for nothing: it is called where something else has just gone wrong. */
  report(about: AspectName, seen: Seen): void;
  record(about: AspectName): AspectRecord | null;
  states(): readonly PartState[];
  /** Takes up what an earlier process saw. */
  load(): Promise<void>;
  /** Writes down what has changed, for `doctor` and for the next start. */
  save(): Promise<void>;
  /** Does the database take and give? Asked each minute, since a full disk is not noticed by reading. */
  tryDatabase(): Promise<void>;
  /** Since when the database was away until a moment ago: it could not be written down in it. Told once; null: it was not. */
  takeOutage(): EpochMs | null;
}

export function createPartBoard(deps: {
  readonly db: Database;
  readonly clock: Clock;
  readonly log: Log;
}): PartBoard {
  const { db, clock, log } = deps;
  const records = new Map<string, AspectRecord>();
  const unsaved = new Set<string>();
  const keyOf = ({ part, aspect }: AspectName) => `${part} ${aspect}`;
  let outageSince: EpochMs | null = null;
  const board: PartBoard = {
    report(about, seen) {
      const key = keyOf(about);
      const known = records.get(key) ?? null;
      const next = afterSighting(known, about, { ...seen, at: clock.now() });
      records.set(key, next);
      if (next.failedAt !== null || known?.failedAt !== null) unsaved.add(key);
      if (known !== null && isSame(known, next)) return;
      log.partChanged({
        ...about,
        status: next.failedSince === null ? 'working' : 'failing',
        code: next.code,
      });
    },
    record: (about) => records.get(keyOf(about)) ?? null,
    states: () => partStates([...records.values()], clock.now()),
    async load() {
      for (const record of await listAspects(db)) records.set(keyOf(record), record);
    },
    async save() {
      for (const key of unsaved) {
        const record = records.get(key);
        if (record !== undefined) await saveAspect(db, record);
        unsaved.delete(key);
      }
    },
    async tryDatabase() {
      try {
        const at = clock.now();
        await saveAspect(db, afterSighting(null, DATABASE, { kind: 'worked', at }));
        const known = board.record(DATABASE);
        if (known !== null && isAspectFailing(known, at)) outageSince = known.failedSince;
        board.report(DATABASE, WORKED);
      } catch (error) {
        board.report(DATABASE, {
          kind: 'failed',
          code: driverCode(error),
          isPermanent: false,
          clearedBy: 'check',
        });
        throw error;
      }
    },
    takeOutage() {
      const since = outageSince;
      outageSince = null;
      return since;
    },
  };
  return board;
}

const DATABASE = { part: 'database', aspect: 'whole' } as const;
const PRINTABLE_CODE = /^[\w.:-]{1,100}$/;

/** The driver's code, wherever it stands in the chain of causes. */
export function driverCode(error: unknown): string {
  for (let next = error; next instanceof Error; next = next.cause) {
    if ('code' in next && PRINTABLE_CODE.test(String(next.code))) return String(next.code);
  }
  return 'unknown';
}

/** What goes on as it was is no news. */
function isSame(known: AspectRecord, next: AspectRecord): boolean {
  return (
    known.failedSince === next.failedSince &&
    known.isPermanent === next.isPermanent &&
    known.clearedBy === next.clearedBy &&
    known.code === next.code
  );
}
