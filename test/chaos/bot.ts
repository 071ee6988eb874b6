import { SteppedClock } from '../../demo/stepped-clock.ts';
import { createApp } from '../../src/app.ts';
import { parseConfig } from '../../src/config/config.ts';
import { createLog } from '../../src/log.ts';

/** The whole bot in a process of its own, in a time that passes when it is told to; killed by whoever started it. */
interface Order {
  readonly advanceTo?: number;
  readonly stop?: true;
}

const clock = new SteppedClock(Number(process.env.CHAOS_STARTS_AT));
const variables = Object.fromEntries(
  Object.entries(process.env).flatMap(([name, value]) =>
    value === undefined || name.startsWith('CHAOS_') ? [] : [[name, value]],
  ),
);
const app = createApp(parseConfig(variables, 'serve'), createLog('silent'), { clock, random: Math.random });

process.on('message', async ({ advanceTo, stop }: Order) => {
  if (advanceTo !== undefined) {
    clock.leapTo(advanceTo);
    await app.runDueJobs();
    process.send?.({ reached: clock.now() });
  }
  if (stop !== undefined) {
    await app.stop(AbortSignal.timeout(3000));
    process.exit();
  }
});
await app.start();
process.send?.({ started: true });
// As the real program, it works at once.
void app.runDueJobs();
