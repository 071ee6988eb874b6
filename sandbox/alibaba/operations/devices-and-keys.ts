import type { AccountState } from '../account-state.ts';
import { entityNotExist } from '../api-error.ts';
import { mfaSerialNumber, type UserState } from '../user-state.ts';
import type { Call } from './operation.ts';

/** @throws {ApiError} when no device is bound */
export function userMfaDevice({ cloud, account }: Call, user: UserState): Record<string, string> {
  if (user.mfaDevice) {
    return {
      SerialNumber: mfaSerialNumber(account.accountId, user, user.mfaDevice),
      Type: user.mfaDevice.type,
    };
  }
  const [passkey] = user.passkeys;
  const answer = cloud.undocumented.passkeyOnlyMfaInfo;
  if (!passkey || answer === 'EntityNotExist.User.MFADevice') throw entityNotExist('User.MFADevice');
  return { SerialNumber: `acs:ram::${account.accountId}:mfa/${passkey.passkeyName}`, Type: answer };
}

interface VirtualMfaDevice {
  readonly sequence: number;
  readonly serialNumber: string;
  /** null = created and never bound. */
  readonly user: UserState | null;
}

/** Only virtual devices: security keys and passkeys are not in this list. */
export function virtualMfaDevices(account: AccountState): readonly VirtualMfaDevice[] {
  const bound = account.users().flatMap((user): VirtualMfaDevice[] => {
    if (user.mfaDevice?.type !== 'VMFA') return [];
    const serialNumber = mfaSerialNumber(account.accountId, user, user.mfaDevice);
    return [{ sequence: user.sequence, serialNumber, user }];
  });
  const lastSequence = account.users().at(-1)?.sequence ?? 0;
  const unbound = account.unboundMfaDevices.map((name, index) => ({
    sequence: lastSequence + index + 1,
    serialNumber: `acs:ram::${account.accountId}:mfa/${name}`,
    user: null,
  }));
  return [...bound, ...unbound];
}

export function accessKeyAnswer(account: AccountState, user: UserState): readonly Record<string, string>[] {
  return account.accessKeysOf(user).map((key) => ({
    AccessKeyId: key.accessKeyId,
    Status: key.status,
    CreateDate: key.createDate,
  }));
}
