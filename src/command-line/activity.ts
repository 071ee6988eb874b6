import { existsSync } from 'node:fs';
import { readConfig } from '../config/config.ts';
import { isChainHash } from '../domain/activity-chain.ts';
import { verifyExport } from '../evidence/verify-export.ts';
import { openForReading } from '../store/open-for-reading.ts';
import { type ActivityVerdict, isSound, verifyActivity } from '../store/verify-activity.ts';
import { UsageError } from './failure.ts';
import { readOptions } from './read-options.ts';

/** `verify [--head HASH]`: is the record of who did what as it was written? 1 when it is not. */
export async function runActivityCommand(argv: readonly string[]): Promise<number> {
  const { head, folder } = optionsOf(argv);
  if (folder !== null) return verifyFolder(folder, head);
  const db = await openForReading(readConfig(process.cwd(), 'evidence').database);
  try {
    const verdict = await verifyActivity(db, head);
    process.stdout.write(`${linesOf(verdict, head).join('\n')}\n`);
    return isSound(verdict) ? 0 : 1;
  } finally {
    await db.destroy();
  }
}

async function verifyFolder(folder: string, keptHash: string | null): Promise<number> {
  if (!existsSync(folder)) throw new UsageError(`There is no folder ${folder}`);
  const { problems, files, activityRows, head, isKeptHashKnown } = await verifyExport(folder, keptHash);
  const lines = [
    ...problems.map((problem) => `${problem}.`),
    ...(isKeptHashKnown === null
      ? []
      : [`${keptHash} is ${isKeptHashKnown ? '' : 'not '}in its record of activity.`]),
    ...(problems.length === 0
      ? [`${files} files and ${activityRows} rows of activity are as they were written. Head: ${head}`]
      : []),
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
  return problems.length === 0 && isKeptHashKnown !== false ? 0 : 1;
}

const day = (at: number) => new Date(at).toISOString();

function linesOf(verdict: ActivityVerdict, keptHash: string | null): readonly string[] {
  const { rows, last, head, anchor, faults, faultCount, isCut, isKeptHashKnown, keptAnchor } = verdict;
  const what = { broken: BROKEN, value_changed: VALUE_CHANGED } as const;
  return [
    `${rows} rows${last === null ? '' : `, the last of ${day(last.at)}`}.`,
    ...(anchor === null
      ? []
      : [
          `Before them ${anchor.rows} were forgotten by RETENTION_DAYS, the last of ${day(anchor.lastAt)}: ${anchor.hash}`,
        ]),
    ...faults.map(({ activityId, at, fault }) => `Row ${activityId} (${day(at)}) ${what[fault]}.`),
    ...(faultCount > faults.length ? [`And ${faultCount - faults.length} more.`] : []),
    ...(isCut
      ? [`The end is not the one that was written last: rows are missing after row ${last?.activityId ?? 0}.`]
      : []),
    ...(isKeptHashKnown === false
      ? [`${keptHash} is not in it: what it was printed for was rewritten.`]
      : []),
    ...(isKeptHashKnown === true ? [keptLine(keptHash, keptAnchor)] : []),
    isSound(verdict)
      ? `Nothing was changed. Head: ${head?.hash ?? 'none yet'}`
      : 'This is not the record as it was written.',
  ];
}

/** Whoever could write an anchor could put any hash there: whether that many days have passed, its reader knows. */
function keptLine(keptHash: string | null, anchor: ActivityVerdict['keptAnchor']): string {
  return anchor === null
    ? `${keptHash} is in it.`
    : `${keptHash} is of a row of ${day(anchor.lastAt)} that was forgotten by RETENTION_DAYS on ${day(anchor.forgottenAt)}, with all before it.`;
}

const BROKEN =
  'does not follow from the one before: it was changed, or rows before it were removed, added or moved';
const VALUE_CHANGED = 'holds another name or text than the one that was written';

const OPTIONS = { head: { type: 'string' }, export: { type: 'string' } } as const;

function optionsOf(argv: readonly string[]) {
  const { values, positionals } = readOptions({ args: [...argv], options: OPTIONS, allowPositionals: true });
  if (positionals[0] !== 'verify' || positionals.length > 1)
    throw new UsageError('activity takes verify [--head HASH] [--export FOLDER]');
  const head = values.head?.toLowerCase() ?? null;
  if (head !== null && !isChainHash(head))
    throw new UsageError('--head takes the 64 characters that the digest prints');
  return { head, folder: values.export ?? null };
}
