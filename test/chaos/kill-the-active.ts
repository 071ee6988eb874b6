import { setTimeout as delay } from 'node:timers/promises';
import { placeUrl } from '../../src/store/database-place.ts';
import {
  type BotProcess,
  CHANNEL,
  eventually,
  type Surroundings,
  surroundings,
} from '../kill/bot-process.ts';
import { type EmbeddedServer, startEmbeddedServer } from '../postgres/embedded-server.ts';
import { everybodyIsTold, isGood, peopleCalled, release, tally } from './tally.ts';

const ALIVE_MS_MAX = 3000;
/** Somebody is to be written to at each kill, and between two of them several are. */
const PEOPLE_PER_KILL = 4;

/** Two processes on PostgreSQL: the active one is killed, the other takes over, and a new one stands by. */
export async function killTheActive(run: {
  readonly kills: number;
  readonly random: () => number;
  readonly seed: number;
}): Promise<number> {
  const people = peopleCalled(run.kills * PEOPLE_PER_KILL);
  const server = await startEmbeddedServer();
  const around = await surroundings(databaseOf(server), people);
  try {
    const pair = { active: around.spawn(VARIABLES), standby: around.spawn(VARIABLES) };
    await sorted(pair);
    await eventually('the digest', () => around.slack.channelMessages(CHANNEL).length === 1);
    await release(around);
    const tookMs = await killAll(around, pair, run);
    await eventuallyTold(around, people);
    return await report(around, people, { tookMs, seed: run.seed });
  } finally {
    await around.stop();
    await server.stop();
  }
}

/** Nobody waits for the day's number to rise, nor for many people to be read at a pace that leaves calls to other tools. */
const VARIABLES = { MAX_FIRST_PER_DAY: '1000', RAM_MAX_CALLS_PER_SECOND: '100' };

function databaseOf({ port }: EmbeddedServer) {
  const at = { host: '127.0.0.1', port, user: 'postgres', database: 'postgres' };
  const place = { kind: 'server', ...at, password: null, tls: { verify: 'off' } } as const;
  return { place, url: placeUrl(place), remove: async () => undefined };
}

interface Pair {
  active: BotProcess;
  standby: BotProcess;
}

/** Which of the two was first is theirs to say. */
async function sorted(pair: Pair): Promise<void> {
  await eventually(
    'one that is active',
    () => pair.active.countOf('started') + pair.standby.countOf('started'),
  );
  if (pair.standby.countOf('started') > 0) [pair.active, pair.standby] = [pair.standby, pair.active];
}

/** How long each takeover took, from the kill until the other had started. */
async function killAll(
  around: Surroundings,
  pair: Pair,
  { kills, random }: { readonly kills: number; readonly random: () => number },
): Promise<readonly number[]> {
  const tookMs: number[] = [];
  for (let kill = 0; kill < kills; kill += 1) {
    await delay(random() * ALIVE_MS_MAX);
    const killedAt = performance.now();
    await pair.active.end();
    await pair.standby.says('started');
    tookMs.push(performance.now() - killedAt);
    pair.active = pair.standby;
    pair.standby = around.spawn(VARIABLES);
    await pair.standby.says('another process is active, waiting for the turn');
  }
  return tookMs;
}

const PATIENCE_MS = 10 * 60_000;

async function eventuallyTold(around: Surroundings, people: readonly string[]): Promise<void> {
  const until = performance.now() + PATIENCE_MS;
  while (performance.now() < until && !(await everybodyIsTold(around, people))) await delay(500);
}

async function report(
  around: Surroundings,
  people: readonly string[],
  { tookMs, seed }: { readonly tookMs: readonly number[]; readonly seed: number },
): Promise<number> {
  const found = await tally(around, people);
  const sorted = tookMs.toSorted((one, other) => one - other);
  const seconds = (ms: number | undefined) => `${((ms ?? 0) / 1000).toFixed(1)} s`;
  process.stdout.write(
    `${found.messages} messages, ${tookMs.length} kills of the active one: ${found.lost} lost, ` +
      `${found.doubled} doubled, ${found.told} recorded as told; taken over in ` +
      `${seconds(sorted[Math.floor(sorted.length / 2)])} (median), ${seconds(sorted.at(-1))} (longest) (seed ${seed})\n`,
  );
  return isGood(found) ? 0 : 1;
}
