import { type AccessDeniedDetail, noPermission } from './api-error.ts';
import type { Caller } from './caller.ts';
import type { Call, Grant, Operation } from './operations/operation.ts';
import { evaluatePolicy, type PolicyDecision } from './policy.ts';

type Denial = Pick<AccessDeniedDetail, 'NoPermissionType' | 'PolicyType'>;

/** @throws {ApiError} `NoPermission` with what is missing, or what the grant could not read from the parameters */
export function authorize(call: Call, operation: Operation): void {
  const grant = operation.grant?.(call);
  if (!grant) return;
  const denial: Denial | null = operation.alwaysDenied
    ? { NoPermissionType: 'ExplicitDeny', PolicyType: 'AccountLevelIdentityBasedPolicy' }
    : findDenial(call.caller, grant);
  if (denial) throw noPermission(accessDeniedDetail(call.caller, grant, denial));
}

/** What a denial for this operation looks like, also when the caller is in fact allowed. */
export function denialOf(call: Call, operation: Operation): AccessDeniedDetail | null {
  const grant = operation.grant?.(call);
  if (!grant) return null;
  return accessDeniedDetail(call.caller, grant, {
    NoPermissionType: 'ImplicitDeny',
    PolicyType: 'AccountLevelIdentityBasedPolicy',
  });
}

function findDenial(caller: Caller, grant: Grant): Denial | null {
  if (caller.kind === 'root') return null;
  const policy = caller.kind === 'ram_user' ? caller.user.policy : caller.role.policy;
  const decision = policy ? evaluatePolicy(policy, grant.action, grant.resource) : 'implicit_deny';
  const denial = denialFrom(decision, 'AccountLevelIdentityBasedPolicy');
  if (denial || caller.kind === 'ram_user' || !caller.sessionPolicy) return denial;
  // A session policy never adds: both must allow.
  return denialFrom(evaluatePolicy(caller.sessionPolicy, grant.action, grant.resource), 'SessionPolicy');
}

function denialFrom(decision: PolicyDecision, PolicyType: Denial['PolicyType']): Denial | null {
  switch (decision) {
    case 'allow':
      return null;
    case 'implicit_deny':
      return { NoPermissionType: 'ImplicitDeny', PolicyType };
    case 'explicit_deny':
      return { NoPermissionType: 'ExplicitDeny', PolicyType };
    default:
      return decision satisfies never;
  }
}

function accessDeniedDetail(caller: Caller, grant: Grant, denial: Denial): AccessDeniedDetail {
  return {
    AuthAction: grant.action,
    ...principal(caller),
    AuthPrincipalOwnerId: caller.account.accountId,
    ...denial,
    EncodedDiagnosticMessage: Buffer.from(`${grant.action} ${grant.resource}`).toString('base64'),
  };
}

function principal(caller: Caller) {
  switch (caller.kind) {
    case 'root':
      return { AuthPrincipalType: 'Account', AuthPrincipalDisplayName: caller.account.accountId };
    case 'ram_user':
      return { AuthPrincipalType: 'SubUser', AuthPrincipalDisplayName: caller.user.userId };
    case 'assumed_role':
      return {
        AuthPrincipalType: 'AssumedRoleUser',
        AuthPrincipalDisplayName: `${caller.role.roleName}:${caller.roleSessionName}`,
      };
    default:
      return caller satisfies never;
  }
}
