import type { SandboxedChat } from '../../demo/stage.ts';
import type { TestDatabase } from '../store/test-database.ts';
import { type Day, HOURS } from './days.ts';
import { beginFollowUp, type FollowUp, instantOf, type Kill } from './follow-up.ts';
import { forgetLike, type Protocol } from './protocols.ts';
import { randomNumbers } from './random-numbers.ts';
import { switchOnFaults } from './vendor-faults.ts';
import type { VendorGate } from './vendor-gate.ts';
import { isGood, judge, type Sight, sightOf, type Verdict } from './verdict.ts';

export interface Campaign {
  readonly chat: SandboxedChat;
  readonly newDatabase: () => Promise<TestDatabase>;
  readonly gate: VendorGate;
  readonly seed: number;
  readonly protocol: Protocol;
  readonly days: readonly Day[];
}

/** How many calls each day made where nothing was killed, and what was seen then. */
export interface Rehearsed {
  readonly sight: Sight;
  readonly storeCalls: readonly number[];
  readonly vendorCalls: readonly number[];
}

async function begin(
  { chat, newDatabase, gate, seed, protocol }: Campaign,
  number: number,
): Promise<FollowUp> {
  return beginFollowUp({
    ...{ chat, gate, seed: seed + number, startsAt: instantOf('2026-03-02', HOURS[0]) },
    database: await newDatabase(),
    upgradedFrom: number,
    beforeRestart: (db) => forgetLike(protocol, db),
  });
}

/** The same days without a kill. */
export async function rehearse(campaign: Campaign): Promise<Rehearsed> {
  const followUp = await begin(campaign, 0);
  const storeCalls: number[] = [];
  const vendorCalls: number[] = [];
  try {
    for (const day of campaign.days) {
      const before = { vendor: campaign.gate.calls, store: await followUp.storeCallsOfBot() };
      await followUp.live(day);
      // What is upgraded is counted in a process of its own.
      storeCalls.push((await followUp.storeCallsOfBot()) - (day.isUpgrade ? 0 : before.store));
      vendorCalls.push(campaign.gate.calls - before.vendor);
    }
    return { sight: sightOf(followUp), storeCalls, vendorCalls };
  } finally {
    await followUp.end();
  }
}

/** A kill, or none, for each life of each day. */
export type KillPlan = (dayIndex: number, life: number) => Kill | null;

export async function tellStory(
  campaign: Campaign,
  rehearsed: Rehearsed,
  story: { readonly number: number; readonly plan: KillPlan; readonly faults: boolean },
): Promise<Verdict> {
  const followUp = await begin(campaign, story.number);
  try {
    for (const [index, day] of campaign.days.entries()) {
      if (story.faults) switchOnFaults(followUp.company);
      await followUp.live(day, (life) => {
        if (life > 0) clearFaults(followUp);
        return story.plan(index, life);
      });
      clearFaults(followUp);
    }
    const verdict = await judge(followUp, rehearsed.sight);
    if (campaign.protocol === 'claim-send-settle' && !isGood(verdict))
      await explain(followUp, rehearsed.sight);
    return verdict;
  } finally {
    await followUp.end();
  }
}

function clearFaults({ company }: FollowUp): void {
  company.alibaba.faults.clear();
  company.slack?.faults.clear();
  company.dingtalk?.faults.clear();
}

/** For whoever looks into it. */
async function explain(followUp: FollowUp, { people, channel }: Sight): Promise<void> {
  const seen = sightOf(followUp);
  for (const [id, wanted] of people) {
    const has = seen.people.get(id) ?? [];
    if (has.join('|') !== wanted.join('|'))
      process.stderr.write(`${id}: ${JSON.stringify({ wanted, has })}\n`);
  }
  const rows = await followUp.query<{ noticeKey: string; state: string; claimedAt: number }>(
    'select notice_key, state, claimed_at, settled_at, message_id, planned_at from notice order by user_id, claimed_at',
  );
  for (const row of rows) process.stderr.write(`${JSON.stringify(row)}\n`);
  if (seen.channel.join('|') !== channel.join('|'))
    process.stderr.write(`channel: ${JSON.stringify({ channel, has: seen.channel })}\n`);
}

/** At random calls, one to four times a day. */
export function randomPlan(seed: number, { storeCalls, vendorCalls }: Rehearsed): KillPlan {
  const random = randomNumbers(seed);
  const CHANCE = [1, 0.9, 0.7, 0.5];
  return (dayIndex, life) => {
    if (random() >= (CHANCE[life] ?? 0)) return null;
    const by = (['store', 'asked', 'done'] as const)[Math.floor(random() * 3)] ?? 'store';
    const calls = (by === 'store' ? storeCalls : vendorCalls)[dayIndex] ?? 1;
    // Less is left to do in each life.
    return { by, at: 1 + Math.floor((random() * calls) / (life + 1)) };
  };
}

/** The kills of one number: at that call of every day that has so many; null where none has. */
export function sweepPlan(number: number, { storeCalls, vendorCalls }: Rehearsed): KillPlan | null {
  const moments = [
    ...range(Math.max(...storeCalls)).map((at) => ({ by: 'store', at }) as const),
    ...range(Math.max(...vendorCalls)).map((at) => ({ by: 'asked', at }) as const),
    ...range(Math.max(...vendorCalls)).map((at) => ({ by: 'done', at }) as const),
  ];
  const kill = moments[number];
  if (kill === undefined) return null;
  const calls = kill.by === 'store' ? storeCalls : vendorCalls;
  return (dayIndex, life) => (life === 0 && kill.at <= (calls[dayIndex] ?? 0) ? kill : null);
}

const range = (count: number) => Array.from({ length: count }, (_, index) => index + 1);
