import { createWorld } from '../../src/app.ts';
import type { ChatRequest } from '../../src/chat/chat.ts';
import { createAnswerer } from '../../src/commands/answer.ts';
import { parseConfig } from '../../src/config/config.ts';
import type { RawVariables } from '../../src/config/variable.ts';
import type { Clock } from '../../src/domain/clock.ts';
import { firstDeadline } from '../../src/domain/ladder.ts';
import { createLog } from '../../src/log.ts';
import { planDigest } from '../../src/outreach/plan-digest.ts';
import { isClockWrong } from '../../src/outreach/watch-clock.ts';
import { openDatabase } from '../../src/store/database.ts';
import { wire } from '../../src/wiring.ts';
import { type Standstills, watchStandstills } from './standstills.ts';
import { ADMIN_ID } from './status-stage.ts';
import { NOON, type StoredCompany, storeCompany } from './stored-company.ts';

/** What is done again and again beside the audit. */
const WORKS = ['delivery pass', 'digest', '/mfa status', '/mfa status overdue', 'metrics'] as const;
type Work = (typeof WORKS)[number];

export interface WorkDone {
  readonly work: Work;
  /** Of each time it was done. */
  readonly tookMs: readonly number[];
  readonly cpuMs: readonly number[];
  readonly standstills: Standstills;
}

export interface FleetWorkSays {
  readonly done: readonly WorkDone[];
  readonly peakBytes: number;
}

// In a process of its own, between sandboxes in other processes; the argument says how much there is.
const { variables, company, times } = JSON.parse(process.argv[2] ?? '{}') as {
  readonly variables: RawVariables;
  readonly company: StoredCompany;
  readonly times: number;
};
const DAY_MS = 24 * 60 * 60_000;
const ZONE = 'Asia/Shanghai';
const begunAt = Date.now();
const clock: Clock = {
  now: () => NOON + Date.now() - begunAt,
  sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
};
const config = parseConfig(variables, 'serve');
const log = createLog('silent');
const db = await openDatabase(config.database);
const toldAt = NOON - 4 * DAY_MS;
await storeCompany(db, company, {
  ...{ toldAt, zone: ZONE, deadlineAt: firstDeadline(toldAt, ZONE, config.policy) },
});
const seam = { clock, random: Math.random };
const world = createWorld(config, log, seam, db);
const turnLost = new AbortController().signal;
const wiring = wire({ config, log, seam, db, world, runSoon: () => undefined, turnLost });
const answer = createAnswerer(wiring.answer, turnLost);
const watch = watchStandstills();

const signal = new AbortController().signal;
const DO: Readonly<Record<Work, () => Promise<unknown>>> = {
  'delivery pass': async () => {
    const job = wiring.jobs.find(({ name }) => name === 'delivery');
    (job as { wake?(): void } | undefined)?.wake?.();
    await job?.runIfDue(signal);
  },
  digest: async () => {
    const parts = { ...wiring.enforcement, ...wiring.answer, board: wiring.board };
    const deps = { ...parts, audiences: world.chats, excludedAccountIds: () => [], monthlyQuotas: new Map() };
    const date = `2026-03-${String(12 + digests).padStart(2, '0')}`;
    digests += 1;
    await planDigest(deps as never, { date, runsSince: toldAt }, signal);
  },
  '/mfa status': () => answer(typed('status')),
  '/mfa status overdue': () => answer(typed('status overdue')),
  metrics: () => wiring.samples(),
};
let digests = 0;

function typed(words: string): ChatRequest {
  const actor = {
    chat: 'slack',
    memberId: ADMIN_ID,
    displayName: 'admin',
    timeZone: ZONE,
    language: 'en',
  } as const;
  return {
    ...{
      chat: 'slack',
      actor,
      conversation: { kind: 'direct', id: 'D1' },
      place: 'private',
      words,
      origin: 'typed',
      showHome: null,
    },
    reply: async () => undefined,
  };
}

async function measure(work: Work): Promise<WorkDone> {
  // What is read once a day, of the chat and of the accounts, is read.
  await DO[work]();
  watch.take();
  const tookMs: number[] = [];
  const cpuMs: number[] = [];
  for (let time = 0; time < times; time += 1) {
    const startedAt = performance.now();
    const cpu = process.threadCpuUsage();
    await DO[work]();
    tookMs.push(performance.now() - startedAt);
    const { user, system } = process.threadCpuUsage(cpu);
    cpuMs.push((user + system) / 1_000);
    // So that the end of the last piece counts as well.
    await clock.sleep(10);
  }
  return { work, tookMs, cpuMs, standstills: watch.take() };
}

const done: WorkDone[] = [];
for (const work of WORKS) done.push(await measure(work));
if (isClockWrong(wiring.board))
  throw new Error('By a wrong clock nothing is delivered, and nothing was measured');
const says: FleetWorkSays = { done, peakBytes: process.resourceUsage().maxRSS * 1024 };
process.send?.(says);
process.disconnect();
process.exit(0);
