import { systemClock } from './clock.ts';
import { failureOf, UsageError } from './command-line/failure.ts';
import { systemRandom } from './command-line/random.ts';
import { VERSION } from './version.ts';

interface Command {
  /** As one types it, and what it does. */
  readonly usage: string;
  run(options: readonly string[]): Promise<number>;
}

const SEAM = { clock: systemClock, random: systemRandom };

// Each loads what it needs, and no other's: who asks for the version does not wait for two chats and a cloud.
const COMMANDS: Readonly<Record<string, Command>> = {
  serve: {
    usage: '  npm start                            run the bot (serve)',
    async run(options) {
      noOptions('serve', options);
      const { serve } = await import('./command-line/serve.ts');
      return serve(SEAM);
    },
  },
  audit: {
    usage: `  npm run audit -- [--dry-run] [--json] [--show findings|notices|messages]
                                       read every account once; sends nothing
                                       --dry-run also writes nothing`,
    async run(options) {
      const { runAuditCommand } = await import('./command-line/audit.ts');
      return runAuditCommand(options, SEAM);
    },
  },
  doctor: {
    usage: '  npm run doctor                       look whether everything works that was set up',
    async run(options) {
      noOptions('doctor', options);
      const { runDoctor } = await import('./command-line/doctor.ts');
      return runDoctor(SEAM);
    },
  },
  contacts: {
    usage: `  npm run contacts -- import FILE.csv [--dry-run] | template
                                       say who is behind RAM users, or write those nobody was found for`,
    async run(options) {
      const { runContactsCommand } = await import('./command-line/contacts.ts');
      return runContactsCommand(options, SEAM);
    },
  },
  database: {
    usage: `  npm run database -- copy --from URL --to URL
                                       move a stopped bot's database: file:… or postgres://…`,
    async run(options) {
      const { runDatabaseCommand } = await import('./command-line/database.ts');
      return runDatabaseCommand(options, SEAM);
    },
  },
  export: {
    usage: `  npm run export -- --from D --to D [--format csv|json|ocsf] [--out FOLDER]
                                       what was found and done, for an auditor`,
    async run(options) {
      const { runExportCommand } = await import('./command-line/export.ts');
      return runExportCommand(options);
    },
  },
  activity: {
    usage: `  npm run activity -- verify [--head HASH] [--export FOLDER]
                                       is the record of who did what as it was written?
                                       --head: does it hold what a digest printed?`,
    async run(options) {
      const { runActivityCommand } = await import('./command-line/activity.ts');
      return runActivityCommand(options);
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
