import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type DingtalkSandbox, startDingtalkSandbox } from '../../sandbox/dingtalk/dingtalk-sandbox.ts';
import type { Bench } from './bench.ts';
import { count } from './figures.ts';
import { markdownTable } from './markdown-table.ts';
import type { Listener, ListenerArguments } from './stream-listener.ts';

const REFUSED_FOR_MS = 12_000;
const SECOND_MS = 1000;
const CONNECTS_WITHIN_MS = 10_000;
const APP = { clientId: 'dingbench', clientSecret: 'bench-secret' } as const;
const LISTENER = join(import.meta.dirname, 'stream-listener.ts');

/** DingTalk cuts the connection and refuses every next one: how often is it asked again? */
export const handshakesBench: Bench = {
  name: 'handshakes',
  async run({ note }) {
    const rows: (readonly string[])[] = [];
    for (const rateLimits of [true, false]) {
      for (const listener of ['stock', 'bot'] as const) {
        const name = `${NAMES[listener]}, ${rateLimits ? 'gateway admits 20 calls a second' : 'gateway admits any number'}`;
        note(`handshakes: ${name}`);
        rows.push([name, ...figures(await measure(listener, rateLimits))]);
      }
    }
    return markdownTable(HEAD, rows);
  },
};

const NAMES: Readonly<Record<Listener, string>> = {
  stock: '`dingtalk-stream` as it comes (baseline)',
  bot: 'this bot',
};

interface Refused {
  /** Calls to the gateway, in each second. */
  readonly callsASecond: readonly number[];
}

async function measure(listener: Listener, rateLimits: boolean): Promise<Refused> {
  const sandbox = await startDingtalkSandbox({
    ...APP,
    robotCode: APP.clientId,
    corpId: 'dingcorp',
    scopes: [],
    members: [],
    rateLimits,
  });
  const { apiUrl, oapiUrl } = sandbox;
  const given: ListenerArguments = { listener, ...APP, apiUrl, oapiUrl };
  // The vendor's client writes every failure to the console.
  const errors = listener === 'stock' ? 'ignore' : 'inherit';
  const child = fork(LISTENER, [JSON.stringify(given)], { stdio: ['ignore', 'ignore', errors, 'ipc'] });
  const ended = once(child, 'exit');
  try {
    await sandbox.waitForConnections(1, CONNECTS_WITHIN_MS);
    sandbox.refuseHandshakes(Number.POSITIVE_INFINITY);
    const before = gatewayCalls(sandbox).length;
    const from = Date.now();
    sandbox.disconnectSockets({ kind: 'drop' });
    await Promise.race([delay(REFUSED_FOR_MS), ended]);
    if (child.exitCode !== null || child.signalCode !== null)
      throw new Error('The process that listened ended');
    return bySecond(gatewayCalls(sandbox).slice(before), from);
  } finally {
    child.kill('SIGKILL');
    await ended;
    await sandbox.stop();
  }
}

function gatewayCalls({ requests }: DingtalkSandbox): readonly { readonly at: number }[] {
  return requests.filter(({ endpoint }) => endpoint === 'POST /v1.0/gateway/connections/open');
}

function bySecond(calls: readonly { readonly at: number }[], from: number): Refused {
  const callsASecond = Array.from({ length: REFUSED_FOR_MS / SECOND_MS }, (_, second) => {
    const begins = from + second * SECOND_MS;
    return calls.filter(({ at }) => at >= begins && at < begins + SECOND_MS).length;
  });
  return { callsASecond };
}

const HEAD = [
  'Twelve seconds of refused handshakes',
  'calls to the gateway',
  'most in a second',
  'in the last second',
];

function figures({ callsASecond }: Refused): readonly string[] {
  const all = callsASecond.reduce((sum, one) => sum + one, 0);
  return [count(all), count(Math.max(...callsASecond)), count(callsASecond.at(-1) ?? 0)];
}
