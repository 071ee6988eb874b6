import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { readConfig } from '../config/config.ts';
import { type Period, periodOf } from '../domain/period.ts';
import { isDiskProblem } from '../evidence/disk-problem.ts';
import { EXPORT_FORMATS, type Exported, exportEvidence } from '../evidence/export-evidence.ts';
import { openForReading } from '../store/open-for-reading.ts';
import { UsageError } from './failure.ts';
import { readOptions } from './read-options.ts';

/** `--from D --to D --format csv|json|ocsf [--out FOLDER]`: what was found and done, into a new folder. */
export async function runExportCommand(argv: readonly string[]): Promise<number> {
  const { from, to, format, out } = optionsOf(argv);
  const { database, policy } = readConfig(process.cwd(), 'evidence');
  const { timeZone } = policy;
  const period = periodIn(from, to, timeZone);
  const folder = newFolder(out ?? `ram-mfa-${from}-${to}`);
  const db = await openForReading(database);
  try {
    const exported = await exportEvidence(db, { from, to, timeZone, period, format, folder });
    process.stdout.write(summaryOf(exported, folder));
    return 0;
  } catch (error) {
    if (!isDiskProblem(error)) throw error;
    process.stderr.write(
      `The export could not be finished (${error.code}) and has no manifest: remove ${folder}, make room, and try again.\n`,
    );
    return 1;
  } finally {
    await db.destroy();
  }
}

function periodIn(from: string, to: string, timeZone: string): Period {
  const reading = periodOf(from, to, timeZone);
  switch (reading.kind) {
    case 'period':
      return reading.period;
    case 'not_a_day':
      throw new UsageError(`${reading.day} is not a day: write it as 2026-10-01`);
    case 'backwards':
      throw new UsageError(`--from ${from} is after --to ${to}: exchange them`);
    default:
      return reading satisfies never;
  }
}

function newFolder(out: string): string {
  const folder = resolve(out);
  if (existsSync(folder)) throw new UsageError(`${folder} exists already: name another one with --out`);
  if (!existsSync(dirname(folder)))
    throw new UsageError(`There is no folder ${dirname(folder)}: make it, or name another one with --out`);
  return folder;
}

function summaryOf({ files, audits, incompleteAudits, manifestHash }: Exported, folder: string): string {
  const looked =
    audits === 0
      ? 'No audit was made in this period.'
      : `${audits} looks at an account, ${incompleteAudits} of them incomplete.`;
  return `${folder}: ${files} files. ${looked}
npm run activity -- verify --export ${folder} holds it against its manifest.
SHA-256 of the manifest: ${manifestHash}
Hand that line over by another way than the folder: whoever can change the folder can change its manifest too.
`;
}

const TEXT = { type: 'string' } as const;
const OPTIONS = { from: TEXT, to: TEXT, format: TEXT, out: TEXT };

function optionsOf(argv: readonly string[]) {
  const { from, to, format: named, out } = readOptions({ args: [...argv], options: OPTIONS }).values;
  if (from === undefined || to === undefined)
    throw new UsageError('export takes --from and --to, each a day such as 2026-10-01');
  const format = EXPORT_FORMATS.find((one) => one === (named ?? 'csv'));
  if (format === undefined) throw new UsageError(`--format takes one of ${EXPORT_FORMATS.join(', ')}`);
  return { from, to, format, out };
}
