import { describe, expect, test } from 'vitest';
import type { FindingReason } from '../../src/domain/finding.ts';
import { isAccountComplete, isMassChange, type RunChanges, tallyReading } from '../../src/domain/hold.ts';

const QUIET: RunChanges = { opened: 0, resumed: 0, closedEnrolled: 0, closedOtherwise: 0, absent: 0 };

interface Row {
  readonly changes: Partial<RunChanges>;
  readonly users: number;
  readonly isMass: boolean;
}

const ROWS: readonly Row[] = [
  { changes: {}, users: 0, isMass: false },
  { changes: { opened: 20 }, users: 50, isMass: false },
  { changes: { opened: 21 }, users: 50, isMass: true },
  { changes: { resumed: 21 }, users: 50, isMass: true },
  { changes: { closedOtherwise: 21 }, users: 50, isMass: true },
  { changes: { absent: 21 }, users: 50, isMass: true },
  // Whatever it is that changes, it adds up.
  { changes: { opened: 6, resumed: 5, closedOtherwise: 5, absent: 5 }, users: 50, isMass: true },
  { changes: { opened: 5, resumed: 5, closedOtherwise: 5, absent: 5 }, users: 50, isMass: false },
  // Enrolling is what everybody is asked for.
  { changes: { closedEnrolled: 500 }, users: 500, isMass: false },
  { changes: { closedEnrolled: 500, opened: 21 }, users: 50, isMass: true },
  // Of more than 200 users, a tenth.
  { changes: { opened: 21 }, users: 200, isMass: true },
  { changes: { opened: 21 }, users: 210, isMass: false },
  { changes: { opened: 500 }, users: 5000, isMass: false },
  { changes: { opened: 501 }, users: 5000, isMass: true },
  { changes: { opened: 21 }, users: 205, isMass: true },
];

describe('a mass change', () => {
  test.each(ROWS)('$changes among $users users: $isMass', ({ changes, users, isMass }) => {
    expect(isMassChange({ ...QUIET, ...changes }, users)).toBe(isMass);
  });
});

describe('an account is complete', () => {
  const rows: readonly { name: string; listed: boolean; reasons: readonly FindingReason[]; is: boolean }[] = [
    { name: 'without users', listed: true, reasons: [], is: true },
    { name: 'without users and without a proven list', listed: false, reasons: [], is: false },
    { name: 'with one user read', listed: true, reasons: ['could_not_read', 'no_device'], is: true },
    {
      name: 'with one user read to have no password',
      listed: true,
      reasons: ['could_not_read', 'no_console_password'],
      is: true,
    },
    { name: 'with no user read', listed: true, reasons: ['could_not_read', 'could_not_read'], is: false },
    {
      name: 'with a frozen user and nobody else read',
      listed: true,
      reasons: ['user_frozen', 'could_not_read'],
      is: false,
    },
    { name: 'with frozen users alone', listed: true, reasons: ['user_frozen', 'user_frozen'], is: true },
    { name: 'with single sign-on', listed: true, reasons: ['sso_only', 'user_frozen'], is: true },
    { name: 'with every user read and a broken list', listed: false, reasons: ['device_bound'], is: false },
  ];
  test.each(rows)('$name: $is', ({ listed, reasons, is }) => {
    const findings = reasons.map((reason) => ({
      reason,
      verdict: reason === 'could_not_read' ? ('unknown' as const) : ('not_applicable' as const),
    }));
    expect(isAccountComplete(listed, tallyReading(findings))).toBe(is);
  });
});
