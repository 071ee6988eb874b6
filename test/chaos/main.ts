import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import type { SandboxedChat } from '../../demo/stage.ts';
import { type DatabasePlace, placeUrl } from '../../src/store/database-place.ts';
import { startEmbeddedServer } from '../postgres/embedded-server.ts';
import type { TestDatabase } from '../store/test-database.ts';
import { type Campaign, type Rehearsed, randomPlan, rehearse, sweepPlan, tellStory } from './campaign.ts';
import { DAYS } from './days.ts';
import { failEveryCall } from './fail-every-call.ts';
import { killTheActive } from './kill-the-active.ts';
import { newFile } from './new-file.ts';
import { putOlderCopiesBack } from './older-copy.ts';
import { tellOfOutage } from './outage.ts';
import { spreadOf } from './process-age.ts';
import { PROTOCOLS } from './protocols.ts';
import { randomNumbers } from './random-numbers.ts';
import { tellOfLongLife } from './tell-of-long-life.ts';
import { timeRestarts } from './time-restarts.ts';
import { VendorGate } from './vendor-gate.ts';
import { isGood, NOTHING, together, type Verdict } from './verdict.ts';
import { walkWithReference } from './walk-with-reference.ts';

const USAGE = `npm run chaos -- [slack|dingtalk|standby|faults] [--kills N] [--every] [--seed N] [--from N] [--postgres] [--protocol P]

Kills the real bot with SIGKILL while it follows five people up, and then counts what they see.
  faults: no kill, but each class of failure at every call of three days; --from N --step N: from the N-th on, each N-th

  --kills N      until so many processes were killed (slack 1000, dingtalk 300, standby 50)
  --every        at every call of every day in turn, instead of at random ones
  --seed N       the same kills again; --from N goes on with that story
  --postgres     on PostgreSQL instead of a file
  --protocol P   ${PROTOCOLS.join(', ')}; without it each in turn

npm run chaos -- restart [KILLS] says how soon the real program sends again after a kill.
npm run chaos -- model [DAYS [PEOPLE [SEED]]] kills nothing: it holds the bot against its rules written a second time.
npm run chaos -- restore [ROUNDS [SEED [FROM]]] puts copies of the database, made at random moments, back at later ones.
npm run chaos -- life [DAYS [PEOPLE [SEED]]] kills nothing either: one process lives through them, and says what it holds on to.
npm run chaos -- outage [HOURS [PEOPLE]] says that of hours in which every vendor answers 503.
`;

const KILLS = { slack: 1000, dingtalk: 300, standby: 50 } as const;

interface Wanted {
  readonly kills: number;
  readonly every: boolean;
  readonly seed: number;
  readonly from: number;
}

type Campaigner = (
  words: readonly string[],
  given: { readonly step: string; readonly from: string },
) => Promise<number>;

const WITHOUT_KILLS: Readonly<Record<string, Campaigner>> = {
  faults: (_, { step, from }) => failEveryCall({ step: Number(step), from: Number(from) }),
  model: walkWithReference,
  life: tellOfLongLife,
  outage: tellOfOutage,
  restore: putOlderCopiesBack,
  restart: timeRestarts,
};

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      kills: { type: 'string' },
      every: { type: 'boolean', default: false },
      seed: { type: 'string' },
      from: { type: 'string', default: '0' },
      postgres: { type: 'boolean', default: false },
      protocol: { type: 'string' },
      step: { type: 'string', default: '1' },
      help: { type: 'boolean', default: false },
    },
  });
  const [what = 'slack', ...words] = positionals;
  const withoutKills = Object.hasOwn(WITHOUT_KILLS, what) ? WITHOUT_KILLS[what] : undefined;
  if (withoutKills !== undefined && !values.help) return withoutKills(words, values);
  if (values.help || !isKnown(what) || !isUnderstood(values)) return say(USAGE, values.help ? 0 : 2);
  const wanted = wantedOf(what, values);
  if (what === 'standby') return killTheActive({ ...wanted, random: randomNumbers(wanted.seed) });
  const protocols = PROTOCOLS.filter((one) => values.protocol === undefined || one === values.protocol);
  const databases = values.postgres
    ? await onServer()
    : { newDatabase: async () => newFile(), stop: async () => undefined };
  const gate = new VendorGate();
  let exitCode = 0;
  try {
    for (const protocol of protocols) {
      const campaign = {
        chat: what,
        days: DAYS,
        newDatabase: databases.newDatabase,
        gate,
        seed: wanted.seed,
        protocol,
      };
      const found = await run(campaign, wanted);
      if (protocol === 'claim-send-settle' && !isGood(found)) exitCode = 1;
    }
  } finally {
    gate.stop();
    await databases.stop();
  }
  return exitCode;
}

