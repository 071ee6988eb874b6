import { noPermission } from '../api-error.ts';
import { LOGIN_PROFILE_WRITES_PER_SECOND, type Operation, ramGrant } from './operation.ts';

/**
 * Real operations that a tool which gets people to enrol MFA has no business calling. They are denied to
 * everybody, whatever the policy says, and stand in the request log.
 */
const DENIED_ACTIONS = [
  'BindMFADevice',
  'ChangePassword',
  'CreateAccessKey',
  'CreateLoginProfile',
  'CreateUser',
  'CreateVirtualMFADevice',
  'DeleteLoginProfile',
  'DeletePasskey',
  'DeleteUser',
  'DeleteVirtualMFADevice',
  'DisableVirtualMFA',
  'SetSecurityPreference',
  'UnbindMFADevice',
  'UpdateUser',
] as const;

export const deniedOperations: Readonly<Record<string, Operation>> = Object.fromEntries(
  DENIED_ACTIONS.map((action): [string, Operation] => [
    action,
    {
      callsPerSecond: LOGIN_PROFILE_WRITES_PER_SECOND,
      grant: (call) => ramGrant(call, action, '*'),
      alwaysDenied: true,
      run: () => {
        throw noPermission();
      },
    },
  ]),
);
