// The entry of every script. Kept to what any Node since 12 can read, so that an old one gets a sentence, not a stack.
const version = process.versions.node;
const [major, minor] = version.split('.').map(Number);

// TypeScript runs as it is since 22.18, and on the line beside it since 23.6.
const isSupported = major > 23 || (major === 23 && minor >= 6) || (major === 22 && minor >= 18);

if (isSupported) {
  // Zones are always named; the machine's own would only stop the ticking of node-cron for an hour when clocks are put back.
  process.env.TZ = 'UTC';
  // A diagnostic report, which flags of Node can ask for, would hold the environment, and with it every key and token.
  process.report.excludeEnv = true;
  import('./src/lean-heap.ts')
    .then(() => import('./src/main.ts'))
    .then((entry) => entry.main(process.argv.slice(2)))
    .then((exitCode) => {
      process.exitCode = exitCode;
    });
} else {
  process.stderr.write(
    `ram-mfa-bot needs Node.js 22.18 or newer and this is ${version}: start it with npm, which brings one along (npm start), or install a newer one.\n`,
  );
  process.exitCode = 2;
}