/** What was mistyped proves nothing, and is not to look as if it had. */
function isUnderstood({
  protocol,
  ...given
}: {
  readonly protocol?: string | undefined;
  readonly kills?: string | undefined;
  readonly seed?: string | undefined;
  readonly from: string;
}): boolean {
  const numbers = [given.kills, given.seed, given.from].filter((one) => one !== undefined);
  const isProtocol = protocol === undefined || PROTOCOLS.some((one) => one === protocol);
  return isProtocol && numbers.every((one) => /^\d+$/.test(one));
}

function wantedOf(
  what: keyof typeof KILLS,
  given: {
    readonly kills?: string | undefined;
    readonly every: boolean;
    readonly seed?: string | undefined;
    readonly from: string;
  },
): Wanted {
  const { every } = given;
  const kills = Number(given.kills ?? (every ? Number.POSITIVE_INFINITY : KILLS[what]));
  return { kills, every, seed: Number(given.seed ?? randomInt(2 ** 31)), from: Number(given.from) };
}

const isKnown = (what: string): what is SandboxedChat | 'standby' => Object.hasOwn(KILLS, what);

function say(words: string, exitCode: number): number {
  process.stdout.write(words);
  return exitCode;
}

async function run(campaign: Campaign, wanted: Wanted): Promise<Verdict> {
  const { chat, protocol, seed } = campaign;
  const rehearsed = await rehearse({ ...campaign, protocol: 'claim-send-settle' });
  say(`${chat}, ${protocol}, seed ${seed}; calls a day: ${callsOf(rehearsed)}\n`, 0);
  let found = NOTHING;
  for (let number = wanted.from; found.kills < wanted.kills; number += 1) {
    const random = () => randomPlan(seed + number * 7919, rehearsed);
    const plan = wanted.every ? sweepPlan(number, rehearsed) : random();
    if (plan === null) break;
    // Every third story on a bad day of the vendors.
    const faults = !wanted.every && number % 3 === 2;
    const verdict = await tellStory(campaign, rehearsed, { number, plan, faults });
    if (protocol === 'claim-send-settle' && !isGood(verdict)) say(`story ${number}: ${lineOf(verdict)}\n`, 0);
    found = together(found, verdict);
    if (number % 5 === 4) say(`… story ${number}: ${lineOf(found)}\n`, 0);
  }
  say(`${chat}, ${protocol}, seed ${seed}: ${lineOf(found)}\n`, 0);
  return found;
}

const callsOf = ({ storeCalls, vendorCalls }: Rehearsed) =>
  storeCalls.map((store, day) => `${store}+${vendorCalls[day]}`).join(' ');

function lineOf({ firstMessages, ...counts }: Verdict): string {
  const shown = Object.entries(counts).map(([name, count]) => `${name} ${count}`);
  return `${shown.join(', ')}; first message after ${spreadOf(firstMessages)}`;
}

async function onServer() {
  const server = await startEmbeddedServer();
  const at = {
    kind: 'server',
    host: '127.0.0.1',
    port: server.port,
    password: null,
    tls: { verify: 'off' },
  } as const;
  let count = 0;
  const administer = async (sql: string) => {
    const { Client } = (await import('pg')).default;
    const client = new Client({ host: at.host, port: at.port, database: 'postgres', user: 'postgres' });
    await client.connect();
    await client.query(sql).finally(() => client.end());
  };
  return {
    async newDatabase(): Promise<TestDatabase> {
      count += 1;
      const database = `chaos_${process.pid}_${count}`;
      await administer(`create database ${database}`);
      const place: DatabasePlace = { ...at, user: 'postgres', database };
      const remove = () => administer(`drop database ${database} with (force)`);
      return { place, url: placeUrl(place), remove };
    },
    stop: () => server.stop(),
  };
}

// Said outright: what ends the embedded server with the process would otherwise end it as if all were well.
process.exit(await main());
