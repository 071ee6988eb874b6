import { entityNotExist, invalidParameter, missingParameter } from '../api-error.ts';
import { listPage } from '../paging.ts';
import {
  assertUserName,
  booleanParameter,
  choiceParameter,
  refuseParameters,
  requiredParameter,
} from '../params.ts';
import type { LoginProfileState, UserState } from '../user-state.ts';
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

/**
 * IMS 2019-08-15: users are named by logon name. Its permissions carry the prefix `ram:`.
 * https://www.alibabacloud.com/help/en/ram/developer-reference/api-ims-2019-08-15-listusers
 */
export const imsUserOperations: Readonly<Record<string, Operation>> = {
  ListUsers: {
    callsPerSecond: READS_PER_SECOND,
    grant: (call) => ramGrant(call, 'ListUsers', 'user/*'),
    run: (call) => {
      const { items, paging } = userPage(call, 1000);
      const User = items.map((user) => ({ ...userAnswer(call, user), Status: user.status }));
      return { ...paging, Users: { User } };
    },
  },
  ListUserBasicInfos: {
    callsPerSecond: READS_PER_SECOND,
    grant: (call) => ramGrant(call, 'ListUserBasicInfos', 'user/*'),
    run: (call) => {
      const { items, paging } = userPage(call, 100);
      const UserBasicInfo = items.map((user) => ({
        UserPrincipalName: logonName(call, user),
        UserId: user.userId,
        DisplayName: user.displayName,
        Status: user.status,
      }));
      return { ...paging, UserBasicInfos: { UserBasicInfo } };
    },
  },
  GetUser: {
    callsPerSecond: READS_PER_SECOND,
    grant: (call) => {
      const target = requestedUser(call);
      return ramGrant(call, 'GetUser', `user/${target.user?.userName ?? target.asked}`);
    },
    run: (call) => {
      const { user } = requestedUser(call);
      if (!user) throw entityNotExist('User');
      const status = call.cloud.undocumented.getUserTellsStatus && { Status: user.status };
      return { User: { ...userAnswer(call, user), UserName: user.userName, ...status } };
    },
  },
  GetLoginProfile: {
    callsPerSecond: READS_PER_SECOND,
    grant: userGrant('GetLoginProfile'),
    run: (call) => {
      const user = namedUser(call);
      if (!user.loginProfile) throw entityNotExist('User.LoginProfile');
      const { lastLoginTime } = user.loginProfile;
      return {
        LoginProfile: {
          ...loginProfileAnswer(call, user, user.loginProfile),
          ...(lastLoginTime !== null && { LastLoginTime: lastLoginTime }),
        },
      };
    },
  },
  UpdateLoginProfile: {
    callsPerSecond: LOGIN_PROFILE_WRITES_PER_SECOND,
    grant: userGrant('UpdateLoginProfile'),
    run: (call) => {
      const user = namedUser(call);
      const updated = updateLoginProfile(user, {
        password: call.params.Password ?? null,
        passwordResetRequired: booleanParameter(call.params, 'PasswordResetRequired'),
        mfaBindRequired: booleanParameter(call.params, 'MFABindRequired'),
        status: choiceParameter(call.params, 'Status', ['Active', 'Inactive']),
        nowMs: call.cloud.nowMs(),
      });
      return { LoginProfile: loginProfileAnswer(call, user, updated) };
    },
  },
  GetUserMFAInfo: {
    callsPerSecond: READS_PER_SECOND,
    grant: userGrant('GetUserMFAInfo'),
    run: (call) => ({ MFADevice: userMfaDevice(call, namedOrCallingUser(call)), IsMFAEnable: true }),
  },
  ListPasskeys: {
    callsPerSecond: READS_PER_SECOND,
    // Documented as "all resources": a policy that names users does not grant it.
    grant: () => ({ action: 'ram:ListPasskeys', resource: '*' }),
    run: (call) => ({
      Passkeys: namedOrCallingUser(call).passkeys.map((passkey) => ({
        PasskeyId: passkey.passkeyId,
        PasskeyName: passkey.passkeyName,
        CreateDate: passkey.createDate,
        LastUseDate: passkey.lastUseDate ?? passkey.createDate,
      })),
    }),
  },
  ListVirtualMFADevices: {
    callsPerSecond: READS_PER_SECOND,
    grant: (call) => ramGrant(call, 'ListVirtualMFADevices', 'mfa/*'),
    run: (call) => {
      const { cloud, account, params } = call;
      const name = `ims/${account.accountId}/mfa`;
      const list = { name, markers: cloud.markers, items: virtualMfaDevices(account) };
      const { items, paging } = listPage(params, list, { max: 100, default: 100 });
      const VirtualMFADevice = items.map(({ serialNumber, user }) => ({
        SerialNumber: serialNumber,
        ...(user && {
          ActivateDate: user.mfaDevice?.activateDate ?? user.updateDate,
          User: {
            UserId: user.userId,
            UserPrincipalName: logonName(call, user),
            DisplayName: user.displayName,
          },
        }),
      }));
      return { ...paging, VirtualMFADevices: { VirtualMFADevice } };
    },
  },
  ListAccessKeys: {
    callsPerSecond: READS_PER_SECOND,
    grant: userGrant('ListAccessKeys'),
    run: (call) => ({ AccessKeys: { AccessKey: accessKeyAnswer(call.account, namedOrCallingUser(call)) } }),
  },
};

