import { createApp } from '../../src/app.ts';
import { systemClock } from '../../src/clock.ts';
import { parseConfig } from '../../src/config/config.ts';
import type { RawVariables } from '../../src/config/variable.ts';
import { createLog } from '../../src/log.ts';
import { watchStandstills } from './standstills.ts';

/** What the process says to whoever forked it. */
export type WatchedAppSays =
  | { readonly kind: 'ready' }
  /** The longest times for which nothing else could run since this was last asked, in milliseconds, longest first. */
  | { readonly kind: 'standstills'; readonly longestMs: readonly number[] };

// The real bot in a process of its own, so that the sandboxes do not take time from it; its variables are the argument.
const variables = JSON.parse(process.argv[2] ?? '{}') as RawVariables;
const standstills = watchStandstills();
const app = await createApp(parseConfig(variables, 'serve'), createLog('silent'), {
  clock: systemClock,
  random: Math.random,
});
await app.start();
process.on('message', () => say({ kind: 'standstills', longestMs: standstills.takeLongest() }));
process.on('disconnect', () => process.exit(0));
say({ kind: 'ready' });
void app.runDueJobs();

function say(words: WatchedAppSays): void {
  process.send?.(words);
}
