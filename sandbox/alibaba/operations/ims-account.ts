import { virtualMfaDevices } from './devices-and-keys.ts';
import { type Call, type Operation, READS_PER_SECOND, ramGrant } from './operation.ts';

/** IMS 2019-08-15, what concerns the account as a whole. */
export const imsAccountOperations: Readonly<Record<string, Operation>> = {
  GetSecurityPreference: accountRead('GetSecurityPreference', ({ account: { securityPreference } }) => ({
    SecurityPreference: {
      LoginProfilePreference: {
        MFAOperationForLogin: securityPreference.mfaOperationForLogin,
        AllowUserToLoginWithPasskey: securityPreference.allowUserToLoginWithPasskey,
        AllowUserToChangePassword: securityPreference.allowUserToChangePassword,
        EnableSaveMFATicket: securityPreference.enableSaveMfaTicket,
        LoginSessionDuration: securityPreference.loginSessionDurationHours,
        LoginNetworkMasks: '',
        OperationForRiskLogin: 'autonomous',
      },
      AccessKeyPreference: { AllowUserToManageAccessKeys: securityPreference.allowUserToManageAccessKeys },
      MFAPreference: { AllowUserToManageMFADevices: securityPreference.allowUserToManageMfaDevices },
      PersonalInfoPreference: { AllowUserToManagePersonalDingTalk: true },
      VerificationPreference: { VerificationTypes: securityPreference.verificationTypes },
      MaxIdleDays: {
        MaxIdleDaysForUsers: securityPreference.maxIdleDaysForUsers,
        MaxIdleDaysForAccessKeys: 730,
      },
    },
  })),
  GetUserSsoSettings: accountRead('GetUserSsoSettings', ({ account }) => ({
    UserSsoSettings: {
      SsoEnabled: account.userSsoEnabled,
      SsoLoginWithDomain: true,
      AuthnSignAlgo: 'rsa-sha256',
      AuxiliaryDomain: '',
      MetadataDocument: '',
    },
  })),
  GetDefaultDomain: accountRead('GetDefaultDomain', ({ account }) => ({
    DefaultDomainName: account.defaultDomain,
  })),
  GetAccountMFAInfo: accountRead('GetAccountMFAInfo', ({ account }) => ({
    IsMFAEnable: account.rootMfaEnabled,
  })),
  GetAccountSummary: accountRead('GetAccountSummary', ({ cloud, account }) => {
    const countFrozen = cloud.undocumented.summaryCountsFrozenUsers;
    const devices = virtualMfaDevices(account);
    return {
      SummaryMap: {
        Users: account.users().filter((user) => countFrozen || user.status === 'active').length,
        UsersQuota: 5000,
        MFADevices: devices.length,
        MFADevicesInUse: devices.filter((device) => device.user !== null).length,
        VirtualMFADevicesQuota: 5000,
        Groups: account.groups.length,
        GroupsQuota: 300,
        GroupsPerUserQuota: 50,
        Roles: account.roleCount(),
        RolesQuota: 1000,
        AccessKeysPerUserQuota: 2,
      },
    };
  }),
};

function accountRead(action: string, run: (call: Call) => Record<string, unknown>): Operation {
  return { callsPerSecond: READS_PER_SECOND, grant: (call) => ramGrant(call, action, '*'), run };
}
