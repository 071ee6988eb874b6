import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Interaction } from '../../sandbox/slack/interaction.ts';
import { placeUrl, type ServerPlace } from '../../src/store/database-place.ts';
import { freePort } from '../free-port.ts';
import {
  ADMIN,
  type BotProcess,
  CHANNEL,
  eventually,
  PERSON,
  type Surroundings,
  surroundings,
} from '../kill/bot-process.ts';
import { newTestDatabase } from '../store/test-database.ts';
import { type Relay, startRelay } from './relay.ts';

const WAITS = 'another process is active, waiting for the turn';
const LOST = 'the lock on the database is lost';
/** Each bot has two. */
const SOCKETS = 2;

let around: Surroundings;
let relay: Relay;

beforeEach(async () => {
  const database = await newTestDatabase();
  relay = await startRelay((database.place as ServerPlace).port);
  around = await surroundings(database);
});

afterEach(async () => {
  await around.stop();
  await relay.close();
});

const throughRelay = () => ({
  DATABASE_URL: placeUrl({ ...(around.database.place as ServerPlace), port: relay.port }),
});

/** One that works, and one that waits for it to end. */
async function pair(variables: NodeJS.ProcessEnv = {}): Promise<readonly [BotProcess, BotProcess]> {
  const active = around.spawn(variables);
  await active.says('started');
  const standby = around.spawn();
  await standby.says(WAITS);
  return [active, standby];
}

async function statusOf(port: number, path: string): Promise<number> {
  return (await fetch(`http://127.0.0.1:${port}${path}`)).status;
}

async function databaseAt(port: number): Promise<string> {
  const response = await fetch(`http://127.0.0.1:${port}/healthz`);
  const body = (await response.json()) as { parts: Record<string, { status: string }> };
  return body.parts.database?.status ?? '';
}

async function digestIsPosted(): Promise<void> {
  await eventually('the digest', () => around.slack.channelMessages(CHANNEL).length === 1);
}

async function helpIsAnswered(): Promise<void> {
  const asked = await around.slack.command({ userId: ADMIN, text: 'help' });
  await asked.waitForReplies(1, 30_000);
}

describe('a second process on a server', { timeout: 120_000 }, () => {
  test('waits without a chat socket, and takes over when the active one is killed', async () => {
    const [active, standby] = await pair();
    await around.slack.waitForConnections(SOCKETS);
    expect(around.slack.liveConnections).toBe(SOCKETS);
    expect(standby.countOf('started')).toBe(0);
    await active.end('SIGKILL');
    await standby.says('started');
    await helpIsAnswered();
  });

  test('takes over when the active one is stopped, which ends with 0', async () => {
    const [active, standby] = await pair();
    expect(await active.end('SIGTERM')).toBe(0);
    await standby.says('started');
    await helpIsAnswered();
  });

  test('tells from outside which of the two it is', async () => {
    const ports = [await freePort(), await freePort()] as const;
    const active = around.spawn({ HEALTH_PORT: String(ports[0]) });
    await active.says('started');
    const standby = around.spawn({ HEALTH_PORT: String(ports[1]) });
    await standby.says(WAITS);
    expect(await statusOf(ports[0], '/readyz')).toBe(200);
    expect(await statusOf(ports[1], '/readyz')).toBe(503);
    // It is as well as one that waits can be.
    expect(await statusOf(ports[1], '/healthz')).toBe(200);
    await active.end('SIGKILL');
    await eventually('the other is ready', async () => (await statusOf(ports[1], '/readyz')) === 200);
  });

  test('ends with 0 when it is stopped while it waits', async () => {
    const [, standby] = await pair();
    expect(await standby.end('SIGTERM')).toBe(0);
  });

  test('finds what the killed one had sent and not written down, and does not say it again', async () => {
    const [active, standby] = await pair();
    await digestIsPosted();
    around.slack.faults.add({ method: 'chat.postMessage', kind: 'accept_then_hang', times: 1 });
    await around.confirmed('start');
    await eventually('the message', () => around.slack.directMessages(PERSON).length === 1);
    await active.end('SIGKILL');
    await standby.says('started');
    await eventually('the record', async () => (await stateOf('first')) === 'sent');
    expect(around.slack.directMessages(PERSON)).toHaveLength(1);
  });
});

