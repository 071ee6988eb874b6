import { describe, expect, test } from 'vitest';
import { type CaseHistory, decideCase, UNBOUND_GRACE_MS } from '../../src/domain/case.ts';
import type { Finding, FindingReason, Verdict } from '../../src/domain/finding.ts';

const NOW = Date.parse('2026-03-02T09:00:00Z');
const DAY_MS = 24 * 3_600_000;
const ago = (days: number) => NOW - days * DAY_MS;

const found = (verdict: Verdict, reason: FindingReason): Finding => ({
  verdict,
  reason,
  mfaDevice: verdict === 'compliant' ? 'virtual' : 'none',
  mfaRequired: false,
  errorCode: null,
});

const NONCOMPLIANT = found('noncompliant', 'no_device');
const REQUIRED = found('noncompliant', 'required_but_not_bound');
const COMPLIANT = found('compliant', 'device_bound');
const UNKNOWN = found('unknown', 'could_not_read');
const NO_PASSWORD = found('not_applicable', 'no_console_password');

const NEW: CaseHistory = { open: null, lastClosed: null, hadDevice: false, unboundSince: null };
const OPEN: CaseHistory = { ...NEW, open: { unreadableSince: null } };
const UNREADABLE: CaseHistory = { ...NEW, open: { unreadableSince: ago(1) } };
const HAD_DEVICE: CaseHistory = { ...NEW, hadDevice: true };
const closed = (reason: NonNullable<CaseHistory['lastClosed']>['reason'], days: number): CaseHistory => ({
  ...NEW,
  lastClosed: { reason, at: ago(days) },
});

interface Row {
  readonly name: string;
  readonly finding: Finding;
  readonly history: CaseHistory;
  readonly is: ReturnType<typeof decideCase>;
}

const none = { kind: 'none' } as const;
const opened = { kind: 'open', regressed: false } as const;
const close = <Reason extends string>(reason: Reason) => ({ kind: 'close', reason }) as const;

const ROWS: readonly Row[] = [
  { name: 'a new noncompliant user', finding: NONCOMPLIANT, history: NEW, is: opened },
  { name: 'one who must enrol at the next sign-in', finding: REQUIRED, history: NEW, is: opened },
  { name: 'one followed up already', finding: NONCOMPLIANT, history: OPEN, is: none },
  { name: 'enrolled', finding: COMPLIANT, history: OPEN, is: close('enrolled') },
  { name: 'enrolled all along', finding: COMPLIANT, history: NEW, is: none },
  { name: 'password removed', finding: NO_PASSWORD, history: OPEN, is: close('console_removed') },
  {
    name: 'console login switched off',
    finding: found('not_applicable', 'console_login_inactive'),
    history: OPEN,
    is: close('console_inactive'),
  },
  { name: 'frozen', finding: found('not_applicable', 'user_frozen'), history: OPEN, is: close('frozen') },
  { name: 'single sign-on', finding: found('not_applicable', 'sso_only'), history: OPEN, is: close('sso') },
  { name: 'never had a password', finding: NO_PASSWORD, history: NEW, is: none },
  { name: 'not readable', finding: UNKNOWN, history: OPEN, is: { kind: 'became_unreadable' } },
  { name: 'still not readable', finding: UNKNOWN, history: UNREADABLE, is: none },
  { name: 'not readable and not followed up', finding: UNKNOWN, history: NEW, is: none },
  { name: 'readable again', finding: NONCOMPLIANT, history: UNREADABLE, is: { kind: 'became_readable' } },
  { name: 'readable again and enrolled', finding: COMPLIANT, history: UNREADABLE, is: close('enrolled') },
  {
    name: 'password back after 30 days',
    finding: NONCOMPLIANT,
    history: closed('console_removed', 30),
    is: { kind: 'resume' },
  },
  {
    name: 'password back after more than 30 days',
    finding: NONCOMPLIANT,
    history: closed('console_removed', 30.01),
    is: opened,
  },
  {
    name: 'thawed after a week',
    finding: NONCOMPLIANT,
    history: closed('frozen', 7),
    is: { kind: 'resume' },
  },
  { name: 'device just found gone', finding: NONCOMPLIANT, history: HAD_DEVICE, is: { kind: 'unbound' } },
  {
    name: 'device gone since less than a day',
    finding: NONCOMPLIANT,
    history: { ...HAD_DEVICE, unboundSince: NOW - UNBOUND_GRACE_MS + 1 },
    is: none,
  },
  {
    name: 'device gone for a day',
    finding: NONCOMPLIANT,
    history: { ...HAD_DEVICE, unboundSince: NOW - UNBOUND_GRACE_MS },
    is: { kind: 'open', regressed: true },
  },
  {
    name: 'a new device within the day',
    finding: COMPLIANT,
    history: { ...HAD_DEVICE, unboundSince: ago(0.5) },
    is: none,
  },
  {
    name: 'device gone, once enrolled through a case: a new case, not the old one',
    finding: NONCOMPLIANT,
    history: { ...closed('enrolled', 3), hadDevice: true, unboundSince: ago(1) },
    is: { kind: 'open', regressed: true },
  },
];

describe('what a finding does to the case', () => {
  test.each(ROWS)('$name', ({ finding, history, is }) => {
    expect(decideCase(finding, history, NOW)).toEqual(is);
  });

  test('a device that is gone gets a whole day', () => {
    expect(UNBOUND_GRACE_MS).toBe(DAY_MS);
  });
});
