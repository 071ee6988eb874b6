import { describe, expect, it } from 'vitest';
import {
  accountSummaryAnswered,
  loginProfileAnswered,
  loginProfileSettingAnswered,
  parseAnswer,
  passkeysAnswered,
  securityPreferenceAnswered,
  userMfaAnswered,
  userSsoAnswered,
  usersPage,
  virtualDevicesPage,
} from '../../src/alibaba/answers.ts';
import { OPERATIONS } from '../../src/alibaba/permissions.ts';

const user = { UserId: '2', UserPrincipalName: 'nora@corp.onaliyun.com' };

/** Documented shapes, and those that a real service might send in their place. */
describe('answers', () => {
  it.each([
    { sent: true, meant: true },
    { sent: false, meant: false },
    { sent: 'true', meant: true },
    { sent: 'false', meant: false },
    { sent: 'False', meant: false },
  ])('take the flag $sent for $meant', ({ sent, meant }) => {
    expect(usersPage.parse({ IsTruncated: sent, Users: {} }).IsTruncated).toBe(meant);
    const LoginProfile = { Status: 'Active', MFABindRequired: sent, PasswordResetRequired: sent };
    expect(loginProfileAnswered.parse({ LoginProfile }).LoginProfile.MFABindRequired).toBe(meant);
    expect(loginProfileSettingAnswered.parse({ LoginProfile }).LoginProfile.PasswordResetRequired).toBe(
      meant,
    );
    expect(userSsoAnswered.parse({ UserSsoSettings: { SsoEnabled: sent } }).UserSsoSettings.SsoEnabled).toBe(
      meant,
    );
  });

  it.each([1, 0, null, '', 'yes'])('do not take %j for a flag', (sent) => {
    expect(usersPage.safeParse({ IsTruncated: sent, Users: {} }).success).toBe(false);
    const LoginProfile = { Status: 'Active', MFABindRequired: sent };
    expect(loginProfileAnswered.parse({ LoginProfile }).LoginProfile.MFABindRequired).toBeNull();
    expect(userSsoAnswered.safeParse({ UserSsoSettings: { SsoEnabled: sent } }).success).toBe(false);
  });

  it('know a list without entries in either spelling', () => {
    expect(usersPage.parse({ IsTruncated: false, Users: {} }).Users.User).toEqual([]);
    expect(usersPage.parse({ IsTruncated: false, Users: { User: [] } }).Users.User).toEqual([]);
    const none = virtualDevicesPage.parse({ IsTruncated: false, VirtualMFADevices: {} });
    expect(none.VirtualMFADevices.VirtualMFADevice).toEqual([]);
  });

  it.each([
    { UserPrincipalName: user.UserPrincipalName },
    { ...user, UserId: 2 },
    { ...user, UserId: '2\n{"level":"fatal"}' },
    { ...user, UserId: '2'.repeat(1_000) },
    { ...user, UserPrincipalName: 'nora' },
    { ...user, UserPrincipalName: '@corp.onaliyun.com' },
  ])('do not list a user that cannot be identified: %j', (broken) => {
    expect(usersPage.safeParse({ IsTruncated: false, Users: { User: [user, broken] } }).success).toBe(false);
  });

  it('keep a user whose details are of an unknown shape', () => {
    const odd = {
      ...user,
      DisplayName: 7,
      Email: '',
      MobilePhone: {},
      Tags: [],
      LastLoginDate: 0,
      New: 'field',
    };
    const page = usersPage.parse({ IsTruncated: false, Users: { User: [odd] } });
    expect(page.Users.User).toEqual([
      {
        ...user,
        DisplayName: '',
        Email: null,
        MobilePhone: null,
        Tags: {},
        LastLoginDate: null,
        Status: null,
      },
    ]);
  });

  it('know a virtual device that nobody has', () => {
    const VirtualMFADevice = [{ SerialNumber: 'a' }, { User: {} }, { User: { UserId: '2' } }, { User: null }];
    const page = virtualDevicesPage.parse({ IsTruncated: 'false', VirtualMFADevices: { VirtualMFADevice } });
    expect(page.VirtualMFADevices.VirtualMFADevice.map((device) => device.User?.UserId ?? null)).toEqual([
      null,
      null,
      '2',
      null,
    ]);
  });

  it.each([
    { sent: 12, meant: 12 },
    { sent: '12', meant: 12 },
  ])('take the count $sent', ({ sent, meant }) => {
    expect(accountSummaryAnswered.parse({ SummaryMap: { Users: sent } }).SummaryMap.Users).toBe(meant);
  });

  it.each([
    { name: 'a device of neither kind nor number', schema: userMfaAnswered, sent: { MFADevice: {} } },
    { name: 'no device', schema: userMfaAnswered, sent: {} },
    { name: 'passkeys in a wrapper', schema: passkeysAnswered, sent: { Passkeys: { Passkey: [] } } },
    { name: 'a count in words', schema: accountSummaryAnswered, sent: { SummaryMap: { Users: 'many' } } },
    { name: 'another status', schema: loginProfileAnswered, sent: { LoginProfile: { Status: 'Frozen' } } },
    { name: 'nothing', schema: loginProfileAnswered, sent: undefined },
  ])('are unexpected: $name', ({ schema, sent }) => {
    expect(() => parseAnswer<unknown>(schema, sent, OPERATIONS.getUser)).toThrow(
      expect.objectContaining({ name: 'AlibabaError', code: 'UnexpectedAnswer', reason: 'unavailable' }),
    );
  });

  it('do not name a mode they do not know', () => {
    const preference = { LoginProfilePreference: { MFAOperationForLogin: 'sometimes' } };
    expect(
      securityPreferenceAnswered.parse({ SecurityPreference: preference }).SecurityPreference,
    ).toMatchObject({
      LoginProfilePreference: { MFAOperationForLogin: 'unknown' },
      MFAPreference: { AllowUserToManageMFADevices: null },
    });
  });
});
