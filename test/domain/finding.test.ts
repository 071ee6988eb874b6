import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type AccountFacts,
  assess,
  CONSOLE_LOGINS,
  isBoundNotRequired,
  LOGIN_MFA_MODES,
  MFA_DEVICES,
  type UserFacts,
} from '../../src/domain/finding.ts';
import { accountId } from '../../src/domain/ram-user.ts';

/** Everything readable and nothing bound: the plain noncompliant user. */
function user(facts: Partial<UserFacts> = {}): UserFacts {
  return {
    consoleLogin: 'active',
    mfaDevice: 'none',
    mfaRequired: false,
    frozen: false,
    errorCode: null,
    ...facts,
  };
}

function account(facts: Partial<AccountFacts> = {}): AccountFacts {
  return {
    accountId: accountId('1000000000000001'),
    alias: 'corp',
    defaultDomain: 'corp.onaliyun.com',
    loginMfaMode: 'independent',
    ssoEnabled: false,
    mayUsersManageDevices: true,
    ssoErrorCode: null,
    ...facts,
  };
}

interface Row {
  readonly name: string;
  readonly user?: Partial<UserFacts>;
  readonly account?: Partial<AccountFacts>;
  readonly is: string;
  readonly code?: string;
}

// In the order in which the rule asks: each row also differs from the next one only by what decides it.
const ROWS: readonly Row[] = [
  { name: 'frozen', user: { frozen: true }, is: 'not_applicable/user_frozen' },
  {
    name: 'frozen counts before single sign-on',
    user: { frozen: true },
    account: { ssoEnabled: true },
    is: 'not_applicable/user_frozen',
  },
  {
    name: 'frozen counts before what could not be read',
    user: { frozen: true, consoleLogin: 'unknown', errorCode: 'Throttling.User' },
    is: 'not_applicable/user_frozen',
  },
  { name: 'single sign-on', account: { ssoEnabled: true }, is: 'not_applicable/sso_only' },
  {
    name: 'single sign-on counts before no password',
    user: { consoleLogin: 'none' },
    account: { ssoEnabled: true },
    is: 'not_applicable/sso_only',
  },
  { name: 'no console password', user: { consoleLogin: 'none' }, is: 'not_applicable/no_console_password' },
  {
    name: 'no console password, though single sign-on could not be read',
    user: { consoleLogin: 'none' },
    account: { ssoEnabled: null },
    is: 'not_applicable/no_console_password',
  },
  {
    name: 'no console password, though whether frozen could not be read',
    user: { consoleLogin: 'none', frozen: null },
    is: 'not_applicable/no_console_password',
  },
  {
    name: 'console login switched off',
    user: { consoleLogin: 'inactive' },
    is: 'not_applicable/console_login_inactive',
  },
  {
    name: 'console login switched off, though required and not bound',
    user: { consoleLogin: 'inactive', mfaRequired: true },
    is: 'not_applicable/console_login_inactive',
  },
  {
    name: 'console login not readable',
    user: { consoleLogin: 'unknown', errorCode: 'NoPermission' },
    is: 'unknown/could_not_read',
    code: 'NoPermission',
  },
  {
    name: 'console login not readable counts before a device',
    user: { consoleLogin: 'unknown', mfaDevice: 'virtual', errorCode: 'InternalError' },
    is: 'unknown/could_not_read',
    code: 'InternalError',
  },
  {
    name: 'whether frozen not readable',
    user: { frozen: null, errorCode: 'Throttling.User' },
    is: 'unknown/could_not_read',
    code: 'Throttling.User',
  },
  {
    name: 'single sign-on not readable',
    account: { ssoEnabled: null, ssoErrorCode: 'NoPermission' },
    is: 'unknown/could_not_read',
    code: 'NoPermission',
  },
  {
    name: 'the code of the user counts before the code of single sign-on',
    user: { consoleLogin: 'unknown', errorCode: 'Timeout' },
    account: { ssoEnabled: null, ssoErrorCode: 'NoPermission' },
    is: 'unknown/could_not_read',
    code: 'Timeout',
  },
  { name: 'virtual device', user: { mfaDevice: 'virtual' }, is: 'compliant/device_bound' },
  { name: 'U2F key', user: { mfaDevice: 'u2f' }, is: 'compliant/device_bound' },
  { name: 'passkey', user: { mfaDevice: 'passkey' }, is: 'compliant/device_bound' },
  { name: 'a device of a kind not known here', user: { mfaDevice: 'other' }, is: 'compliant/device_bound' },
  {
    name: 'device, in an account where MFA is mandatory',
    user: { mfaDevice: 'virtual', mfaRequired: true },
    account: { loginMfaMode: 'mandatory' },
    is: 'compliant/device_bound',
  },
  {
    name: 'device not readable',
    user: { mfaDevice: 'unknown', errorCode: 'ServiceUnavailable' },
    is: 'unknown/could_not_read',
    code: 'ServiceUnavailable',
  },
  {
    name: 'device not readable counts before required',
    user: { mfaDevice: 'unknown', mfaRequired: true, errorCode: 'NoPermission' },
    is: 'unknown/could_not_read',
    code: 'NoPermission',
  },
  {
    name: 'required and not bound',
    user: { mfaRequired: true },
    is: 'noncompliant/required_but_not_bound',
  },
  {
    name: 'mandatory in the account and not bound',
    account: { loginMfaMode: 'mandatory' },
    is: 'noncompliant/required_but_not_bound',
  },
  { name: 'no device', is: 'noncompliant/no_device' },
  { name: 'no device, adaptive', account: { loginMfaMode: 'adaptive' }, is: 'noncompliant/no_device' },
  {
    name: 'no device, mode of the account not readable',
    account: { loginMfaMode: 'unknown' },
    is: 'noncompliant/no_device',
  },
  {
    name: 'no device, whether required not known',
    user: { mfaRequired: null },
    is: 'noncompliant/no_device',
  },
];

