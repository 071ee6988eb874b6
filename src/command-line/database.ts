import { resolve } from 'node:path';
import { databaseAt } from '../config/config.ts';
import type { DatabaseConfig } from '../config/database.ts';
import { readVariables } from '../config/env.ts';
import { createLog } from '../log.ts';
import { copyDatabase } from '../store/copy-database.ts';
import { type DatabasePlace, placeUrl } from '../store/database-place.ts';
import type { Seam } from '../world.ts';
import { UsageError } from './failure.ts';
import { readOptions } from './read-options.ts';

/** `copy --from URL --to URL`: moves a running installation, once it is stopped. */
export async function runDatabaseCommand(argv: readonly string[], { clock }: Seam): Promise<number> {
  const { from, to } = placesOf(argv);
  const by = { startedAt: new Date(clock.now()), log: createLog('silent') };
  const { tables, rows, isRecordSound } = await copyDatabase(from, to, by);
  process.stdout.write(
    `Moved ${rows} rows of ${tables} tables to ${placeUrl(to)}, and every one was read back there.\n` +
      `Set DATABASE_URL to it and start the bot; ${placeUrl(from)} is marked as moved and starts no bot any more.\n${isRecordSound ? '' : BROKEN_RECORD}`,
  );
  return 0;
}

const BROKEN_RECORD =
  'The record of who did what was changed before it was moved: npm run activity -- verify says where.\n';

const OPTIONS = { from: { type: 'string' }, to: { type: 'string' } } as const;

function placesOf(argv: readonly string[]): { readonly from: DatabasePlace; readonly to: DatabasePlace } {
  const { values, positionals } = readOptions({ args: [...argv], options: OPTIONS, allowPositionals: true });
  if (positionals[0] !== 'copy' || positionals.length > 1)
    throw new UsageError('database takes copy --from URL --to URL');
  const { from, to } = values;
  if (from === undefined || to === undefined) throw new UsageError('copy takes both --from URL and --to URL');
  const variables = readVariables(process.cwd());
  return {
    from: whole(databaseAt({ name: '--from', url: from }, variables)),
    to: whole(databaseAt({ name: '--to', url: to }, variables)),
  };
}

/** The mark in the other database must mean the same whatever folder one is in. */
function whole(place: DatabaseConfig): DatabasePlace {
  return place.kind === 'file' ? { ...place, path: resolve(place.path) } : place;
}
