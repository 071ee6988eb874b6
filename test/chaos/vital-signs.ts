import { readdirSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import SqliteDatabase from 'better-sqlite3';

/** What a process holds on to, garbage aside. */
export interface VitalSigns {
  readonly heapBytes: number;
  readonly residentBytes: number;
  /** Files, pipes and sockets. */
  readonly openFiles: number;
  /** Timers, sockets and whatever else keeps the loop turning. */
  readonly activeResources: number;
  readonly preparedStatements: number;
}

const statements = { alive: 0 };
const buried = new FinalizationRegistry(() => {
  statements.alive -= 1;
});

// Counted from here on: by `--import` before anything is prepared.
const { prepare } = SqliteDatabase.prototype;
SqliteDatabase.prototype.prepare = function (this: SqliteDatabase.Database, source: string) {
  const statement = prepare.call(this, source);
  statements.alive += 1;
  buried.register(statement, null);
  return statement;
} as typeof prepare;

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;
const aTurn = () => new Promise((resolve) => setImmediate(resolve));

async function takeVitalSigns(): Promise<VitalSigns> {
  // Whoever was buried is told a turn later, and may have held on to others.
  for (let round = 0; round < 3; round += 1) {
    collectGarbage();
    await aTurn();
  }
  const { heapUsed, rss } = process.memoryUsage();
  return {
    heapBytes: heapUsed,
    residentBytes: rss,
    openFiles: readdirSync('/proc/self/fd').length,
    activeResources: process.getActiveResourcesInfo().length,
    preparedStatements: statements.alive,
  };
}

process.on('message', async (order: { readonly takeVitalSigns?: true }) => {
  if (order.takeVitalSigns) process.send?.({ vitalSigns: await takeVitalSigns() });
});
