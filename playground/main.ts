import { readFileSync } from 'node:fs';
import { connectDirectly, forgetEnvironment } from './environment.ts';
import { type Options, readCommandLine, USAGE } from './options.ts';

const EXIT_WITHIN_MS = 9500;

const commandLine = readCommandLine(process.argv.slice(2));
switch (commandLine.kind) {
  case 'run':
    await run(commandLine.options);
    break;
  case 'help':
    process.stdout.write(USAGE);
    break;
  case 'version':
    process.stdout.write(`${version()}\n`);
    break;
  case 'wrong':
    process.stderr.write(`${commandLine.sentence}\n\n${USAGE}`);
    process.exitCode = 2;
    break;
  default:
    commandLine satisfies never;
}

async function run({ port, opens }: Options): Promise<void> {
  const stopSignal = firstSignal();
  forgetEnvironment(process.env);
  connectDirectly();
  // Only now: what these load may look at the environment as it is loaded.
  const [{ startPlayground, PortTakenError }, { openBrowser }] = await Promise.all([
    import('./playground.ts'),
    import('./open-browser.ts'),
  ]);
  try {
    const playground = await startPlayground(port);
    process.stdout.write(
      `The real bot, between a fake Alibaba Cloud, a fake Slack and a fake DingTalk on this machine:\n\n` +
        `${playground.url}\n\nCtrl+C ends it, and nothing of it is kept.\n`,
    );
    if (opens) openBrowser(playground.url);
    await stopSignal;
    setTimeout(() => process.exit(), EXIT_WITHIN_MS).unref();
    await playground.stop();
  } catch (error) {
    if (!(error instanceof PortTakenError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  }
}

/** The first one counts; a second changes nothing. */
function firstSignal(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => resolve());
  });
}

function version(): string {
  const file = new URL('../package.json', import.meta.url);
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
}
