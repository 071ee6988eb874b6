import { describe, expect, test } from 'vitest';
import {
  ENFORCE_REFUSALS,
  type EnforcementFacts,
  whyNotEnforce,
  whyNotUnenforce,
} from '../../src/domain/enforcement.ts';
import type { AccountFacts, Finding } from '../../src/domain/finding.ts';
import { accountId } from '../../src/domain/ram-user.ts';

const FINDING: Finding = {
  verdict: 'noncompliant',
  reason: 'no_device',
  mfaDevice: 'none',
  mfaRequired: false,
  errorCode: null,
};
const ACCOUNT: AccountFacts = {
  accountId: accountId('1000000000000001'),
  alias: 'corp',
  defaultDomain: 'corp.onaliyun.com',
  loginMfaMode: 'independent',
  ssoEnabled: false,
  mayUsersManageDevices: true,
  ssoErrorCode: null,
};
const BOUND = { verdict: 'compliant', reason: 'device_bound', mfaDevice: 'virtual' } as const;
const notApplicable = (reason: Finding['reason']) => ({ verdict: 'not_applicable', reason }) as const;

interface Facts {
  readonly finding?: Partial<Finding>;
  readonly account?: Partial<AccountFacts>;
  readonly isBreakGlass?: boolean;
  readonly isBreakGlassUncertain?: boolean;
  readonly isOwnUser?: boolean;
}

const factsOf = ({ finding, account, ...who }: Facts): EnforcementFacts => ({
  isBreakGlass: false,
  isBreakGlassUncertain: false,
  isOwnUser: false,
  ...who,
  finding: { ...FINDING, ...finding },
  account: { ...ACCOUNT, ...account },
});

type Row = { readonly name: string; readonly facts: Facts; readonly is: ReturnType<typeof whyNotEnforce> };

const ENFORCE: readonly Row[] = [
  { name: 'no device', facts: {}, is: null },
  { name: 'bound, not required', facts: { finding: BOUND }, is: null },
  {
    name: 'the adaptive mode does not stand in the way',
    facts: { account: { loginMfaMode: 'adaptive' } },
    is: null,
  },
  { name: 'nor a mode that could not be read', facts: { account: { loginMfaMode: 'unknown' } }, is: null },
  { name: 'the bot itself', facts: { isOwnUser: true }, is: 'own_user' },
  { name: 'break-glass', facts: { isBreakGlass: true }, is: 'break_glass' },
  {
    name: 'a break-glass name that names nobody',
    facts: { isBreakGlassUncertain: true },
    is: 'break_glass_not_found',
  },
  {
    name: 'no console password',
    facts: { finding: notApplicable('no_console_password') },
    is: 'no_console_password',
  },
  {
    name: 'console login switched off',
    facts: { finding: notApplicable('console_login_inactive') },
    is: 'console_login_inactive',
  },
  { name: 'frozen', facts: { finding: notApplicable('user_frozen') }, is: 'user_frozen' },
  { name: 'single sign-on', facts: { finding: notApplicable('sso_only') }, is: 'sso' },
  {
    name: 'not readable',
    facts: { finding: { verdict: 'unknown', reason: 'could_not_read' } },
    is: 'could_not_read',
  },
  { name: 'present setting not readable', facts: { finding: { mfaRequired: null } }, is: 'could_not_read' },
  { name: 'required already', facts: { finding: { mfaRequired: true } }, is: 'already_required' },
  {
    name: 'required already, and bound',
    facts: { finding: { ...BOUND, mfaRequired: true } },
    is: 'already_required',
  },
  { name: 'mandatory for all', facts: { account: { loginMfaMode: 'mandatory' } }, is: 'account_mandatory' },
  {
    name: 'users may not bind a device',
    facts: { account: { mayUsersManageDevices: false } },
    is: 'users_may_not_manage_devices',
  },
  {
    name: 'users may not bind a device, and this one has one',
    facts: { finding: BOUND, account: { mayUsersManageDevices: false } },
    is: null,
  },
  {
    name: 'whether users may bind a device could not be read',
    facts: { account: { mayUsersManageDevices: null } },
    is: 'could_not_read',
  },
  {
    name: 'the bot itself counts before everything',
    facts: { isOwnUser: true, isBreakGlass: true, finding: notApplicable('no_console_password') },
    is: 'own_user',
  },
];

describe('why MFA must not be required', () => {
  test.each(ENFORCE)('$name: $is', ({ facts, is }) => {
    expect(whyNotEnforce(factsOf(facts))).toBe(is);
  });

  test('every refusal has words', () => {
    for (const { is } of ENFORCE) if (is !== null) expect(ENFORCE_REFUSALS).toContain(is);
  });
});

type UndoRow = Row & { readonly setByBot?: boolean };

const UNENFORCE: readonly UndoRow[] = [
  { name: 'set by the bot', facts: { finding: { mfaRequired: true } }, is: null },
  {
    name: 'set by the bot, and bound since',
    facts: { finding: { ...BOUND, mfaRequired: true } },
    is: null,
  },
  {
    name: 'set by somebody else',
    facts: { finding: { mfaRequired: true } },
    setByBot: false,
    is: 'not_set_by_bot',
  },
  { name: 'not required any more', facts: {}, is: 'already_not_required' },
  { name: 'present setting not readable', facts: { finding: { mfaRequired: null } }, is: 'could_not_read' },
  {
    name: 'the bot itself',
    facts: { isOwnUser: true, finding: { mfaRequired: true } },
    is: 'own_user',
  },
  {
    name: 'break-glass',
    facts: { isBreakGlass: true, finding: { mfaRequired: true } },
    is: 'break_glass',
  },
  {
    name: 'password removed since',
    facts: { finding: notApplicable('no_console_password') },
    is: 'no_console_password',
  },
  {
    name: 'undoing is allowed where a break-glass name names nobody: it locks nobody out',
    facts: { isBreakGlassUncertain: true, finding: { mfaRequired: true } },
    is: null,
  },
];

describe('why it must not be undone', () => {
  test.each(UNENFORCE)('$name: $is', ({ facts, setByBot = true, is }) => {
    expect(whyNotUnenforce(factsOf(facts), setByBot)).toBe(is);
  });
});
