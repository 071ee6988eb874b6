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
import { databaseCode } from '../store/database-error.ts';
import type { LastWorked } from '../store/last-worked.ts';
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
  /** For how long nobody had worked with this database when it was taken up: none of it for a new one. */
  awayMs(): number;
  /** Until when what was said may be forgotten: this database is an older copy, put in the place of a later one; null: it is not. */
  forgottenUntil(): EpochMs | null;
  /** Writes down what has changed, for `doctor` and for the next start. */
  save(): Promise<void>;
  /** Does the database take and give? Asked each minute, since a full disk is not noticed by reading. */
  tryDatabase(): Promise<void>;
  /** What somebody else saw of it, who waits for it. */
  reportDatabase(error: unknown | null): void;
  /** Since when the database was away until a moment ago: it could not be written down in it. Told once; null: it was not. */
  takeOutage(): EpochMs | null;
}

export function createPartBoard(deps: {
  readonly db: Database;
  readonly clock: Clock;
  readonly log: Log;
  readonly lastWorked: LastWorked;
}): PartBoard {
  const { db, clock, log, lastWorked } = deps;
  const records = new Map<string, AspectRecord>();
  const unsaved = new Set<string>();
  const keyOf = ({ part, aspect }: AspectName) => `${part} ${aspect}`;
  let outageSince: EpochMs | null = null;
  let awayMs = 0;
  let forgottenUntil: EpochMs | null = null;
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
      const now = clock.now();
      const workedAt = board.record(DATABASE)?.workedAt ?? null;
      awayMs = Math.max(0, now - (workedAt ?? now));
      forgottenUntil = lastWorked.compare(workedAt);
    },
    awayMs: () => awayMs,
    forgottenUntil: () => forgottenUntil,
    async save() {
      for (const key of [...unsaved]) {
        const record = records.get(key);
        // What is seen while this is written down is to be written down next.
        unsaved.delete(key);
        try {
          if (record !== undefined) await saveAspect(db, record);
        } catch (error) {
          unsaved.add(key);
          throw error;
        }
      }
    },
    async tryDatabase() {
      try {
        const at = clock.now();
        await saveAspect(db, afterSighting(null, DATABASE, { kind: 'worked', at }));
        lastWorked.note(at);
        board.reportDatabase(null);
      } catch (error) {
        board.reportDatabase(error);
        throw error;
      }
    },
    reportDatabase(error) {
      const known = board.record(DATABASE);
      if (error !== null) {
        const failure = {
          code: databaseCode(error) ?? 'unknown',
          isPermanent: false,
          clearedBy: 'check',
        } as const;
        return board.report(DATABASE, { kind: 'failed', ...failure });
      }
      if (known !== null && isAspectFailing(known, clock.now())) outageSince = known.failedSince;
      board.report(DATABASE, WORKED);
    },
    takeOutage() {
      const since = outageSince;
      outageSince = null;
      return since;
    },
  };
  return board;
}

export const DATABASE = { part: 'database', aspect: 'whole' } as const;
/** What goes on as it was is no news. */
function isSame(known: AspectRecord, next: AspectRecord): boolean {
  return (
    known.failedSince === next.failedSince &&
    known.isPermanent === next.isPermanent &&
    known.clearedBy === next.clearedBy &&
    known.code === next.code
  );
}
