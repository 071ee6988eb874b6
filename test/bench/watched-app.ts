import { createApp } from '../../src/app.ts';
import { systemClock } from '../../src/clock.ts';
import { parseConfig } from '../../src/config/config.ts';
import type { RawVariables } from '../../src/config/variable.ts';
import { createLog } from '../../src/log.ts';
import { type Standstills, watchStandstills } from './standstills.ts';

/** What the process says to whoever forked it. */
export type WatchedAppSays =
  | { readonly kind: 'ready' }
  /** Since this was last asked. */
  | { readonly kind: 'standstills'; readonly standstills: Standstills };

// The real bot in a process of its own, so that the sandboxes do not take time from it; its variables are the argument.
const variables = JSON.parse(process.argv[2] ?? '{}') as RawVariables;
const watch = watchStandstills();
const app = await createApp(parseConfig(variables, 'serve'), createLog('silent'), {
  clock: systemClock,
  random: Math.random,
});
await app.start();
process.on('message', () => say({ kind: 'standstills', standstills: watch.take() }));
process.on('disconnect', () => process.exit(0));
say({ kind: 'ready' });
void app.runDueJobs();

function say(words: WatchedAppSays): void {
  process.send?.(words);
}