/**
 * Somebody types one command after the other until told to stop; answers with what became of each. None is typed before the
 * last was taken: however slow the machine is, one at most is on the wire when a connection closes.
 */
function typing(): { readonly stop: () => Promise<readonly string[]> } {
  const outcomes: Promise<string>[] = [];
  let goesOn = true;
  const done = (async () => {
    while (goesOn) {
      outcomes.push(outcomeOf(await around.slack.command({ userId: ADMIN, text: 'help' })));
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  })();
  return {
    async stop() {
      goesOn = false;
      await done;
      return Promise.all(outcomes);
    },
  };
}

async function outcomeOf(interaction: Interaction): Promise<string> {
  if (interaction.error !== null) return interaction.error;
  await interaction.waitForReplies(1, 60_000);
  return 'answered';
}

describe('both are replaced, one after the other', { timeout: 180_000 }, () => {
  test('and no command that somebody types meanwhile is lost', async () => {
    const [first, second] = await pair();
    const typist = typing();
    await first.end('SIGTERM');
    await second.says('started');
    const third = around.spawn();
    await third.says(WAITS);
    await second.end('SIGTERM');
    await third.says('started');
    const outcomes = await typist.stop();
    expect(outcomes.length).toBeGreaterThan(20);
    // But for what is on the wire in the very moment a connection closes, and Slack tells the person so.
    const lost = outcomes.filter((outcome) => outcome !== 'answered');
    expect(lost.filter((outcome) => outcome !== 'operation_timeout')).toEqual([]);
    expect(lost.length).toBeLessThanOrEqual(2);
  });
});

async function stateOf(step: string): Promise<string | undefined> {
  const notices = await around.query<{ state: string }>(`select state from notice where step = '${step}'`);
  return notices[0]?.state;
}

describe('where the active one cannot reach the server any more', { timeout: 120_000 }, () => {
  test('the other takes over; it stops, and waits for its turn once it can', async () => {
    const [vanished, standby] = await pair(throughRelay());
    await digestIsPosted();
    relay.stall();
    await standby.says('started');
    await vanished.says(LOST);
    await helpIsAnswered();
    relay.resume();
    await vanished.says(WAITS);
    await standby.end('SIGKILL');
    await eventually('the first one again', () => vanished.countOf('started') === 2);
    await helpIsAnswered();
    expect(around.slack.channelMessages(CHANNEL)).toHaveLength(1);
  });
});

describe('where the server is away for a while', { timeout: 120_000 }, () => {
  test('everything goes on when it is back: one works, nothing was said twice', async () => {
    const port = await freePort();
    const only = around.spawn({ ...throughRelay(), HEALTH_PORT: String(port) });
    await only.says('started');
    await digestIsPosted();
    relay.cut();
    await only.says('database away');
    await eventually('a word of it', async () => (await databaseAt(port)) === 'failing');
    expect(await statusOf(port, '/readyz')).toBe(503);
    relay.mend();
    await eventually('the next turn', () => only.countOf('started') === 2);
    await around.confirmed('start');
    await eventually('the message', async () => (await stateOf('first')) === 'sent');
    expect(around.slack.directMessages(PERSON)).toHaveLength(1);
    expect(around.slack.channelMessages(CHANNEL)).toHaveLength(1);
    expect(only.hasEnded).toBe(false);
  });

  test('whose credentials were taken back meanwhile goes on when they are given again', async () => {
    const only = around.spawn(throughRelay());
    await only.says('started');
    await digestIsPosted();
    relay.cut();
    await only.says('database away');
    around.slack.revokeToken();
    relay.mend();
    await only.says('turn given back');
    around.slack.restoreToken();
    await eventually('the next turn', () => only.countOf('started') === 2);
    expect(only.hasEnded).toBe(false);
  });

  test('one that starts meanwhile waits for it', async () => {
    relay.cut();
    const bot = around.spawn(throughRelay());
    await bot.says('database away');
    relay.mend();
    await bot.says('started');
  });
});
