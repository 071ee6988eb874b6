import { describe, expect, test } from 'vitest';
import { type HealthFacts, healthOf } from '../../src/domain/health.ts';
import type { PartState } from '../../src/domain/part.ts';
import { accountId } from '../../src/domain/ram-user.ts';

const MINUTE_MS = 60_000;
const NOW = Date.parse('2026-03-03T12:00:00Z');
const DUE = Date.parse('2026-03-03T09:10:00Z');
const CORP = accountId('1000000000000001');

const WELL: HealthFacts = {
  now: NOW,
  startedAt: NOW - 72 * 60 * MINUTE_MS,
  states: [],
  known: ['database', 'clock', 'enforcement'],
  chats: [{ chat: 'slack', lastFrameAt: NOW - 20_000, waitingSince: null }],
  accounts: [{ accountId: CORP, lastCompleteAt: DUE + MINUTE_MS }],
  database: null,
  auditDueAt: DUE,
};

const failed = (part: PartState['part'], code: string): PartState => ({
  part,
  status: 'failing',
  aspect: 'whole',
  since: NOW - MINUTE_MS,
  code,
});

const slack = (facts: Partial<HealthFacts['chats'][number]>): Partial<HealthFacts> => ({
  chats: [{ chat: 'slack', lastFrameAt: NOW - 20_000, waitingSince: null, ...facts }],
});

const account = (lastCompleteAt: number | null, more: Partial<HealthFacts> = {}): Partial<HealthFacts> => ({
  accounts: [{ accountId: CORP, lastCompleteAt }],
  ...more,
});

/** What fails, by which code; none: well. */
const ROWS: readonly (readonly [name: string, Partial<HealthFacts>, failing: string | null])[] = [
  ['all is well', {}, null],
  ['a frame two minutes ago', slack({ lastFrameAt: NOW - 2 * MINUTE_MS }), null],
  ['no frame for longer', slack({ lastFrameAt: NOW - 2 * MINUTE_MS - 1 }), 'slack no_frame'],
  ['no frame since the start', slack({ lastFrameAt: null }), 'slack no_frame'],
  ['a message that waits half an hour', slack({ waitingSince: NOW - 30 * MINUTE_MS }), null],
  ['a message that waits longer', slack({ waitingSince: NOW - 31 * MINUTE_MS }), 'slack messages_waiting'],
  [
    'the last audit is yesterday’s, and today’s was due long ago',
    account(DUE - 1),
    `account:${CORP} audit_overdue`,
  ],
  [
    'today’s audit was due less than two hours ago',
    account(DUE - 1, { auditDueAt: NOW - 120 * MINUTE_MS }),
    null,
  ],
  [
    'today’s audit was due more than two hours ago',
    account(DUE - 1, { auditDueAt: NOW - 121 * MINUTE_MS }),
    `account:${CORP} audit_overdue`,
  ],
  ['never complete, started a moment ago', account(null, { startedAt: NOW - MINUTE_MS }), null],
  [
    'never complete, started long ago',
    account(null, { startedAt: NOW - 121 * MINUTE_MS }),
    `account:${CORP} audit_overdue`,
  ],
  ['what was seen failing', { states: [failed('database', 'SQLITE_FULL')] }, 'database SQLITE_FULL'],
  ['a chat that takes nothing', { states: [failed('slack', 'token_revoked')] }, 'slack token_revoked'],
];

describe('health', () => {
  test.each(ROWS)('%s', (_name, facts, expected) => {
    const { status, parts } = healthOf({ ...WELL, ...facts });
    const found = [...parts].filter(([, one]) => one.status === 'failing');
    expect(found.map(([part, { code }]) => `${part} ${code}`)).toEqual(expected === null ? [] : [expected]);
    expect(status).toBe(expected === null ? 'ok' : 'failing');
  });

  test('every part is named', () => {
    expect([...healthOf(WELL).parts.keys()].toSorted()).toEqual([
      `account:${CORP}`,
      'clock',
      'database',
      'enforcement',
      'slack',
    ]);
  });

  test.each(['enforcement', 'quota:dingtalk'] as const)(
    '%s that fails is shown, and keeps nobody from being told',
    (part) => {
      const { status, parts } = healthOf({ ...WELL, states: [failed(part, 'the_code')] });
      expect(status).toBe('ok');
      expect(parts.get(part)).toMatchObject({ status: 'failing', code: 'the_code' });
    },
  );
});
