import { describe, expect, test } from 'vitest';
import {
  type ExemptionKind,
  type ExemptionState,
  endsExemption,
  exemptionToldBy,
  expiring,
} from '../../src/domain/exemption.ts';

const DAY_MS = 24 * 60 * 60_000;
const NOW = Date.parse('2026-03-10T12:00:00Z');

const granted = (
  exemptionId: number,
  endsInDays: number,
  more: { kind?: ExemptionKind; state?: ExemptionState } = {},
) => ({
  ...{ exemptionId, untilAt: NOW + endsInDays * DAY_MS, kind: 'reasoned' as ExemptionKind },
  ...{ state: 'active' as ExemptionState, ...more },
});

describe('whose end is near', () => {
  test.each([
    ['of nothing, nothing', [], null],
    ['more than seven days off', [granted(1, 7.01)], null],
    ['seven days off', [granted(1, 7)], 1],
    ['granted for less than seven days', [granted(1, 2)], 1],
    ['over, and not noticed yet', [granted(1, 0)], null],
    ['three days for a lost phone', [granted(1, 3, { kind: 'lost_phone' })], null],
    ['with a longer one beside it', [granted(1, 3), granted(2, 30)], null],
    ['of two the longer one', [granted(1, 5), granted(2, 3)], 1],
  ] as const)('%s', (_, exemptions, expected) => {
    expect(expiring(exemptions, NOW)?.exemptionId ?? null).toBe(expected);
  });
});

describe('what a notice tells of', () => {
  const told = (
    step: 'exemption_expiring' | 'lost_phone',
    occurrence: number,
    all: ReturnType<typeof granted>[],
  ) => exemptionToldBy({ step, occurrence }, all, NOW)?.exemptionId ?? null;

  test('the second that was granted is the second told; what was declined was none', () => {
    const all = [granted(1, -30, { state: 'over' }), granted(2, 20, { state: 'declined' }), granted(3, 5)];
    expect(told('exemption_expiring', 2, all)).toBe(3);
    expect(told('exemption_expiring', 1, all)).toBe(null);
  });

  test('not of one that was taken back, or made longer', () => {
    expect(told('exemption_expiring', 1, [granted(1, 5, { state: 'ended' })])).toBe(null);
    expect(told('exemption_expiring', 1, [granted(1, 5), granted(2, 50)])).toBe(null);
  });

  test('lost phones are counted apart', () => {
    const all = [granted(1, 40), granted(2, 2, { kind: 'lost_phone' })];
    expect(told('lost_phone', 1, all)).toBe(2);
    expect(told('exemption_expiring', 1, all)).toBe(null);
  });
});

describe('the first message after an exemption says so', () => {
  const openedAt = NOW - 10 * DAY_MS;
  test.each([
    ['a warning that was planned for it', 'exemption_ended', NOW, null, true],
    ['the first message to somebody who was exempt before', null, null, NOW - DAY_MS, true],
    ['of a case that began after it', null, null, openedAt - DAY_MS, false],
    ['whoever was told since', null, NOW, NOW - DAY_MS, false],
    ['whoever was never exempt', null, null, null, false],
  ] as const)('%s', (_, againBecause, toldAt, exemptUntil, expected) => {
    expect(endsExemption({ againBecause }, { openedAt, toldAt }, exemptUntil)).toBe(expected);
  });
});