const USER_STATUSES = ['active', 'freeze', 'active,freeze', 'freeze,active'] as const;

function userPage({ cloud, account, params }: Call, defaultSize: number) {
  refuseParameters(params, ['Tag.']);
  const status = choiceParameter(params, 'Status', USER_STATUSES) ?? 'active';
  const items = account.users().filter((user) => status.includes(user.status));
  const list = { name: `ims/${account.accountId}/users`, markers: cloud.markers, items };
  return listPage(params, list, { max: 1000, default: defaultSize });
}

function logonName({ account }: Call, user: UserState): string {
  return `${user.userName}@${account.defaultDomain}`;
}

function userAnswer(call: Call, user: UserState): Record<string, unknown> {
  return {
    UserPrincipalName: logonName(call, user),
    UserId: user.userId,
    DisplayName: user.displayName,
    Comments: user.comments,
    ...(call.account.site === 'cn' && { Email: user.email ?? '', MobilePhone: user.mobilePhone ?? '' }),
    CreateDate: user.createDate,
    UpdateDate: user.updateDate,
    ...(user.lastLoginDate !== null && { LastLoginDate: user.lastLoginDate }),
    ProvisionType: user.provisionType,
    Tags: { Tag: Object.entries(user.tags).map(([TagKey, TagValue]) => ({ TagKey, TagValue })) },
  };
}

function loginProfileAnswer(
  call: Call,
  user: UserState,
  profile: LoginProfileState,
): Record<string, unknown> {
  return {
    UserPrincipalName: logonName(call, user),
    Status: profile.status,
    MFABindRequired: profile.mfaBindRequired,
    PasswordResetRequired: profile.passwordResetRequired,
    UpdateDate: profile.updateDate,
    AutoDisableLoginStatus: 'true',
    PasswordStatus: 'NotInitial',
  };
}

function userGrant(action: string): (call: Call) => Grant {
  return (call) => ramGrant(call, action, `user/${askedUserName(call) ?? namedOrCallingUser(call).userName}`);
}

/** The user's name out of the logon name; null = none was given. @throws {ApiError} when it is not well formed */
function askedUserName({ params }: Call): string | null {
  const logon = params.UserPrincipalName;
  if (logon === undefined || logon === '') return null;
  const at = logon.lastIndexOf('@');
  if (at < 1 || logon.length > 128) throw invalidParameter('UserPrincipalName.Format');
  const userName = logon.slice(0, at);
  assertUserName(userName, 'UserPrincipalName');
  return userName;
}

function findByLogonName(call: Call): UserState | null {
  const { account, params } = call;
  const userName = askedUserName(call);
  const domain = params.UserPrincipalName?.split('@').at(-1);
  const isOwnDomain = domain === account.defaultDomain || domain === `${account.accountId}.onaliyun.com`;
  return userName !== null && isOwnDomain ? account.findUser({ userName }) : null;
}

function namedUser(call: Call): UserState {
  requiredParameter(call.params, 'UserPrincipalName');
  const user = findByLogonName(call);
  if (!user) throw entityNotExist('User');
  return user;
}

/** Without a logon name some operations answer for whoever calls. */
function namedOrCallingUser(call: Call): UserState {
  if (askedUserName(call) !== null) return namedUser(call);
  if (call.caller.kind === 'ram_user') return call.caller.user;
  throw missingParameter('UserPrincipalName');
}

/** GetUser takes exactly one of three parameters. */
function requestedUser(call: Call): { readonly asked: string; readonly user: UserState | null } {
  const { account, params } = call;
  const names = ['UserPrincipalName', 'UserId', 'UserAccessKeyId'] as const;
  const given = names.filter((name) => params[name] !== undefined && params[name] !== '');
  const [by] = given;
  if (!by) throw missingParameter('UserPrincipalName');
  if (given.length > 1) throw invalidParameter(by, `You must specify only one of ${names.join(', ')}.`);
  const asked = requiredParameter(params, by);
  if (by === 'UserPrincipalName') return { asked, user: findByLogonName(call) };
  if (by === 'UserId') return { asked, user: account.findUser({ userId: asked }) };
  return { asked, user: account.findAccessKey(asked)?.user ?? null };
}
