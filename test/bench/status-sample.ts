import type { Standstills } from './standstills.ts';
import { ADMIN_ID, LATENCY_MS, type StatusStage } from './status-stage.ts';

/** One `/mfa status`. */
export interface StatusSample {
  /** From the acknowledgement to the reply, without the time in which at least one of its calls was at the vendor. */
  readonly ownMs: number;
  /** Of the bot's process, from typing to reply; while an audit runs, the audit's part in it too. */
  readonly cpuMs: number;
  readonly standstills: Standstills;
}

export async function sampleStatus(stage: StatusStage): Promise<StatusSample> {
  const { slack, alibaba } = stage;
  const before = await stage.standstills();
  const typed = await slack.command({ userId: ADMIN_ID, text: 'status' });
  const acknowledgedAt = Date.now();
  const startedAt = performance.now();
  await typed.waitForReplies(1);
  const tookMs = performance.now() - startedAt;
  const during = await stage.standstills();
  const answeredAt = alibaba.requests.entries
    .slice(-RECENT_REQUESTS)
    .filter(({ action, atMs }) => FACTS.has(action) && atMs >= acknowledgedAt)
    .map(({ atMs }) => atMs);
  const standstills = merged([before, during]);
  return { ownMs: tookMs - vendorMs(answeredAt), cpuMs: during.cpuMs, standstills };
}

export function merged(all: readonly Standstills[]): Standstills {
  return {
    longestMs: Math.max(...all.map(({ longestMs }) => longestMs)),
    p999Ms: Math.max(...all.map(({ p999Ms }) => p999Ms)),
    mostCpuMs: Math.max(...all.map(({ mostCpuMs }) => mostCpuMs)),
    cpuMs: all.reduce((sum, { cpuMs }) => sum + cpuMs, 0),
  };
}

/** What `/mfa status` reads live of an account; an audit reads the same once, when it begins. */
const FACTS: ReadonlySet<string> = new Set([
  'GetSecurityPreference',
  'GetUserSsoSettings',
  'GetDefaultDomain',
]);
const RECENT_REQUESTS = 2_000;

/** The sandbox keeps every call for LATENCY_MS and notes when it answers. */
function vendorMs(answeredAt: readonly number[]): number {
  let covered = 0;
  let until = Number.NEGATIVE_INFINITY;
  for (const answered of [...answeredAt].sort((one, other) => one - other)) {
    covered += answered - Math.max(until, answered - LATENCY_MS);
    until = answered;
  }
  return covered;
}
