import { entityNotExist } from '../api-error.ts';
import { listPage } from '../paging.ts';
import { assertUserName, booleanParameter, requiredParameter } from '../params.ts';
import type { UserState } from '../user-state.ts';
import { accessKeyAnswer, userMfaDevice, virtualMfaDevices } from './devices-and-keys.ts';
import { updateLoginProfile } from './login-profile.ts';
import {
  type Call,
  type Grant,
  LOGIN_PROFILE_WRITES_PER_SECOND,
  type Operation,
  READS_PER_SECOND,
  ramGrant,
} from './operation.ts';

/** RAM 2015-05-01: users are named by UserName. https://www.alibabacloud.com/help/en/ram/developer-reference/ */
export const ramOperations: Readonly<Record<string, Operation>> = {
  ListUsers: {
    callsPerSecond: READS_PER_SECOND,
    grant: (call) => ramGrant(call, 'ListUsers', 'user/*'),
    run: ({ cloud, account, params }) => {
      const list = { name: `ram/${account.accountId}/users`, markers: cloud.markers, items: account.users() };
      const { items, paging } = listPage(params, list, { max: 1000, default: 100 });
      return { ...paging, Users: { User: items.map((user) => userAnswer({ account }, user)) } };
    },
  },
  GetUser: {
    callsPerSecond: READS_PER_SECOND,
    grant: userGrant('GetUser'),
    run: (call) => {
      const user = namedUser(call);
      return { User: { ...userAnswer(call, user), LastLoginDate: user.lastLoginDate ?? '' } };
    },
  },
  GetLoginProfile: {
    callsPerSecond: READS_PER_SECOND,
    grant: userGrant('GetLoginProfile'),
    run: (call) => {
      const { userName, loginProfile } = namedUser(call);
      if (!loginProfile) throw entityNotExist('User.LoginProfile');
      return {
        LoginProfile: {
          UserName: userName,
          PasswordResetRequired: loginProfile.passwordResetRequired,
          MFABindRequired: loginProfile.mfaBindRequired,
          CreateDate: loginProfile.createDate,
        },
      };
    },
  },
  UpdateLoginProfile: {
    callsPerSecond: LOGIN_PROFILE_WRITES_PER_SECOND,
    grant: userGrant('UpdateLoginProfile'),
    run: (call) => {
      updateLoginProfile(namedUser(call), {
        password: call.params.Password ?? null,
        passwordResetRequired: booleanParameter(call.params, 'PasswordResetRequired'),
        mfaBindRequired: booleanParameter(call.params, 'MFABindRequired'),
        status: null,
        nowMs: call.cloud.nowMs(),
      });
      return {};
    },
  },
  GetUserMFAInfo: {
    callsPerSecond: READS_PER_SECOND,
    grant: userGrant('GetUserMFAInfo'),
    run: (call) => ({ MFADevice: userMfaDevice(call, namedUser(call)) }),
  },
  ListVirtualMFADevices: {
    callsPerSecond: READS_PER_SECOND,
    grant: (call) => ramGrant(call, 'ListVirtualMFADevices', 'mfa/*'),
    run: ({ account }) => ({
      VirtualMFADevices: {
        VirtualMFADevice: virtualMfaDevices(account).map(({ serialNumber, user }) => ({
          SerialNumber: serialNumber,
          ...(user && {
            ActivateDate: user.mfaDevice?.activateDate ?? user.updateDate,
            User: { UserName: user.userName, UserId: user.userId, DisplayName: user.displayName },
          }),
        })),
      },
    }),
  },
  ListAccessKeys: {
    callsPerSecond: READS_PER_SECOND,
    grant: userGrant('ListAccessKeys'),
    run: (call) => ({ AccessKeys: { AccessKey: accessKeyAnswer(call.account, namedUser(call)) } }),
  },
  GetAccountAlias: {
    callsPerSecond: READS_PER_SECOND,
    grant: (call) => ramGrant(call, 'GetAccountAlias', '*'),
    // An account without an alias answers with its id, which is what its domain is made of.
    run: ({ account }) => ({ AccountAlias: account.alias ?? account.accountId }),
  },
  GetSecurityPreference: {
    callsPerSecond: READS_PER_SECOND,
    grant: (call) => ramGrant(call, 'GetSecurityPreference', '*'),
    run: ({ account: { securityPreference: preference } }) => ({
      SecurityPreference: {
        LoginProfilePreference: {
          EnableSaveMFATicket: preference.enableSaveMfaTicket,
          AllowUserToChangePassword: preference.allowUserToChangePassword,
          LoginSessionDuration: preference.loginSessionDurationHours,
          LoginNetworkMasks: '',
        },
        AccessKeyPreference: { AllowUserToManageAccessKeys: preference.allowUserToManageAccessKeys },
        PublicKeyPreference: { AllowUserToManagePublicKeys: false },
        MFAPreference: { AllowUserToManageMFADevices: preference.allowUserToManageMfaDevices },
      },
    }),
  },
};

function userGrant(action: string): (call: Call) => Grant {
  return (call) => ramGrant(call, action, `user/${userNameParameter(call)}`);
}

function userNameParameter({ params }: Call): string {
  const userName = requiredParameter(params, 'UserName');
  assertUserName(userName);
  return userName;
}

function namedUser(call: Call): UserState {
  const user = call.account.findUser({ userName: userNameParameter(call) });
  if (!user) throw entityNotExist('User');
  return user;
}

function userAnswer({ account }: Pick<Call, 'account'>, user: UserState): Record<string, unknown> {
  return {
    UserId: user.userId,
    UserName: user.userName,
    DisplayName: user.displayName,
    Comments: user.comments,
    ...(account.site === 'cn' && { Email: user.email ?? '', MobilePhone: user.mobilePhone ?? '' }),
    CreateDate: user.createDate,
    UpdateDate: user.updateDate,
  };
}
