import type { TrailEvent } from '../../sandbox/alibaba/account-seed.ts';
import { readerPolicy, witnessPolicy } from '../../src/alibaba/index.ts';
import { CORP, type Rehearsal } from './rehearsal.ts';

export const HOME = '203.0.113.7';

/** The account lets its record be looked into, or no more. */
export function grant(rehearsal: Rehearsal, isGranted = true): void {
  const statements = [...readerPolicy().Statement, ...(isGranted ? witnessPolicy().Statement : [])];
  rehearsal.alibaba.account(CORP).user('mfa-bot-reader').policy = { Version: '1', Statement: statements };
}

/** At the time of day in Shanghai, or on another day: `2026-03-01T08:00`. */
export function record(
  rehearsal: Rehearsal,
  at: string,
  event: Omit<TrailEvent, 'eventTime' | 'userName'>,
): void {
  const instant = new Date(`${at.includes('T') ? at : `2026-03-02T${at}`}:00+08:00`);
  const eventTime = `${instant.toISOString().slice(0, 19)}Z`;
  rehearsal.alibaba.account(CORP).record({ userName: 'jane.doe', eventTime, ...event });
}

export const BOUND = { eventName: 'BindMFADevice', sourceIpAddress: HOME } as const;

export const SIGNED_IN = { eventName: 'ConsoleSignin', sourceIpAddress: HOME, mfaChecked: 'false' } as const;

/** Where nobody has been so far. */
export const AWAY = '198.51.100.23';
export const FROM_AWAY = { ...SIGNED_IN, sourceIpAddress: AWAY } as const;
/** Enough of them to tell where somebody usually is. */
export const EARLIER = ['20', '21', '22', '23', '24'].map((day) => `2026-02-${day}T09:00`);