describe('the verdict', () => {
  test.each(ROWS)('$name: $is', (row) => {
    const { verdict, reason, errorCode } = assess(user(row.user), account(row.account));
    expect({ is: `${verdict}/${reason}`, code: errorCode }).toEqual({ is: row.is, code: row.code ?? null });
  });

  test('keeps what was read of device and requirement', () => {
    expect(assess(user({ mfaDevice: 'u2f', mfaRequired: true }), account())).toMatchObject({
      mfaDevice: 'u2f',
      mfaRequired: true,
    });
  });
});

const userFacts: fc.Arbitrary<UserFacts> = fc.record({
  consoleLogin: fc.constantFrom(...CONSOLE_LOGINS),
  mfaDevice: fc.constantFrom(...MFA_DEVICES),
  mfaRequired: fc.constantFrom(true, false, null),
  frozen: fc.constantFrom(true, false, null),
  errorCode: fc.constantFrom(null, 'NoPermission'),
});
const accountFacts: fc.Arbitrary<AccountFacts> = fc
  .record({
    loginMfaMode: fc.constantFrom(...LOGIN_MFA_MODES),
    ssoEnabled: fc.constantFrom(true, false, null),
  })
  .map(account);

describe('whatever was read', () => {
  test('noncompliant is said only of who was read to have a password and no device', () => {
    fc.assert(
      fc.property(userFacts, accountFacts, (person, of) => {
        if (assess(person, of).verdict !== 'noncompliant') return;
        expect(person).toMatchObject({ consoleLogin: 'active', mfaDevice: 'none', frozen: false });
        expect(of.ssoEnabled).toBe(false);
      }),
    );
  });

  test('compliant is said only of who was read to have a device', () => {
    fc.assert(
      fc.property(userFacts, accountFacts, (person, of) => {
        if (assess(person, of).verdict === 'compliant')
          expect(['virtual', 'u2f', 'passkey', 'other']).toContain(person.mfaDevice);
      }),
    );
  });

  test('whether MFA is required changes the reason, never the verdict', () => {
    fc.assert(
      fc.property(userFacts, accountFacts, (person, of) => {
        const verdicts = [true, false, null].map(
          (mfaRequired) => assess({ ...person, mfaRequired }, of).verdict,
        );
        expect(new Set(verdicts).size).toBe(1);
      }),
    );
  });

  test('a code is told with unknown only', () => {
    fc.assert(
      fc.property(userFacts, accountFacts, (person, of) => {
        const { verdict, errorCode } = assess(person, of);
        if (verdict !== 'unknown') expect(errorCode).toBeNull();
      }),
    );
  });
});

describe('bound, not required', () => {
  test.each([
    { name: 'bound and optional', user: { mfaDevice: 'virtual' }, counts: true },
    { name: 'bound and required', user: { mfaDevice: 'virtual', mfaRequired: true }, counts: false },
    { name: 'bound, requirement not read', user: { mfaDevice: 'virtual', mfaRequired: null }, counts: false },
    {
      name: 'bound, mandatory for all',
      user: { mfaDevice: 'virtual' },
      account: { loginMfaMode: 'mandatory' },
      counts: false,
    },
    { name: 'not bound', user: {}, counts: false },
  ] as const)('$name: $counts', (row) => {
    const of = account('account' in row ? row.account : {});
    expect(isBoundNotRequired(assess(user(row.user), of), of.loginMfaMode)).toBe(row.counts);
  });
});
