import { parseArgs } from 'node:util';
import { systemClock } from './clock.ts';
import { type AuditOptions, runAuditCommand, SHOWN_PARTS } from './command-line/audit.ts';
import { runDatabaseCommand } from './command-line/database.ts';
import { runDoctor } from './command-line/doctor.ts';
import { failureOf, UsageError } from './command-line/failure.ts';
import { systemRandom } from './command-line/random.ts';
import { serve } from './command-line/serve.ts';
import { VERSION } from './version.ts';

interface Command {
  /** As one types it, and what it does. */
  readonly usage: string;
  run(options: readonly string[]): Promise<number>;
}

const SEAM = { clock: systemClock, random: systemRandom };

const COMMANDS: Readonly<Record<string, Command>> = {
  serve: {
    usage: '  npm start                            run the bot (serve)',
    async run(options) {
      noOptions('serve', options);
      return serve(SEAM);
    },
  },
  audit: {
    usage: `  npm run audit -- [--dry-run] [--json] [--show findings|notices|messages]
                                       read every account once; sends nothing
                                       --dry-run also writes nothing`,
    run: async (options) => runAuditCommand(auditOptions(options), SEAM),
  },
  database: {
    usage: `  npm run database -- copy --from URL --to URL
                                       move to another database, file or server`,
    run: async (options) => runDatabaseCommand(options, SEAM),
  },
  doctor: {
    usage: '  npm run doctor                       look whether everything works that was set up',
    async run(options) {
      noOptions('doctor', options);
      return runDoctor(SEAM);
    },
  },
};

const USAGE = usageOf(Object.values(COMMANDS));

/** Runs one command of the command line; resolves to the exit code: 0 done, 1 failed or incomplete, 2 wrong usage or configuration. */
export async function main(argv: readonly string[]): Promise<number> {
  const [name = '', ...options] = argv;
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  const usage = command === undefined ? USAGE : usageOf([command]);
  try {
    if (argv.includes('--version')) return say(`${VERSION}\n`);
    if (name === 'help' || argv.includes('--help')) return say(usage);
    if (command === undefined)
      throw new UsageError(name === '' ? 'Say what to do.' : `There is no command ${name}.`);
    return await command.run(options);
  } catch (error) {
    const failure = failureOf(error, usage);
    process.stderr.write(`${failure.text}\n`);
    return failure.exitCode;
  }
}

function usageOf(commands: readonly Command[]): string {
  const lines = commands.map(({ usage }) => usage);
  return `Usage:\n${lines.join('\n')}\n  --help and --version work with each.\n`;
}

function say(text: string): number {
  process.stdout.write(text);
  return 0;
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
