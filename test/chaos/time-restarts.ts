import { loadavg } from 'node:os';
import {
  type BotProcess,
  CHANNEL,
  eventually,
  type Surroundings,
  surroundings,
} from '../kill/bot-process.ts';
import { newFile } from './new-file.ts';
import { type ProcessAge, spreadOf } from './process-age.ts';
import { isGood, peopleCalled, release, tally } from './tally.ts';
import { VendorGate } from './vendor-gate.ts';

const KILLS = 20;
/** Whoever is told by the last process, which is left alone. */
const PEOPLE_MORE = 5;
const VARIABLES = { RAM_MAX_CALLS_PER_SECOND: '100' };

/** The real program, killed as each of its processes sends its first message: how soon does the next one send? */
export async function timeRestarts([kills = String(KILLS)]: readonly string[]): Promise<number> {
  const people = peopleCalled(Number(kills) + PEOPLE_MORE);
  const around = await surroundings(newFile(), people);
  const gate = new VendorGate();
  try {
    let bot = around.spawn(VARIABLES);
    await eventually('the digest', () => around.slack.channelMessages(CHANNEL).length === 1);
    const first = firstMessageOf(gate, bot);
    await release(around);
    await first;
    const ages: ProcessAge[] = [];
    for (let kill = 0; kill < Number(kills); kill += 1) {
      await bot.end();
      bot = around.spawn(VARIABLES);
      ages.push(await firstMessageOf(gate, bot));
    }
    return await report(around, people, ages);
  } finally {
    gate.stop();
    await around.stop();
  }
}

function firstMessageOf(gate: VendorGate, bot: BotProcess): Promise<ProcessAge> {
  return new Promise((resolve) => {
    gate.onCall = (url) => {
      if (!url.includes('chat.postMessage')) return;
      gate.onCall = () => undefined;
      resolve(bot.age());
    };
  });
}

async function report(around: Surroundings, people: readonly string[], ages: readonly ProcessAge[]) {
  await eventually('the record of everybody', async () => isGood(await tally(around, people)));
  const load = loadavg().map((one) => one.toFixed(1));
  process.stdout.write(
    `${people.length} people told once, ${ages.length} restarts after a kill: first message after ${spreadOf(ages)}; load ${load.join(' ')}\n`,
  );
  return 0;
}
