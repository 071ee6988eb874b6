import { parseArgs } from 'node:util';
import { systemClock } from './clock.ts';
import { type AuditOptions, runAuditCommand, SHOWN_PARTS } from './command-line/audit.ts';
import { runDatabaseCommand } from './command-line/database.ts';
import { runDoctor } from './command-line/doctor.ts';
import { failureOf, UsageError } from './command-line/failure.ts';
import { systemRandom } from './command-line/random.ts';
import { serve } from './command-line/serve.ts';

const USAGE = `Usage:
  npm start                            run the bot (serve)
  npm run audit -- [--dry-run] [--json] [--show findings|notices|messages]
  npm run doctor                       look whether everything works that was set up
  npm run database -- copy --from URL --to URL
`;

const SEAM = { clock: systemClock, random: systemRandom };

/** Runs one command of the command line; resolves to the exit code: 0 done, 1 failed or incomplete, 2 wrong usage or configuration. */
export async function main(argv: readonly string[]): Promise<number> {
  try {
    const [command = '', ...options] = argv;
    switch (command) {
      case 'serve':
        noOptions(command, options);
        return await serve(SEAM);
      case 'audit':
        return await runAuditCommand(auditOptions(options), SEAM);
      case 'database':
        return await runDatabaseCommand(options, SEAM);
      case 'doctor':
        noOptions(command, options);
        return await runDoctor(SEAM);
      case 'help':
      case '--help':
        process.stdout.write(USAGE);
        return 0;
      default:
        throw new UsageError(command === '' ? 'Say what to do.' : `There is no command ${command}.`);
    }
  } catch (error) {
    const failure = failureOf(error, USAGE);
    process.stderr.write(`${failure.text}\n`);
    return failure.exitCode;
  }
}

function noOptions(command: string, options: readonly string[]): void {
  if (options.length > 0) throw new UsageError(`${command} takes no options: ${options.join(' ')}`);
}

function auditOptions(argv: readonly string[]): AuditOptions {
  const { values } = parsed(argv);
  const show = SHOWN_PARTS.find((part) => part === values.show);
  if (show === undefined) throw new UsageError(`--show takes one of ${SHOWN_PARTS.join(', ')}`);
  return { dryRun: values['dry-run'], json: values.json, show };
}

function parsed(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      options: {
        'dry-run': { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
        show: { type: 'string', default: 'findings' },
      },
    });
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}
