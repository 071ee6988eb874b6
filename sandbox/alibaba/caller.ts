import type { AccountState, RoleState } from './account-state.ts';
import { ApiError, missingParameter } from './api-error.ts';
import type { PolicyDocument } from './policy.ts';
import type { StsSessions } from './sts-sessions.ts';
import type { UserState } from './user-state.ts';

/** Whose credentials signed the request. */
export type Caller =
  | { readonly kind: 'root'; readonly account: AccountState }
  | { readonly kind: 'ram_user'; readonly account: AccountState; readonly user: UserState }
  | {
      readonly kind: 'assumed_role';
      readonly account: AccountState;
      readonly role: RoleState;
      readonly roleSessionName: string;
      readonly sessionPolicy: PolicyDocument | null;
    };

interface PresentedCredentials {
  readonly accessKeyId: string;
  readonly securityToken: string | null;
}

/**
 * Finds who an access key belongs to and the secret its signature must be made with.
 * @throws {ApiError} when the key or its token would not be accepted whatever the signature
 */
export function identifyCaller(
  accounts: ReadonlyMap<string, AccountState>,
  sessions: StsSessions,
  presented: PresentedCredentials & { readonly nowMs: number },
): { readonly caller: Caller; readonly accessKeySecret: string } {
  const session = sessions.find(presented.accessKeyId);
  if (session) {
    assertToken(presented.securityToken, session.securityToken);
    if (session.expiresAtMs <= presented.nowMs) {
      throw refusedToken('Expired', 'Specified SecurityToken is expired.');
    }
    const { account, role, roleSessionName, policy: sessionPolicy, accessKeySecret } = session;
    return {
      caller: { kind: 'assumed_role', account, role, roleSessionName, sessionPolicy },
      accessKeySecret,
    };
  }
  const { account, key } = findAccessKey(accounts, presented.accessKeyId);
  if (presented.securityToken !== null) {
    throw refusedToken('MismatchWithAccessKey', 'Specified SecurityToken mismatch with the AccessKey.');
  }
  const caller: Caller = key.user ? { kind: 'ram_user', account, user: key.user } : { kind: 'root', account };
  return { caller, accessKeySecret: key.accessKeySecret };
}

/** `root`, `user/<name>` or `role/<name>/<session name>` */
export function callerName(caller: Caller): string {
  switch (caller.kind) {
    case 'root':
      return 'root';
    case 'ram_user':
      return `user/${caller.user.userName}`;
    case 'assumed_role':
      return `role/${caller.role.roleName}/${caller.roleSessionName}`;
    default:
      return caller satisfies never;
  }
}

function findAccessKey(accounts: ReadonlyMap<string, AccountState>, accessKeyId: string) {
  for (const account of accounts.values()) {
    const key = account.findAccessKey(accessKeyId);
    if (key?.status === 'Inactive') {
      throw new ApiError({
        status: 400,
        code: 'InvalidAccessKeyId.Inactive',
        message: 'Specified access key is disabled.',
      });
    }
    if (key) return { account, key };
  }
  throw new ApiError({
    status: 404,
    code: 'InvalidAccessKeyId.NotFound',
    message: 'Specified access key is not found.',
  });
}

function assertToken(presented: string | null, expected: string): void {
  if (presented === null || presented === '') throw missingParameter('SecurityToken');
  if (presented === expected) return;
  if (!presented.startsWith('CAIS')) throw refusedToken('Malformed', 'Specified SecurityToken is malformed.');
  throw refusedToken('MismatchWithAccessKey', 'Specified SecurityToken mismatch with the AccessKey.');
}

function refusedToken(reason: string, message: string): ApiError {
  return new ApiError({ status: 400, code: `InvalidSecurityToken.${reason}`, message });
}
