import type { ConsoleUse } from '../domain/console-use.ts';
import type { ConsoleLogin, MfaDevice } from '../domain/finding.ts';
import type { RamUser, UserId } from '../domain/ram-user.ts';
import { AlibabaError, type UserReading } from './accounts.ts';
import {
  instantOf,
  loginProfileAnswered,
  parseAnswer,
  passkeysAnswered,
  userMfaAnswered,
} from './answers.ts';
import { type CallContext, forNextUser } from './call-context.ts';
import { UNEXPECTED_ANSWER } from './failures.ts';
import type { Gateway } from './gateway.ts';
import { OPERATIONS } from './permissions.ts';

/** The two answers that mean "no"; every other failure means "not known". They are compared whole: each begins like the code of a missing user. */
const NO_LOGIN_PROFILE = 'EntityNotExist.User.LoginProfile';
const NO_MFA_DEVICE = 'EntityNotExist.User.MFADevice';

/** With the request id of the page that has the device. */
export type VirtualDeviceOwners = ReadonlyMap<UserId, string | null>;

interface LoginFacts {
  readonly consoleLogin: ConsoleLogin;
  readonly mfaRequired: boolean | null;
  readonly consoleUse: ConsoleUse | null;
  readonly errorCode: string | null;
}

interface DeviceFacts {
  readonly mfaDevice: MfaDevice;
  readonly errorCode: string | null;
}

/**
 * What decides one user's verdict. The device is asked for only where somebody can sign in and no virtual one is known;
 * else it stays what is known of it. Failures are in the answer.
 */
export async function readUserFacts(
  gateway: Gateway,
  subject: {
    readonly user: RamUser;
    readonly frozen: boolean | null;
    /** Listed meanwhile. */
    readonly virtualDeviceOwners: Promise<VirtualDeviceOwners>;
  },
  context: CallContext,
): Promise<UserReading> {
  const { user, frozen, virtualDeviceOwners } = subject;
  let requestId: string | null = null;
  const own: CallContext = {
    ...context,
    onRequestId: (latest) => {
      requestId = latest;
    },
  };
  const login = await readLogin(gateway, user, forNextUser(own));
  const owners = await virtualDeviceOwners;
  const device = owners.has(user.userId)
    ? deviceFacts('virtual')
    : login.consoleLogin === 'active'
      ? await readDevice(gateway, user, own)
      : deviceFacts('unknown');
  const facts = {
    consoleLogin: login.consoleLogin,
    mfaDevice: device.mfaDevice,
    mfaRequired: login.mfaRequired,
    frozen,
    errorCode: login.errorCode ?? (frozen === null ? UNEXPECTED_ANSWER : device.errorCode),
  };
  return { facts, consoleUse: login.consoleUse, requestId: owners.get(user.userId) ?? requestId };
}

const NEVER_USED: ConsoleUse = { lastSignInAt: null, profileSince: null };

async function readLogin(gateway: Gateway, user: RamUser, context: CallContext): Promise<LoginFacts> {
  const operation = OPERATIONS.getLoginProfile;
  try {
    const answer = await gateway.read(operation, { UserPrincipalName: user.logonName }, context);
    const { LoginProfile: profile } = parseAnswer(loginProfileAnswered, answer, operation);
    return {
      consoleLogin: profile.Status === 'Active' ? 'active' : 'inactive',
      mfaRequired: profile.MFABindRequired,
      consoleUse: {
        lastSignInAt: instantOf(profile.LastLoginTime),
        // When it was made, only RAM's own GetLoginProfile tells. It is at least as old as its last change.
        profileSince: instantOf(profile.CreateDate ?? profile.UpdateDate),
      },
      errorCode: null,
    };
  } catch (error) {
    const code = codeOf(error);
    if (code === NO_LOGIN_PROFILE)
      return { consoleLogin: 'none', mfaRequired: null, consoleUse: NEVER_USED, errorCode: null };
    return { consoleLogin: 'unknown', mfaRequired: null, consoleUse: null, errorCode: code };
  }
}

/** Is one read as bound? What could not be read is none. */
export async function hasDevice(gateway: Gateway, user: RamUser, context: CallContext): Promise<boolean> {
  const { mfaDevice } = await readDevice(gateway, user, context);
  return mfaDevice !== 'none' && mfaDevice !== 'unknown';
}

/** GetUserMFAInfo is not documented to know passkeys: nobody is accused before their passkeys were listed. */
async function readDevice(gateway: Gateway, user: RamUser, context: CallContext): Promise<DeviceFacts> {
  const device = await readBoundDevice(gateway, user, context);
  if (device.mfaDevice !== 'none' && device.mfaDevice !== 'unknown') return device;
  const passkey = await readPasskey(gateway, user, context);
  // No passkey settles nothing where the other kinds could not be read.
  return passkey.mfaDevice === 'none'
    ? device
    : { ...passkey, errorCode: device.errorCode ?? passkey.errorCode };
}

async function readBoundDevice(gateway: Gateway, user: RamUser, context: CallContext): Promise<DeviceFacts> {
  const operation = OPERATIONS.getUserMfaInfo;
  try {
    const answer = await gateway.read(operation, { UserName: user.userName }, context);
    const { MFADevice: device } = parseAnswer(userMfaAnswered, answer, operation);
    return deviceFacts(kindOf(device.Type));
  } catch (error) {
    const code = codeOf(error);
    return code === NO_MFA_DEVICE ? deviceFacts('none') : deviceFacts('unknown', code);
  }
}

async function readPasskey(gateway: Gateway, user: RamUser, context: CallContext): Promise<DeviceFacts> {
  const operation = OPERATIONS.listPasskeys;
  try {
    const answer = await gateway.read(operation, { UserPrincipalName: user.logonName }, context);
    const { Passkeys: passkeys } = parseAnswer(passkeysAnswered, answer, operation);
    return deviceFacts(passkeys.length > 0 ? 'passkey' : 'none');
  } catch (error) {
    return deviceFacts('unknown', codeOf(error));
  }
}

/** A kind this does not know yet is still a device. */
function kindOf(type: string | null): MfaDevice {
  switch (type) {
    case 'VMFA':
      return 'virtual';
    case 'U2F':
      return 'u2f';
    default:
      return 'other';
  }
}

const deviceFacts = (mfaDevice: MfaDevice, errorCode: string | null = null): DeviceFacts => ({
  mfaDevice,
  errorCode,
});

function codeOf(error: unknown): string {
  if (error instanceof AlibabaError) return error.code;
  throw error;
}
